#include "shell/script/familiar_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shell/run/commands.h"
#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using testing::HasSubstr;

TEST(MeantByTest, WordsOfOtherShellsMeanWhatTheirUsersMean) {
  EXPECT_EQ(MeantBy("quit;"), ".quit");
  EXPECT_EQ(MeantBy("  EXIT ; "), ".quit");
  EXPECT_EQ(MeantBy("help"), ".help");
  EXPECT_EQ(MeantBy("\\q"), ".quit");
  EXPECT_EQ(MeantBy("\\d"), ".tables");
  EXPECT_EQ(MeantBy("\\d confluent.iam.users;"), "DESCRIBE confluent.iam.users;");
  EXPECT_EQ(MeantBy("\\dt *iam*"), ".tables *iam*");
  EXPECT_EQ(MeantBy("\\i a b.sql"), ".read a b.sql");
  EXPECT_EQ(MeantBy("\\o f.csv"), ".output f.csv");
  EXPECT_EQ(MeantBy("\\timing"), ".timer on");
  EXPECT_EQ(MeantBy("\\timing off"), ".timer off");
  EXPECT_EQ(MeantBy("\\watch 5"), ".watch 5");
  EXPECT_EQ(MeantBy("\\conninfo"), "SHOW PROVIDERS;");
  EXPECT_EQ(MeantBy("\\?"), ".help");
  EXPECT_EQ(MeantBy("\\x"), ".mode line");
}

TEST(MeantByTest, AllElseIsLeftAsItIs) {
  for (const char* line : {"", "quit now", "help me", "SELECT 1", ".quit", "\\z", "\\D t"}) {
    EXPECT_EQ(MeantBy(line), std::nullopt) << line;
  }
}

using FamiliarWordsTest = ShellFixture;

TEST_F(FamiliarWordsTest, TheyRunInAScriptToo) {
  session.tables = {"a.b.c"};
  EXPECT_FALSE(Run("\\x\n\\dt\nquit;\none;"));
  EXPECT_STREQ(shell.settings().format->name, "line");
  EXPECT_EQ(printed, "a.b.c\n");
  EXPECT_TRUE(shell.quit());
  EXPECT_TRUE(session.ran.empty());
}

TEST_F(FamiliarWordsTest, DescribeIsAStatement) {
  session.answers["DESCRIBE t"] = {{"name"}, {{std::string_view("id")}}, {}, {}, 0};
  EXPECT_TRUE(Run("\\d t\n.describe t"));
  EXPECT_EQ(printed, "name\nid\nname\nid\n");
}

TEST_F(FamiliarWordsTest, OneThatIsNotKnownIsAnError) {
  EXPECT_FALSE(Run("\\z x\none;"));
  EXPECT_THAT(complaints, HasSubstr("no command \\z; .help lists those that there are"));
}

TEST_F(FamiliarWordsTest, KnownCommandsAreThoseThatRun) {
  for (const char* line : {".mode csv", " .quit;", "quit", "\\d t", ".help"}) {
    EXPECT_TRUE(IsKnownCommand(line)) << line;
  }
  for (const char* line : {".iam.users", ".5", "FROM t", "help me", ""}) {
    EXPECT_FALSE(IsKnownCommand(line)) << line;
  }
}

}  // namespace
}  // namespace apisql
