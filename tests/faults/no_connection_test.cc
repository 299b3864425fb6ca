// A server that nobody can reach, and one that costs a statement more time than it may lose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "sandbox/faults.h"
#include "tests/faults/fault_case.h"
#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class NoConnectionTest : public testing::Test {
 protected:
  NoConnectionTest() {
    SandboxOptions options;
    options.keys = 20;
    sandbox_ = *Sandbox::Start(options);
  }

  std::unique_ptr<Sandbox> sandbox_;
};

// Nothing has left, so each is tried again, writes too, and a write is known not to be done.
TEST_F(NoConnectionTest, IsTriedAgainAndKnownToHaveDoneNothing) {
  FaultRunOptions run;
  run.confluent_url = "http://127.0.0.1:1/confluent";
  for (const FaultOperation& operation : FaultOperations(*sandbox_)) {
    SCOPED_TRACE(operation.name);
    const FaultResult result = RunUnderFault(*sandbox_, operation, run);
    const std::string& error = result.status.message();
    EXPECT_THAT(error, StartsWith("confluent."));
    EXPECT_THAT(error, HasSubstr(operation.method + " " + run.confluent_url + "/"));
    EXPECT_THAT(error, HasSubstr(": no connection could be made"));
    EXPECT_THAT(error, testing::EndsWith("(tried 3 times)"));
    EXPECT_THAT(result.urls, SizeIs(3));
    EXPECT_THAT(result.urls, Each(StartsWith(run.confluent_url + "/")));
    EXPECT_EQ(result.outcome, operation.is_write ? "failed" : "");
    EXPECT_THAT(result.requests, IsEmpty());
  }
}

TEST_F(NoConnectionTest, AStatementLosesNoMoreTimeThanItsBudgetAndSaysSo) {
  FaultRunOptions run;
  run.settings = {{"retry_budget", "0"}, {"retry_delay", "60000"}};
  for (const FaultOperation& operation : FaultOperations(*sandbox_)) {
    if (!operation.idempotent && operation.is_write) continue;
    SCOPED_TRACE(operation.name);
    const auto made = MakeFault("status_503");
    ASSERT_TRUE(made.ok());
    SandboxFault fault = *made;
    fault.path_prefix = operation.first_page;
    fault.method = operation.method;
    sandbox_->AddFault(fault);
    const FaultResult result = RunUnderFault(*sandbox_, operation, run);
    sandbox_->ClearFaults();
    EXPECT_THAT(result.status.message(), HasSubstr("retry_budget is 0 s"));
    for (const auto& [request, times] : result.requests) EXPECT_EQ(times, 1) << request;
  }
}

// What the program says of a server, with these options, and how long it took.
std::pair<std::string, std::chrono::milliseconds> ErrorOf(const std::string& url,
                                                          std::vector<std::string> options) {
  const TestHome home;
  options.insert(options.begin(), {Built("apisql"), "--base-url", "confluent=" + url});
  options.emplace_back("SELECT id FROM confluent.iam.users");
  const auto start = std::chrono::steady_clock::now();
  const ProgramResult result =
      home.Run(options, {{"CONFLUENT_CLOUD_API_KEY", "k"}, {"CONFLUENT_CLOUD_API_SECRET", "sss"}});
  EXPECT_EQ(result.exit_code, 1);
  return {result.err, std::chrono::duration_cast<std::chrono::milliseconds>(
                          std::chrono::steady_clock::now() - start)};
}

TEST_F(NoConnectionTest, APortWhereNothingListensIsToldWithinTwoSeconds) {
  const auto [error, time] = ErrorOf("http://127.0.0.1:1", {});
  EXPECT_THAT(error, testing::AllOf(HasSubstr("no connection could be made"),
                                    HasSubstr("(tried 3 times)")));
  EXPECT_LT(time, std::chrono::milliseconds(2000));
}

TEST_F(NoConnectionTest, AServerThatNeverAnswersIsToldWithinTheBudget) {
  const ScriptServer server([](ScriptServer::Connection& connection) { connection.Hang(); });
  const auto [error, time] =
      ErrorOf(server.url(), {"--set", "request_timeout=1", "--set", "retry_budget=3"});
  EXPECT_THAT(error, testing::AllOf(HasSubstr("no complete answer within 1 s"),
                                    HasSubstr("SET request_timeout allows more seconds"),
                                    HasSubstr("retry_budget is 3 s")));
  EXPECT_GT(time, std::chrono::milliseconds(1900));
  EXPECT_LT(time, std::chrono::milliseconds(5000));
}

}  // namespace
}  // namespace apisql
