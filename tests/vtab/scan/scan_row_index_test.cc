#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/vtab/scan/scan_comparison.h"
#include "vtab/rows/row_index.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Pages of a few rows, so that order means pages before rows.
RowPosition PositionOf(size_t row) {
  return {static_cast<uint32_t>(row / 7), static_cast<uint32_t>(row % 7)};
}

RowIndex IndexOf(ColumnType type, bool nocase, const std::vector<SqlValue>& cells) {
  RowIndex index(type, nocase);
  for (size_t i = 0; i < cells.size(); ++i) index.Add(AsCell(cells[i], type), PositionOf(i));
  index.Finish();
  return index;
}

Column ColumnOf(ColumnType type) {
  Column column;
  column.name = "c";
  column.type = type;
  return column;
}

// What the index finds for a value; none: it cannot tell, so every row is read.
std::optional<std::vector<RowPosition>> Found(const RowIndex& index, ColumnType type,
                                              const SqlValue& value, bool nocase) {
  const ProbeKey key = ProbeKeyOf(ColumnOf(type), value, nocase);
  if (key.kind == ProbeKey::Kind::kAny) return std::nullopt;
  if (key.kind == ProbeKey::Kind::kNothing) return std::vector<RowPosition>();
  return index.Find(key);
}

class RowIndexTest : public ::testing::TestWithParam<ColumnType> {
 protected:
  std::mt19937 random_{20260602};
};

TEST_P(RowIndexTest, FindsEveryRowThatSqliteFindsEqual) {
  const std::vector<SqlValue> cells = SampleCells(GetParam(), random_);
  const std::vector<SqlValue> values = SampleValues(random_);
  for (const ValueSource& source : kValueSources) {
    const SqliteComparison sqlite(GetParam(), cells, source, values);
    for (const bool nocase : {false, true}) {
      const RowIndex index = IndexOf(GetParam(), nocase, cells);
      const auto pairs = sqlite.Pairs("=", nocase);
      for (const auto& [cell, value] : pairs) {
        const SqlValue& of = sqlite.values()[value];
        const auto found = Found(index, GetParam(), of, nocase);
        EXPECT_TRUE(!found || std::ranges::count(*found, PositionOf(cell)) == 1)
            << Shown(cells[cell]) << " = " << Shown(of) << " of a column " << source.declared
            << (nocase ? " NOCASE" : "");
      }
      EXPECT_GT(pairs.size(), 0);
    }
  }
}

TEST_P(RowIndexTest, FindsRowsInTheirOrderAndNoneTwice) {
  std::vector<SqlValue> cells = SampleCells(GetParam(), random_);
  for (int i = 0; i < 3; ++i)
    std::ranges::copy(SampleCells(GetParam(), random_), std::back_inserter(cells));
  for (const bool nocase : {false, true}) {
    const RowIndex index = IndexOf(GetParam(), nocase, cells);
    for (const SqlValue& value : SampleValues(random_)) {
      const auto found = Found(index, GetParam(), value, nocase);
      if (!found) continue;
      EXPECT_EQ(std::ranges::adjacent_find(*found, std::ranges::greater_equal()), found->end())
          << Shown(value);
    }
  }
}

// Else a join would read the whole list for every row.
TEST_P(RowIndexTest, FindsNoMoreThanTheEqualOnesForAValueOfTheColumnsClass) {
  std::vector<SqlValue> cells;
  for (const SqlValue& cell : SampleCells(GetParam(), random_)) {
    if (IsNumberColumn(GetParam()) && std::holds_alternative<std::string>(cell)) continue;
    cells.push_back(cell);
  }
  const SqliteComparison sqlite(GetParam(), cells, {"", "+v"}, cells);
  const RowIndex index = IndexOf(GetParam(), false, cells);
  const auto pairs = sqlite.Pairs("=", false);
  for (size_t value = 0; value < cells.size(); ++value) {
    const auto* integer = std::get_if<int64_t>(&cells[value]);
    // Integers that share a double are told apart by SQLite.
    if (integer != nullptr && std::abs(static_cast<double>(*integer)) >= 9007199254740991.0)
      continue;
    const auto found = Found(index, GetParam(), cells[value], false);
    ASSERT_TRUE(found) << Shown(cells[value]);
    std::vector<RowPosition> equal;
    for (size_t cell = 0; cell < cells.size(); ++cell) {
      if (pairs.contains({cell, value})) equal.push_back(PositionOf(cell));
    }
    EXPECT_EQ(found->size(), equal.size()) << Shown(cells[value]);
  }
}

INSTANTIATE_TEST_SUITE_P(ColumnTypes, RowIndexTest, ::testing::ValuesIn(kAllColumnTypes));

TEST(RowIndexCellsTest, NullIsEqualToNothing) {
  const RowIndex index = IndexOf(ColumnType::kText, false, {std::monostate(), "a"});
  EXPECT_EQ(ProbeKeyOf(ColumnOf(ColumnType::kText), std::monostate(), false).kind,
            ProbeKey::Kind::kNothing);
  EXPECT_THAT(*Found(index, ColumnType::kText, std::string(), false), IsEmpty());
  EXPECT_THAT(*Found(index, ColumnType::kText, std::string("a"), false),
              ElementsAre(PositionOf(1)));
}

TEST(RowIndexCellsTest, ANumberAgainstATextColumnCannotBeLookedUp) {
  EXPECT_EQ(ProbeKeyOf(ColumnOf(ColumnType::kText), int64_t{7}, false).kind, ProbeKey::Kind::kAny);
  EXPECT_EQ(ProbeKeyOf(ColumnOf(ColumnType::kText), 7.0, false).kind, ProbeKey::Kind::kAny);
  EXPECT_EQ(ProbeKeyOf(ColumnOf(ColumnType::kInteger), std::string("7"), false).kind,
            ProbeKey::Kind::kAny);
}

TEST(RowIndexCellsTest, ValuesOfAnotherClassAreAlwaysAmongTheFound) {
  const RowIndex index =
      IndexOf(ColumnType::kInteger, false, {int64_t{1}, "12345678901234567890", int64_t{2}});
  EXPECT_THAT(*Found(index, ColumnType::kInteger, int64_t{2}, false),
              ElementsAre(PositionOf(1), PositionOf(2)));
}

TEST(RowIndexCellsTest, AnEmptyIndexFindsNothing) {
  const RowIndex index = IndexOf(ColumnType::kText, true, {});
  EXPECT_THAT(*Found(index, ColumnType::kText, std::string("a"), true), IsEmpty());
}

}  // namespace
}  // namespace apisql
