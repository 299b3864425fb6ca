#include "src/http/rate/rate_window.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace apisql {

RateWindow::Time RateWindow::MayStart(Time now, int in_flight) {
  if (!known_) return now;
  if (now < end_) {
    if (left_ > in_flight) return now;
    used_up_ = true;
    return end_;
  }
  if (!used_up_) return now;
  return looking_ahead_ ? kAfterAnAnswer : now;
}

void RateWindow::Started(Time now) {
  if (looking_ahead_ || !known_ || !used_up_ || now < end_) return;
  looking_ahead_ = true;
  looks_ahead_from_ = now;
}

// A request that was sent when `left_` was known already is counted later, so it is told less.
bool RateWindow::IsNewWindow(Time started, const RateReport& report, Time now) const {
  return !known_ || now >= end_ || (started > told_at_ && report.remaining >= left_);
}

void RateWindow::Ended(Time started, const std::optional<RateReport>& report, bool refused,
                       Time now) {
  const bool looked_ahead = looking_ahead_ && started >= looks_ahead_from_;
  if (looked_ahead) looking_ahead_ = false;
  // An answer that comes late from a window that is over and was used up.
  if (known_ && used_up_ && now >= end_ && started < end_) return;
  if (!report) {
    if (looked_ahead) known_ = false;
    return;
  }
  constexpr std::chrono::seconds kOne{1};
  // It said that the window would be over by then: it cuts fractions of a second off.
  if (looked_ahead && refused) rounding_ = kOne;
  Time::duration reset = report->reset + rounding_;
  if (refused && reset < kOne) reset = kOne;
  limit_ = report->limit;
  if (IsNewWindow(started, *report, now)) {
    known_ = true;
    used_up_ = refused;
    left_ = report->remaining;
    told_at_ = now;
    end_ = now + reset;
    return;
  }
  end_ = std::min(end_, now + reset);
  if (report->remaining >= left_) return;
  left_ = report->remaining;
  told_at_ = now;
}

}  // namespace apisql
