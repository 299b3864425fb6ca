// When a Client sends a call again, and what happens meanwhile.
#include <gmock/gmock.h>

#include <chrono>
#include <string>

#include "src/http/client.h"
#include "tests/http/fake_transport.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kCallA[] = "GET https://api.example.com/a";
constexpr char kWriteA[] = "POST https://api.example.com/a";

class ClientRetryTest : public ::testing::Test {
 protected:
  ClientRetryTest() {
    endpoint_->provider = "acme";
    endpoint_->base_url = "https://api.example.com";
    // The longest delays there can be.
    client_.set_random([] { return 1.0; });
  }

  CallId Get(const std::string& path) {
    Request request;
    request.url = endpoint_->base_url + path;
    return client_.Send(endpoint_, std::move(request));
  }

  CallId Write(const std::string& path) {
    Request request;
    request.method = "POST";
    request.idempotent = false;
    request.url = endpoint_->base_url + path;
    return client_.Send(endpoint_, std::move(request));
  }

  std::vector<int64_t> Waits() const {
    std::vector<int64_t> waits;
    for (const RequestRecord& record : log_.records()) waits.push_back(record.waited_milliseconds);
    return waits;
  }

  FakeClock clock_;
  FakeTransport transport_{&clock_};
  RequestLog log_;
  bool interrupted_ = false;
  Client client_{transport_, log_, clock_, [this] { return interrupted_; }};
  std::shared_ptr<Endpoint> endpoint_ = std::make_shared<Endpoint>();
};

TEST_F(ClientRetryTest, AStatusThatAsksToWaitIsWaitedForAsA429Is) {
  endpoint_->rates.remaining_header = "X-Remaining";
  endpoint_->rates.reset_header = "X-Reset";
  endpoint_->rates.wait_statuses = {403};
  transport_.Reply(kCallA, 403, "slow down", {{"Retry-After", "7"}});
  transport_.Then(kCallA, 403, "used up", {{"X-Remaining", "0"}, {"X-Reset", "1792000012"}});
  transport_.Then(kCallA, 200, "{}");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 200);
  EXPECT_THAT(transport_.sent, ElementsAre(kCallA, kCallA, kCallA));
  EXPECT_GE(clock_.passed, seconds(12));
  transport_.Reply(kWriteA, 403, "slow down", {{"Retry-After", "7"}});
  transport_.Then(kWriteA, 200, "{}");
  bool may_have_been_sent = true;
  EXPECT_EQ(client_.Wait(Write("/a"), &may_have_been_sent)->status, 200);
  EXPECT_FALSE(may_have_been_sent);
}

TEST_F(ClientRetryTest, AStatusThatMayAskToWaitIsARefusalWithoutAWordOfIt) {
  endpoint_->rates.wait_statuses = {403};
  transport_.Reply(kCallA, 403, "no");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 403);
  EXPECT_THAT(transport_.sent, ElementsAre(kCallA));
}

TEST_F(ClientRetryTest, AStatusThatTheDocumentTakesForPassingIsTriedAgainWhereThatIsSafe) {
  transport_.Reply(kCallA, 522, "timed out");
  transport_.Then(kCallA, 200, "{}");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 522);
  endpoint_->retry_statuses = {520, 522};
  transport_.Reply(kCallA, 522, "timed out");
  transport_.Then(kCallA, 200, "{}");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 200);
  transport_.Reply(kWriteA, 522, "timed out");
  transport_.Then(kWriteA, 200, "{}");
  EXPECT_EQ(client_.Wait(Write("/a"))->status, 522);
}

TEST_F(ClientRetryTest, ACredentialThatWasNeverTakenMayBeTooFresh) {
  class Nobody final : public Authenticator {
   public:
    Status Apply(Request*, Clock::WallTime) const override { return OkStatus(); }
  };
  endpoint_->authenticator = std::make_shared<Nobody>();
  transport_.Reply(kCallA, 401, "unknown key");
  transport_.Then(kCallA, 200, "{}");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 401);
  endpoint_->fresh_credential = seconds(60);
  transport_.Reply(kWriteA, 401, "unknown key");
  transport_.Then(kWriteA, 200, "{}");
  EXPECT_EQ(client_.Wait(Write("/a"))->status, 401);
  transport_.Reply(kCallA, 401, "unknown key");
  transport_.Then(kCallA, 401, "unknown key");
  transport_.Then(kCallA, 200, "{}");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 200);
  // It is known now: a refusal means what it says.
  transport_.Reply(kCallA, 401, "revoked");
  transport_.Then(kCallA, 200, "{}");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 401);
}

TEST_F(ClientRetryTest, ACredentialIsFreshOnlyForAWhile) {
  class Nobody final : public Authenticator {
   public:
    Status Apply(Request*, Clock::WallTime) const override { return OkStatus(); }
  };
  endpoint_->authenticator = std::make_shared<Nobody>();
  endpoint_->fresh_credential = seconds(1);
  client_.limits().max_retries = 1000;
  client_.set_random([] { return 0.9; });
  transport_.Reply(kCallA, 401, "unknown key");
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 401);
  EXPECT_LT(transport_.sent.size(), 6U);
  EXPECT_LT(clock_.passed, seconds(10));
}

TEST_F(ClientRetryTest, EachRequestHasTheTimeThatTheUserGives) {
  EXPECT_TRUE(client_.Wait(Get("/a")).ok());
  client_.limits().request_timeout = 5;
  EXPECT_TRUE(client_.Wait(Get("/a")).ok());
  EXPECT_EQ(transport_.requests.at(0).timeout, seconds(60));
  EXPECT_EQ(transport_.requests.at(1).timeout, seconds(5));
}

TEST_F(ClientRetryTest, AFailureThatPassesIsSeenInTheLogOnly) {
  transport_.Break(kCallA, true);
  transport_.Then(kCallA, 503, "later");
  transport_.Then(kCallA, 200, "good");
  const StatusOr<Response> response = client_.Wait(Get("/a"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->body, "good");
  EXPECT_EQ(response->given_up, "");
  ASSERT_THAT(log_.records(), SizeIs(3));
  EXPECT_EQ(log_.records()[0].error, "broken");
  EXPECT_EQ(log_.records()[1].status, 503);
  EXPECT_EQ(log_.records()[2].attempt, 3);
  EXPECT_EQ(response->log_entry, 3);
  EXPECT_THAT(Waits(), ElementsAre(0, 500, 1000));
  EXPECT_EQ(clock_.passed, milliseconds(1500));
}

TEST_F(ClientRetryTest, TheLastAnswerIsTheOutcomeAndSaysHowOftenItWasTried) {
  transport_.Reply(kCallA, 500, "no");
  const StatusOr<Response> response = client_.Wait(Get("/a"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 500);
  EXPECT_EQ(response->given_up, "tried 6 times");
  EXPECT_THAT(transport_.sent, AllOf(SizeIs(6), Each(kCallA)));
  transport_.Break(kCallA, true);
  EXPECT_EQ(client_.Wait(Get("/a")).status().message(), "broken (tried 6 times)");
}

TEST_F(ClientRetryTest, OtherCallsGoOnWhileOneWaits) {
  endpoint_->max_concurrency = 1;
  transport_.Reply(kCallA, 503, "", {{"Retry-After", "60"}});
  transport_.Then(kCallA, 200, "");
  const CallId a = Get("/a");
  const CallId b = Get("/b");
  EXPECT_TRUE(client_.Wait(b).ok());
  EXPECT_LT(clock_.passed, milliseconds(100));
  EXPECT_FALSE(client_.Done(a));
  EXPECT_FALSE(client_.Drive(a));
  EXPECT_TRUE(client_.Wait(a).ok());
  EXPECT_EQ(clock_.passed, seconds(60));
}

TEST_F(ClientRetryTest, TheWaitIsToldToWhoShowsProgress) {
  transport_.Reply(kCallA, 503, "", {{"Retry-After", "9"}});
  transport_.Then(kCallA, 200, "");
  std::vector<std::string> told;
  client_.set_progress([&] {
    if (!log_.waiting()) return;
    EXPECT_EQ(log_.waiting()->until, Clock::SteadyTime(seconds(9)));
    told.push_back(log_.waiting()->reason);
  });
  EXPECT_TRUE(client_.Wait(Get("/a")).ok());
  EXPECT_THAT(told, AllOf(SizeIs(89), Each("acme answered 503")));
  EXPECT_FALSE(log_.waiting());
}

TEST_F(ClientRetryTest, AnInterruptEndsTheWaitWithinATenthOfASecond) {
  transport_.Reply(kCallA, 503, "", {{"Retry-After", "60"}});
  const CallId a = Get("/a");
  int turns = 0;
  client_.set_progress([&] { interrupted_ = ++turns == 3; });
  EXPECT_EQ(client_.Wait(a).status().code(), StatusCode::kCancelled);
  EXPECT_LE(transport_.longest_wait, milliseconds(100));
  EXPECT_EQ(clock_.passed, milliseconds(300));
  interrupted_ = false;
  EXPECT_TRUE(client_.Wait(Get("/b")).ok());
  EXPECT_THAT(transport_.sent, SizeIs(2));
}

TEST_F(ClientRetryTest, ACallThatWaitsCanBeCancelled) {
  transport_.Reply(kCallA, 503, "");
  const CallId a = Get("/a");
  EXPECT_FALSE(client_.Drive(a));
  client_.Cancel(a);
  clock_.passed += seconds(100);
  EXPECT_TRUE(client_.Wait(Get("/b")).ok());
  EXPECT_THAT(transport_.sent, SizeIs(2));
}

TEST_F(ClientRetryTest, WaitingForProgressEndsWithTheRepeatAndNotBefore) {
  transport_.Reply(kCallA, 503, "");
  transport_.Then(kCallA, 200, "");
  const CallId a = Get("/a");
  EXPECT_TRUE(client_.WaitForProgress(a).ok());
  EXPECT_TRUE(client_.Done(a));
  EXPECT_EQ(clock_.passed, milliseconds(500));
}

TEST_F(ClientRetryTest, ALongRetryAfterIsNotWaitedFor) {
  client_.limits().retry_budget = 30;
  transport_.Reply(kCallA, 503, "", {{"Retry-After", "31"}});
  EXPECT_EQ(client_.Wait(Get("/a"))->given_up,
            "the server asks to be left alone for 31 s, and retry_budget is 30 s");
  EXPECT_EQ(clock_.passed, milliseconds(0));
}

TEST_F(ClientRetryTest, AStatementLosesNoMoreTimeThanItsBudget) {
  client_.limits().retry_budget = 2;
  client_.limits().max_retries = 100;
  transport_.Reply(kCallA, 503, "");
  EXPECT_THAT(client_.Wait(Get("/a"))->given_up, HasSubstr("retry_budget is 2 s"));
  EXPECT_EQ(clock_.passed, milliseconds(500 + 1000));
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 503);
  EXPECT_EQ(clock_.passed, milliseconds(500 + 1000 + 500));
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 503);
  EXPECT_EQ(clock_.passed, milliseconds(500 + 1000 + 500));
  client_.BeginStatement(2);
  EXPECT_EQ(client_.Wait(Get("/a"))->status, 503);
  EXPECT_EQ(clock_.passed, milliseconds(500 + 1000 + 500 + 1500));
}

TEST_F(ClientRetryTest, AWriteThatNeverLeftIsSentAgain) {
  transport_.Break(kWriteA, false);
  transport_.Then(kWriteA, 201, "made");
  bool may_have_been_done = true;
  EXPECT_EQ(client_.Wait(Write("/a"), &may_have_been_done)->status, 201);
  EXPECT_FALSE(may_have_been_done);
  EXPECT_THAT(transport_.sent, ElementsAre(kWriteA, kWriteA));
}

TEST_F(ClientRetryTest, AWriteThatMayHaveArrivedIsNot) {
  transport_.Break(kWriteA, true);
  bool may_have_been_sent = false;
  EXPECT_FALSE(client_.Wait(Write("/a"), &may_have_been_sent).ok());
  EXPECT_TRUE(may_have_been_sent);
  transport_.Reply(kWriteA, 503, "", {{"Retry-After", "1"}});
  EXPECT_EQ(client_.Wait(Write("/a"))->status, 503);
  EXPECT_THAT(transport_.sent, ElementsAre(kWriteA, kWriteA));
}

TEST_F(ClientRetryTest, AWriteThatWasRefusedAndThenInterruptedIsKnownNotToBeDone) {
  transport_.Reply(kWriteA, 429, "", {{"Retry-After", "60"}});
  const CallId a = Write("/a");
  int turns = 0;
  client_.set_progress([&] { interrupted_ = ++turns == 3; });
  bool may_have_been_sent = true;
  EXPECT_EQ(client_.Wait(a, &may_have_been_sent).status().code(), StatusCode::kCancelled);
  EXPECT_FALSE(may_have_been_sent);
  EXPECT_THAT(transport_.sent, SizeIs(1));
}

TEST_F(ClientRetryTest, TheAnswerOfARepeatTellsThatTheFirstSendingMayHaveBeenDone) {
  transport_.Break(kCallA, true);
  transport_.Then(kCallA, 409, "");
  bool may_have_been_done = false;
  EXPECT_EQ(client_.Wait(Get("/a"), &may_have_been_done)->status, 409);
  EXPECT_TRUE(may_have_been_done);
  EXPECT_EQ(client_.Wait(Get("/a"), &may_have_been_done)->status, 409);
  EXPECT_FALSE(may_have_been_done);
}

// libcurl does so by itself when a kept connection dies.
TEST_F(ClientRetryTest, ARefusalOfASecondSendingTellsThatTheFirstMayHaveBeenDone) {
  transport_.Reply(kCallA, 401, "");
  transport_.SendAgain(kCallA);
  bool may_have_been_done = false;
  EXPECT_EQ(client_.Wait(Get("/a"), &may_have_been_done)->status, 401);
  EXPECT_TRUE(may_have_been_done);
}

TEST_F(ClientRetryTest, ARefusalHoldsTheCallsBehindItBackToo) {
  transport_.Reply(kCallA, 429, "", {{"Retry-After", "20"}});
  transport_.Then(kCallA, 200, "");
  const CallId a = Get("/a");
  EXPECT_FALSE(client_.Drive(a));
  EXPECT_TRUE(client_.Wait(Get("/b")).ok());
  EXPECT_GE(clock_.passed, seconds(20));
  EXPECT_LT(clock_.passed, seconds(21));
  EXPECT_TRUE(client_.Wait(a).ok());
}

TEST_F(ClientRetryTest, ALimitThatLastsForHoursIsAnErrorAtOnce) {
  endpoint_->rates = {"", "X-Left", "X-Reset", {}};
  transport_.Reply(kCallA, 200, "", {{"X-Left", "0"}, {"X-Reset", "7200"}});
  EXPECT_TRUE(client_.Wait(Get("/a")).ok());
  const Status status = client_.Wait(Get("/b")).status();
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(),
            "GET https://api.example.com/b: not sent: acme takes no more for 7200 s (its limit is "
            "used up), and retry_budget is 300 s");
  EXPECT_EQ(clock_.passed, milliseconds(0));
}

TEST_F(ClientRetryTest, AWaitThatMaxRequestsMakesVainIsNotBegun) {
  client_.limits().max_requests = 1;
  transport_.Reply(kCallA, 200, "", {{"X-Left", "0"}, {"X-Reset", "60"}});
  endpoint_->rates = {"", "X-Left", "X-Reset", {}};
  EXPECT_TRUE(client_.Wait(Get("/a")).ok());
  EXPECT_THAT(client_.Wait(Get("/b")).status().message(), HasSubstr("max_requests"));
  EXPECT_EQ(clock_.passed, milliseconds(0));
}

}  // namespace
}  // namespace apisql
