#include "sandbox/rate_limit.h"

#include <algorithm>
#include <string>

namespace apisql::sandbox {

bool RateLimit::Take() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - window_ >= std::chrono::seconds(1)) {
    window_ = now;
    used_ = 0;
  }
  return ++used_ <= per_second_;
}

void RateLimit::SetHeaders(Answer& answer) const {
  const std::lock_guard lock(mutex_);
  answer.headers["X-RateLimit-Limit"] = std::to_string(per_second_);
  answer.headers["X-RateLimit-Remaining"] = std::to_string(std::max(0, per_second_ - used_));
  answer.headers["X-RateLimit-Reset"] = "1";
}

}  // namespace apisql::sandbox
