// AdaptiveRate: finds the rate that a server allows and does not tell, from what it refuses.
#ifndef APISQL_SRC_HTTP_ADAPTIVE_RATE_H_
#define APISQL_SRC_HTTP_ADAPTIVE_RATE_H_

#include <limits>

#include "src/base/clock.h"

namespace apisql {

// A token bucket whose rate is halved when a request is refused, and grows again by equal steps:
// slowly about the rate that was too much, fast below and beyond. A refusal behind a quiet time
// changes nothing: it may have a reason of its own, such as another program. Only where requests
// that are sent after it are refused too, the rate was too much.
class AdaptiveRate {
 public:
  using Time = Clock::SteadyTime;

  // When the next request may be sent; not after `now` when at once.
  Time MayStart(Time now);
  void Started(Time now);
  // A request that was sent at `started` was refused. Those that were under way at the last refusal
  // that counted tell nothing new.
  void Refused(Time started, Time now);

  double per_second() const { return rate_; }  // Infinite: no limit.

 private:
  static constexpr double kNoLimit = std::numeric_limits<double>::infinity();

  bool limited() const { return rate_ < kNoLimit; }
  double Burst() const;
  void Advance(Time now);
  void Grow(double seconds);

  double rate_ = kNoLimit;
  double too_much_ = 0;  // The rate at the last refusal.
  double tokens_ = 0;
  double load_ = 0;                // Requests of about the last second.
  double peak_ = 0;                // The most that this was lately.
  Time at_{};                      // What the numbers above hold for.
  Time refused_at_ = Time::min();  // The last refusal that counted.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_ADAPTIVE_RATE_H_
