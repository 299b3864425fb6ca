#include "src/http/request_log.h"

#include <utility>

namespace apisql {

int64_t RequestLog::Add(RequestRecord record) {
  record.number = ++last_number_;
  records_.push_back(std::move(record));
  while (records_.size() > capacity_) records_.pop_front();
  return last_number_;
}

RequestRecord* RequestLog::Find(int64_t number) {
  if (records_.empty() || number < records_.front().number || number > last_number_) return nullptr;
  return &records_[static_cast<size_t>(number - records_.front().number)];
}

std::function<void(const RequestRecord&)> RequestLog::set_listener(
    std::function<void(const RequestRecord&)> listener) {
  return std::exchange(listener_, std::move(listener));
}

void RequestLog::Complete(int64_t number) {
  const RequestRecord* record = Find(number);
  if (record != nullptr && listener_) listener_(*record);
}

}  // namespace apisql
