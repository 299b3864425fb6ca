#include "shell/layout/fit_columns.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace apisql {
namespace {

using testing::ElementsAre;

constexpr Frame kPlainFrame = {0, 3};

// The columns of confluent.iam.api_keys, as they are in the sandbox.
const std::vector<ColumnSize> kApiKeys = {{2, 16, ColumnKind::kKey},      // id
                                          {12, 22, ColumnKind::kText},    // display_name
                                          {11, 45, ColumnKind::kText},    // description
                                          {8, 9, ColumnKind::kWhole},     // owner_id
                                          {10, 14, ColumnKind::kText},    // owner_kind
                                          {11, 11, ColumnKind::kWhole},   // resource_id
                                          {13, 14, ColumnKind::kText},    // resource_kind
                                          {20, 7, ColumnKind::kText},     // resource_api_version
                                          {14, 10, ColumnKind::kWhole},   // environment_id
                                          {10, 26, ColumnKind::kWhole},   // created_at
                                          {10, 26, ColumnKind::kWhole},   // updated_at
                                          {13, 111, ColumnKind::kText}};  // resource_name

// "0:16 1:22 3:9", or "records".
std::string Shown(const std::vector<ColumnSize>& columns, size_t width) {
  const Fit fit = FitColumns(columns, kPlainFrame, width);
  if (fit.form == Fit::Form::kRecords) return "records";
  std::string text;
  for (const auto& [index, column_width] : fit.columns) {
    text += (text.empty() ? "" : " ") + std::to_string(index) + ":" + std::to_string(column_width);
  }
  return text;
}

size_t LineWidth(const Fit& fit) {
  size_t width = 3 * (fit.columns.size() - 1);
  for (const FittedColumn& column : fit.columns) width += column.width;
  return width;
}

TEST(FitColumnsTest, ARealTableAtTheUsualWidths) {
  EXPECT_EQ(Shown(kApiKeys, 40), "records");
  EXPECT_EQ(Shown(kApiKeys, 60), "0:16 1:22 3:9");
  EXPECT_EQ(Shown(kApiKeys, 80), "0:16 1:22 3:9 4:14");
  EXPECT_EQ(Shown(kApiKeys, 100), "0:16 1:21 3:9 4:14 5:11 6:14");
  EXPECT_EQ(Shown(kApiKeys, 200), "0:16 1:22 3:9 4:14 5:11 6:14 7:20 8:14 9:26 10:26");
  EXPECT_EQ(Shown(kApiKeys, 400), "0:16 1:22 2:45 3:9 4:14 5:11 6:14 7:20 8:14 9:26 10:26 11:111");
  EXPECT_EQ(Shown(kApiKeys, 0), Shown(kApiKeys, 400)) << "unlimited";
}

TEST(FitColumnsTest, ATextIsCutBeforeAColumnIsLeftOut) {
  const std::vector<ColumnSize> columns = {
      {2, 10, ColumnKind::kKey}, {3, 100, ColumnKind::kText}, {1, 5, ColumnKind::kWhole}};
  EXPECT_EQ(Shown(columns, 121), "0:10 1:100 2:5");
  EXPECT_EQ(Shown(columns, 60), "0:10 1:39 2:5");
  EXPECT_EQ(Shown(columns, 41), "0:10 1:20 2:5");
  EXPECT_EQ(Shown(columns, 40), "records");
}

TEST(FitColumnsTest, NamesAreNeverCut) {
  const std::vector<ColumnSize> columns = {
      {2, 4, ColumnKind::kKey}, {24, 1, ColumnKind::kText}, {24, 60, ColumnKind::kText}};
  EXPECT_EQ(Shown(columns, 60), "0:4 1:24 2:26");
  EXPECT_EQ(Shown(columns, 57), "records");
}

TEST(FitColumnsTest, KeysOfAJoinStayWhereverTheyAre) {
  const std::vector<ColumnSize> columns = {{5, 10, ColumnKind::kText},
                                           {5, 10, ColumnKind::kText},
                                           {5, 10, ColumnKind::kText},
                                           {5, 10, ColumnKind::kText},
                                           {5, 20, ColumnKind::kKey}};
  EXPECT_EQ(Shown(columns, 60), "0:10 1:10 2:10 4:20");
  EXPECT_EQ(Shown(columns, 46), "0:10 1:10 4:20");
  EXPECT_EQ(Shown(columns, 45), "records");
}

TEST(FitColumnsTest, DescriptionsGoLast) {
  const std::vector<ColumnSize> columns = {{4, 30, ColumnKind::kWhole},
                                           {4, 5, ColumnKind::kText},
                                           {5, 20, ColumnKind::kText},
                                           {11, 300, ColumnKind::kWords}};
  EXPECT_EQ(Shown(columns, 80), "0:30 1:5 3:39");
}

TEST(FitColumnsTest, TwoHundredColumnsAreARecord) {
  const std::vector<ColumnSize> columns(200, {4, 2, ColumnKind::kText});
  for (const size_t width : {40, 60, 80, 100, 200}) EXPECT_EQ(Shown(columns, width), "records");
}

TEST(FitColumnsTest, RoomToSpareIsForWhatMayCome) {
  const std::vector<ColumnSize> columns = {{2, 10, ColumnKind::kKey},
                                           {4, 5, ColumnKind::kText, kLeastText}};
  EXPECT_EQ(Shown(columns, 80), "0:10 1:20");
  EXPECT_EQ(Shown(columns, 20), "0:10 1:7");
}

TEST(FitColumnsTest, NoColumnsAreATable) { EXPECT_EQ(Shown({}, 10), ""); }

// The promise for each width: a table fits, keys are in it, ids are whole.
TEST(FitColumnsTest, ATableFitsWhateverTheWidth) {
  for (size_t width = 1; width < 450; ++width) {
    const Fit fit = FitColumns(kApiKeys, kPlainFrame, width);
    if (fit.form == Fit::Form::kRecords) continue;
    EXPECT_LE(LineWidth(fit), width);
    EXPECT_GE(fit.columns.size(), 3U);
    EXPECT_EQ(fit.columns[0], (FittedColumn{0, 16}));
    for (const auto& [index, column_width] : fit.columns) {
      const ColumnSize& column = kApiKeys[index];
      EXPECT_GE(column_width, column.name);
      const size_t least = column.kind == ColumnKind::kText ? 0 : column.widest;
      EXPECT_GE(column_width, least) << width;
    }
  }
}

}  // namespace
}  // namespace apisql
