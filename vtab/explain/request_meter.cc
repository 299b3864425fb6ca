#include "vtab/explain/request_meter.h"

#include <algorithm>

namespace apisql {
namespace {

int64_t LastNumber(const RequestLog& log) {
  return log.records().empty() ? 0 : log.records().back().number;
}

void CountStart(const RequestRecord& record, MeteredRequests* sums) {
  ++sums->requests;
  if (record.attempt > 1) ++sums->retries;
  sums->max_in_flight = std::max(sums->max_in_flight, ++sums->in_flight);
}

void CountEnd(const RequestRecord& record, MeteredRequests::Milliseconds now,
              MeteredRequests* sums) {
  --sums->in_flight;
  sums->bytes += record.bytes;
  const MeteredRequests::Milliseconds took(static_cast<double>(record.milliseconds));
  const auto start = std::max(MeteredRequests::Milliseconds(0), now - took);
  sums->first = std::min(sums->first.value_or(start), start);
  sums->last = now;
}

}  // namespace

RequestMeter::RequestMeter(RequestLog& log, const Clock& clock)
    : log_(log), clock_(clock), start_(clock.Steady()), before_(LastNumber(log)), seen_(before_) {
  listener_ = log_.set_listener([this](const RequestRecord& record) { OnEnd(record); });
}

RequestMeter::~RequestMeter() { log_.set_listener(std::move(listener_)); }

MeteredRequests& RequestMeter::Of(const RequestRecord& record) {
  Key key{record.label.table, record.label.operation};
  const auto is_it = [&](const auto& entry) { return entry.first == key; };
  const auto found = std::ranges::find_if(methods_, is_it);
  if (found != methods_.end()) return found->second;
  return methods_.emplace_back(std::move(key), MeteredRequests()).second;
}

// Most are under way just before one ends, so looking then is enough.
void RequestMeter::TakeStarted() {
  for (; seen_ < LastNumber(log_); ++seen_) {
    const RequestRecord* record = log_.Find(seen_ + 1);
    if (record == nullptr) continue;
    CountStart(*record, &Of(*record));
    CountStart(*record, &total_);
  }
}

void RequestMeter::OnEnd(const RequestRecord& record) {
  TakeStarted();
  if (record.number > before_) {
    CountEnd(record, elapsed(), &Of(record));
    CountEnd(record, elapsed(), &total_);
  }
  if (listener_) listener_(record);
}

}  // namespace apisql
