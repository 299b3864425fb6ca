#include "tests/support/sql_test_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = SqlRecord::Kind;

constexpr std::string_view kWholeCase = R"(# what it shows
sandbox keys=5

query TI rowsort
SELECT name,
       stars FROM t
----
anvil  12
rocket  7

requests sort
GET confluent /t?page_size=100

statement error
SELECT nothing
----
no such column
position 7

statement ok
DELETE FROM t WHERE id = 1
changes 1
notes
gone already
)";

StatusOr<SqlTestFile> ParsedWholeCase() { return ParseSqlTest(kWholeCase); }

std::string FaultOf(std::string_view text) {
  const auto file = ParseSqlTest(text);
  return file.ok() ? "no fault" : file.status().message();
}

TEST(SqlTestFileTest, ReadsEveryBlockOfARecord) {
  const auto file = ParsedWholeCase();
  ASSERT_TRUE(file.ok()) << file.status().message();
  ASSERT_EQ(file->records.size(), 4);
  EXPECT_EQ(file->records[0].kind, Kind::kSandbox);
  EXPECT_EQ(file->records[0].argument, "keys=5");
  const SqlRecord& query = file->records[1];
  EXPECT_EQ(query.kind, Kind::kQuery);
  EXPECT_EQ(query.line, 4);
  EXPECT_EQ(query.argument, "TI rowsort");
  EXPECT_EQ(query.sql, "SELECT name,\n       stars FROM t");
  EXPECT_THAT(query.expected->lines, ElementsAre("anvil  12", "rocket  7"));
  EXPECT_THAT(query.requests->lines, ElementsAre("GET confluent /t?page_size=100"));
  EXPECT_TRUE(query.requests->sort);
  const SqlRecord& error = file->records[2];
  EXPECT_EQ(error.kind, Kind::kStatementError);
  EXPECT_THAT(error.expected->lines, ElementsAre("no such column"));
  EXPECT_EQ(error.position, 7);
  const SqlRecord& write = file->records[3];
  EXPECT_EQ(write.changes, 1);
  EXPECT_THAT(write.notes->lines, ElementsAre("gone already"));
}

TEST(SqlTestFileTest, QueryCountIsNotAQueryOfTypeCount) {
  const auto file = ParseSqlTest("query count\nSELECT 1\n----\n1\n");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->records[0].kind, Kind::kQueryCount);
}

TEST(SqlTestFileTest, NoRowsAndNoRequestsAreExpectationsToo) {
  const auto file = ParseSqlTest("query T\nSELECT 1\n----\nrequests\n");
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->records[0].expected->lines.empty());
  EXPECT_TRUE(file->records[0].requests->lines.empty());
}

TEST(SqlTestFileTest, FaultsNameTheLine) {
  EXPECT_THAT(FaultOf("\nquerry T\nSELECT 1\n"), HasSubstr("line 2: no record begins with"));
  EXPECT_THAT(FaultOf("query T\n\nSELECT 1\n"), HasSubstr("line 2: SQL is missing"));
  EXPECT_THAT(FaultOf("query T"), HasSubstr("SQL is missing"));
  EXPECT_THAT(FaultOf("sandbox keys=1\n----\n1\n"), HasSubstr("line 2: '----' belongs to no SQL"));
  EXPECT_THAT(FaultOf("requests\nGET x\n"), HasSubstr("line 1: no record"));
  EXPECT_THAT(FaultOf("statement ok\nSELECT 1\n----\n1\n"), HasSubstr("expects no rows"));
  EXPECT_THAT(FaultOf("query T\nSELECT 1\n----\n1\n\n----\n2\n"), HasSubstr("a second '----'"));
  EXPECT_THAT(FaultOf("query T\nSELECT 1\n----\nposition 1\n"), HasSubstr("only an error"));
  EXPECT_THAT(FaultOf("statement error\nx\n----\ny\nposition 99999999999999999999\n"),
              HasSubstr("byte offset"));
  EXPECT_THAT(FaultOf("statement ok\nx\nchanges many\n"), HasSubstr("number of rows"));
  EXPECT_THAT(FaultOf("statement error\nx\n----\ny\nchanges 1\n"), HasSubstr("no number"));
}

TEST(SqlTestFileTest, RewritingWithTheSameOutcomeChangesNothing) {
  const auto file = ParsedWholeCase();
  ASSERT_TRUE(file.ok());
  std::vector<SqlRecordOutcome> outcomes(4);
  outcomes[1].expected = file->records[1].expected->lines;
  outcomes[1].requests = file->records[1].requests->lines;
  EXPECT_EQ(RewriteSqlTest(*file, outcomes), kWholeCase);
}

TEST(SqlTestFileTest, RewritingReplacesRowsAndRequestsInPlace) {
  const auto file = ParseSqlTest(
      "query T\nSELECT 1\nrequests\nGET old\n----\na\nb\n\nquery T\nSELECT 2\n\n# end\n");
  ASSERT_TRUE(file.ok()) << file.status().message();
  std::vector<SqlRecordOutcome> outcomes(2);
  outcomes[0] = {.expected = {{"c"}}, .requests = {{"GET x", "GET y"}}};
  outcomes[1] = {.expected = {{"2"}}, .requests = {{"GET z"}}};
  EXPECT_EQ(RewriteSqlTest(*file, outcomes),
            "query T\nSELECT 1\nrequests\nGET x\nGET y\n----\nc\n\n"
            "query T\nSELECT 2\n----\n2\n\n# end\n");
}

TEST(SqlTestFileTest, CellsStandApartByTabsOrTwoBlanks) {
  EXPECT_THAT(SplitCells("a b  c\td   e"), ElementsAre("a b", "c", "d", "e"));
  EXPECT_THAT(SplitCells("a  "), ElementsAre("a"));
  EXPECT_THAT(SplitCells(""), ElementsAre(""));
}

TEST(SqlTestFileTest, AnyTextSurvivesBeingACell) {
  const std::vector<std::vector<std::string>> rows = {
      {CellOfText(""), CellOfText("NULL"), CellOfText("a  b"), CellOfText(" x ")},
      {CellOfText("tab\there"), CellOfText("two\nlines"), CellOfText("\\"), CellOfText("ü  ")}};
  const auto lines = AlignRows(rows);
  ASSERT_EQ(lines.size(), 2);
  EXPECT_EQ(SplitCells(lines[0]), rows[0]);
  EXPECT_EQ(SplitCells(lines[1]), rows[1]);
  EXPECT_THAT(rows[0], ElementsAre("(empty)", "\\NULL", "a \\sb", "\\sx\\s"));
}

}  // namespace
}  // namespace apisql
