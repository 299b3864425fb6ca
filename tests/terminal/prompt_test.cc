// The prompt, and what ends an entry, a statement and the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

// What a person may have to wait for the prompt: 200 ms, and what a machine under load adds.
constexpr std::chrono::milliseconds kSoon{2000};

class TerminalPromptTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  // Presses Ctrl-C and tells how long the prompt takes to be there.
  static std::chrono::steady_clock::duration Stop(const Screen& screen) {
    const auto begin = std::chrono::steady_clock::now();
    screen.Press("C-c");
    EXPECT_TRUE(screen.Prompts("apisql>")) << screen.Text();
    return std::chrono::steady_clock::now() - begin;
  }

  TestHome home_;
};

TEST_F(TerminalPromptTest, ContinuationsShowWhatIsOpen) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT");
  ASSERT_TRUE(screen.Prompts("   ...>"));
  screen.Enter("(1");
  ASSERT_TRUE(screen.Prompts("     (>"));
  screen.Enter(") || 'a");
  ASSERT_TRUE(screen.Prompts("     '>"));
  screen.Enter("' AS \"b");
  ASSERT_TRUE(screen.Prompts("     \">"));
  screen.Enter("c\" /* d");
  ASSERT_TRUE(screen.Prompts("    /*>"));
  screen.Enter("*/;");
  EXPECT_TRUE(screen.Shows("(1 row,") && screen.Prompts("apisql>"));
}

TEST_F(TerminalPromptTest, ACommentMayStandBeforeAStatement) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("/* SELECT 'wr' || 'ong';");
  ASSERT_TRUE(screen.Prompts("    /*>"));
  screen.Enter("*/ SELECT 'ri' || 'ght';");
  EXPECT_TRUE(screen.Shows("right"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("wrong")));
}

TEST_F(TerminalPromptTest, AReadOnlySessionSaysSo) {
  const Screen screen(home_, {Built("apisql"), "--read-only"});
  EXPECT_TRUE(screen.Prompts("apisql(read only)>"));
}

TEST_F(TerminalPromptTest, CtrlDDropsAnUnfinishedStatement) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("DELETE FROM confluent.iam.api_keys WHERE true");
  ASSERT_TRUE(screen.Prompts("   ...>"));
  screen.Press("C-d");
  EXPECT_EQ(screen.Wait(), 0);
  EXPECT_THAT(screen.Text(), HasSubstr("the statement without a semicolon was not run"));
}

TEST_F(TerminalPromptTest, CtrlCDropsWhatIsTyped) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  EXPECT_LT(Stop(screen), kSoon);  // An empty line.
  screen.Type("SELECT 'le");
  ASSERT_TRUE(screen.Shows("SELECT 'le"));
  EXPECT_LT(Stop(screen), kSoon);
  screen.Enter("SELECT 'left");
  ASSERT_TRUE(screen.Prompts("     '>"));
  EXPECT_LT(Stop(screen), kSoon);  // The text of the line before is gone as well.
  screen.Enter("SELECT 'ri' || 'ght';");
  EXPECT_TRUE(screen.Shows("right")) << screen.Text();
}

TEST_F(TerminalPromptTest, CtrlCEndsAStatementThatComputes) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(
      "SELECT 'star' || 'ted'; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      "SELECT count(*) FROM n;");
  ASSERT_TRUE(screen.Shows("started"));
  EXPECT_LT(Stop(screen), kSoon);
  EXPECT_THAT(screen.Text(), HasSubstr("interrupted"));
}

TEST_F(TerminalPromptTest, CtrlCEndsAStatementThatWaits) {
  const Screen screen(home_, {Built("apisql"), "--sandbox", "--sandbox-latency", "20000"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT count(*) FROM confluent.iam.api_keys;");
  ASSERT_TRUE(screen.Shows("1 request")  // The line that tells of what is under way.
              || screen.Shows("0 requests"));
  EXPECT_LT(Stop(screen), kSoon);
  EXPECT_THAT(screen.Text(), HasSubstr("interrupted"));
}

}  // namespace
}  // namespace apisql
