// SpeedWatch: tells when an answer that has begun comes too slowly to be worth waiting for.
#ifndef APISQL_SRC_HTTP_TRANSPORT_SPEED_WATCH_H_
#define APISQL_SRC_HTTP_TRANSPORT_SPEED_WATCH_H_

#include <chrono>
#include <cstdint>

#include "src/base/clock.h"

namespace apisql {

class SpeedWatch {
 public:
  SpeedWatch() = default;
  // An answer may come slower than `bytes_per_second`, but not all through a `window`. A window of
  // zero watches nothing.
  SpeedWatch(int64_t bytes_per_second, std::chrono::milliseconds window)
      : bytes_per_second_(bytes_per_second), window_(window) {}

  // To be asked again and again from the first byte on; `received` are the bytes so far.
  bool IsTooSlow(int64_t received, Clock::SteadyTime now) {
    // While nobody looks nobody reads, and the server can do nothing about it.
    constexpr std::chrono::seconds kLongestGap{1};
    const bool looked = begun_ && now - last_look_ <= kLongestGap;
    last_look_ = now;
    if (!looked) Restart(received, now);
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - since_);
    if (window_.count() == 0 || passed < window_) return false;
    const bool slow = (received - before_) * 1000 < bytes_per_second_ * passed.count();
    Restart(received, now);
    return slow;
  }

 private:
  void Restart(int64_t received, Clock::SteadyTime now) {
    begun_ = true;
    since_ = now;
    before_ = received;
  }

  int64_t bytes_per_second_ = 0;
  std::chrono::milliseconds window_{0};
  bool begun_ = false;
  Clock::SteadyTime since_;  // Of the window under way,
  int64_t before_ = 0;       // and what was there then.
  Clock::SteadyTime last_look_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_SPEED_WATCH_H_
