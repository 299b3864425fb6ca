// Writes when the process dies, and when the connection does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kThreeRows[] =
    "INSERT INTO confluent.iam.service_accounts (display_name)"
    " VALUES ('crash one'), ('crash two'), ('crash three')";

class WriteCrashTest : public testing::Test {
 protected:
  void Start(std::chrono::milliseconds latency) {
    SandboxOptions options;
    options.keys = 10;
    options.latency = latency;
    auto sandbox = Sandbox::Start(options);
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
  }

  // Starts the program and returns at once.
  pid_t Launch() const {
    const SandboxAccess& access = sandbox_->access();
    const pid_t child = fork();
    if (child != 0) return child;
    setenv("HOME", home_.folder().c_str(), 1);
    unsetenv("XDG_CONFIG_HOME");
    setenv("CONFLUENT_CLOUD_API_KEY", access.confluent_key.c_str(), 1);
    setenv("CONFLUENT_CLOUD_API_SECRET", access.confluent_secret.c_str(), 1);
    const std::string base = "confluent=" + access.confluent_url;
    const std::string program = Built("apisql");
    execl(program.c_str(), program.c_str(), "--base-url", base.c_str(), kThreeRows, nullptr);
    _exit(127);
  }

  size_t Posts() const {
    size_t posts = 0;
    for (const SandboxRequest& request : sandbox_->Requests()) posts += request.method == "POST";
    return posts;
  }

  std::multiset<std::string> CrashRows() const {
    std::multiset<std::string> names;
    for (const SandboxTable& table : sandbox_->Dump()) {
      if (table.name != "confluent.iam.service_accounts") continue;
      for (const auto& row : table.rows) {
        for (const auto& value : row) {
          const auto* text = std::get_if<std::string>(&value);
          if (text != nullptr && text->starts_with("crash ")) names.insert(*text);
        }
      }
    }
    return names;
  }

  TestHome home_;
  std::unique_ptr<Sandbox> sandbox_;
};

// Kills the program once `posts` rows have reached the server, and counts what is there.
class KilledAtTest : public WriteCrashTest, public testing::WithParamInterface<size_t> {};

TEST_P(KilledAtTest, WhatWasSentIsThereOnceAndTheRestIsNot) {
  Start(std::chrono::milliseconds{100});
  const pid_t program = Launch();
  ASSERT_GT(program, 0);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (Posts() < GetParam() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  kill(program, SIGKILL);
  int status = 0;
  waitpid(program, &status, 0);
  // What the server had received by then it finishes.
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  const std::multiset<std::string> rows = CrashRows();
  EXPECT_EQ(rows.size(), Posts());
  EXPECT_GE(rows.size(), GetParam());
  EXPECT_EQ(std::set<std::string>(rows.begin(), rows.end()).size(), rows.size()) << "one twice";
}

INSTANTIATE_TEST_SUITE_P(Steps, KilledAtTest, testing::Values(0, 1, 2, 3));

TEST_F(WriteCrashTest, WholeStatementAppliesEachRowOnce) {
  Start(std::chrono::milliseconds{0});
  const pid_t program = Launch();
  int status = 0;
  waitpid(program, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(CrashRows(), testing::UnorderedElementsAre("crash one", "crash two", "crash three"));
}

// A connection that dies after the request was sent: nobody knows, and nobody repeats.
TEST(LostWriteTest, IsUnknownAndIsNotSentAgain) {
  const TestHome home;
  ScriptServer server([](ScriptServer::Connection& connection) { connection.Read(); });
  const ProgramResult result = home.Run(
      {Built("apisql"), "--format", "line", "--continue-on-error", "--base-url",
       "confluent=" + server.url(),
       std::string(kThreeRows) + "; SELECT outcome, count(*) AS rows FROM apisql.mutations "
                                 "GROUP BY outcome ORDER BY outcome"},
      {{"CONFLUENT_CLOUD_API_KEY", "k"}, {"CONFLUENT_CLOUD_API_SECRET", "s"}});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("may have been applied"),
                                HasSubstr("of 3 rows 0 applied, 1 unknown, 2 not sent")));
  EXPECT_THAT(result.out, AllOf(HasSubstr("outcome = unknown\n   rows = 1"),
                                HasSubstr("outcome = unsent\n   rows = 2")));
  size_t posts = 0;
  for (const std::string& request : server.requests()) posts += request.starts_with("POST ");
  EXPECT_EQ(posts, 1);
}

}  // namespace
}  // namespace apisql
