// ScanTrace: what the scans of one statement did and how long it took, for EXPLAIN ANALYZE
// REQUESTS.
#ifndef APISQL_VTAB_API_SCAN_TRACE_H_
#define APISQL_VTAB_API_SCAN_TRACE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "registry/model/resource.h"
#include "src/base/clock.h"

namespace apisql {

// Of one method of one table.
struct MethodTrace {
  std::chrono::nanoseconds waited{0};    // In which nothing but the network moved.
  std::chrono::nanoseconds decoding{0};  // Of answers into rows.
  int64_t rows_fetched = 0;              // Found in the answers.
  int64_t rows_kept = 0;                 // Handed to SQLite.
};

// Not thread-safe. `clock` must outlive it.
class ScanTrace {
 public:
  using Key = std::pair<std::string, std::string>;  // Table and method.

  explicit ScanTrace(const Clock& clock) : clock_(clock) {}

  MethodTrace& Of(const Resource& resource, const Method& method) {
    return methods_[{resource.name, method.name}];
  }
  const std::map<Key, MethodTrace>& methods() const { return methods_; }
  const Clock& clock() const { return clock_; }

 private:
  const Clock& clock_;
  std::map<Key, MethodTrace> methods_;
};

// Adds the time in which it lives to one of the sums of `trace`; does nothing when that is null.
class TracedTime {
 public:
  TracedTime(ScanTrace* trace, const Resource& resource, const Method& method,
             std::chrono::nanoseconds MethodTrace::* sum) {
    if (trace == nullptr) return;
    clock_ = &trace->clock();
    sum_ = &(trace->Of(resource, method).*sum);
    start_ = clock_->Steady();
  }
  ~TracedTime() { Pause(); }
  TracedTime(const TracedTime&) = delete;
  TracedTime& operator=(const TracedTime&) = delete;

  // What comes before Resume() does not count.
  void Pause() {
    if (sum_ != nullptr) *sum_ += clock_->Steady() - start_;
  }
  void Resume() {
    if (sum_ != nullptr) start_ = clock_->Steady();
  }

 private:
  const Clock* clock_ = nullptr;
  std::chrono::nanoseconds* sum_ = nullptr;
  Clock::SteadyTime start_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_API_SCAN_TRACE_H_
