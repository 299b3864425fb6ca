#include "src/http/adaptive_rate.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class AdaptiveRateTest : public ::testing::Test {
 protected:
  // Sends for `time` as fast as is allowed, at most once a millisecond; how many.
  int SendFor(milliseconds time) {
    int sent = 0;
    for (const auto end = now_ + time; now_ < end; now_ += milliseconds(1)) {
      if (rate_.MayStart(now_) > now_) continue;
      rate_.Started(now_);
      ++sent;
    }
    return sent;
  }

  // Twice: the first refusal behind a quiet time changes nothing.
  void Refuse() {
    rate_.Refused(now_, now_);
    now_ += milliseconds(1);
    rate_.Refused(now_, now_);
  }

  AdaptiveRate rate_;
  Clock::SteadyTime now_{seconds(1'000'000)};
};

TEST_F(AdaptiveRateTest, ThereIsNoLimitBeforeARefusal) {
  EXPECT_EQ(SendFor(milliseconds(1000)), 1000);
  EXPECT_TRUE(std::isinf(rate_.per_second()));
}

TEST_F(AdaptiveRateTest, ARefusalHalvesTheRateThatWasUsed) {
  SendFor(seconds(10));
  Refuse();
  EXPECT_NEAR(rate_.per_second(), 500, 5);
  EXPECT_GT(rate_.MayStart(now_), now_);
  EXPECT_NEAR(SendFor(milliseconds(100)), 50, 5);
}

TEST_F(AdaptiveRateTest, RefusalsOfWhatWasUnderWayHalveOnce) {
  SendFor(seconds(10));
  rate_.Refused(now_ - milliseconds(60), now_ - milliseconds(51));
  const auto before = now_ - milliseconds(50);
  for (int i = 0; i < 8; ++i) rate_.Refused(before, now_);
  EXPECT_NEAR(rate_.per_second(), 500, 5);
  rate_.Refused(now_ + milliseconds(1), now_ + milliseconds(2));
  EXPECT_NEAR(rate_.per_second(), 250, 5);
}

TEST_F(AdaptiveRateTest, TheRateGrowsFastThenSlowlyThenFast) {
  SendFor(seconds(10));
  Refuse();
  SendFor(seconds(2));
  EXPECT_NEAR(rate_.per_second(), 900, 10);
  SendFor(seconds(10));
  EXPECT_NEAR(rate_.per_second(), 1000, 10);
  SendFor(seconds(10));
  EXPECT_NEAR(rate_.per_second(), 1100, 10);
  SendFor(seconds(10));
  EXPECT_NEAR(rate_.per_second(), 3100, 30);
  now_ += seconds(3600);
  EXPECT_EQ(rate_.MayStart(now_), now_);
  EXPECT_TRUE(std::isinf(rate_.per_second()));
}

TEST_F(AdaptiveRateTest, ARefusalBehindAQuietTimeChangesNothing) {
  SendFor(seconds(10));
  rate_.Refused(now_, now_);
  EXPECT_TRUE(std::isinf(rate_.per_second()));
  now_ += seconds(31);
  rate_.Refused(now_, now_);
  EXPECT_TRUE(std::isinf(rate_.per_second()));
  rate_.Refused(now_ + seconds(1), now_ + seconds(1));
  EXPECT_FALSE(std::isinf(rate_.per_second()));
}

TEST_F(AdaptiveRateTest, RefusalsOfFewRequestsProveNoLowLimit) {
  rate_.Started(now_);
  Refuse();
  EXPECT_DOUBLE_EQ(rate_.per_second(), 5);
  EXPECT_LE(rate_.MayStart(now_), now_ + milliseconds(201));
}

TEST_F(AdaptiveRateTest, RefusalAfterRefusalLeadsToATenthPerSecondAndNoLower) {
  for (int i = 0; i < 100; ++i) {
    now_ += milliseconds(100);
    rate_.Started(now_);
    rate_.Refused(now_, now_);
  }
  EXPECT_NEAR(rate_.per_second(), 0.1, 0.02);
}

TEST_F(AdaptiveRateTest, APauseSavesUpNoBurst) {
  SendFor(seconds(10));
  Refuse();
  now_ += seconds(5);
  int at_once = 0;
  for (; rate_.MayStart(now_) <= now_; ++at_once) rate_.Started(now_);
  EXPECT_LE(at_once, 25);
  EXPECT_GE(at_once, 1);
}

}  // namespace
}  // namespace apisql
