#include "shell/run/progress.h"

#include <algorithm>
#include <cstdio>

#include "shell/people/cost_text.h"

namespace apisql {
namespace {

constexpr std::chrono::milliseconds kQuiet{500};
constexpr std::chrono::seconds kSilentWait{10};

}  // namespace

void Progress::Start(const RequestLog& log) {
  start_ = clock_.Steady();
  counted_to_ = start_;
  waited_ = {};
  was_waiting_ = false;
  noted_ = false;
  last_foreign_ = log.records().empty() ? 0 : log.records().back().number;
}

void Progress::Update(const RequestLog& log) {
  if (hidden_) return;
  if (!write_) return NoteWait(log);
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock_.Steady() - start_);
  if (elapsed < kQuiet) return;
  std::string text = Text(log, elapsed);
  const size_t width = text.size();
  if (width < shown_) text.append(shown_ - width, ' ');
  write_("\r" + text);
  shown_ = std::max(width, shown_);
}

void Progress::Erase() {
  if (shown_ == 0) return;
  write_("\r" + std::string(shown_, ' ') + "\r");
  shown_ = 0;
}

std::string Progress::Text(const RequestLog& log, std::chrono::milliseconds elapsed) const {
  int64_t requests = 0;
  int64_t rows = 0;
  for (auto record = log.records().rbegin();
       record != log.records().rend() && record->number > last_foreign_; ++record) {
    ++requests;
    rows += record->rows;
  }
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f s", static_cast<double>(elapsed.count()) / 1000);
  return Grouped(requests) + (requests == 1 ? " request, " : " requests, ") + Grouped(rows) +
         (rows == 1 ? " row, " : " rows, ") + seconds + WaitText(log);
}

// What lies between two updates counts as waiting where there was waiting at both ends.
void Progress::NoteWait(const RequestLog& log) {
  if (!note_ || noted_) return;
  const Clock::SteadyTime now = clock_.Steady();
  const bool waiting = log.waiting().has_value();
  if (waiting && was_waiting_) waited_ += now - counted_to_;
  was_waiting_ = waiting;
  counted_to_ = now;
  if (!waiting || waited_ < kSilentWait) return;
  const auto left = std::max(log.waiting()->until - now, Clock::SteadyTime::duration{});
  const auto all = std::chrono::ceil<std::chrono::seconds>(waited_ + left);
  note_("waiting " + Grouped(all.count()) + " s: " + log.waiting()->reason);
  noted_ = true;
}

std::string Progress::WaitText(const RequestLog& log) const {
  if (!log.waiting()) return "";
  const auto left = std::chrono::ceil<std::chrono::seconds>(log.waiting()->until - clock_.Steady());
  if (left.count() <= 0) return "";
  return "; waiting " + Grouped(left.count()) + " s: " + log.waiting()->reason;
}

}  // namespace apisql
