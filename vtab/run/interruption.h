// Interruption: whether the running statement is to stop, and what is told while it waits.
#ifndef APISQL_VTAB_RUN_INTERRUPTION_H_
#define APISQL_VTAB_RUN_INTERRUPTION_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <utility>

#include "src/base/clock.h"

namespace apisql {

// Request() may be called from a signal handler or another thread, all else from the session's.
class Interruption {
 public:
  // `asked` is polled; null: never. `waiting` is called about every 100 ms while a statement waits
  // for the network.
  Interruption(std::function<bool()> asked, std::function<void()> waiting, const Clock& clock)
      : asked_(std::move(asked)), waiting_(std::move(waiting)), clock_(clock) {}

  void Request() { requested_.store(true, std::memory_order_relaxed); }
  void Reset() { requested_.store(false, std::memory_order_relaxed); }
  bool Requested() const {
    return requested_.load(std::memory_order_relaxed) || (asked_ && asked_());
  }

  // Requested(), for whoever waits for the network.
  bool PollWhileWaiting() {
    const Clock::SteadyTime now = clock_.Steady();
    if (waiting_ && now - told_ >= std::chrono::milliseconds(100)) {
      told_ = now;
      waiting_();
    }
    return Requested();
  }

 private:
  std::atomic<bool> requested_ = false;
  std::function<bool()> asked_;
  std::function<void()> waiting_;
  const Clock& clock_;
  Clock::SteadyTime told_{};
};

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_INTERRUPTION_H_
