// Rules that keep within a limit which a server does not tell: one for each kind of limit.
// LearnedLimit finds out which of them holds, and with which numbers.
#ifndef APISQL_SRC_HTTP_RATE_LIMIT_RULES_H_
#define APISQL_SRC_HTTP_RATE_LIMIT_RULES_H_

#include "src/base/clock.h"

namespace apisql {

// So many requests a second, evenly spread: what a token bucket of any size takes, and any window.
//
// The rate begins a little below what was learned, comes back to it in the time that learning took,
// and then leaves it upwards, first slowly, then ever faster (a cubic curve, as TCP CUBIC has it).
// So a limit that was learned well is tried rarely, and one that has been raised is found soon.
class Pace {
 public:
  using Time = Clock::SteadyTime;

  // `per_second` was learned from `seconds` of sending.
  void Learn(double per_second, double seconds, Time now);
  void Forget() { learned_ = 0; }

  bool known() const { return learned_ > 0; }
  double learned() const { return learned_; }
  double PerSecond(Time now) const;  // Only when known().
  Time NextStart(Time now) const;    // When the next request may be sent.
  void Started(Time now);

 private:
  double learned_ = 0;  // Per second.
  double trust_ = 0;    // Seconds.
  Time learned_at_{};
  Time last_start_ = Time::min();
};

// So many requests in each window of so long, at once if there are that many: such a limit has
// refused for the rest of its window, and has told with Retry-After when that was over.
class Quota {
 public:
  using Time = Clock::SteadyTime;

  void Learn(int requests, double seconds, Time begin);
  // A request was refused in this window. `taken` of it were not, and the next window has begun
  // `seconds` after this one. False: it is no such limit.
  bool Correct(int taken, double seconds, Time begin);

  int requests() const { return requests_; }
  double seconds() const { return seconds_; }
  Time NextStart(Time now) const;
  // True when a window begins with this request.
  bool Started(Time now);

 private:
  int requests_ = 0;
  double seconds_ = 0;
  Time begin_{};
  int used_ = 0;
  int good_windows_ = 0;   // One after the other.
  int early_windows_ = 0;  // That began before the server's, one after the other.
};

// So many requests at a time. From time to time one more is tried: more rarely after it was in
// vain, since a server that refuses one may ask for a pause of all, and sooner after it was not.
class AtOnce {
 public:
  using Time = Clock::SteadyTime;
  static constexpr Time kAfterAnAnswer = Time::max();

  void Learn(int most);
  // A request was refused that was number `level` of those under way. False: such a limit does not
  // explain it.
  bool Correct(int level);

  int most() const { return most_; }
  Time NextStart(int in_flight, Time now) const;
  void Started(Time now);
  void Taken(int level, Clock::SteadyTime::duration latency);

 private:
  int proven_ = 0;        // So many were taken at a time.
  int most_ = 0;          // proven_, or the one more that is tried.
  int taken_ = 0;         // With most_ under way.
  int taken_to_try_ = 0;  // So many of them before one more is tried.
  int doubts_ = 0;
  int to_spread_ = 0;  // Requests that are not to be sent together.
  Time last_start_ = Time::min();
  Clock::SteadyTime::duration latency_{0};
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_LIMIT_RULES_H_
