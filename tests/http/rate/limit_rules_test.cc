#include "src/http/rate/limit_rules.h"

#include <gtest/gtest.h>

#include <chrono>

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = Clock::SteadyTime;

constexpr Time kBegin{seconds(1000)};

TEST(PaceTest, TheRateComesBackToWhatWasLearnedAndThenLeavesIt) {
  Pace pace;
  pace.Learn(100, 10, kBegin);
  EXPECT_DOUBLE_EQ(pace.PerSecond(kBegin - seconds(600)), 98);
  EXPECT_DOUBLE_EQ(pace.PerSecond(kBegin), 98);
  EXPECT_DOUBLE_EQ(pace.PerSecond(kBegin + seconds(10)), 100);
  EXPECT_DOUBLE_EQ(pace.PerSecond(kBegin + seconds(20)), 102);
  EXPECT_DOUBLE_EQ(pace.PerSecond(kBegin + seconds(60)), 350);
}

TEST(PaceTest, RequestsAreSpreadAndAPauseSavesUpNone) {
  Pace pace;
  pace.Learn(100, 1000, kBegin);
  pace.Started(kBegin);
  EXPECT_GT(pace.NextStart(kBegin), kBegin + milliseconds(10));
  EXPECT_LT(pace.NextStart(kBegin), kBegin + milliseconds(11));
  pace.Started(kBegin + seconds(5));
  EXPECT_GT(pace.NextStart(kBegin + seconds(5)), kBegin + seconds(5) + milliseconds(10));
}

TEST(PaceTest, ARateThatHoldsNothingBackGrowsNoOlder) {
  Pace pace;
  pace.Learn(100, 10, kBegin);
  for (int i = 0; i < 100; ++i) pace.Started(kBegin + seconds(i));
  EXPECT_LT(pace.PerSecond(kBegin + seconds(99)), 99);
}

TEST(QuotaTest, AWindowBeginsWithTheFirstRequestBehindTheOldOne) {
  Quota quota;
  quota.Learn(2, 10, kBegin);
  EXPECT_EQ(quota.NextStart(kBegin), kBegin);
  EXPECT_FALSE(quota.Started(kBegin));
  EXPECT_EQ(quota.NextStart(kBegin), kBegin + seconds(10));
  EXPECT_TRUE(quota.Started(kBegin + seconds(15)));
  EXPECT_FALSE(quota.Started(kBegin + seconds(15)));
  EXPECT_EQ(quota.NextStart(kBegin + seconds(15)), kBegin + seconds(25));
}

TEST(QuotaTest, AfterSomeGoodWindowsALittleMoreIsTried) {
  Quota quota;
  quota.Learn(128, 1, kBegin);
  for (int i = 0; i < 128 * 9 - 1; ++i) quota.Started(kBegin);
  EXPECT_EQ(quota.requests(), 128);
  quota.Started(kBegin);
  EXPECT_EQ(quota.requests(), 130);
}

TEST(QuotaTest, AWindowThatBeganTooEarlyBecomesLonger) {
  Quota quota;
  quota.Learn(100, 24, kBegin);
  EXPECT_TRUE(quota.Correct(0, 36, kBegin + seconds(60)));
  EXPECT_EQ(quota.requests(), 100);
  EXPECT_EQ(quota.seconds(), 60);
}

TEST(QuotaTest, ARefusalInTheMiddleOfAWindowRefutesIt) {
  Quota quota;
  quota.Learn(100, 60, kBegin);
  EXPECT_TRUE(quota.Correct(98, 60, kBegin));
  EXPECT_EQ(quota.requests(), 98);
  EXPECT_FALSE(quota.Correct(50, 60, kBegin));
}

class AtOnceTest : public ::testing::Test {
 protected:
  AtOnceTest() { rule_.Learn(4); }
  void Take(int level, int times) {
    for (int i = 0; i < times; ++i) rule_.Taken(level, milliseconds(100));
  }
  AtOnce rule_;
};

TEST_F(AtOnceTest, SoManyAreSentAtATime) {
  Take(1, 1);
  EXPECT_LE(rule_.NextStart(3, kBegin), kBegin);
  EXPECT_EQ(rule_.NextStart(4, kBegin), AtOnce::kAfterAnAnswer);
}

TEST_F(AtOnceTest, AtFirstTheyAreNotSentTogether) {
  Take(1, 1);
  for (int i = 0; i < 4; ++i) {
    rule_.Started(kBegin);
    EXPECT_EQ(rule_.NextStart(1, kBegin), i < 3 ? kBegin + milliseconds(25) : kBegin);
  }
}

TEST_F(AtOnceTest, OneMoreIsTriedMoreRarelyAfterItWasInVain) {
  Take(3, 100);
  EXPECT_EQ(rule_.most(), 4) << "only full use tells something";
  Take(4, 256);
  EXPECT_EQ(rule_.most(), 5);
  EXPECT_TRUE(rule_.Correct(5));
  EXPECT_EQ(rule_.most(), 4);
  Take(4, 1023);
  EXPECT_EQ(rule_.most(), 4);
  Take(4, 1);
  EXPECT_EQ(rule_.most(), 5);
  Take(5, 1024);
  EXPECT_EQ(rule_.most(), 6);
  Take(6, 256);
  EXPECT_EQ(rule_.most(), 7) << "five at a time were not in vain";
}

TEST_F(AtOnceTest, RefusalsAtANumberThatWasTakenRefuteIt) {
  EXPECT_TRUE(rule_.Correct(4));
  EXPECT_EQ(rule_.most(), 3);
  EXPECT_FALSE(rule_.Correct(3));
  rule_.Learn(4);
  EXPECT_FALSE(rule_.Correct(1));
}

}  // namespace
}  // namespace apisql
