#include "src/rows/header_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/rows/decode.h"
#include "tests/rows/page_text.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;

// The rows of a list of two, whose second field is the header.
std::vector<std::string> Filled(std::optional<std::string_view> value, ColumnType type,
                                std::string_view body = R"([{"v":"a"},{"v":"b"}])") {
  Field field{.path = {}, .type = type};
  field.outside = true;
  const PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/v"), field});
  StatusOr<Page> page = DecodePage(body, shape);
  if (!page.ok()) return {page.status().message()};
  const Status filled = FillField(field, 1, value, &*page);
  if (!filled.ok()) return {"error: " + filled.message()};
  if (!page->misfits.empty()) return {"misfit " + page->misfits[0].text};
  return RowTexts(*page);
}

TEST(HeaderFieldTest, EveryRowHasTheValueAsATextOfTheBodyWouldBe) {
  EXPECT_THAT(Filled("\"v1\"", ColumnType::kText), ElementsAre("'a'|'\"v1\"'", "'b'|'\"v1\"'"));
  EXPECT_THAT(Filled(" 12 ", ColumnType::kInteger), ElementsAre("'a'|12", "'b'|12"));
  EXPECT_THAT(Filled("TRUE", ColumnType::kBoolean), ElementsAre("'a'|1", "'b'|1"));
  EXPECT_THAT(Filled("Sat, 22 Aug 2026 09:00:00 GMT", ColumnType::kTimestamp),
              ElementsAre("'a'|'2026-08-22 09:00:00'", "'b'|'2026-08-22 09:00:00'"));
  EXPECT_THAT(Filled("x", ColumnType::kText, "[]"), ElementsAre());
}

TEST(HeaderFieldTest, AMissingOneIsNull) {
  EXPECT_THAT(Filled(std::nullopt, ColumnType::kText), ElementsAre("'a'|NULL", "'b'|NULL"));
  EXPECT_THAT(Filled("", ColumnType::kInteger), ElementsAre("'a'|NULL", "'b'|NULL"));
  EXPECT_THAT(Filled("", ColumnType::kText), ElementsAre("'a'|''", "'b'|''"));
}

TEST(HeaderFieldTest, WhatCannotBeShownIsToldAndNotGuessed) {
  EXPECT_THAT(Filled("many", ColumnType::kInteger), ElementsAre("misfit many"));
  EXPECT_THAT(Filled("caf\xe9", ColumnType::kText),
              ElementsAre("error: the header's value is no valid UTF-8"));
  EXPECT_THAT(Filled("caf\xc3\xa9", ColumnType::kText, R"([{"v":"a"}])"),
              ElementsAre("'a'|'caf\xc3\xa9'"));
}

}  // namespace
}  // namespace apisql
