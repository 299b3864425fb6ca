// BudgetWindow: keeps within a published limit of so many requests in so much time.
#ifndef APISQL_SRC_HTTP_RATE_BUDGET_WINDOW_H_
#define APISQL_SRC_HTTP_RATE_BUDGET_WINDOW_H_

#include <deque>

#include "src/base/clock.h"
#include "src/http/rate/rate_rules.h"

namespace apisql {

// Wherever the server lets its windows begin, none ever holds more requests than the budget: a
// request counts from when it is sent until a whole window after its end.
class BudgetWindow {
 public:
  using Time = Clock::SteadyTime;
  static constexpr Time kAfterAnAnswer = Time::max();

  // When the next request may be sent: not after `now` when at once; kAfterAnAnswer when all of the
  // budget is under way.
  Time MayStart(const RateBudget& budget, Time now);
  void Started() { ++in_flight_; }
  // One has ended; `counted`: the server may have seen it.
  void Ended(bool counted, Time now);
  // One that was sent at `started` was refused although the budget had room: another client has
  // used it up. Waits for a quarter of the window.
  void Refused(const RateBudget& budget, Time started, Time now);
  bool IsPaused(Time now) const { return now < paused_until_; }  // For that.

 private:
  int in_flight_ = 0;
  std::deque<Time> ended_;
  Time paused_until_ = Time::min();
  Time paused_at_ = Time::min();
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_BUDGET_WINDOW_H_
