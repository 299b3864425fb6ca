// The history of shells that run side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

class TerminalHistoryTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  std::filesystem::path File() const {
    return home_.folder() / ".local" / "state" / "apisql" / "history";
  }
  std::string Kept() const {
    std::ostringstream text;
    text << std::ifstream(File()).rdbuf();
    return text.str();
  }

  TestHome home_;
};

TEST_F(TerminalHistoryTest, TwoShellsKeepBothTheirEntries) {
  const Screen one(home_, {Built("apisql")});
  const Screen other(home_, {Built("apisql")});
  ASSERT_TRUE(one.Prompts("apisql>") && other.Prompts("apisql>"));
  one.Enter("SELECT 'of ' || 'one';");
  ASSERT_TRUE(one.Shows("of one") && one.Prompts("apisql>"));
  other.Enter("SELECT 'of '");
  ASSERT_TRUE(other.Prompts("   ...>"));
  other.Enter("|| 'the other';");
  ASSERT_TRUE(other.Shows("of the other") && other.Prompts("apisql>"));
  // A statement of two lines is one entry.
  EXPECT_EQ(Kept(), "SELECT 'of ' || 'one';\nSELECT 'of '\\n|| 'the other';\n");
  one.Press("Up");
  ASSERT_TRUE(one.Shows("|| 'the other';")) << one.Text();
  one.Press("Enter");
  EXPECT_TRUE(one.Shows("of the other") && one.Prompts("apisql>")) << one.Text();
  other.Press("Up");
  other.Press("Up");
  ASSERT_TRUE(other.Shows("apisql> SELECT 'of ' || 'one';")) << other.Text();
  other.Press("Enter");
  EXPECT_TRUE(other.Shows("of one")) << other.Text();
}

TEST_F(TerminalHistoryTest, ItIsForItsOwnerAloneAndSecretsAreStars) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, {},
                      {{"ROCKSET_API_KEY", "a-credential-9"}});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT 'a-credential-9' LIKE 'a%' AS x;");
  ASSERT_TRUE(screen.Shows("(1 row") && screen.Prompts("apisql>"));
  screen.Press("C-l");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(
      "EXPLAIN REQUESTS SELECT id FROM confluent.iam.api_keys WHERE secret = 'tell-nobody';");
  ASSERT_TRUE(screen.Shows("confluent.iam.api_keys") && screen.Prompts("apisql>"));
  screen.Enter(" SELECT 'behind a ' || 'blank';");
  ASSERT_TRUE(screen.Shows("behind a blank") && screen.Prompts("apisql>"));
  EXPECT_EQ(Kept(),
            "SELECT '***' LIKE 'a%' AS x;\n"
            "EXPLAIN REQUESTS SELECT id FROM confluent.iam.api_keys WHERE secret = '***';\n");
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(File()).permissions(), perms::owner_read | perms::owner_write);
  screen.Press("Up");
  EXPECT_TRUE(screen.Shows("secret = '***';")) << screen.Text();
}

}  // namespace
}  // namespace apisql
