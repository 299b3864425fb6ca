#include "src/http/adaptive_rate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace apisql {
namespace {

constexpr double kLeastRate = 0.1;   // Per second.
constexpr double kFirstRate = 5;     // A first refusal alone proves no lower limit than this.
constexpr double kMostRate = 1e5;    // From here on there is no limit any more.
constexpr double kNear = 0.9;        // Of the rate that was too much: growth is slow from here on
constexpr double kBeyond = 1.1;      // to here, where that rate has proved wrong.
constexpr double kFastGrowth = 0.2;  // Of that rate, per second.
constexpr double kSlowGrowth = 0.01;
constexpr std::chrono::seconds kQuiet{30};  // Behind it a refusal is the first again.
constexpr double kPeakSeconds = 30;         // In which the peak falls to about a third.

}  // namespace

// A few at once, since one that waits is not woken to the microsecond.
double AdaptiveRate::Burst() const {
  constexpr double kSeconds = 0.02;
  return std::max(1.0, rate_ * kSeconds);
}

void AdaptiveRate::Grow(double seconds) {
  // Grows up to `target` by `growth` of too_much_ per second, as far as the time lasts.
  const auto grow_to = [&](double target, double growth) {
    if (rate_ >= target) return;
    const double needed = (target - rate_) / (growth * too_much_);
    rate_ = seconds < needed ? rate_ + seconds * growth * too_much_ : target;
    seconds = std::max(0.0, seconds - needed);
  };
  grow_to(kNear * too_much_, kFastGrowth);
  grow_to(kBeyond * too_much_, kSlowGrowth);
  grow_to(kMostRate, kFastGrowth);
  if (rate_ >= kMostRate) rate_ = kNoLimit;
}

void AdaptiveRate::Advance(Time now) {
  const double seconds = std::chrono::duration<double>(now - std::exchange(at_, now)).count();
  load_ *= std::exp(-seconds);
  peak_ *= std::exp(-seconds / kPeakSeconds);
  if (!limited()) return;
  Grow(seconds);
  if (limited()) tokens_ = std::min(Burst(), tokens_ + rate_ * seconds);
}

AdaptiveRate::Time AdaptiveRate::MayStart(Time now) {
  Advance(now);
  if (!limited() || tokens_ >= 1) return now;
  const std::chrono::duration<double> wait((1 - tokens_) / rate_);
  // Rounded up: else the next look could come just before the token does.
  return now + std::chrono::ceil<std::chrono::microseconds>(wait);
}

void AdaptiveRate::Started(Time now) {
  Advance(now);
  load_ += 1;
  peak_ = std::max(peak_, load_);
  if (limited()) tokens_ -= 1;
}

void AdaptiveRate::Refused(Time started, Time now) {
  if (started <= refused_at_) return;
  Advance(now);
  const bool quiet = refused_at_ == Time::min() || started - refused_at_ > kQuiet;
  refused_at_ = now;
  if (quiet) return;
  too_much_ = limited() ? std::max(std::min(rate_, peak_), 2 * kLeastRate)
                        : std::max(peak_, 2 * kFirstRate);
  rate_ = too_much_ / 2;
  tokens_ = 0;
}

}  // namespace apisql
