// Results as a person reads them, in the real program at a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/programs/terminal.h"

namespace apisql {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class PeopleTerminalTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Terminal::ArePossible()) GTEST_SKIP() << "no terminals here: /dev/pts is not mounted";
  }

  // What is shown of `line` and behind it, up to the next prompt.
  static std::string Shown(Terminal& terminal, const std::string& line) {
    const size_t before = terminal.shown().size();
    terminal.Type(line + "\n");
    EXPECT_TRUE(terminal.Prompts("\napisql> ")) << terminal.shown();
    std::string shown = terminal.shown().substr(before);
    std::erase(shown, '\r');
    return shown;
  }

  TestHome home_;
};

TEST_F(PeopleTerminalTest, TheFooterTellsWhatAStatementTook) {
  Terminal terminal(home_, {"--sandbox"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(Shown(terminal, "SELECT count(*) AS n FROM confluent.iam.users;"),
              ContainsRegex("\n\\(1 row, [0-9.]+ m?s, 1 request, 16 kB\\)\n"));
}

TEST_F(PeopleTerminalTest, PlansAndTablesAreDescribedInSentences) {
  Terminal terminal(home_, {"--sandbox"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(Shown(terminal, "EXPLAIN REQUESTS SELECT id FROM confluent.iam.users;"),
              HasSubstr("\n1  read confluent.iam.users: "));
  EXPECT_THAT(Shown(terminal, "DESCRIBE confluent.iam.api_keys;"),
              HasSubstr("text; API filters by =, IN; written by INSERT (required)\n"));
  EXPECT_THAT(Shown(terminal, "SHOW METHODS IN confluent.iam.users;"),
              HasSubstr("\n    select: GET /iam/v2/users\n"));
  EXPECT_THAT(Shown(terminal, "SHOW INSERT INTO confluent.iam.api_keys;"),
              HasSubstr("\nINSERT INTO confluent.iam.api_keys (\n  owner_id,"));
  EXPECT_THAT(Shown(terminal, ".last csv"), HasSubstr("\nsql\n"));
}

TEST_F(PeopleTerminalTest, APlanIsATableWhereAFormatIsAskedFor) {
  Terminal terminal(home_, {"--sandbox", "--format", "table"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(Shown(terminal, "EXPLAIN REQUESTS SELECT id FROM confluent.iam.users;"),
              HasSubstr("\nstep | table "));
}

TEST_F(PeopleTerminalTest, ASecretIsNotShownAgain) {
  Terminal terminal(home_, {"--sandbox"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  Shown(terminal, "SET allow_reveal = on;");
  const std::string shown = Shown(terminal,
                                  "SELECT key FROM rockset.iam.api_keys WHERE user_email = "
                                  "'jane@corp.com' AND name = 'my-app' AND reveal = true;");
  EXPECT_THAT(shown, HasSubstr("\n(1 row, "));
  EXPECT_THAT(Shown(terminal, ".last"), HasSubstr("nothing is kept while allow_reveal is on"));
  Shown(terminal, "SET allow_reveal = off;");
  EXPECT_THAT(Shown(terminal, ".last"), HasSubstr("nothing is kept while allow_reveal is on"));
}

TEST_F(PeopleTerminalTest, AttributesAreForTerminalsThatHaveThemAndPeopleWhoWantThem) {
  const auto shown = [this](const std::vector<std::string>& variables) {
    Terminal terminal(home_, {"--sandbox", "SELECT NULL AS x, 'NULL' AS y"}, variables);
    EXPECT_EQ(terminal.Wait(), 0);
    return terminal.shown();
  };
  EXPECT_THAT(shown({"TERM=xterm"}), HasSubstr("\x1b[2mNULL\x1b[0m | NULL"));
  EXPECT_THAT(shown({"TERM=xterm"}), HasSubstr("\x1b[1mx\x1b[0m"));
  EXPECT_THAT(shown({"TERM=xterm", "NO_COLOR=1"}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown({"TERM=dumb"}), Not(HasSubstr("\x1b")));
}

TEST_F(PeopleTerminalTest, ADryRunShowsWholeRequests) {
  Terminal terminal(home_, {"--sandbox", "--dry-run"});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(Shown(terminal, "DELETE FROM confluent.iam.api_keys WHERE id = '7FJIYKQ4SGQDQ72H';"),
              ContainsRegex("\nDELETE http://[^ ]*/iam/v2/api-keys/7FJIYKQ4SGQDQ72H\n"
                            "\\(1 request, not sent\\)\n"));
}

}  // namespace
}  // namespace apisql
