// Words that teach, as they are typed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

// What is typed, and what is seen then.
struct TypedWord {
  std::string typed;
  std::string seen;
};

class TerminalWordsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  static void ExpectEach(const Screen& screen, const std::vector<TypedWord>& words) {
    for (const TypedWord& word : words) {
      screen.Press("C-l");
      ASSERT_TRUE(screen.Prompts("apisql>"));
      screen.Enter(word.typed);
      EXPECT_TRUE(screen.Shows(word.seen) && screen.Prompts("apisql>")) << screen.Text();
    }
  }

  TestHome home_;
};

TEST_F(TerminalWordsTest, EveryWordThatLeavesLeaves) {
  for (const char* word : {"exit", "quit;", "\\q", ".exit"}) {
    const Screen screen(home_, {Built("apisql")});
    ASSERT_TRUE(screen.Prompts("apisql>"));
    screen.Enter(word);
    EXPECT_EQ(screen.Wait(), 0) << word;
  }
}

TEST_F(TerminalWordsTest, WordsOfOtherShellsDoWhatTheirUsersMean) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, {.columns = 100, .rows = 60});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  ExpectEach(screen, {{"\\d", "\nconfluent.iam.api_keys\n"},
                      {"\\dt *iam.u", "\nconfluent.iam.users\nrockset.iam.users\n"},
                      {"\\d confluent.iam.users", "API filters by"},
                      {"DESC confluent.iam.users;", "\nfull_name "},
                      {"SHOW COLUMNS FROM confluent.iam.users;", "\nfull_name "},
                      {".describe confluent.iam.users", "API filters by"},
                      {"\\conninfo", "\nconfluent  "},
                      {"\\?", ".quit"},
                      {"help", ".quit"}});
}

TEST_F(TerminalWordsTest, ABackslashXShowsRecords) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("\\x");
  screen.Enter("SELECT 1 AS a, 'b' AS bee;");
  EXPECT_TRUE(screen.Shows("\n  a = 1\nbee = b\n")) << screen.Text();
}

TEST_F(TerminalWordsTest, WhatIsMisspeltIsAnsweredWithWhatThereIs) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  ExpectEach(screen,
             {{"SELEC 1;", "SELECT"},
              {"SELECT ownr_id FROM confluent.iam.api_keys;", "owner_id"},
              {"SELECT id FROM confluent.iam.api_key;", "Did you mean confluent.iam.api_keys"},
              {"SELECT coun(1);", "count"},
              {"SET max_request = 1;", "max_requests"},
              {".tabels", ".tables"},
              {"SELECT id FROM confluent.iam.api_keys WHERE owner_kind = 'user';",
               "has no value 'user' today; it has User,"}});
  screen.Press("C-l");
  screen.Enter("SELECT ownr_id FROM confluent.iam.api_keys;");
  EXPECT_TRUE(screen.Shows("  SELECT ownr_id FROM confluent.iam.api_keys;\n         ^"))
      << screen.Text();
}

// At 40 columns: the note breaks between words.
TEST_F(TerminalWordsTest, ACommandBehindAnUnfinishedStatementIsToldAbout) {
  const Screen screen(home_, {Built("apisql")}, {.columns = 40, .rows = 40});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT 'a '");
  ASSERT_TRUE(screen.Prompts("   ...>"));
  for (const char* command : {".tables", "quit", "\\d"}) {
    screen.Enter(command);
    ASSERT_TRUE(screen.Shows(std::string("apisql: note: ") + command + " was not run:"))
        << screen.Text();
    ASSERT_TRUE(screen.Prompts("   ...>"));
  }
  EXPECT_THAT(screen.Text(), HasSubstr("apisql: note: quit was not run: the\n"
                                       "  statement before it has not ended. End\n"
                                       "  it with ; or drop it with Ctrl-C\n"));
  screen.Enter("|| 'text';");
  EXPECT_TRUE(screen.Shows("a text")) << screen.Text();
}

TEST_F(TerminalWordsTest, LongLinesForPeopleBreakBetweenWords) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, {.columns = 60, .rows = 80});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), HasSubstr(".tables for tables, SQL ends with a\n  semicolon."));
  screen.Enter(".help");
  ASSERT_TRUE(screen.Shows("Formats: ") && screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(),
              HasSubstr("\n.tables [PATTERN]            List the tables whose name has\n"
                        "                             PATTERN in it; * is any text\n"));
}

}  // namespace
}  // namespace apisql
