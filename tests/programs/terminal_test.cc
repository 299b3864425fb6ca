// The program at a terminal: what is typed, and what ends it.
#include "tests/programs/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kControlC[] = "\x03";
constexpr char kControlD[] = "\x04";

class TerminalTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Terminal::ArePossible()) GTEST_SKIP() << "no terminals here: /dev/pts is not mounted";
  }

  // The tables that the file has, one a line.
  std::string Tables() const {
    return home_.Run({Built("apisql"), "--no-header", "--db", database_, "SHOW TABLES"}).out;
  }

  std::string History() const {
    std::ostringstream text;
    text << std::ifstream(home_.folder() / ".local/state/apisql/history").rdbuf();
    return text.str();
  }

  TestHome home_;
  std::string database_ = (home_.folder() / "work.db").string();
};

TEST_F(TerminalTest, TheEndOfInputDropsAnUnfinishedStatement) {
  Terminal terminal(home_, {"--db", database_});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE unfinished (x)\n");
  ASSERT_TRUE(terminal.Prompts("...> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.shown(), HasSubstr("the statement without a semicolon was not run"));
  EXPECT_THAT(Tables(), Not(HasSubstr("unfinished")));
}

TEST_F(TerminalTest, TheEndOfInputLeavesWhatIsFinished) {
  Terminal terminal(home_, {"--db", database_});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE finished (x); SELECT 'do' || 'ne' AS x;\n");
  // The prompt behind the result: the terminal is the editor's again.
  ASSERT_TRUE(terminal.Shows("done") && terminal.Prompts("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("was not run")));
  EXPECT_THAT(Tables(), HasSubstr("finished"));
}

TEST_F(TerminalTest, CtrlCAtThePromptIsNotRememberedByTheNextStatement) {
  Terminal terminal(home_, {"--db", database_});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("SELECT 'left");
  ASSERT_TRUE(terminal.Shows("left"));
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE after (x); SELECT 'do' || 'ne' AS x;\n");
  ASSERT_TRUE(terminal.Shows("done") && terminal.Prompts("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(Tables(), HasSubstr("after"));
}

TEST_F(TerminalTest, CtrlCEndsTheStatementAndWhatStandsBehindIt) {
  Terminal terminal(home_, {"--db", database_});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(
      "SELECT 'star' || 'ted' AS x; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
      " SELECT count(*) FROM n; CREATE TABLE behind (x);\n");
  ASSERT_TRUE(terminal.Shows("started"));
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(Tables(), Not(HasSubstr("behind")));
}

TEST_F(TerminalTest, TerminationEndsThePrompt) {
  Terminal terminal(home_, {"--db", database_});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE unfinished (x)\n");
  ASSERT_TRUE(terminal.Prompts("...> "));
  terminal.Signal(SIGTERM);
  EXPECT_EQ(terminal.Wait(), 143);
  EXPECT_THAT(Tables(), Not(HasSubstr("unfinished")));
}

TEST_F(TerminalTest, TerminationEndsTheStatementAndTheProgram) {
  Terminal terminal(home_, {"--db", database_});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(
      "SELECT 'star' || 'ted' AS x; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
      " SELECT count(*) FROM n;\n");
  ASSERT_TRUE(terminal.Shows("started"));
  terminal.Signal(SIGTERM);
  EXPECT_EQ(terminal.Wait(), 143);
}

TEST_F(TerminalTest, TheStartFileRunsBeforeThePromptUnlessItIsNotWanted) {
  home_.Write(".config/apisql/rc.sql", ".mode json\n.set who ada\n");
  Terminal terminal(home_, {"--quiet"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("SELECT :who AS who;\n");
  EXPECT_TRUE(terminal.Shows("[{\"who\": \"ada\"}]"));
  EXPECT_THAT(terminal.shown(), Not(HasSubstr(".help for commands")));
  Terminal without(home_, {"--no-rc"});
  ASSERT_TRUE(without.Shows(".help for commands") && without.Prompts("apisql> "));
  without.Type("SELECT :who AS who;\n");
  EXPECT_TRUE(without.Shows("the parameter :who has no value"));
}

TEST_F(TerminalTest, UpFromAnEmptyLineFindsWhatAnotherShellHasRun) {
  Terminal one(home_, {});
  Terminal two(home_, {});
  ASSERT_TRUE(one.Prompts("apisql> ") && two.Prompts("apisql> "));
  two.Type("SELECT 'from ' || 'two';\n");
  ASSERT_TRUE(two.Shows("from two") && two.Prompts("apisql> "));
  one.Type("\x1b[A\n");
  EXPECT_TRUE(one.Shows("from two") && one.Prompts("apisql> "));
  one.Type("SELECT 'from ' || 'one';\n");
  ASSERT_TRUE(one.Shows("from one") && one.Prompts("apisql> "));
  two.Type("SELECT\n'again';\n");
  ASSERT_TRUE(two.Shows("again") && two.Prompts("apisql> "));
  EXPECT_EQ(History(), "SELECT 'from ' || 'two';\nSELECT 'from ' || 'one';\nSELECT\\n'again';\n");
}

TEST_F(TerminalTest, ACommandBehindAnUnfinishedStatementIsToldAbout) {
  Terminal terminal(home_, {});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("SELECT 'a' ||\n.tables\n");
  ASSERT_TRUE(terminal.Shows("note: .tables was not run: the statement"));
  terminal.Type("quit\n'b';\n");
  ASSERT_TRUE(terminal.Shows("note: quit was not run"));
  ASSERT_TRUE(terminal.Shows("ab\r\n") && terminal.Prompts("apisql> "));
  terminal.Type("exit\n");
  EXPECT_EQ(terminal.Wait(), 0);
}

TEST_F(TerminalTest, CtrlCEndsAWatch) {
  Terminal terminal(home_, {"--sandbox", "--quiet"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(".watch 0.2 SELECT 'wat' || 'ched' AS x;\n");
  ASSERT_TRUE(terminal.Shows("watched"));
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("SELECT 'still ' || 'here' AS x;\n");
  ASSERT_TRUE(terminal.Shows("still here") && terminal.Prompts("apisql> "));
  terminal.Type("\\q\n");
  EXPECT_EQ(terminal.Wait(), 0);
}

TEST_F(TerminalTest, SecretsDoNotReachTheHistory) {
  Terminal terminal(home_, {"--sandbox"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(
      "EXPLAIN REQUESTS SELECT id FROM confluent.iam.api_keys WHERE secret = 'tell-it';\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_EQ(History(),
            "EXPLAIN REQUESTS SELECT id FROM confluent.iam.api_keys WHERE secret = '***';\n");
}

}  // namespace
}  // namespace apisql
