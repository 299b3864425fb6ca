// RateWindow: a limit as response headers tell it: so many requests left until the window is over.
#ifndef APISQL_SRC_HTTP_RATE_RATE_WINDOW_H_
#define APISQL_SRC_HTTP_RATE_RATE_WINDOW_H_

#include <cstdint>
#include <optional>

#include "src/base/clock.h"
#include "src/http/rate/rate_headers.h"

namespace apisql {

// Answers come in another order than the server counted them, and tell nothing of the requests that
// are under way. So the least that was told in a window holds, less those under way. When a window
// that was used up ends, one request goes ahead to see: servers round its end to whole seconds.
class RateWindow {
 public:
  using Time = Clock::SteadyTime;
  static constexpr Time kAfterAnAnswer = Time::max();

  // When the next request may be sent: not after `now` when at once; kAfterAnAnswer when that
  // depends on one that is under way. `in_flight`: requests that the server may not have counted.
  Time MayStart(Time now, int in_flight);

  void Started(Time now);
  // A request that was sent at `started` has ended, with an answer that said `report`, or without.
  // `refused`: it was one too many.
  void Ended(Time started, const std::optional<RateReport>& report, bool refused, Time now);

  int64_t limit() const { return limit_; }  // 0 when the server does not say.

 private:
  bool IsNewWindow(Time started, const RateReport& report, Time now) const;

  bool known_ = false;
  bool used_up_ = false;  // Something had to wait for the end.
  bool looking_ahead_ = false;
  Time looks_ahead_from_{};  // When the request that does was sent.
  int64_t limit_ = 0;
  int64_t left_ = 0;  // The least that was told.
  Time told_at_{};    // When that was.
  Time end_{};
  Time::duration rounding_{0};  // Added to what the server says of the end.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_RATE_WINDOW_H_
