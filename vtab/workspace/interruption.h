// Interruption: whether the statement that is stepped now is to stop, and what is told while it
// waits.
#ifndef APISQL_VTAB_WORKSPACE_INTERRUPTION_H_
#define APISQL_VTAB_WORKSPACE_INTERRUPTION_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

#include "src/base/clock.h"

namespace apisql {

// Request() may be called from a signal handler or another thread, all else from the session's.
class Interruption {
 public:
  // One run of a statement. It is to stop once Request() has been called for it, or for the whole
  // session, since it began.
  class Run {
   public:
    explicit Run(const Interruption& session) : session_(session) { Begin(); }

    void Begin() {
      requested_.store(false, std::memory_order_relaxed);
      before_ = session_.requests_.load(std::memory_order_relaxed);
    }
    void Request() { requested_.store(true, std::memory_order_relaxed); }
    bool requested() const {
      return requested_.load(std::memory_order_relaxed) ||
             session_.requests_.load(std::memory_order_relaxed) != before_;
    }

   private:
    const Interruption& session_;
    std::atomic<bool> requested_ = false;
    int64_t before_ = 0;
  };

  // `asked` is polled; null: never. `waiting` is called about every 100 ms while a statement waits
  // for the network.
  Interruption(std::function<bool()> asked, std::function<void()> waiting, const Clock& clock)
      : asked_(std::move(asked)), waiting_(std::move(waiting)), clock_(clock) {}

  // Stops all runs that have begun.
  void Request() { requests_.fetch_add(1, std::memory_order_relaxed); }
  // The run that is stepped from now on; null: none is.
  void set_run(const Run* run) { run_ = run; }
  // For the run alone, without a poll.
  bool RunRequested() const { return run_ != nullptr && run_->requested(); }
  bool Requested() const { return RunRequested() || (asked_ && asked_()); }

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
  std::atomic<int64_t> requests_ = 0;
  const Run* run_ = nullptr;
  std::function<bool()> asked_;
  std::function<void()> waiting_;
  const Clock& clock_;
  Clock::SteadyTime told_{};
};

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_INTERRUPTION_H_
