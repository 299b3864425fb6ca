// Signals: whenever one comes, the program ends, says what is known, and its exit code tells which.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::map<std::string, std::string> kSomeCredential = {{"CONFLUENT_CLOUD_API_KEY", "k"},
                                                            {"CONFLUENT_CLOUD_API_SECRET", "s"}};
constexpr char kWriteOfThreeRows[] =
    "INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('one'), ('two'), ('three')";

bool Until(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds{1});
  }
  return true;
}

class SignalsTest : public testing::Test {
 protected:
  TestHome home_;
};

// A script of short statements is between two of them for much of its time.
TEST_F(SignalsTest, AnInterruptBetweenTwoStatementsEndsTheScript) {
  std::string script;
  for (int i = 0; i < 300'000; ++i) script += "SELECT 1;";
  const std::string file = home_.Write("script.sql", script + "SELECT 'the end'");
  for (int attempt = 0; attempt < 12; ++attempt) {
    ChildProgram program(home_, {Built("apisql"), "-f", file});
    ASSERT_TRUE(Until([&] { return !program.OutSoFar().empty(); }));
    std::this_thread::sleep_for(milliseconds{attempt});
    program.Signal(SIGINT);
    const ProgramResult result = program.Wait();
    EXPECT_EQ(result.exit_code, 130);
    EXPECT_THAT(result.out, Not(HasSubstr("the end")));
  }
}

TEST_F(SignalsTest, AnInterruptEndsAllFilesEvenWithContinueOnError) {
  const std::string slow = home_.Write(
      "slow.sql",
      "SELECT 'slow'; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
      "count(*) FROM n");
  const std::string next = home_.Write("next.sql", "SELECT 'next'");
  ChildProgram program(
      home_, {Built("apisql"), "--continue-on-error", "-f", slow, "-f", next, "SELECT 1"});
  ASSERT_TRUE(Until([&] { return !program.OutSoFar().empty(); }));
  program.Signal(SIGINT);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_EQ(result.out, "'slow'\nslow\n");
  EXPECT_THAT(result.err, HasSubstr("interrupted"));
}

struct EndSignal {
  int number;
  int exit_code;
};

class EndSignalTest : public SignalsTest, public testing::WithParamInterface<EndSignal> {};

TEST_P(EndSignalTest, AWriteUnderWayIsToldToBeUnknown) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Hang();
  });
  ChildProgram program(home_,
                       {Built("apisql"), "--base-url", "confluent=" + api.url(),
                        std::string(kWriteOfThreeRows) + "; SELECT 1"},
                       kSomeCredential);
  ASSERT_TRUE(Until([&] { return !api.requests().empty(); }));
  program.Signal(GetParam().number);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_THAT(result.err, AllOf(HasSubstr("may have been applied"),
                                HasSubstr("of 3 rows 0 applied, 1 unknown, 2 not sent")));
  EXPECT_EQ(result.out, "");
}

TEST_P(EndSignalTest, RowsThatWaitForCommitAreToldToBeLost) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Hang();
  });
  ChildProgram program(
      home_,
      {Built("apisql"), "--base-url", "confluent=" + api.url(),
       std::string("BEGIN; ") + kWriteOfThreeRows + "; SELECT id FROM confluent.iam.users"},
      kSomeCredential);
  ASSERT_TRUE(Until([&] { return !api.requests().empty(); }));
  program.Signal(GetParam().number);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_THAT(result.err, HasSubstr("3 rows were not sent"));
}

TEST_P(EndSignalTest, AReaderThatSleepsKeepsNobody) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ChildProgram program(
      home_,
      {Built("apisql"),
       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000)"
       " SELECT i FROM n"},
      {}, [&ends] { dup2(ends[1], STDOUT_FILENO); });
  close(ends[1]);
  int filled = 0;
  ASSERT_TRUE(Until([&] { return ioctl(ends[0], FIONREAD, &filled) == 0 && filled > 50'000; }));
  std::this_thread::sleep_for(milliseconds{100});  // Now it sleeps in a write.
  program.Signal(GetParam().number);
  const ProgramResult result = program.Wait();
  close(ends[0]);
  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_THAT(result.err, HasSubstr("interrupted"));
}

TEST_P(EndSignalTest, AScriptThatDoesNotComeIsNotWaitedFor) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string first = home_.Write("first.sql", "SELECT 1");
  ChildProgram program(home_, {Built("apisql"), "-f", first, "-f", "-"}, {},
                       [&ends] { dup2(ends[0], STDIN_FILENO); });
  ASSERT_TRUE(Until([&] { return !program.OutSoFar().empty(); }));
  program.Signal(GetParam().number);
  EXPECT_EQ(program.Wait().exit_code, GetParam().exit_code);
  close(ends[0]);
  close(ends[1]);
}

INSTANTIATE_TEST_SUITE_P(Each, EndSignalTest,
                         testing::Values(EndSignal{SIGINT, 130}, EndSignal{SIGTERM, 143},
                                         EndSignal{SIGHUP, 129}),
                         [](const auto& info) {
                           return "Exit" + std::to_string(info.param.exit_code);
                         });

// `timeout` signals the process and then its whole group.
TEST_F(SignalsTest, TwoInterruptsAtOnceAreOne) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Hang();
  });
  ChildProgram program(home_,
                       {Built("apisql"), "--base-url", "confluent=" + api.url(), kWriteOfThreeRows},
                       kSomeCredential);
  ASSERT_TRUE(Until([&] { return !api.requests().empty(); }));
  program.Signal(SIGINT);
  program.Signal(SIGINT);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(result.err, HasSubstr("of 3 rows 0 applied, 1 unknown, 2 not sent"));
}

TEST_F(SignalsTest, AHangUpThatIsIgnoredStaysIgnored) {
  ScriptServer api([](ScriptServer::Connection& connection) {
    connection.Read();
    std::this_thread::sleep_for(milliseconds{300});
    connection.WriteOk(R"({"data": [{"id": "u-1"}], "metadata": {}})");
  });
  ChildProgram program(home_,
                       {Built("apisql"), "--base-url", "confluent=" + api.url(),
                        "SELECT id FROM confluent.iam.users"},
                       kSomeCredential, [] { signal(SIGHUP, SIG_IGN); });
  ASSERT_TRUE(Until([&] { return !api.requests().empty(); }));
  program.Signal(SIGHUP);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "id\nu-1\n");
}

TEST_F(SignalsTest, WhatDoesNotListenIsEnded) {
  const std::string marker = (home_.folder() / "marker").string();
  const std::string config =
      home_.Write("config.yaml", "providers: {confluent: {secrets: {password: {command: \"touch " +
                                     marker + "; sleep 30\"}}}}\n");
  ChildProgram program(home_,
                       {Built("apisql"), "--config", config, "--base-url",
                        "confluent=http://127.0.0.1:1", "SELECT id FROM confluent.iam.users"},
                       kSomeCredential);
  ASSERT_TRUE(Until([&] { return std::filesystem::exists(marker); }));
  program.Signal(SIGTERM);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_THAT(result.err, HasSubstr("ended before it stopped"));
}

void LimitFiles() {
  const rlimit limit = {8192, 8192};
  setrlimit(RLIMIT_FSIZE, &limit);
}

constexpr char kManyRows[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n";

TEST_F(SignalsTest, AnOutputThatMayNotGrowIsAnError) {
  ChildProgram program(home_, {Built("apisql"), kManyRows}, {}, LimitFiles);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot write to standard output: File too large"));
}

TEST_F(SignalsTest, AWorkspaceThatMayNotGrowIsAnError) {
  const std::string file = (home_.folder() / "work.db").string();
  ChildProgram program(
      home_, {Built("apisql"), "--db", file, std::string("CREATE TABLE t AS ") + kManyRows}, {},
      LimitFiles);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err, "");
}

TEST_F(SignalsTest, AClosedPipeEndsTheProgramWithoutAnErrorText) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ChildProgram program(home_, {Built("apisql"), kManyRows}, {}, [&ends] {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
  });
  close(ends[0]);
  close(ends[1]);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err, "");
}

TEST_F(SignalsTest, ARowThatWasWrittenAndCannotBeShownIsTold) {
  ScriptServer api(AlwaysOk(R"({"id": "sa-1", "display_name": "one"})"));
  ChildProgram program(home_,
                       {Built("apisql"), "--base-url", "confluent=" + api.url(),
                        "INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('one') "
                        "RETURNING id"},
                       kSomeCredential, [] { close(STDOUT_FILENO); });
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot write to standard output: Bad file descriptor; "
                                    "1 row applied: id = 'sa-1'"));
}

}  // namespace
}  // namespace apisql
