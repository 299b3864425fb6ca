// The shell at a terminal: footers, sentences, and the last result again.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using namespace std::string_view_literals;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class PeopleShellTest : public ShellFixture {
 protected:
  PeopleShellTest() {
    shell.settings().terminal = true;
    shell.settings().interactive = true;
    shell.settings().sentences = true;
    shell.settings().format = FindFormat("table");
    session.answers["one"] = {{"a", "b"}, {{int64_t{1}, "x"sv}, {int64_t{2}, Value()}}, {}, {}, 3};
    session.answers["SET x"] = {};
  }
};

TEST_F(PeopleShellTest, TimeRequestsAndBytesFollowTheRows) {
  EXPECT_TRUE(Run("one;"));
  EXPECT_THAT(printed, MatchesRegex(".*\n\\(2 rows, [0-9.]+ m?s, 3 requests, 0 B\\)\n"));
  EXPECT_EQ(complaints, "");
}

TEST_F(PeopleShellTest, TheTimerCanBeSwitchedOff) {
  EXPECT_TRUE(Run(".timer off\none;"));
  EXPECT_THAT(printed, HasSubstr("\n(2 rows)\n"));
}

TEST_F(PeopleShellTest, AVerboseTimerTellsTheTables) {
  EXPECT_TRUE(Run(".timer verbose\none;"));
  EXPECT_THAT(printed, HasSubstr("3 requests, 0 B)\n  tokens: 3 requests, 0 rows, 0 B\n"));
}

TEST_F(PeopleShellTest, TheLastLineBreaksBetweenWords) {
  shell.settings().width = [] { return size_t{24}; };
  EXPECT_TRUE(Run("one;"));
  EXPECT_THAT(printed, MatchesRegex(".*\n\\(2 rows, [0-9.]+ m?s,( 3)?\n  (3 )?requests, 0 B\\)\n"));
}

TEST_F(PeopleShellTest, HelpFitsTheTerminal) {
  shell.settings().width = [] { return size_t{60}; };
  EXPECT_TRUE(Run(".help"));
  EXPECT_THAT(printed, HasSubstr(".tables [PATTERN]            List the tables whose name has\n"
                                 "                             PATTERN in it; * is any text\n"));
}

TEST_F(PeopleShellTest, NoFooterWhereAProgramReads) {
  shell.settings().terminal = false;
  EXPECT_TRUE(Run("one;"));
  EXPECT_THAT(printed, HasSubstr("\n(2 rows)\n"));
  EXPECT_EQ(complaints, "");
}

TEST_F(PeopleShellTest, TheLastResultIsShownAgainWithoutAnotherRequest) {
  EXPECT_TRUE(Run("one; SET x;"));
  const size_t requests = session.log.records().size();
  printed.clear();
  EXPECT_TRUE(Run(".last csv\n.last"));
  EXPECT_EQ(printed, "a,b\n1,x\n2,\na = 1\nb = x\n\na = 2\nb = NULL\n");
  EXPECT_EQ(session.log.records().size(), requests);
}

TEST_F(PeopleShellTest, ThereIsNoLastResultAtFirstAndBehindAFailure) {
  EXPECT_FALSE(Run(".last"));
  EXPECT_THAT(complaints, HasSubstr("no last result to show: no statement has given a result"));
  session.answers["bad"] = {{"a"}, {{int64_t{1}}}, {}, Status(StatusCode::kUnavailable, "x"), 0};
  EXPECT_FALSE(Run("one; bad;"));
  EXPECT_FALSE(Run(".last"));
  EXPECT_THAT(complaints, HasSubstr("no last result to show: the last statement failed"));
}

TEST_F(PeopleShellTest, WhatMayBeASecretIsNotKept) {
  session.answers["INSERT INTO t VALUES (1) RETURNING secret"] = {
      {"secret"}, {{"hush"sv}}, {}, {}, 0};
  EXPECT_TRUE(Run("INSERT INTO t VALUES (1) RETURNING secret;"));
  EXPECT_FALSE(Run(".last"));
  EXPECT_THAT(complaints, HasSubstr("it may have had secrets, so it was not kept"));
  session.reveals = true;
  EXPECT_TRUE(Run("one;"));
  EXPECT_FALSE(Run(".last"));
  EXPECT_THAT(complaints, HasSubstr("nothing is kept while allow_reveal is on"));
}

TEST_F(PeopleShellTest, TenThousandRowsAreKeptAndTheRestIsTold) {
  session.answers["many"] = {
      {"a"}, std::vector<std::vector<Value>>(10'001, {int64_t{1}}), {}, {}, 0};
  EXPECT_TRUE(Run("many;"));
  printed.clear();
  EXPECT_TRUE(Run(".last csv"));
  EXPECT_EQ(std::ranges::count(printed, '\n'), 10'001) << "with the names";
  EXPECT_THAT(complaints, HasSubstr("note: the first 10,000 rows alone were kept"));
}

TEST_F(PeopleShellTest, NothingIsKeptWhereAProgramReads) {
  shell.settings().terminal = false;
  EXPECT_FALSE(Run("one;\n.last"));
  EXPECT_THAT(complaints, HasSubstr("kept only where a terminal shows it"));
}

FakeAnswer AnsweredPlan() {
  FakeAnswer answer;
  answer.columns = {"step", "table", "method", "request", "estimated_requests"};
  answer.rows = {{int64_t{1}, "p.s.r"sv, "list"sv, "GET https://api.test/r"sv, int64_t{7}}};
  answer.summary.returned_rows = true;
  answer.summary.notes = {"about 7 requests in all"};
  return answer;
}

TEST_F(PeopleShellTest, APlanIsSentencesForPeopleAndATableForPrograms) {
  session.answers["EXPLAIN REQUESTS one"] = AnsweredPlan();
  EXPECT_TRUE(Run("EXPLAIN REQUESTS one;"));
  EXPECT_EQ(printed,
            "1  read p.s.r: about 7 requests\n"
            "   GET https://api.test/r\n"
            "about 7 requests, at least 0\n");
  EXPECT_EQ(complaints, "") << "the note says the same";
  printed.clear();
  shell.settings().sentences = false;
  EXPECT_TRUE(Run("EXPLAIN REQUESTS one;"));
  EXPECT_THAT(printed, HasSubstr("   1 | p.s.r | list   | GET https://api.test/r |"));
  printed.clear();
  EXPECT_TRUE(Run(".mode table\nEXPLAIN REQUESTS one;"));
  EXPECT_THAT(printed, HasSubstr("1  read p.s.r"));
  printed.clear();
  EXPECT_TRUE(Run(".last csv"));
  EXPECT_THAT(printed, HasSubstr("1,p.s.r,list,GET https://api.test/r,7\n"));
}

TEST_F(PeopleShellTest, AnInsertToFillInIsPlainText) {
  session.answers["SHOW INSERT INTO p.s.r"] = {
      {"sql"}, {{"INSERT INTO p.s.r ("sv}, {"  a  -- x"sv}}, {}, {}, 0};
  EXPECT_TRUE(Run("SHOW INSERT INTO p.s.r;"));
  EXPECT_EQ(printed, "INSERT INTO p.s.r (\n  a  -- x\n");
}

TEST_F(PeopleShellTest, ARequestThatIsNotSentIsShownWhole) {
  session.answers["DELETE FROM t"] = {{"table", "method", "url", "body"},
                                      {{"t"sv, "DELETE"sv, "https://api.test/1"sv, Value()}},
                                      {},
                                      {},
                                      0};
  EXPECT_TRUE(Run("DELETE FROM t;"));
  EXPECT_THAT(printed, HasSubstr("DELETE https://api.test/1\n(1 request, not sent)\n"));
}

}  // namespace
}  // namespace apisql
