#include "src/http/rate/learned_limit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <random>
#include <string>
#include <vector>

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Outcome = LearnedLimit::Outcome;
using Time = Clock::SteadyTime;

class LearnedLimitTest : public ::testing::Test {
 protected:
  Time Start() {
    limit_.Started(now_);
    return now_;
  }
  void End(Time started, Outcome outcome) { limit_.Ended(started, outcome, paused_until_, now_); }
  // One request, alone.
  void Exchange(Outcome outcome) {
    const Time started = Start();
    now_ += milliseconds(10);
    End(started, outcome);
  }
  // As many at once, of which the server takes the first `taken`.
  void Burst(int requests, int taken) {
    for (int i = 0; i < requests; ++i) limit_.Started(now_);
    const Time started = now_;
    now_ += milliseconds(10);
    for (int i = taken; i < requests; ++i) End(started, Outcome::kRefused);
    now_ += milliseconds(40);
    for (int i = 0; i < taken; ++i) End(started, Outcome::kTaken);
  }
  bool MayStart() const { return limit_.MayStart(now_) <= now_; }
  // Sends for `time` one at a time as fast as is allowed; how many.
  int SendFor(Time::duration time) {
    int sent = 0;
    for (const Time end = now_ + time; now_ < end; now_ += milliseconds(1)) {
      if (!MayStart()) continue;
      End(Start(), Outcome::kTaken);
      ++sent;
    }
    return sent;
  }
  std::string Description() const { return limit_.Description(now_); }

  LearnedLimit limit_;
  Time now_{seconds(1'000'000)};
  Time paused_until_ = Time::min();
};

TEST_F(LearnedLimitTest, ThereIsNoLimitBeforeARefusal) {
  EXPECT_EQ(SendFor(seconds(1)), 1000);
  EXPECT_EQ(Description(), "");
}

TEST_F(LearnedLimitTest, OneRefusalAloneChangesNothing) {
  for (int i = 0; i < 2; ++i) {
    Burst(1, 0);
    EXPECT_EQ(Description(), "");
    EXPECT_EQ(SendFor(seconds(1)), 1000);
    now_ += seconds(31);
  }
}

TEST_F(LearnedLimitTest, ASecondRefusalSoonHoldsBackUntilAProbeIsTaken) {
  SendFor(seconds(1));
  Exchange(Outcome::kRefused);
  Exchange(Outcome::kRefused);
  EXPECT_FALSE(MayStart());
  EXPECT_EQ(Description(), "single requests are tried");
  now_ = limit_.MayStart(now_);
  const Time probe = Start();
  EXPECT_EQ(limit_.MayStart(now_), LearnedLimit::kAfterAnAnswer);
  now_ += milliseconds(10);
  End(probe, Outcome::kTaken);
  EXPECT_NE(Description().find("requests per second"), std::string::npos);
}

TEST_F(LearnedLimitTest, RequestsUnderWayAreWaitedForWhenOneIsRefused) {
  const Time first = Start();
  now_ += milliseconds(1);
  const Time second = Start();
  End(second, Outcome::kRefused);
  EXPECT_FALSE(MayStart());
  End(first, Outcome::kTaken);
  EXPECT_TRUE(MayStart()) << "it was one alone";
}

TEST_F(LearnedLimitTest, ARequestThatTakesMinutesHoldsNoOthersBack) {
  const Time slow = Start();
  now_ += milliseconds(1);
  Exchange(Outcome::kRefused);
  EXPECT_FALSE(MayStart());
  now_ += seconds(1);
  EXPECT_EQ(SendFor(seconds(1)), 1000);
  Burst(2, 0);
  now_ += seconds(2);
  for (int i = 0; i < 3; ++i) {
    Exchange(Outcome::kRefused);
    EXPECT_FALSE(MayStart());
    now_ = limit_.MayStart(now_);
  }
  Exchange(Outcome::kTaken);
  EXPECT_NE(Description().find("requests per second"), std::string::npos);
  now_ += seconds(600);
  End(slow, Outcome::kTaken);
  EXPECT_TRUE(MayStart());
}

// Refusals that were forgotten before they were weighed counted as one with any number at a time.
TEST_F(LearnedLimitTest, NoMoreAtATimeAreLearnedThanWereUnderWay) {
  constexpr size_t kMostUnderWay = 4;
  std::mt19937 random(20260601);
  for (int run = 0; run < 3000; ++run) {
    limit_ = LearnedLimit();
    std::deque<Time> under_way;
    for (int i = 0; i < 60; ++i) {
      const Outcome outcome = random() % 2 == 0 ? Outcome::kRefused : Outcome::kTaken;
      now_ += milliseconds(random() % 2 == 0 ? random() % 20 : random() % 4000);
      paused_until_ = random() % 8 == 0 ? now_ + seconds(random() % 8) : paused_until_;
      if (random() % 2 == 0 && under_way.size() < kMostUnderWay) {
        if (random() % 2 == 0 && under_way.empty()) now_ = std::max(now_, limit_.MayStart(now_));
        under_way.push_back(Start());
      } else if (!under_way.empty()) {
        End(under_way.front(), outcome);
        under_way.pop_front();
      }
      const std::string told = Description();
      const size_t at_a_time = told.find(" at a time");
      if (at_a_time == std::string::npos) continue;
      ASSERT_LE(std::atoll(told.c_str()), static_cast<long long>(kMostUnderWay)) << told;
    }
  }
}

TEST_F(LearnedLimitTest, AProbeWithoutAnAnswerIsFollowedByAnother) {
  Burst(2, 0);
  now_ = limit_.MayStart(now_);
  Exchange(Outcome::kUnknown);
  EXPECT_TRUE(MayStart());
}

TEST_F(LearnedLimitTest, TheRateIsWhatWasTakenFromOneExhaustionToTheNext) {
  for (int i = 0; i < 100; ++i) {
    Exchange(Outcome::kTaken);
    now_ += milliseconds(10);
  }
  Burst(2, 0);
  now_ = limit_.MayStart(now_);
  Exchange(Outcome::kTaken);
  EXPECT_EQ(Description(), "49.2 requests per second are tried");
  EXPECT_NEAR(SendFor(seconds(1)), 52, 5);
}

TEST_F(LearnedLimitTest, TheSameNumberAtATimeAtDifferentRatesIsALimitOfThat) {
  Burst(8, 4);
  now_ = limit_.MayStart(now_);
  Exchange(Outcome::kTaken);
  std::vector<Time> started;
  while (started.size() < 5) {
    now_ = std::max(now_, limit_.MayStart(now_));
    started.push_back(Start());
  }
  now_ += milliseconds(10);
  End(started.back(), Outcome::kRefused);
  started.pop_back();
  now_ += milliseconds(10);
  for (const Time one : started) End(one, Outcome::kTaken);
  now_ = std::max(now_, limit_.MayStart(now_));
  Exchange(Outcome::kTaken);
  EXPECT_EQ(Description(), "4 requests at a time are tried");
}

TEST_F(LearnedLimitTest, AWindowThatToldItsEndIsUsedUpAtOnce) {
  SendFor(milliseconds(100));
  paused_until_ = now_ + seconds(60);
  Burst(2, 0);
  now_ = limit_.MayStart(now_);
  EXPECT_EQ(now_, paused_until_);
  Exchange(Outcome::kTaken);
  EXPECT_EQ(Description().substr(0, 16), "100 requests in ");
  EXPECT_EQ(SendFor(seconds(50)), 99);
  EXPECT_EQ(SendFor(seconds(30)), 100);
}

TEST_F(LearnedLimitTest, WhatWasTakenBeforeAnIdleTimeTellsNothing) {
  SendFor(milliseconds(10));
  now_ += seconds(3600);
  SendFor(milliseconds(500));
  Burst(2, 0);
  now_ = limit_.MayStart(now_);
  Exchange(Outcome::kTaken);
  EXPECT_GT(SendFor(seconds(1)), 500);
}

}  // namespace
}  // namespace apisql
