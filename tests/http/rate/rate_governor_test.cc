#include "src/http/rate_governor.h"

#include <gmock/gmock.h>

#include <chrono>

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

class RateGovernorTest : public ::testing::Test {
 protected:
  RateGovernorTest() {
    endpoint_.provider = "acme";
    endpoint_.credential = "main";
    endpoint_.rates = {
        "X-Limit", "X-Left", "X-Reset", {{"reads", 3, seconds(60)}, {"writes", 1, seconds(10)}}};
  }

  static Request Of(const std::string& table, std::vector<std::string> budgets = {}) {
    Request request;
    request.label.table = table;
    request.budgets = std::move(budgets);
    return request;
  }

  // Milliseconds until it may be sent; -1: after an answer.
  int64_t WaitOf(const Endpoint& endpoint, const Request& request) {
    const RateHold hold = governor_.MayStart(endpoint, request, now_);
    reason_ = hold.reason;
    if (hold.until == RateGovernor::kAfterAnAnswer) return -1;
    return std::chrono::ceil<milliseconds>(hold.until - now_).count();
  }
  int64_t WaitOf(const Request& request) { return WaitOf(endpoint_, request); }

  Clock::SteadyTime Start(const Request& request) {
    governor_.Started(endpoint_, request, now_);
    return now_;
  }

  void End(const Request& request, Clock::SteadyTime started, int status,
           std::vector<Header> headers = {}) {
    Response response;
    response.status = status;
    response.headers = std::move(headers);
    governor_.Ended(endpoint_, request, started, &response, true, now_, Clock::WallTime());
  }

  void Exchange(const Request& request, int status, std::vector<Header> headers = {}) {
    const auto started = Start(request);
    now_ += milliseconds(10);
    End(request, started, status, std::move(headers));
  }

  static std::vector<Header> Left(int left, int reset) {
    return {
        {"X-Limit", "100"}, {"X-Left", std::to_string(left)}, {"X-Reset", std::to_string(reset)}};
  }

  Endpoint endpoint_;
  RateGovernor governor_;
  Clock::SteadyTime now_{seconds(1000)};
  std::string reason_;
};

TEST_F(RateGovernorTest, NothingIsHeldBackBeforeAnythingIsKnown) {
  EXPECT_EQ(WaitOf(Of("t")), 0);
  EXPECT_EQ(reason_, "");
}

TEST_F(RateGovernorTest, AWindowThatIsUsedUpIsWaitedForAndThenTriedWithOne) {
  const Request request = Of("t");
  Exchange(request, 200, Left(0, 30));
  EXPECT_EQ(WaitOf(request), 30'000);
  EXPECT_EQ(reason_, "its limit of 100 requests is used up");
  now_ += seconds(30);
  EXPECT_EQ(WaitOf(request), 0);
  const auto started = Start(request);
  EXPECT_EQ(WaitOf(request), -1);
  now_ += milliseconds(10);
  End(request, started, 200, Left(99, 60));
  EXPECT_EQ(WaitOf(request), 0);
}

TEST_F(RateGovernorTest, EachOfSeveralWindowsIsKept) {
  const Request request = Of("t");
  const auto left = [](const std::string& left) {
    return std::vector<Header>{{"X-Limit", "2, 100"}, {"X-Left", left}, {"X-Reset", "1, 3600"}};
  };
  Exchange(request, 200, left("1, 50"));
  EXPECT_EQ(WaitOf(request), 0);
  // The short window is used up, and is over in a second.
  Exchange(request, 200, left("0, 49"));
  EXPECT_EQ(WaitOf(request), 990);
  EXPECT_EQ(reason_, "its limit of 2 requests is used up");
  now_ += seconds(1);
  // Then the long one is.
  Exchange(request, 200, left("1, 0"));
  EXPECT_EQ(WaitOf(request), 3'598'980);
  EXPECT_EQ(reason_, "its limit of 100 requests is used up");
  // A request that the long one refuses says nothing against the short one.
  now_ += seconds(3600);
  Exchange(request, 429, left("2, 0"));
  EXPECT_EQ(WaitOf(request), 3'601'000);  // Its end comes a little later than it says.
  now_ += seconds(3601);
  Exchange(request, 200, left("1, 99"));
  EXPECT_EQ(WaitOf(request), 0);
}

TEST_F(RateGovernorTest, RequestsUnderWayCountAsTaken) {
  const Request request = Of("t");
  const auto first = Start(request);
  const auto second = Start(request);
  const auto third = Start(request);
  End(request, first, 200, Left(2, 30));
  EXPECT_GT(WaitOf(request), 0);
  End(request, second, 200, Left(1, 30));
  EXPECT_GT(WaitOf(request), 0);
  End(request, third, 200, Left(2, 30));  // Counted first, answered last.
  EXPECT_EQ(WaitOf(request), 0);
  Start(request);
  EXPECT_GT(WaitOf(request), 0);
}

TEST_F(RateGovernorTest, AnAnswerThatComesLateDoesNotHoldTheNewWindowUp) {
  const Request request = Of("t");
  const auto slow = Start(request);
  Exchange(request, 200, Left(0, 1));
  EXPECT_GT(WaitOf(request), 0);
  now_ += seconds(2);
  const auto ahead = Start(request);
  End(request, slow, 200, Left(0, 1));
  EXPECT_EQ(WaitOf(request), -1);
  End(request, ahead, 200, Left(50, 1));
  EXPECT_EQ(WaitOf(request), 0);
}

TEST_F(RateGovernorTest, ALostRequestThatLookedAheadLetsTheNextOneLook) {
  const Request request = Of("t");
  Exchange(request, 200, Left(0, 1));
  WaitOf(request);
  now_ += seconds(2);
  const auto ahead = Start(request);
  EXPECT_EQ(WaitOf(request), -1);
  governor_.Ended(endpoint_, request, ahead, nullptr, true, now_, Clock::WallTime());
  EXPECT_EQ(WaitOf(request), 0);
}

TEST_F(RateGovernorTest, WindowsAreOfATableBudgetsAndRefusalsOfACredential) {
  Exchange(Of("t"), 200, Left(0, 30));
  EXPECT_EQ(WaitOf(Of("u")), 0);
  Exchange(Of("t"), 429, {{"Retry-After", "5"}});
  EXPECT_EQ(WaitOf(Of("u")), 5000);
  EXPECT_EQ(reason_, "it asked to be left alone");
  Endpoint other = endpoint_;
  other.credential = "other";
  EXPECT_EQ(WaitOf(other, Of("t")), 0);
  other = endpoint_;
  other.provider = "umbrella";
  EXPECT_EQ(WaitOf(other, Of("t")), 0);
}

TEST_F(RateGovernorTest, ABudgetHoldsForTheRequestsThatNameIt) {
  const Request read = Of("t", {"reads"});
  for (int i = 0; i < 3; ++i) Exchange(read, 200);
  EXPECT_EQ(WaitOf(read), 60'000 - 20);
  EXPECT_EQ(reason_, "its limit is 3 requests in 60 s (reads)");
  EXPECT_EQ(WaitOf(Of("t")), 0);
  EXPECT_EQ(WaitOf(Of("t", {"writes"})), 0);
  EXPECT_EQ(WaitOf(Of("t", {"unknown"})), 0);
  now_ += milliseconds(60'000 - 20);
  EXPECT_EQ(WaitOf(read), 0);
}

TEST_F(RateGovernorTest, TheTighterOfTwoBudgetsHolds) {
  const Request request = Of("t", {"reads", "writes"});
  Exchange(request, 200);
  EXPECT_EQ(WaitOf(request), 10'000);
  EXPECT_EQ(WaitOf(Of("t", {"reads"})), 0);
}

TEST_F(RateGovernorTest, ABudgetUnderWayIsWaitedForAndARequestThatNeverLeftCostsNothing) {
  const Request write = Of("t", {"writes"});
  const auto started = Start(write);
  EXPECT_EQ(WaitOf(write), -1);
  governor_.Ended(endpoint_, write, started, nullptr, false, now_, Clock::WallTime());
  EXPECT_EQ(WaitOf(write), 0);
}

TEST_F(RateGovernorTest, ARefusalWithinABudgetPausesItForAQuarterOfItsWindow) {
  const Request read = Of("t", {"reads"});
  Exchange(read, 429);
  EXPECT_EQ(WaitOf(read), 15'000);
  EXPECT_EQ(reason_, "it refused one, its limit is 3 requests in 60 s (reads)");
  EXPECT_EQ(WaitOf(Of("t")), 0);
}

TEST_F(RateGovernorTest, RefusalsThatNothingExplainsSlowTheCredentialDown) {
  Exchange(Of("t"), 429);
  EXPECT_EQ(WaitOf(Of("u")), 0) << "one alone tells nothing";
  now_ += seconds(1);
  Exchange(Of("t"), 429);
  EXPECT_GT(WaitOf(Of("u")), 0);
  EXPECT_THAT(reason_, HasSubstr("after a refusal"));
}

TEST_F(RateGovernorTest, ARefusalThatHeadersExplainSlowsNothingElse) {
  Exchange(Of("t"), 429, Left(0, 7));
  EXPECT_EQ(WaitOf(Of("t")), 7000);
  EXPECT_EQ(WaitOf(Of("u")), 0);
}

}  // namespace
}  // namespace apisql
