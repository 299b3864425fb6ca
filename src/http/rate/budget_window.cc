#include "src/http/rate/budget_window.h"

namespace apisql {

BudgetWindow::Time BudgetWindow::MayStart(const RateBudget& budget, Time now) {
  if (now < paused_until_) return paused_until_;
  while (!ended_.empty() && ended_.front() + budget.window <= now) ended_.pop_front();
  if (ended_.size() + static_cast<size_t>(in_flight_) < static_cast<size_t>(budget.requests)) {
    return now;
  }
  return ended_.empty() ? kAfterAnAnswer : ended_.front() + budget.window;
}

void BudgetWindow::Ended(bool counted, Time now) {
  --in_flight_;
  if (counted) ended_.push_back(now);
}

void BudgetWindow::Refused(const RateBudget& budget, Time started, Time now) {
  if (started <= paused_at_) return;
  paused_at_ = now;
  paused_until_ = now + Time::duration(budget.window) / 4;
}

}  // namespace apisql
