// Thousands of calls against servers with rate limits: they all succeed, in about the time that the
// limit takes, and the server has to refuse next to nothing.
#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "src/http/client.h"
#include "tests/http/rate/limited_server.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Tells = WindowLimit::Tells;

constexpr int kCalls = 10'000;

class RateLimitedClientTest : public ::testing::Test {
 protected:
  RateLimitedClientTest() {
    endpoint_->provider = "acme";
    endpoint_->base_url = "https://api.example.com";
    endpoint_->max_concurrency = 8;
    endpoint_->rates = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", {}};
  }

  // Sends `calls` calls at once and waits for them all. False when one has no 200.
  bool FetchAll(int calls, Limit* limit, const std::vector<std::string>& budgets = {}) {
    LimitedServer server(&clock_, limit, milliseconds(40));
    RequestLog log(static_cast<size_t>(calls) * 2);
    Client client(server, log, clock_, nullptr);
    client.set_random([this] { return random_ = random_ < 0.9 ? random_ + 0.1 : 0.05; });
    std::vector<CallId> ids;
    for (int i = 0; i < calls; ++i) {
      Request request;
      request.url = "https://api.example.com/things/" + std::to_string(i);
      request.label.table = "acme.things";
      request.budgets = budgets;
      ids.push_back(client.Send(endpoint_, std::move(request)));
    }
    bool good = true;
    for (const CallId id : ids) {
      const StatusOr<Response> response = client.Wait(id);
      good = good && response.ok() && response->status == 200;
    }
    refused_ = server.refused;
    for (const RequestRecord& record : log.records()) waited_ += record.waited_milliseconds;
    EXPECT_EQ(server.taken, calls);
    EXPECT_FALSE(log.waiting());
    return good;
  }

  double Seconds() const { return static_cast<double>(clock_.passed.count()) / 1000; }

  FakeClock clock_;
  std::shared_ptr<Endpoint> endpoint_ = std::make_shared<Endpoint>();
  double random_ = 0.05;
  int refused_ = 0;
  int64_t waited_ = 0;
};

// 100 windows of a second.
TEST_F(RateLimitedClientTest, HeadersThatRoundUpKeepTenThousandCallsWithinTheLimit) {
  WindowLimit limit(100, seconds(1), Tells::kRoundedUp);
  ASSERT_TRUE(FetchAll(kCalls, &limit));
  EXPECT_EQ(refused_, 0);
  EXPECT_LE(Seconds(), 1.05 * kCalls / 100);
}

// Eleven windows of a minute, of which the last one is not waited for.
TEST_F(RateLimitedClientTest, HeadersOfALongWindowCostLittleMoreThanTheWindows) {
  WindowLimit limit(1000, seconds(60), Tells::kRoundedUp);
  ASSERT_TRUE(FetchAll(kCalls, &limit));
  EXPECT_EQ(refused_, 0);
  EXPECT_LE(Seconds(), 9 * 60 + 15);
}

TEST_F(RateLimitedClientTest, HeadersThatRoundDownAreFoundOutAtOnce) {
  WindowLimit limit(1000, seconds(60), Tells::kRoundedDown);
  ASSERT_TRUE(FetchAll(kCalls, &limit));
  EXPECT_LE(refused_, 2);
  EXPECT_LE(Seconds(), 9 * 60 + 30);
}

TEST_F(RateLimitedClientTest, ADeclaredBudgetIsNeverExceeded) {
  endpoint_->rates.budgets = {{"reads", 500, seconds(60)}};
  WindowLimit limit(500, seconds(60), Tells::kNothing);
  ASSERT_TRUE(FetchAll(kCalls, &limit, {"reads"}));
  EXPECT_EQ(refused_, 0);
  EXPECT_LE(Seconds(), 19 * 61 + 15);
  EXPECT_GE(waited_, 18 * 55'000);
}

// Another program has used the budget up: nothing tells when there is room again.
TEST_F(RateLimitedClientTest, ABudgetThatOthersHaveUsedUpIsWaitedFor) {
  endpoint_->rates.budgets = {{"reads", 500, seconds(60)}};
  WindowLimit limit(500, seconds(60), Tells::kNothing);
  for (int i = 0; i < 500; ++i) limit.Judge(clock_.Steady());
  ASSERT_TRUE(FetchAll(400, &limit, {"reads"}));
  EXPECT_LE(refused_, 8 * 5);
  EXPECT_LE(Seconds(), 90);
}

TEST_F(RateLimitedClientTest, ALimitThatNobodyTellsIsFoundFromRefusals) {
  BucketLimit limit(100, 20);
  ASSERT_TRUE(FetchAll(kCalls, &limit));
  EXPECT_LE(refused_, kCalls / 100);
  EXPECT_LE(Seconds(), 1.25 * kCalls / 100);
}

TEST_F(RateLimitedClientTest, ALowLimitThatNobodyTellsFailsNoCall) {
  BucketLimit limit(2, 1);
  ASSERT_TRUE(FetchAll(200, &limit));
  EXPECT_LE(refused_, 40);
  EXPECT_LE(Seconds(), 1.4 * 200 / 2);
}

TEST_F(RateLimitedClientTest, RetryAfterHoldsAllCallsBack) {
  WindowLimit limit(1000, seconds(60), Tells::kRetryAfter);
  ASSERT_TRUE(FetchAll(kCalls, &limit));
  EXPECT_LE(refused_, 10 * 8);
  EXPECT_LE(Seconds(), 9 * 61 + 30);
}

// 1,000 calls take 5 s.
TEST_F(RateLimitedClientTest, OneRefusalCostsTheWaitThatWasAskedFor) {
  OneRefusal limit(60, {{"Retry-After", "2"},
                        {"X-RateLimit-Limit", "1000"},
                        {"X-RateLimit-Remaining", "900"},
                        {"X-RateLimit-Reset", "60"}});
  ASSERT_TRUE(FetchAll(1000, &limit));
  EXPECT_EQ(refused_, 1);
  EXPECT_LE(Seconds(), 5 + 2 + 1);
}

TEST_F(RateLimitedClientTest, OneRefusalWithoutOtherHeadersCostsTheWaitToo) {
  OneRefusal limit(60, {{"Retry-After", "2"}});
  ASSERT_TRUE(FetchAll(1000, &limit));
  EXPECT_LE(Seconds(), 5 + 2 + 1);
}

TEST_F(RateLimitedClientTest, OneRefusalThatAsksForNoWaitCostsAlmostNothing) {
  OneRefusal limit(60, {});
  ASSERT_TRUE(FetchAll(1000, &limit));
  EXPECT_LE(Seconds(), 5 + 1);
}

TEST_F(RateLimitedClientTest, TheFirstRequestOfAllMayBeTheOneThatIsRefused) {
  OneRefusal limit(1, {{"Retry-After", "1"}});
  ASSERT_TRUE(FetchAll(1000, &limit));
  EXPECT_LE(Seconds(), 5 + 1 + 1);
}

TEST_F(RateLimitedClientTest, WithoutALimitNothingIsHeldBack) {
  WindowLimit limit(1'000'000, seconds(1), Tells::kRoundedUp);
  ASSERT_TRUE(FetchAll(kCalls, &limit));
  EXPECT_EQ(refused_, 0);
  EXPECT_EQ(waited_, 0);
  EXPECT_EQ(clock_.passed, milliseconds(40) * (kCalls / 8));
}

}  // namespace
}  // namespace apisql
