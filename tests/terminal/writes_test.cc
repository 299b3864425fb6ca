// Writes at the prompt: what is shown, asked, sent, and stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/script_server.h"
#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kQuestion = "Send? [y/N/all/show]";
constexpr const char* kDelete = "DELETE FROM confluent.iam.api_keys WHERE owner_id = 'sa-8m166s';";

class TerminalWritesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  std::vector<std::string> Program(const std::vector<std::string>& options = {}) const {
    std::vector<std::string> command = {Built("apisql"), "--sandbox"};
    command.insert(command.end(), options.begin(), options.end());
    return command;
  }

  TestHome home_;
};

TEST_F(TerminalWritesTest, EachAnswerDoesWhatItSays) {
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kDelete);
  ASSERT_TRUE(screen.Prompts(kQuestion)) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("DELETE 9 rows of confluent.iam.api_keys, 9 requests; "
                                       "first: id = '"));
  screen.Press("Enter");
  ASSERT_TRUE(screen.Shows("(nothing was sent)") && screen.Prompts("apisql>"));
  screen.Enter(std::string(".mode csv\n") + kDelete);
  ASSERT_TRUE(screen.Prompts(kQuestion));
  screen.Enter("show");
  ASSERT_TRUE(screen.Shows("confluent.iam.api_keys,DELETE,http://") && screen.Prompts(kQuestion));
  screen.Enter("y");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT outcome, count(*) AS n FROM apisql.mutations GROUP BY 1;");
  EXPECT_TRUE(screen.Shows("applied,9\nunsent,9")) << screen.Text();
}

TEST_F(TerminalWritesTest, AllAsksNoMoreInTheSession) {
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  const std::string insert = "INSERT INTO confluent.iam.service_accounts (display_name) VALUES ";
  screen.Enter(insert + "('one') RETURNING 'made ' || (id LIKE 'sa-%') AS x;");
  ASSERT_TRUE(screen.Prompts(kQuestion));
  EXPECT_THAT(screen.Text(), HasSubstr("display_name = 'one'"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("made 1")));
  screen.Enter("all");
  ASSERT_TRUE(screen.Shows("made 1")) << screen.Text();
  screen.Enter(insert + "('two') RETURNING 'again ' || (id LIKE 'sa-%') AS x;");
  ASSERT_TRUE(screen.Shows("again 1") && screen.Prompts("apisql>"));
  screen.Enter("SELECT name || ' is ' || value FROM apisql.settings WHERE name LIKE 'confirm%';");
  EXPECT_TRUE(screen.Shows("confirm_writes is off"));
}

TEST_F(TerminalWritesTest, CtrlDAndCtrlCAtTheQuestionAreANo) {
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  for (const char* key : {"C-d", "C-c"}) {
    screen.Enter(std::string(kDelete) + " SELECT 'behind' || ' it';");
    ASSERT_TRUE(screen.Prompts(kQuestion)) << key;
    screen.Press(key);
    ASSERT_TRUE(screen.Shows("(nothing was sent)") && screen.Prompts("apisql>")) << screen.Text();
    EXPECT_THAT(screen.Text(), Not(HasSubstr("behind it")));
    screen.Press("C-l");
    ASSERT_TRUE(screen.Prompts("apisql>"));
  }
  screen.Enter("SELECT outcome || ' ' || count(*) FROM apisql.mutations GROUP BY outcome;");
  EXPECT_TRUE(screen.Shows("unsent 18")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("applied")));
}

TEST_F(TerminalWritesTest, AnActionShowsItsRequest) {
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(
      "EXEC confluent.iam.users.update_auth_type_iam_v2_user @id = 'u-cughjk', "
      "@auth_type = 'AUTH_TYPE_SSO';");
  ASSERT_TRUE(screen.Prompts(kQuestion));
  EXPECT_THAT(screen.Text(), HasSubstr("update_auth_type_iam_v2_user, 1 request"));
  EXPECT_THAT(screen.Text(), HasSubstr("PATCH"));
  screen.Enter("n");
  EXPECT_TRUE(screen.Shows("(nothing was sent)"));
}

TEST_F(TerminalWritesTest, AFileThatIsReadIsAskedAbout) {
  const std::string file =
      home_.Write("write.sql", std::string(kDelete) + "SELECT 'be' || 'hind';");
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".read " + file);
  ASSERT_TRUE(screen.Prompts(kQuestion));
  screen.Enter("no");
  ASSERT_TRUE(screen.Shows("(nothing was sent)") && screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("behind")));
}

// What is asked about stood in the file, and the person saw the question alone.
TEST_F(TerminalWritesTest, WhatIsAskedAboutIsSeenWhereResultsGoToAFile) {
  const std::string file = (home_.folder() / "ids.csv").string();
  const std::string select =
      "DELETE FROM confluent.iam.api_keys WHERE owner_id = 'sa-8m166s' RETURNING id";
  for (const std::string& typed :
       {".once " + file + "\n" + select + ";", ".output " + file + "\n" + select + ";",
        "COPY (" + select + ") TO '" + file + "';"}) {
    const Screen screen(home_, Program());
    ASSERT_TRUE(screen.Prompts("apisql>"));
    screen.Enter(typed);
    ASSERT_TRUE(screen.Prompts(kQuestion));
    EXPECT_THAT(screen.Text(), HasSubstr("DELETE 9 rows of confluent.iam.api_keys, 9 requests"));
    screen.Enter("show");
    ASSERT_TRUE(screen.Shows("DELETE http://") && screen.Prompts(kQuestion)) << screen.Text();
    screen.Enter("y");
    ASSERT_TRUE(screen.Shows("apisql>"));
    screen.Enter(".quit");
    EXPECT_EQ(screen.Wait(), 0);
    std::ifstream text(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    ASSERT_EQ(lines.size(), 10) << typed;
    EXPECT_EQ(lines[0], "id");
    for (const std::string& line : lines) EXPECT_EQ(line.find(' '), std::string::npos) << line;
  }
}

TEST_F(TerminalWritesTest, ASettingAsksNothing) {
  const Screen screen(home_, Program({"--set", "confirm_writes=off"}));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kDelete);
  EXPECT_TRUE(screen.Shows("(9 rows applied,"));
}

TEST_F(TerminalWritesTest, ThePromptTellsWhatWaits) {
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("BEGIN;");
  ASSERT_TRUE(screen.Prompts("apisql*>"));
  screen.Enter(kDelete);
  ASSERT_TRUE(screen.Prompts("apisql*[9]>")) << screen.Text();
  screen.Enter("ROLLBACK;");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(std::string("BEGIN; ") + kDelete);
  ASSERT_TRUE(screen.Prompts("apisql*[9]>"));
  screen.Press("C-d");
  EXPECT_EQ(screen.Wait(), 0);
  EXPECT_TRUE(screen.Shows("9 rows were not sent")) << screen.Text();
}

TEST_F(TerminalWritesTest, CommitAsksNothing) {
  const Screen screen(home_, Program());
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(std::string("BEGIN; ") + kDelete + " COMMIT;");
  EXPECT_TRUE(screen.Shows("(9 rows applied,")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr(kQuestion)));
}

constexpr char kThreeRows[] =
    "BEGIN; INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('one'), ('two'), "
    "('three'); COMMIT;";

// Messages stand on one line.
constexpr ScreenSize kWide{.columns = 250, .rows = 20};

// Waits for the first request.
bool Asked(const ScriptServer& api) {
  for (int turn = 0; turn < 20'000 && api.requests().empty(); ++turn) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return !api.requests().empty();
}

// A program whose provider is `api`.
std::vector<std::string> Against(const ScriptServer& api) {
  return {Built("apisql"), "--base-url", "confluent=" + api.url()};
}
const std::map<std::string, std::string> kSomeCredential = {{"CONFLUENT_CLOUD_API_KEY", "k"},
                                                            {"CONFLUENT_CLOUD_API_SECRET", "s"}};

TEST_F(TerminalWritesTest, TheFirstCtrlCWaitsForWhatIsUnderWay) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    std::this_thread::sleep_for(std::chrono::milliseconds{1000});
    connection.WriteOk(R"({"id": "sa-1", "display_name": "one"})");
  });
  const Screen screen(home_, Against(api), kWide, kSomeCredential);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kThreeRows);
  ASSERT_TRUE(Asked(api));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Shows("stopping: no further row is sent"));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), HasSubstr("of 3 rows 1 applied, 2 not sent"));
  EXPECT_EQ(api.requests().size(), 1U);
}

// It may be the only answer that has a secret.
TEST_F(TerminalWritesTest, WhatIsAnsweredAfterCtrlCIsShown) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    std::this_thread::sleep_for(std::chrono::milliseconds{1000});
    connection.WriteOk(R"({"id": "sa-1", "display_name": "one"})");
  });
  const Screen screen(home_, Against(api), kWide, kSomeCredential);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(
      "INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('one') "
      "RETURNING 'made ' || id AS x;");
  ASSERT_TRUE(screen.Prompts(kQuestion));
  screen.Enter("y");
  ASSERT_TRUE(Asked(api));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Shows("stopping: no further row is sent"));
  EXPECT_TRUE(screen.Shows("made sa-1") && screen.Prompts("apisql>")) << screen.Text();
}

TEST_F(TerminalWritesTest, TheSecondCtrlCEndsAtOnce) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Hang();
  });
  const Screen screen(home_, Against(api), kWide, kSomeCredential);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kThreeRows);
  ASSERT_TRUE(Asked(api));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Shows("stopping: no further row is sent"));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), HasSubstr("of 3 rows 0 applied, 1 unknown, 2 not sent"));
}

TEST_F(TerminalWritesTest, PatienceEndsByItself) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Hang();
  });
  const Screen screen(home_, Against(api), kWide, kSomeCredential);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(kThreeRows);
  ASSERT_TRUE(Asked(api));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Shows("stopping: no further row is sent"));
  EXPECT_TRUE(screen.Shows("0 applied, 1 unknown, 2 not sent") && screen.Prompts("apisql>"));
}

}  // namespace
}  // namespace apisql
