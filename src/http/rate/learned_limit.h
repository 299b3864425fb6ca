// LearnedLimit: finds the limit that a server has and does not tell, from what it refuses.
#ifndef APISQL_SRC_HTTP_RATE_LEARNED_LIMIT_H_
#define APISQL_SRC_HTTP_RATE_LEARNED_LIMIT_H_

#include <deque>
#include <string>

#include "src/base/clock.h"
#include "src/http/rate/limit_rules.h"

namespace apisql {

// One refusal alone changes nothing: it may have a reason of its own, such as another program. With
// several of them, or another one soon, there is a limit, and of one of three kinds:
//  - So many at a time (AtOnce): what is refused is always one more than could be under way, and it
//    is so at different rates.
//  - A window that told with Retry-After when it ends (Quota).
//  - Anything else (Pace). From one exhaustion to the next the server has taken what its limit
//    allows, so the requests taken by the time gone are the rate, whatever the kind of the limit.
//
// After a refusal the requests under way are waited for, up to a second, unless a pace is known
// that can be but a little too fast. If nothing that was sent behind the refused one is taken,
// single requests then probe until one is.
class LearnedLimit {
 public:
  using Time = Clock::SteadyTime;
  static constexpr Time kAfterAnAnswer = Time::max();
  enum class Outcome { kTaken, kRefused, kUnknown };

  // When the next request may be sent: not after `now` when at once.
  Time MayStart(Time now) const;
  void Started(Time now);
  // Once for each Started(): one that was sent at `started` has ended. `paused_until`: nothing is
  // sent before that, since the server has asked for it.
  void Ended(Time started, Outcome outcome, Time paused_until, Time now);

  std::string Description(Time now) const;  // "2.5 requests per second are tried"; or "".

 private:
  enum class Rule { kNone, kPace, kQuota, kAtOnce };
  enum class Phase {
    kOpen,      // The rule alone holds requests back.
    kWatching,  // One was refused; what becomes of those behind it?
    kSettling,  // The same, and nothing is sent meanwhile.
    kProbing,   // One request after the other is sent to see whether it is taken.
  };
  struct Call {
    Time started;
    Time ended = Time::max();
    Outcome outcome = Outcome::kUnknown;
    int level;  // How many were under way with it.
  };
  // From when the server took requests again until it does so the next time.
  struct Cycle {
    Time begin{};
    int taken = 0;
    int most_inside = -1;  // With how many inside the server one was taken.
  };
  // The first refusal since then, and what became of those sent behind it.
  struct Refusal {
    Time started{};
    Time heard{};
    double per_second = 0;  // That were tried then.
    int level = 0;
    int refused = 0;
    int taken_behind = 0;
    int least_inside = 0;  // With how many inside the server one was refused.
  };

  Call& EndCall(Time started, Outcome outcome, Time now);
  int Inside(const Call& call) const;
  bool IsProbeUnderWay() const;
  void ForgetCalls(Time now);
  void Taken(const Call& call, Time now);
  void Refused(const Call& call, Time now);
  void Sum();
  void Settled(Time now);
  bool Explained();
  bool IsAtOnce();
  void Probe(Time now);
  void Recovered(Time at);
  bool IsWindow(double seconds, double refused_seconds) const;
  double RateFrom(double seconds, double refused_seconds) const;
  void BeginCycle(Time begin);

  Rule rule_ = Rule::kNone;
  Pace pace_;
  Quota quota_;
  AtOnce at_once_;

  Phase phase_ = Phase::kOpen;
  std::deque<Call> calls_;  // Under way, and those that others under way have met.
  int in_flight_ = 0;
  Time last_end_ = Time::min();
  Cycle cycle_;
  Refusal refusal_;
  Time last_refusal_ = Time::min();
  Time::duration way_{0};  // To the server and back, without what it does there.
  Time::duration latency_{0};

  Time paused_until_ = Time::min();
  Time probing_since_{};
  Time probe_at_ = Time::min();
  Time last_probe_ = Time::min();  // That was refused.
  bool told_ = false;              // By Retry-After, when to probe.

  // What speaks for a limit of how many at a time.
  int inside_when_refused_ = 0;  // The last time. 0: nothing does.
  double rate_when_refused_ = 0;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_LEARNED_LIMIT_H_
