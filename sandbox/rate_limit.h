// RateLimit: requests per second, as Confluent Cloud's headers tell them.
#ifndef APISQL_SANDBOX_RATE_LIMIT_H_
#define APISQL_SANDBOX_RATE_LIMIT_H_

#include <chrono>
#include <mutex>

#include "sandbox/call.h"

namespace apisql::sandbox {

// Thread-safe. The vendor publishes no numbers.
class RateLimit {
 public:
  explicit RateLimit(int per_second) : per_second_(per_second) {}

  // Counts one request. False when it is one too many.
  bool Take();
  // X-RateLimit-Limit, -Remaining and -Reset (seconds from now).
  void SetHeaders(Answer& answer) const;

 private:
  const int per_second_;
  mutable std::mutex mutex_;
  std::chrono::steady_clock::time_point window_;
  int used_ = 0;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_RATE_LIMIT_H_
