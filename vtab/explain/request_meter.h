// RequestMeter: counts what is sent while it lives, per table and method.
#ifndef APISQL_VTAB_EXPLAIN_REQUEST_METER_H_
#define APISQL_VTAB_EXPLAIN_REQUEST_METER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/base/clock.h"
#include "src/http/request_log.h"

namespace apisql {

struct MeteredRequests {
  using Milliseconds = std::chrono::duration<double, std::milli>;

  int64_t requests = 0;
  int64_t retries = 0;  // Of those, sent again.
  int64_t bytes = 0;
  int64_t in_flight = 0;
  int64_t max_in_flight = 0;
  std::optional<Milliseconds> first;  // Start of the first, since the meter was made,
  std::optional<Milliseconds> last;   // and end of the last.
};

// Listens to the log in place of its listener, hands on to that, and gives it back at its own end.
// Exact however many records the log keeps. Not thread-safe. `log` and `clock` must outlive it.
class RequestMeter {
 public:
  using Key =
      std::pair<std::string, std::string>;  // Table and method; requests for tokens: "", "".
  using Listener = std::function<void(const RequestRecord&)>;

  RequestMeter(RequestLog& log, const Clock& clock);
  ~RequestMeter();
  RequestMeter(const RequestMeter&) = delete;
  RequestMeter& operator=(const RequestMeter&) = delete;

  // Takes in requests that have started and not ended.
  void TakeStarted();
  // In the order of their first requests.
  const std::vector<std::pair<Key, MeteredRequests>>& methods() const { return methods_; }
  const MeteredRequests& total() const { return total_; }
  MeteredRequests::Milliseconds elapsed() const { return clock_.Steady() - start_; }

 private:
  void OnEnd(const RequestRecord& record);
  MeteredRequests& Of(const RequestRecord& record);

  RequestLog& log_;
  const Clock& clock_;
  Listener listener_;
  Clock::SteadyTime start_;
  int64_t before_;  // Number of the last request that is not of interest.
  int64_t seen_;    // Of the last that has been taken in.
  std::vector<std::pair<Key, MeteredRequests>> methods_;
  MeteredRequests total_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_REQUEST_METER_H_
