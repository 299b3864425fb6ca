#include "src/http/retry/retry_policy.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "src/http/retry/retry_budget.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Clock::WallTime kArrival{seconds(784111777)};

Request RequestOf(bool idempotent) {
  Request request;
  request.method = idempotent ? "GET" : "POST";
  request.idempotent = idempotent;
  return request;
}

FinishedTransfer Answered(int status, const std::string& retry_after = "") {
  Response response;
  response.status = status;
  if (!retry_after.empty()) response.headers = {{"Retry-After", retry_after}};
  return {1, std::move(response), true, false};
}

FinishedTransfer Broken(bool may_have_been_sent, bool may_pass = true) {
  return {1, Status(StatusCode::kUnavailable, "reset"), may_have_been_sent, may_pass};
}

bool Repeats(bool idempotent, const FinishedTransfer& transfer) {
  const Request request = RequestOf(idempotent);
  return MayRepeat({request, transfer, 1});
}

std::optional<milliseconds> Delay(double random, const FinishedTransfer& transfer, int number,
                                  const ClientLimits& limits = {}) {
  const Request request = RequestOf(true);
  return RetryPolicy([random] { return random; })
      .DelayAfter({request, transfer, number}, limits, kArrival);
}

TEST(RetryPolicyTest, IdempotentRequestsAreRepeatedAfterWhatMayPass) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    EXPECT_TRUE(Repeats(true, Answered(status))) << status;
  }
  for (const int status : {200, 202, 204, 301, 304, 400, 401, 403, 404, 409, 410, 422, 501, 505}) {
    EXPECT_FALSE(Repeats(true, Answered(status))) << status;
  }
  EXPECT_TRUE(Repeats(true, Broken(false)));
  EXPECT_TRUE(Repeats(true, Broken(true)));
  EXPECT_FALSE(Repeats(true, Broken(false, /*may_pass=*/false)));
}

TEST(RetryPolicyTest, AWriteIsRepeatedOnlyWhereTheServerDidNothing) {
  EXPECT_TRUE(Repeats(false, Broken(false)));
  EXPECT_TRUE(Repeats(false, Answered(429)));
  EXPECT_FALSE(Repeats(false, Broken(true)));
  EXPECT_FALSE(Repeats(false, Broken(false, /*may_pass=*/false)));
  for (const int status : {200, 408, 500, 502, 503, 504}) {
    EXPECT_FALSE(Repeats(false, Answered(status))) << status;
  }
  EXPECT_FALSE(Repeats(false, Answered(503, "1")));
}

TEST(RetryPolicyTest, WhereNothingListensIsToldWithinTwoSeconds) {
  FinishedTransfer refused = Broken(false);
  refused.refused = true;
  const ClientLimits limits{.max_retries = 9, .retry_delay = 60'000};
  milliseconds all{0};
  int number = 1;
  while (const auto delay = Delay(1, refused, number, limits)) {
    all += *delay;
    ++number;
  }
  EXPECT_EQ(number, 3);
  EXPECT_LT(all, seconds(2));
}

TEST(RetryPolicyTest, WhatAsksToWaitIsRepeatedWhateverItsStatus) {
  FinishedTransfer asked = Answered(403, "7");
  asked.outcome->asks_to_wait = true;
  EXPECT_TRUE(Repeats(true, asked));
  EXPECT_TRUE(Repeats(false, asked));
  EXPECT_EQ(Delay(0, asked, 1), seconds(7));
}

TEST(RetryPolicyTest, TheDelayIsAShareOfATimeThatDoublesUpToHalfAMinute) {
  std::vector<int64_t> longest;
  for (int number = 1; number <= 9; ++number) {
    EXPECT_EQ(Delay(0, Answered(500), number, {.max_retries = 9}), milliseconds(0));
    longest.push_back(Delay(1, Answered(500), number, {.max_retries = 9})->count());
  }
  EXPECT_THAT(longest,
              testing::ElementsAre(500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000));
  EXPECT_EQ(Delay(0.5, Broken(true), 2), milliseconds(500));
  EXPECT_EQ(Delay(1, Broken(true), 100, {.max_retries = 100}), milliseconds(30000));
  EXPECT_EQ(Delay(1, Answered(500), 3, {.retry_delay = 7}), milliseconds(28));
}

TEST(RetryPolicyTest, RetryAfterIsTheLeastDelay) {
  EXPECT_EQ(Delay(0, Answered(503, "7"), 1), seconds(7));
  EXPECT_EQ(Delay(1, Answered(503, "7"), 5), seconds(8));
  EXPECT_EQ(Delay(0, Answered(429, "Sun, 06 Nov 1994 08:49:47 GMT"), 1), seconds(10));
  EXPECT_EQ(Delay(1, Answered(429, "soon"), 1), milliseconds(500));
}

TEST(RetryPolicyTest, NothingIsRepeatedMoreOftenThanAllowed) {
  EXPECT_TRUE(Delay(0, Answered(500), 5));
  EXPECT_FALSE(Delay(0, Answered(500), 6));
  EXPECT_FALSE(Delay(0, Answered(429, "1"), 6));
  EXPECT_FALSE(Delay(0, Answered(500), 1, {.max_retries = 0}));
}

TEST(RetryBudgetTest, TimeLostSideBySideCountsOnce) {
  const auto at = [](int second) { return Clock::SteadyTime(seconds(second)); };
  RetryBudget budget;
  EXPECT_TRUE(budget.Take(at(10), at(14), seconds(10)));
  EXPECT_TRUE(budget.Take(at(11), at(14), seconds(10)));
  EXPECT_TRUE(budget.Take(at(12), at(16), seconds(10)));
  EXPECT_TRUE(budget.Take(at(100), at(104), seconds(10)));
  EXPECT_FALSE(budget.Take(at(200), at(201), seconds(10)));
  EXPECT_TRUE(budget.Take(at(200), at(200), seconds(10)));
  budget.Reset();
  EXPECT_TRUE(budget.Take(at(300), at(310), seconds(10)));
  EXPECT_FALSE(budget.Take(at(310), at(311), seconds(10)));
}

}  // namespace
}  // namespace apisql
