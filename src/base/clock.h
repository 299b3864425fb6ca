// Clock: time as an argument, so that tests can set it.
#ifndef APISQL_SRC_BASE_CLOCK_H_
#define APISQL_SRC_BASE_CLOCK_H_

#include <chrono>

namespace apisql {

class Clock {
 public:
  using WallTime = std::chrono::system_clock::time_point;
  using SteadyTime = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;
  virtual WallTime Wall() const = 0;      // For dates that others set: token expiry, Retry-After.
  virtual SteadyTime Steady() const = 0;  // For durations.

  // The machine's clock. Lives for ever.
  static const Clock& Real();
};

}  // namespace apisql

#endif  // APISQL_SRC_BASE_CLOCK_H_
