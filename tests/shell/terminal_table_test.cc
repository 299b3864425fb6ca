// table and box as a person at a terminal sees them.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/source/catalog.h"
#include "shell/output/renderer.h"
#include "tests/http/fake_transport.h"

namespace apisql {
namespace {

using namespace std::string_view_literals;
using testing::HasSubstr;

class TerminalTableTest : public testing::Test {
 protected:
  TerminalTableTest() {
    out_.set_eager(true);
    options_.terminal = true;
    options_.width = 80;
    options_.clock = &clock_;
    options_.for_all = ".last shows all";
  }

  void Begin(const std::vector<ResultColumn>& columns, std::string_view format = "table") {
    renderer_ = FindFormat(format)->make(out_, options_);
    EXPECT_TRUE(renderer_->Begin(columns).ok());
  }
  void Row(const std::vector<Value>& values) { EXPECT_TRUE(renderer_->Row(values).ok()); }
  std::string End() {
    EXPECT_TRUE(renderer_->End().ok());
    renderer_.reset();
    return printed_;
  }

  FakeClock clock_;
  std::string printed_;
  Output out_{[this](std::string_view text) {
    printed_ += text;
    return OkStatus();
  }};
  RenderOptions options_;
  std::unique_ptr<RowSink> renderer_;
};

TEST_F(TerminalTableTest, TheFirstRowIsShownWithinThreeTenthsOfASecond) {
  Begin({{"id"}, {"name"}});
  Row({"a"sv, "first"sv});
  EXPECT_EQ(printed_, "") << "held back, so that others may widen the columns";
  clock_.passed += std::chrono::milliseconds(299);
  out_.Idle();
  EXPECT_EQ(printed_, "");
  clock_.passed += std::chrono::milliseconds(1);
  out_.Idle();
  EXPECT_EQ(printed_, "id | name\n---+------\na  | first\n");
  Row({"b"sv, "x"sv});
  EXPECT_THAT(printed_, HasSubstr("\nb  | x\n"));
  EXPECT_THAT(End(), HasSubstr("\n(2 rows)\n"));
}

TEST_F(TerminalTableTest, ARowThatComesLateIsShownAtOnce) {
  Begin({{"id"}});
  Row({"a"sv});
  clock_.passed += std::chrono::milliseconds(300);
  Row({"b"sv});
  EXPECT_EQ(printed_, "id\n--\na\nb\n");
}

TEST_F(TerminalTableTest, AKeyThatComesLaterIsWholeAndATextIsCut) {
  Begin({{"id"}, {"text"}, {"n"}});
  Row({"a"sv, "short"sv, int64_t{1}});
  clock_.passed += std::chrono::milliseconds(300);
  out_.Idle();
  Row({"a-much-longer-key"sv, "there was room for a longer text"sv, int64_t{1234567}});
  EXPECT_THAT(printed_, HasSubstr("\na-much-longer-key | there was …nger text | 1234567\n"));
}

TEST_F(TerminalTableTest, ColumnsThatAreLeftOutAreCounted) {
  std::vector<ResultColumn> columns = {{"id"}};
  std::vector<Value> row = {"7FJIYKQ4SGQDQ72H"sv};
  for (const char* name : {"alpha", "beta", "gamma", "delta", "epsilon"}) {
    columns.push_back({name});
    row.emplace_back("0123456789012345"sv);
  }
  Begin(columns);
  Row(row);
  const std::string text = End();
  EXPECT_THAT(text, HasSubstr("id               | alpha            | beta             | gamma\n"));
  EXPECT_THAT(text, HasSubstr("(1 row; 6 columns, 4 shown; .last shows all)\n"));
}

TEST_F(TerminalTableTest, TwoHundredColumnsAreOneRecordARow) {
  std::vector<ResultColumn> columns;
  std::vector<Value> row;
  for (int i = 1; i <= 200; ++i) {
    columns.push_back({"column_" + std::to_string(i)});
    row.emplace_back(int64_t{i});
  }
  Begin(columns);
  Row(row);
  Row(row);
  const std::string text = End();
  EXPECT_TRUE(text.starts_with("  column_1 = 1\n  column_2 = 2\n")) << text;
  EXPECT_THAT(text, HasSubstr("\ncolumn_200 = 200\n\n  column_1 = 1\n"));
  EXPECT_TRUE(text.ends_with("\ncolumn_200 = 200\n(2 rows)\n"));
}

TEST_F(TerminalTableTest, ALongValueOfARecordGoesOnBelowItself) {
  options_.width = 30;
  Begin({{"id"}, {"a"}, {"json"}});
  Row({"0123456789"sv, "0123456789"sv, R"({"key": "0123456789012345678901234567890"})"sv});
  EXPECT_EQ(End(),
            "  id = 0123456789\n"
            "   a = 0123456789\n"
            "json = {\"key\":\n"
            "       \"0123456789012345678901\n"
            "       234567890\"}\n"
            "(1 row)\n");
}

TEST_F(TerminalTableTest, AFooterFollowsTheCount) {
  options_.footer = [] { return ", 0.4 s, 3 requests, 187 kB"; };
  Begin({{"id"}});
  EXPECT_EQ(End(), "id\n--\n(0 rows, 0.4 s, 3 requests, 187 kB)\n");
}

TEST_F(TerminalTableTest, NamesAreBoldAndNullIsDimWhereTheTerminalCan) {
  options_.attributes = true;
  Begin({{"a"}, {"b"}});
  Row({Value(), "NULL"sv});
  EXPECT_EQ(End(),
            "\x1b[1ma\x1b[0m    | \x1b[1mb\x1b[0m\n"
            "-----+-----\n"
            "\x1b[2mNULL\x1b[0m | NULL\n"
            "(1 row)\n");
}

TEST_F(TerminalTableTest, TextNeverDrivesTheTerminal) {
  options_.attributes = true;
  Begin({{"a"}});
  Row({"\x1b[31mred\n'q' \"w\""sv});
  EXPECT_THAT(End(), HasSubstr("\n\\x1b[31mred\\n'q' \"w\"\n"));
}

TEST_F(TerminalTableTest, EqualNamesStayAndWideCharactersAreAligned) {
  Begin({{"id"}, {"id"}, {"text"}}, "box");
  Row({"日本"sv, int64_t{1}, ""sv});
  Row({"a"sv, int64_t{20}, "x"sv});
  EXPECT_EQ(End(),
            "┌──────┬────┬──────┐\n"
            "│ id   │ id │ text │\n"
            "├──────┼────┼──────┤\n"
            "│ 日本 │  1 │      │\n"
            "│ a    │ 20 │ x    │\n"
            "└──────┴────┴──────┘\n"
            "(2 rows)\n");
}

TEST_F(TerminalTableTest, BooleansAreWordsForPeopleAlone) {
  Resource resource;
  resource.columns.resize(1);
  resource.columns[0].name = "enabled";
  resource.columns[0].type = ColumnType::kBoolean;
  options_.resource_of = [&resource](const ResultColumn&) { return &resource; };
  const std::vector<ResultColumn> columns = {{"on", "INTEGER", "t", "enabled"}};
  Begin(columns);
  Row({int64_t{1}});
  Row({int64_t{0}});
  Row({Value()});
  EXPECT_EQ(End(), "on\n-----\ntrue\nfalse\nNULL\n(3 rows)\n");
  printed_.clear();
  options_.terminal = false;
  Begin(columns);
  Row({int64_t{1}});
  EXPECT_EQ(End(), "on\n--\n 1\n(1 row)\n");
}

TEST_F(TerminalTableTest, TheKeyOfADocumentIsWholeWhateverItLooksLike) {
  Resource resource;
  resource.key = {"label"};
  resource.columns.resize(1);
  resource.columns[0].name = "label";
  options_.resource_of = [&resource](const ResultColumn& column) {
    return column.column == "label" ? &resource : nullptr;
  };
  options_.width = 60;
  Begin({{"first"}, {"l", "TEXT", "t", "label"}, {"last"}});
  Row({"0123456789012345678901234567890"sv, "a label with blanks in it"sv, "x"sv});
  EXPECT_THAT(End(), HasSubstr("\n012345678901…901234567890 | a label with blanks in it | x\n"));
}

TEST_F(TerminalTableTest, ANameThatOnlyLooksLikeAnIdMayBeCut) {
  options_.width = 40;
  Begin({{"id"}, {"name"}});
  Row({"a"sv, "a sentence that is much longer than the line is"sv});
  EXPECT_THAT(End(), HasSubstr("…"));
}

TEST_F(TerminalTableTest, DescriptionsOfTheSessionsOwnTablesAreWrapped) {
  options_.width = 40;
  Begin({{"name"}, {"description", "TEXT", "apisql.settings", "description"}});
  Row({"max_requests"sv, "Stop a statement that sends more requests."sv});
  EXPECT_EQ(End(),
            "name         | description\n"
            "-------------+--------------------------\n"
            "max_requests | Stop a statement that\n"
            "             | sends more requests.\n"
            "(1 row)\n");
}

}  // namespace
}  // namespace apisql
