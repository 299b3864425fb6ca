// Faults, the request log, connections, latency, starting and stopping.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class TrafficTest : public testing::Test {
 protected:
  TrafficTest() : sandbox_(StartSandbox(FixedOptions(50))), client_(*sandbox_) {}

  int Get(const std::string& path) { return client_.Confluent("GET", path).status; }

  std::unique_ptr<Sandbox> sandbox_;
  PlainClient client_;
};

TEST_F(TrafficTest, FaultTakesOneRequest) {
  SandboxFault fault;
  fault.path_prefix = "/iam/v2/users";
  fault.status = 503;
  fault.content_type = "text/html";
  fault.body = "<h1>later</h1>";
  fault.headers = {{"Retry-After", "7"}};
  sandbox_->AddFault(fault);
  EXPECT_EQ(Get("/iam/v2/api-keys"), 200);
  const PlainReply reply = client_.Confluent("GET", "/iam/v2/users");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.text, "<h1>later</h1>");
  EXPECT_EQ(reply.Header("retry-after"), "7");
  EXPECT_THAT(reply.Header("content-type"), HasSubstr("text/html"));
  EXPECT_EQ(Get("/iam/v2/users"), 200);
}

TEST_F(TrafficTest, FaultLetsTheFirstPass) {
  SandboxFault fault;
  fault.path_prefix = "/iam/v2/users?page_size=5";
  fault.skip = 2;
  fault.times = 2;
  sandbox_->AddFault(fault);
  std::vector<int> statuses;
  statuses.reserve(6);
  for (int i = 0; i < 6; ++i) statuses.push_back(Get("/iam/v2/users?page_size=5"));
  EXPECT_THAT(statuses, testing::ElementsAre(200, 200, 500, 500, 200, 200));
}

TEST_F(TrafficTest, FaultMayLastUntilItIsCleared) {
  SandboxFault fault;
  fault.times = -1;
  sandbox_->AddFault(fault);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Get("/iam/v2/users"), 500);
  EXPECT_EQ(client_.Rockset("GET", "/v1/orgs/self").status, 500);
  sandbox_->ClearFaults();
  EXPECT_EQ(Get("/iam/v2/users"), 200);
}

TEST_F(TrafficTest, FaultMayBeForOneMethod) {
  SandboxFault fault;
  fault.method = "DELETE";
  fault.status = 429;
  sandbox_->AddFault(fault);
  EXPECT_EQ(Get("/iam/v2/api-keys/7FJIYKQ4SGQDQ72H"), 200);
  EXPECT_EQ(client_.Confluent("DELETE", "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H").status, 429);
  EXPECT_EQ(Get("/iam/v2/api-keys/7FJIYKQ4SGQDQ72H"), 200);
}

TEST_F(TrafficTest, FaultsMayBeChosenByTheRequest) {
  sandbox_->ChooseFaults([](const SandboxRequest& request) -> std::optional<SandboxFault> {
    if (request.method == "GET") return std::nullopt;
    return SandboxFault{.status = 503, .carry_out = request.body.empty()};
  });
  SandboxFault added;
  added.status = 429;
  sandbox_->AddFault(added);
  EXPECT_EQ(Get("/iam/v2/users"), 429) << "those that were added come first";
  EXPECT_EQ(Get("/iam/v2/users"), 200);
  const std::string key = "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H";
  EXPECT_EQ(client_.Confluent("PATCH", key, "{}").status, 503);
  EXPECT_EQ(client_.Confluent("DELETE", key).status, 503);
  const auto requests = sandbox_->Requests();
  ASSERT_THAT(requests, SizeIs(4));
  EXPECT_EQ(requests[1].done_with, 200);
  EXPECT_EQ(requests[2].done_with, 0);
  EXPECT_EQ(requests[3].done_with, 204);
  sandbox_->ChooseFaults(nullptr);
  EXPECT_NE(Get(key), 200) << "the DELETE was carried out";
}

TEST_F(TrafficTest, RequestsAreLoggedAsReceived) {
  Get("/iam/v2/users?page_size=5&x=%41");
  client_.Rockset("POST", "/v1/orgs/self/users", "{}");
  client_.Send("GET", "/confluent/iam/v2/users", "");
  const auto requests = sandbox_->Requests();
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_EQ(requests[0].target, "/iam/v2/users?page_size=5&x=%41");
  EXPECT_EQ(requests[0].status, 200);
  EXPECT_EQ(requests[1].method, "POST");
  EXPECT_EQ(requests[1].target, "/v1/orgs/self/users");
  EXPECT_EQ(requests[1].body, "{}");
  EXPECT_EQ(requests[1].status, 400);
  EXPECT_EQ(requests[2].status, 401);
  sandbox_->ForgetRequests();
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
}

TEST_F(TrafficTest, ConnectionsAreCountedNotRequests) {
  for (int i = 0; i < 20; ++i) Get("/iam/v2/users");
  EXPECT_EQ(sandbox_->Connections(), 1);
  PlainClient other(*sandbox_);
  other.Confluent("GET", "/iam/v2/users");
  EXPECT_EQ(sandbox_->Connections(), 2);
}

TEST_F(TrafficTest, RequestsRunBesideEachOther) {
  std::vector<std::thread> threads;
  threads.reserve(16);
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([this] {
      PlainClient client(*sandbox_);
      for (int j = 0; j < 20; ++j) {
        EXPECT_EQ(client.Confluent("GET", "/iam/v2/api-keys?page_size=50").body["data"].size(),
                  50U);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(sandbox_->Requests(), SizeIs(320));
}

TEST_F(TrafficTest, SecondSandboxCannotTakeThePort) {
  SandboxOptions options = FixedOptions(1);
  options.port = sandbox_->port();
  const auto second = Sandbox::Start(options);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr(std::to_string(options.port)));
}

TEST_F(TrafficTest, UrlsNameThePort) {
  const std::string url = "http://127.0.0.1:" + std::to_string(sandbox_->port());
  EXPECT_EQ(sandbox_->access().confluent_url, url + "/confluent");
  EXPECT_EQ(sandbox_->access().rockset_url, url + "/rockset");
}

TEST(LatencyTest, IsAddedToEveryAnswer) {
  SandboxOptions options = FixedOptions(1);
  options.latency = milliseconds(60);
  const auto sandbox = StartSandbox(options);
  PlainClient client(*sandbox);
  const auto start = steady_clock::now();
  client.Confluent("GET", "/iam/v2/users");
  EXPECT_GE(steady_clock::now() - start, milliseconds(60));
}

TEST(StopTest, DoesNotWaitForTheLatency) {
  SandboxOptions options = FixedOptions(1);
  options.latency = std::chrono::seconds(60);
  auto sandbox = StartSandbox(options);
  std::thread client([&sandbox] {
    PlainClient plain(*sandbox);
    plain.Send("GET", "/confluent/iam/v2/users", "");
  });
  while (sandbox->Requests().empty()) std::this_thread::yield();
  const auto start = steady_clock::now();
  sandbox.reset();
  EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(10));
  client.join();
}

TEST(ClockTest, RunsWhenItIsNotFixed) {
  SandboxOptions options;
  options.keys = 1;
  const auto sandbox = StartSandbox(options);
  PlainClient client(*sandbox);
  const auto made = client.Confluent("POST", "/org/v2/environments", R"({"display_name":"n"})");
  const auto year = std::stoi(made.body["metadata"]["created_at"].get<std::string>().substr(0, 4));
  const std::chrono::year_month_day today(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  EXPECT_NEAR(year, static_cast<int>(today.year()), 1);
}

}  // namespace
}  // namespace apisql
