// .watch: what came, went and changed, what it cost, and its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <thread>

#include "tests/support/script_server.h"
#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::map<std::string, std::string> kAnyCredential = {{"CONFLUENT_CLOUD_API_KEY", "k"},
                                                           {"CONFLUENT_CLOUD_API_SECRET", "s"}};

constexpr const char* kBefore =
    R"({"data": [{"id": "sa-1", "display_name": "one"}, {"id": "sa-2", "display_name": "two"}]})";
constexpr const char* kAfter =
    R"({"data": [{"id": "sa-2", "display_name": "second"}, {"id": "sa-3", "display_name": "new"}]})";

constexpr ScreenSize kRoomForManyRounds{.columns = 100, .rows = 300};

// Waits for so many requests.
bool AreAsked(const ScriptServer& api, size_t requests) {
  for (int turn = 0; turn < 3'000 && api.requests().size() < requests; ++turn) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return api.requests().size() >= requests;
}

class TerminalWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  TestHome home_;
};

TEST_F(TerminalWatchTest, MarksRowsAndAddsUpWhatTheyCostUntilCtrlC) {
  std::atomic<bool> later{false};
  ScriptServer api([&later](ScriptServer::Connection& connection) {
    while (connection.Read()) connection.WriteOk(later ? kAfter : kBefore);
  });
  const Screen screen(home_, {Built("apisql"), "--base-url", "confluent=" + api.url()},
                      kRoomForManyRounds, kAnyCredential);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".watch 0.1 SELECT id, display_name FROM confluent.iam.service_accounts;");
  ASSERT_TRUE(screen.Shows("apisql: note: 2 rows; 1 request, ")) << screen.Text();
  EXPECT_THAT(screen.Text(), AllOf(HasSubstr("       | sa-1 | one\n"), Not(HasSubstr("~"))));
  later = true;
  ASSERT_TRUE(screen.Shows("2 rows, 1 came, 1 went, 1 changed; 1 request, ")) << screen.Text();
  EXPECT_TRUE(screen.Shows("~      | sa-2 | second")) << screen.Text();
  EXPECT_TRUE(screen.Shows("+      | sa-3 | new")) << screen.Text();
  EXPECT_TRUE(screen.Shows("-      | sa-1 | one")) << screen.Text();
  ASSERT_TRUE(screen.Shows("2 rows, 0 came, 0 went, 0 changed; 1 request, "));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("\napisql: note: watched "));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("interrupted")));
  // The line of progress, which is for statements that take long.
  EXPECT_THAT(screen.Text(), Not(ContainsRegex("requests?, [0-9]+ rows, [0-9.]+ s")));
}

// Between two rounds, long before the next one.
TEST_F(TerminalWatchTest, CtrlCDoesNotWaitForTheNextRound) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT count(*) AS keys FROM confluent.iam.api_keys;");
  ASSERT_TRUE(screen.Shows("(1 row,") && screen.Prompts("apisql>"));
  screen.Enter("\\watch 3600");
  ASSERT_TRUE(screen.Shows("apisql: note: 1 row;")) << screen.Text();
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("watched 1 time: "));
}

TEST_F(TerminalWatchTest, CtrlCEndsARoundThatWaits) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    if (connection.Read()) connection.WriteOk(kBefore);
    if (connection.Read()) connection.Hang();
  });
  const Screen screen(home_, {Built("apisql"), "--base-url", "confluent=" + api.url()}, {},
                      kAnyCredential);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".watch 0.1 SELECT id FROM confluent.iam.service_accounts");
  ASSERT_TRUE(screen.Shows("apisql: note: 2 rows; 1 request, ")) << screen.Text();
  ASSERT_TRUE(AreAsked(api, 2));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("watched 1 time: "));
}

}  // namespace
}  // namespace apisql
