// What follows and repeats a result: the last line, .timer, .last; and how values look.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kNineKeys =
    "SELECT id, owner_kind FROM confluent.iam.api_keys WHERE owner_id = 'sa-8m166s';";

class TerminalResultsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  TestHome home_;
};

TEST_F(TerminalResultsTest, TheLastLineTellsRowsTimeRequestsAndBytes) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kNineKeys);
  ASSERT_TRUE(screen.Shows("(9 rows, ") && screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), ContainsRegex("\\(9 rows, [0-9.]+ m?s, 1 request, [0-9]+ kB\\)"));
  screen.Enter(".timer off");
  screen.Enter(kNineKeys);
  EXPECT_TRUE(screen.Shows("(9 rows)\n")) << screen.Text();
}

TEST_F(TerminalResultsTest, AVerboseTimerTellsTheTables) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".timer verbose");
  screen.Enter(
      "SELECT u.email, count(*) FROM rockset.iam.users ru JOIN confluent.iam.users u "
      "ON ru.email = lower(u.email) GROUP BY 1 LIMIT 2;");
  ASSERT_TRUE(screen.Shows("rockset.iam.users: 1 request, ")) << screen.Text();
  EXPECT_THAT(screen.Text(), ContainsRegex("confluent.iam.users: 1 request, 40 rows, [0-9]+ kB"));
}

TEST_F(TerminalResultsTest, TheLastResultIsShownInAnotherWayWithoutARequest) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kNineKeys);
  ASSERT_TRUE(screen.Shows("(9 rows, ") && screen.Prompts("apisql>"));
  screen.Enter(".last csv");
  ASSERT_TRUE(screen.Shows("id,owner_kind\nLAQSGI7UFR4RMUDE,ServiceAccount\n")) << screen.Text();
  screen.Enter(".last");
  ASSERT_TRUE(screen.Shows("        id = LAQSGI7UFR4RMUDE\nowner_kind = ServiceAccount\n"));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Press("C-l");
  ASSERT_TRUE(screen.Hides("LAQSGI7UFR4RMUDE") && screen.Prompts("apisql>"));
  screen.Enter("SELECT 'asked ' || count(*) || ' time' FROM apisql.requests;");
  EXPECT_TRUE(screen.Shows("asked 1 time")) << screen.Text();
}

TEST_F(TerminalResultsTest, NullTheEmptyTextAndTheTextNullDiffer) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT NULL AS a, 'NULL' AS b, '' AS c, 1 AS d;");
  ASSERT_TRUE(screen.Shows("(1 row,") && screen.Prompts("apisql>"));
  const std::string shown = screen.TextWithAttributes();
  EXPECT_THAT(shown, ContainsRegex("\x1B\\[2mNULL\x1B[^|]*\\| NULL \\|   \\| 1"));
  EXPECT_THAT(shown, HasSubstr("\x1B[1ma\x1B"));  // Names are bold.
}

TEST_F(TerminalResultsTest, WideCharactersAreAligned) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".mode box");
  screen.Enter("SELECT '日本' AS place, 'é' AS b UNION ALL SELECT 'abcd', 'xy';");
  EXPECT_TRUE(screen.Shows("│ 日本  │ é  │\n│ abcd  │ xy │\n")) << screen.Text();
}

TEST_F(TerminalResultsTest, NoColorAndDumbTerminalsHaveNoAttributes) {
  for (const auto& [name, value] : {std::pair{"NO_COLOR", "1"}, std::pair{"TERM", "dumb"}}) {
    const Screen screen(home_, {Built("apisql")}, {}, {{name, value}});
    ASSERT_TRUE(screen.Prompts("apisql>")) << name;
    screen.Enter("SELECT NULL AS a, 'te' || 'xt' AS b;");
    ASSERT_TRUE(screen.Shows("NULL | text\n") && screen.Prompts("apisql>")) << screen.Text();
    EXPECT_THAT(screen.TextWithAttributes(), Not(HasSubstr("\x1B["))) << name;
  }
}

}  // namespace
}  // namespace apisql
