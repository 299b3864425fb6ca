#include "src/http/rate/learned_limit.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

namespace apisql {
namespace {

constexpr std::chrono::seconds kQuiet{30};  // Behind it one refusal is one alone again.
constexpr std::chrono::seconds kIdle{1};    // What was taken before it tells of no limit.
// A request may be under way for minutes. Others do not wait for that.
constexpr std::chrono::seconds kLongestSettling{1};

double Seconds(Clock::SteadyTime::duration time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

LearnedLimit::Time LearnedLimit::MayStart(Time now) const {
  if (phase_ == Phase::kSettling) return refusal_.heard + kLongestSettling;
  if (phase_ == Phase::kProbing) return IsProbeUnderWay() ? kAfterAnAnswer : probe_at_;
  switch (rule_) {
    case Rule::kNone:
      return now;
    case Rule::kPace:
      return pace_.NextStart(now);
    case Rule::kQuota:
      return quota_.NextStart(now);
    case Rule::kAtOnce:
      return at_once_.NextStart(in_flight_, now);
  }
  return now;
}

bool LearnedLimit::IsProbeUnderWay() const {
  return std::ranges::any_of(calls_, [&](const Call& call) {
    return call.ended == Time::max() && call.started >= probing_since_;
  });
}

void LearnedLimit::Started(Time now) {
  if (phase_ == Phase::kSettling) Settled(now);
  const bool is_first = in_flight_ == 0 && phase_ == Phase::kOpen && last_end_ + kIdle < now;
  if (is_first && rule_ == Rule::kNone) BeginCycle(now);
  calls_.push_back({.started = now, .level = ++in_flight_});
  pace_.Started(now);
  if (rule_ == Rule::kAtOnce) at_once_.Started(now);
  if (rule_ == Rule::kQuota && phase_ == Phase::kOpen && quota_.Started(now)) BeginCycle(now);
}

void LearnedLimit::Ended(Time started, Outcome outcome, Time paused_until, Time now) {
  paused_until_ = paused_until;
  const Call& call = EndCall(started, outcome, now);
  if (outcome == Outcome::kTaken) Taken(call, now);
  if (outcome == Outcome::kRefused) Refused(call, now);
  // Before the refusal itself is forgotten, though others may still be under way.
  const bool is_long = now >= refusal_.heard + kLongestSettling;
  if (phase_ == Phase::kSettling && (in_flight_ == 0 || is_long)) Settled(now);
  ForgetCalls(now);
}

// Of those that were sent at one moment the server takes the first ones.
LearnedLimit::Call& LearnedLimit::EndCall(Time started, Outcome outcome, Time now) {
  const auto is_it = [&](const Call& call) {
    return call.started == started && call.ended == Time::max();
  };
  auto found = std::ranges::find_if(calls_, is_it);
  for (auto next = found; outcome == Outcome::kRefused && next != calls_.end(); ++next) {
    if (is_it(*next)) found = next;
  }
  if (found == calls_.end())
    found = calls_.insert(found, {.started = started, .level = ++in_flight_});
  found->ended = now;
  found->outcome = outcome;
  last_end_ = now;
  --in_flight_;
  return *found;
}

// How many the server was at work on when `call` came there.
int LearnedLimit::Inside(const Call& call) const {
  int inside = 0;
  for (const Call& other : calls_) {
    if (&other == &call) break;
    const bool refused = other.outcome == Outcome::kRefused;
    if (!refused && other.ended > call.started + way_) ++inside;
  }
  return inside;
}

void LearnedLimit::ForgetCalls(Time now) {
  Time from = phase_ == Phase::kOpen ? Time::max() : refusal_.started;
  for (const Call& call : calls_) {
    if (call.ended == Time::max()) from = std::min(from, call.started);
  }
  from = std::max(from, now - kLongestSettling);
  std::erase_if(calls_, [from](const Call& call) { return call.ended < from; });
}

void LearnedLimit::Taken(const Call& call, Time now) {
  ++cycle_.taken;
  cycle_.most_inside = std::max(cycle_.most_inside, Inside(call));
  latency_ = now - call.started;
  if (phase_ == Phase::kOpen && rule_ == Rule::kAtOnce) at_once_.Taken(call.level, latency_);
  if (phase_ == Phase::kProbing && call.started >= probing_since_) {
    // The server has taken requests again from some time after the last probe that was refused.
    const Time after = last_probe_ == Time::min() ? call.started : last_probe_;
    Recovered(after + (call.started - after) / 2);
  } else if (phase_ == Phase::kWatching && call.started > refusal_.heard) {
    Sum();
    if (!Explained()) Recovered(call.started);
  }
}

void LearnedLimit::Refused(const Call& call, Time now) {
  const bool paused = paused_until_ > now;
  if (phase_ == Phase::kOpen) {
    constexpr double kAny = std::numeric_limits<double>::infinity();
    phase_ = rule_ == Rule::kPace && !paused ? Phase::kWatching : Phase::kSettling;
    refusal_ = {.started = call.started,
                .heard = now,
                .per_second = pace_.known() ? pace_.PerSecond(call.started) : kAny};
    way_ = now - call.started;
  } else if (phase_ == Phase::kProbing) {
    if (call.started < probing_since_) return;
    if (!paused) last_probe_ = call.started;
    Probe(now);
  } else if (paused || call.started > refusal_.heard) {
    phase_ = Phase::kSettling;
  }
  refusal_.started = std::min(refusal_.started, call.started);
}

// What has become of the requests since the first refusal.
void LearnedLimit::Sum() {
  refusal_.refused = refusal_.taken_behind = refusal_.level = 0;
  refusal_.least_inside = std::numeric_limits<int>::max();
  for (const Call& call : calls_) {
    if (call.started < refusal_.started) continue;
    if (call.outcome == Outcome::kRefused) {
      if (refusal_.refused++ == 0) refusal_.level = call.level;
      refusal_.least_inside = std::min(refusal_.least_inside, Inside(call));
    } else if (call.outcome == Outcome::kTaken && refusal_.refused > 0) {
      ++refusal_.taken_behind;
    }
  }
}

void LearnedLimit::Settled(Time now) {
  Sum();
  const bool alone = rule_ == Rule::kNone && refusal_.refused == 1 && last_refusal_ + kQuiet < now;
  last_refusal_ = now;
  if (alone) {
    phase_ = Phase::kOpen;
  } else if (!Explained()) {
    if (refusal_.taken_behind > 0) return Recovered(now);
    phase_ = Phase::kProbing;
    probing_since_ = now;
    last_probe_ = Time::min();
    Probe(now);
  }
}

// True when it is a matter of how many at a time. Then nothing has to be waited for.
bool LearnedLimit::Explained() {
  if (rule_ == Rule::kAtOnce) {
    if (!at_once_.Correct(refusal_.level)) {
      rule_ = Rule::kNone;
      inside_when_refused_ = 0;
      return false;
    }
  } else {
    if (!IsAtOnce()) return false;
    rule_ = Rule::kAtOnce;
    at_once_.Learn(inside_when_refused_);
    pace_.Forget();
  }
  phase_ = Phase::kOpen;
  return true;
}

// Refused with more inside than any that was taken, twice, and with about as many at different
// rates: at the same rate it might as well be the rate.
bool LearnedLimit::IsAtOnce() {
  constexpr double kSameRate = 0.25;
  const bool is_more = refusal_.refused > 0 && refusal_.least_inside > cycle_.most_inside;
  const int inside = is_more ? refusal_.least_inside : 0;
  const int before = std::exchange(inside_when_refused_, inside);
  const double rate = std::exchange(rate_when_refused_, refusal_.per_second);
  if (inside == 0 || before == 0 || std::abs(inside - before) > inside / 8) return false;
  inside_when_refused_ = std::min(inside, before);
  return std::abs(refusal_.per_second / rate - 1) > kSameRate;
}

void LearnedLimit::Probe(Time now) {
  constexpr double kShare = 0.25;
  double gap = Seconds(now - refusal_.started);
  if (pace_.known()) {
    // It is but a little too fast: when the server takes requests again need not be known exactly,
    // and each probe that is refused is one of the few tries that a call has.
    gap = std::max(gap, 1 / pace_.learned());
  } else {
    gap *= kShare;
  }
  told_ = paused_until_ > now;
  const auto wait =
      std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(gap));
  probe_at_ = std::max(paused_until_, now + wait);
}

// The server takes requests again since `at`.
void LearnedLimit::Recovered(Time at) {
  const double seconds = std::max(Seconds(at - cycle_.begin), 1e-3);
  const double refused_seconds = Seconds(at - refusal_.started);
  const int taken = cycle_.taken - 1;  // The last one belongs to the new cycle.
  if (rule_ == Rule::kNone && IsWindow(seconds, refused_seconds)) {
    rule_ = Rule::kQuota;
    quota_.Learn(taken, seconds, at);
  } else if (rule_ != Rule::kQuota || !quota_.Correct(taken, seconds, at)) {
    // Before a pace was kept, a refusal tells only for as long as it lasted.
    const double trust = pace_.known() ? seconds : refused_seconds;
    pace_.Learn(RateFrom(seconds, refused_seconds), trust, at);
    rule_ = Rule::kPace;
  }
  phase_ = Phase::kOpen;
  BeginCycle(at);
}

// A bucket would have taken several while this one refused.
bool LearnedLimit::IsWindow(double seconds, double refused_seconds) const {
  constexpr double kShortest = 5;  // A pace keeps shorter ones as well.
  constexpr int kSeveral = 5;
  return phase_ == Phase::kProbing && told_ && seconds >= kShortest &&
         refused_seconds > seconds / 2 && refused_seconds * cycle_.taken / seconds > kSeveral;
}

// Per second, from a cycle of so long, at the end of which the server refused for so long.
double LearnedLimit::RateFrom(double seconds, double refused_seconds) const {
  const double taken = cycle_.taken;
  if (rule_ == Rule::kQuota) return std::min(taken / seconds, quota_.requests() / quota_.seconds());
  if (!pace_.known()) {
    if (inside_when_refused_ == 0) return taken / seconds;
    return taken / std::max(seconds - refused_seconds, Seconds(latency_));
  }
  constexpr int kFew = 20;
  if (taken < kFew) {
    return std::min({(taken + 1) / seconds, 0.95 * refusal_.per_second, pace_.learned()});
  }
  // A rate that rose to what was refused has not used the limit up on its way.
  const double doubt = std::clamp(refused_seconds / seconds, 0.03, 0.2);
  return std::max(taken / seconds, refusal_.per_second * (1 - doubt));
}

void LearnedLimit::BeginCycle(Time begin) { cycle_ = {.begin = begin}; }

std::string LearnedLimit::Description(Time now) const {
  char text[64];
  if (phase_ == Phase::kSettling || phase_ == Phase::kProbing) {
    return "single requests are tried";
  }
  switch (rule_) {
    case Rule::kNone:
      return "";
    case Rule::kPace:
      std::snprintf(text, sizeof text, "%.1f requests per second are tried", pace_.PerSecond(now));
      break;
    case Rule::kQuota:
      std::snprintf(text, sizeof text, "%d requests in %.1f s are tried", quota_.requests(),
                    quota_.seconds());
      break;
    case Rule::kAtOnce:
      std::snprintf(text, sizeof text, "%d requests at a time are tried", at_once_.most());
      break;
  }
  return text;
}

}  // namespace apisql
