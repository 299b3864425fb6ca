#include "src/http/rate/limit_rules.h"

#include <algorithm>
#include <chrono>

namespace apisql {
namespace {

using Time = Clock::SteadyTime;

constexpr int kRarer = 4;  // One more at a time is tried, after it was in vain.

Time After(Time time, double seconds) {
  // Rounded up: else the next look could come just before the time does.
  return time +
         std::chrono::ceil<std::chrono::microseconds>(std::chrono::duration<double>(seconds));
}

}  // namespace

void Pace::Learn(double per_second, double seconds, Time now) {
  constexpr double kLeastRate = 0.01;
  constexpr double kLeastTrust = 0.5;
  constexpr double kMostTrust = 30;
  // One refusal more does not make worthless what was learned in a long time.
  constexpr double kTrustKept = 0.8;
  const double before = known() ? trust_ : 0;
  learned_ = std::max(per_second, kLeastRate);
  trust_ = std::clamp(std::max(seconds, kTrustKept * before), kLeastTrust, kMostTrust);
  learned_at_ = now;
}

double Pace::PerSecond(Time now) const {
  constexpr double kMargin = 0.02;
  const std::chrono::duration<double> age = std::max(now - learned_at_, Time::duration(0));
  const double x = age.count() / trust_ - 1;
  return learned_ * (1 + kMargin * x * x * x);
}

Time Pace::NextStart(Time now) const {
  if (!known() || last_start_ == Time::min()) return now;
  return After(last_start_, 1 / PerSecond(now));
}

void Pace::Started(Time now) {
  // Who waits is not woken to the microsecond; that much is caught up.
  constexpr std::chrono::milliseconds kWaking{2};
  const Time::duration late = now - std::min(now, NextStart(now));
  last_start_ = late < kWaking ? now - late : now;
  // A rate that holds nothing back is not put to the test: it gets no older.
  if (late >= kWaking) learned_at_ += late;
}

void Quota::Learn(int requests, double seconds, Time begin) {
  requests_ = std::max(requests, 1);
  seconds_ = seconds;
  begin_ = begin;
  used_ = 1;
  good_windows_ = 0;
}

bool Quota::Correct(int taken, double seconds, Time begin) {
  constexpr int kMostEarly = 3;
  if (taken * 8 > requests_ * 7) {
    early_windows_ = 0;
    Learn(taken, std::max(seconds, seconds_), begin);
    return true;
  }
  if (taken > requests_ / 8 || ++early_windows_ > kMostEarly) return false;
  Learn(requests_, seconds_ + seconds, begin);
  return true;
}

Time Quota::NextStart(Time now) const {
  return used_ < requests_ ? now : std::max(now, After(begin_, seconds_));
}

bool Quota::Started(Time now) {
  constexpr int kWindowsToTry = 8;
  ++used_;
  if (used_ <= requests_) return false;
  if (++good_windows_ > kWindowsToTry) requests_ += std::max(1, requests_ / 64);
  begin_ = now;
  used_ = 1;
  return true;
}

void AtOnce::Learn(int most) {
  constexpr int kRoundsToTry = 64;
  *this = AtOnce();
  proven_ = most_ = to_spread_ = most;
  taken_to_try_ = kRoundsToTry * most;
}

bool AtOnce::Correct(int level) {
  constexpr int kMostRoundsToTry = 1000;
  constexpr int kMostDoubts = 1;
  if (level > proven_) {
    taken_to_try_ = std::min(taken_to_try_ * kRarer, kMostRoundsToTry * proven_);
  } else if (level > 1 && ++doubts_ <= kMostDoubts) {
    proven_ = level - 1;
  } else {
    return false;
  }
  most_ = to_spread_ = proven_;
  taken_ = 0;
  return true;
}

Time AtOnce::NextStart(int in_flight, Time now) const {
  if (in_flight >= most_) return kAfterAnAnswer;
  if (to_spread_ == 0 || last_start_ == Time::min()) return now;
  return std::max(now, last_start_ + latency_ / most_);
}

void AtOnce::Started(Time now) {
  last_start_ = now;
  if (to_spread_ > 0) --to_spread_;
}

void AtOnce::Taken(int level, Time::duration latency) {
  constexpr int kNoDoubtAfter = 50;
  latency_ = latency;
  if (level < most_) return;
  ++taken_;
  if (taken_ >= kNoDoubtAfter) doubts_ = 0;
  if (taken_ < taken_to_try_) return;
  if (most_ > proven_) taken_to_try_ = std::max(taken_to_try_ / kRarer, most_);
  proven_ = most_++;
  taken_ = 0;
  to_spread_ = 1;
}

}  // namespace apisql
