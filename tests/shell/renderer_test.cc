#include "shell/output/renderer.h"

#include <cmath>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace apisql {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Rows = std::vector<std::vector<Value>>;

std::string Render(std::string_view format, const std::vector<std::string>& names, const Rows& rows,
                   const RenderOptions& options = {}) {
  std::string text;
  Output out([&text](std::string_view bytes) {
    text += bytes;
    return OkStatus();
  });
  const auto renderer = FindFormat(format)->make(out, options);
  std::vector<ResultColumn> columns;
  columns.reserve(names.size());
  for (const std::string& name : names) columns.push_back({name, ""});
  EXPECT_TRUE(renderer->Begin(columns).ok());
  for (const std::vector<Value>& row : rows) EXPECT_TRUE(renderer->Row(row).ok());
  EXPECT_TRUE(renderer->End().ok());
  return text;
}

const Rows kTwoRows = {{"ada"sv, int64_t{7}, 1.5}, {Value(), int64_t{-12}, Value()}};
const std::vector<std::string> kNames = {"name", "n", "x"};

TEST(TableTest, ColumnsAreAlignedAndNumbersStandRight) {
  EXPECT_EQ(Render("table", kNames, kTwoRows),
            "name | n   | x\n"
            "-----+-----+-----\n"
            "ada  |   7 |  1.5\n"
            "NULL | -12 | NULL\n"
            "(2 rows)\n");
}

TEST(TableTest, AnEmptyResultStillShowsItsColumns) {
  EXPECT_EQ(Render("table", {"id"}, {}), "id\n--\n(0 rows)\n");
}

TEST(TableTest, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(Render("table", {"a", "b"}, {{"日本"sv, "x"sv}, {"é"sv, "y"sv}}),
            "a    | b\n"
            "-----+--\n"
            "日本 | x\n"
            "é    | y\n"
            "(2 rows)\n");
}

TEST(TableTest, ControlCharactersAreWrittenOut) {
  const std::string text =
      Render("table", {"a"}, {{"\x1b[31m\n\t\x7f\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6"sv}});
  EXPECT_THAT(text, HasSubstr("\\x1b[31m\\n\\t\\x7f\\x9b\\u202e\\u2066"));
}

TEST(TableTest, TextWithNulIsPrintedWhole) {
  EXPECT_THAT(Render("table", {"a"}, {{"x\0y"sv}}), HasSubstr("x\\x00y"));
}

TEST(TableTest, OnATerminalLongTextsAreCutInTheMiddle) {
  const std::string text =
      Render("table", {"id", "crn"},
             {{"7FJIYKQ4SGQDQ72H"sv, "crn://confluent.cloud/organization=7cfb/api-key=7FJI"sv}},
             {.terminal = true, .width = 43});
  EXPECT_EQ(text,
            "id               | crn\n"
            "-----------------+-------------------------\n"
            "7FJIYKQ4SGQDQ72H | crn://conflu…pi-key=7FJI\n"
            "(1 row)\n");
}

TEST(TableTest, InAPipeNothingIsCut) {
  EXPECT_THAT(Render("table", {"a"}, {{"0123456789"sv}}, {.width = 5}), HasSubstr("0123456789\n"));
}

TEST(TableTest, RowsAfterTheSampleStreamInTheSampleWidths) {
  Rows rows(1000, {"ab"sv, int64_t{1}});
  rows.push_back({"abcdef"sv, int64_t{2}});
  const std::string text = Render("table", {"a", "n"}, rows);
  EXPECT_THAT(text, HasSubstr("\nab | 1\nabcdef | 2\n(1001 rows)\n"));
}

TEST(TableTest, HeaderCanBeLeftOut) {
  EXPECT_EQ(Render("table", {"long_name"}, {{int64_t{1}}}, {.header = false}), "1\n(1 row)\n");
}

TEST(BoxTest, DrawsLinesAround) {
  EXPECT_EQ(Render("box", {"a", "n"}, {{"x"sv, int64_t{10}}}),
            "┌───┬────┐\n"
            "│ a │ n  │\n"
            "├───┼────┤\n"
            "│ x │ 10 │\n"
            "└───┴────┘\n"
            "(1 row)\n");
}

TEST(LineTest, OnATerminalALongValueGoesOnBelowItself) {
  const std::vector<std::string> names = {"a", "long"};
  const Rows rows = {{int64_t{1}, "some words that are too long"sv}};
  EXPECT_EQ(Render("line", names, rows, {.terminal = true, .width = 25}),
            "   a = 1\nlong = some words that\n       are too long\n");
  EXPECT_EQ(Render("line", names, rows), "   a = 1\nlong = some words that are too long\n");
}

TEST(CsvTest, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(Render("csv", {"a", "b,c"}, {{"say \"hi\""sv, "two\nlines"sv}, {"plain"sv, "a b"sv}}),
            "a,\"b,c\"\n\"say \"\"hi\"\"\",\"two\nlines\"\nplain,a b\n");
}

TEST(CsvTest, NullAndTheEmptyTextDiffer) {
  EXPECT_EQ(Render("csv", {"a", "b"}, {{Value(), ""sv}}), "a,b\n,\"\"\n");
}

TEST(CsvTest, BytesPassUnchangedInAPipeAndHarmlessOnATerminal) {
  EXPECT_EQ(Render("csv", {"a"}, {{"\x1b[2J"sv}}), "a\n\x1b[2J\n");
  EXPECT_EQ(Render("csv", {"a"}, {{"\x1b[2J"sv}}, {.terminal = true}), "a\n\\x1b[2J\n");
}

TEST(CsvTest, RealsReadBackAsTheSameReals) {
  EXPECT_EQ(Render("csv", {"a", "b", "c", "d"}, {{0.1, 1.0, 0.1 + 0.2, 1e300}}),
            "a,b,c,d\n0.1,1.0,0.30000000000000004,1e+300\n");
  EXPECT_EQ(Render("csv", {"a", "b"}, {{100000.0, -std::numeric_limits<double>::infinity()}}),
            "a,b\n100000.0,-Inf\n");
}

TEST(CsvTest, TheFirstRowIsOutBeforeTheLastWhenRowsAreSlow) {
  std::string text;
  Output out([&text](std::string_view bytes) {
    text += bytes;
    return OkStatus();
  });
  out.set_eager(true);
  const auto renderer = MakeCsv(out, {});
  ASSERT_TRUE(renderer->Begin(std::vector<ResultColumn>{{"a", ""}}).ok());
  ASSERT_TRUE(renderer->Row(std::vector<Value>{int64_t{1}}).ok());
  EXPECT_EQ(text, "a\n1\n");
}

TEST(TsvTest, SeparatorsWithinTextAreEscaped) {
  EXPECT_EQ(Render("tsv", {"a", "b"}, {{"x\ty\nz\\"sv, Value()}}), "a\tb\nx\\ty\\nz\\\\\t\n");
}

TEST(JsonTest, AnEmptyResultIsAnEmptyArray) { EXPECT_EQ(Render("json", {"a"}, {}), "[]\n"); }

TEST(JsonTest, ValuesKeepTheirTypes) {
  EXPECT_EQ(Render("json", kNames, kTwoRows),
            "[{\"name\": \"ada\", \"n\": 7, \"x\": 1.5},\n"
            " {\"name\": null, \"n\": -12, \"x\": null}]\n");
}

TEST(JsonTest, HostileTextIsEscapedAndInvalidBytesReplaced) {
  EXPECT_EQ(Render("json", {"\"k\""}, {{"\"\\\x01\0\xFF\xC2\x9B\xE2\x80\xAE/é"sv}}),
            "[{\"\\\"k\\\"\": \"\\\"\\\\\\u0001\\u0000\\ufffd\\u009b\\u202e/é\"}]\n");
}

TEST(JsonTest, ASecondColumnOfANameGetsAnotherName) {
  std::vector<std::string> notes;
  const RenderOptions options = {.notes = &notes};
  const Rows rows = {{int64_t{1}, int64_t{2}}};
  EXPECT_EQ(Render("json", {"id", "id"}, rows, options), "[{\"id\": 1, \"id_2\": 2}]\n");
  EXPECT_THAT(notes, ElementsAre("column 2 is written as id_2: another column is named id"));
  EXPECT_EQ(Render("ndjson", {"id", "id"}, rows), "{\"id\": 1, \"id_2\": 2}\n");
}

TEST(JsonTest, ANameOfAnotherColumnIsNotTaken) {
  const Rows rows = {{int64_t{1}, int64_t{2}, int64_t{3}, int64_t{4}}};
  EXPECT_EQ(Render("ndjson", {"id", "id", "id_2", "id"}, rows),
            "{\"id\": 1, \"id_3\": 2, \"id_2\": 3, \"id_4\": 4}\n");
  EXPECT_EQ(Render("ndjson", {"id_2", "id", "id_2", "id"}, rows),
            "{\"id_2\": 1, \"id\": 2, \"id_2_2\": 3, \"id_3\": 4}\n");
}

TEST(JsonTest, LetterCaseTellsNamesApart) {
  std::vector<std::string> notes;
  EXPECT_EQ(Render("ndjson", {"id", "ID"}, {{int64_t{1}, int64_t{2}}}, {.notes = &notes}),
            "{\"id\": 1, \"ID\": 2}\n");
  EXPECT_THAT(notes, IsEmpty());
}

TEST(InsertTest, SqlTellsNamesApartWithoutLetterCase) {
  std::vector<std::string> notes;
  EXPECT_EQ(Render("insert", {"id", "ID"}, {{int64_t{1}, int64_t{2}}}, {.notes = &notes}),
            "INSERT INTO \"result\"(\"id\", \"ID_2\") VALUES(1, 2);\n");
  EXPECT_EQ(notes.size(), 1U);
}

TEST(JsonTest, BlobsAreHexAndInfinityIsHuge) {
  EXPECT_EQ(
      Render("json", {"b", "i"}, {{Blob{"\x00\xff"sv}, std::numeric_limits<double>::infinity()}}),
      "[{\"b\": \"00FF\", \"i\": 1e999}]\n");
}

TEST(NdjsonTest, OneObjectPerLineAndNothingForNoRows) {
  EXPECT_EQ(Render("ndjson", {"a"}, {{int64_t{1}}, {int64_t{2}}}), "{\"a\": 1}\n{\"a\": 2}\n");
  EXPECT_EQ(Render("ndjson", {"a"}, {}), "");
}

TEST(LineTest, NamesAreAlignedAndBlocksSetApart) {
  EXPECT_EQ(Render("line", {"id", "name"}, {{int64_t{1}, "a\nb"sv}, {int64_t{2}, Value()}}),
            "  id = 1\nname = a\\nb\n\n  id = 2\nname = NULL\n");
}

TEST(MarkdownTest, CellsCannotBreakTheTable) {
  EXPECT_EQ(Render("markdown", {"a|b"}, {{"x|y\nz<b>"sv}}),
            "| a\\|b |\n| --- |\n| x\\|y<br>z&lt;b> |\n");
}

TEST(HtmlTest, TextIsEscaped) {
  EXPECT_EQ(Render("html", {"a"}, {{"<script>&\""sv}}),
            "<table>\n<tr><th>a</th></tr>\n"
            "<tr><td>&lt;script&gt;&amp;&quot;</td></tr>\n</table>\n");
}

TEST(InsertTest, LiteralsReadBack) {
  EXPECT_EQ(Render("insert", {"a", "b\"c"}, {{"it's"sv, Blob{"\x01"sv}}, {Value(), "x\0y"sv}}),
            "INSERT INTO \"result\"(\"a\", \"b\"\"c\") VALUES('it''s', X'01');\n"
            "INSERT INTO \"result\"(\"a\", \"b\"\"c\") VALUES(NULL, CAST(X'780079' AS TEXT));\n");
}

TEST(FormatsTest, EveryFormatRendersHostileTextHarmlesslyOnATerminal) {
  for (const Format& format : Formats()) {
    SCOPED_TRACE(format.name);
    const std::string text = Render(format.name, {"\x1b[2J"}, {{"\x1b]0;x\x07\xE2\x80\xAE"sv}},
                                    {.terminal = true, .width = 80});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\x07")));
    EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  }
}

TEST(FormatsTest, NamesAreFoundInAnyCase) {
  EXPECT_STREQ(FindFormat("JSON")->name, "json");
  EXPECT_EQ(FindFormat("xml"), nullptr);
}

}  // namespace
}  // namespace apisql
