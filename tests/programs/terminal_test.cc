// The program at a terminal: what is typed, and what ends it.
#include "tests/programs/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
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

}  // namespace
}  // namespace apisql
