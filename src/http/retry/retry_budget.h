// RetryBudget: the time that a statement may lose to requests that fail.
#ifndef APISQL_SRC_HTTP_RETRY_RETRY_BUDGET_H_
#define APISQL_SRC_HTTP_RETRY_RETRY_BUDGET_H_

#include <algorithm>
#include <chrono>

#include "src/base/clock.h"

namespace apisql {

// Time that several calls lose side by side counts once.
class RetryBudget {
 public:
  // Takes the time from the start of a failed attempt to that of its repeat. False, taking nothing,
  // when that would make more than `most`.
  bool Take(Clock::SteadyTime from, Clock::SteadyTime to, Clock::SteadyTime::duration most) {
    const auto cost = std::max(to - std::max(from, counted_until_), Clock::SteadyTime::duration{0});
    if (spent_ + cost > most) return false;
    spent_ += cost;
    counted_until_ = std::max(counted_until_, to);
    return true;
  }

  // A new statement starts.
  void Reset() { spent_ = {}; }

 private:
  Clock::SteadyTime::duration spent_{0};
  Clock::SteadyTime counted_until_{};
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RETRY_RETRY_BUDGET_H_
