// Interruption: whether the statement that is stepped now is to stop, and what is told while it
// waits.
#ifndef APISQL_VTAB_WORKSPACE_INTERRUPTION_H_
#define APISQL_VTAB_WORKSPACE_INTERRUPTION_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "src/base/clock.h"
#include "vtab/write/sending_watch.h"

namespace apisql {

// Request() may be called from a signal handler or another thread, all else from the session's.
//
// While rows are sent it may be patient: the first request keeps further rows from leaving and
// gives what is under way two seconds, the second ends that at once.
class Interruption final : public SendingWatch {
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
      return requested_.load(std::memory_order_relaxed) || session_requests() != 0;
    }
    // Those for the whole session.
    int64_t session_requests() const {
      return session_.requests_.load(std::memory_order_relaxed) - before_;
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
  void set_run(const Run* run) {
    run_ = run;
    served_ = false;
  }
  // For the run alone, without a poll.
  bool RunRequested() const { return !served_ && run_ != nullptr && run_->requested(); }
  bool Requested() const { return RunRequested() || (!served_ && asked_ && asked_()); }

  // Makes it patient; `told` is called when the first request has come. Null: every request ends at
  // once.
  void set_patience(std::function<void()> told) { stopping_told_ = std::move(told); }
  void BeginSending() override {
    sending_ = stopping_told_ != nullptr;
    stopping_since_.reset();
  }
  // Where it has kept rows from leaving, or come too late for that, the request has had its due:
  // the statement goes on to tell what was sent, with the secrets that no other answer has.
  void EndSending() override {
    sending_ = false;
    served_ = stopping_since_.has_value();
  }
  bool IsStopping() override {
    if (sending_ && !stopping_since_ && Requested()) {
      stopping_since_ = clock_.Steady();
      stopping_told_();
    }
    return sending_ && stopping_since_;
  }

  // Requested(), or the end of patience, for whoever waits for the network.
  bool PollWhileWaiting() {
    const Clock::SteadyTime now = clock_.Steady();
    if (waiting_ && now - told_ >= std::chrono::milliseconds(100)) {
      told_ = now;
      waiting_();
    }
    return sending_ ? IsStopping() && IsOutOfPatience(now) : Requested();
  }

 private:
  static constexpr std::chrono::seconds kPatience{2};

  bool IsOutOfPatience(Clock::SteadyTime now) const {
    return now - *stopping_since_ >= kPatience || (run_ != nullptr && run_->session_requests() > 1);
  }

  std::atomic<int64_t> requests_ = 0;
  const Run* run_ = nullptr;
  std::function<bool()> asked_;
  std::function<void()> waiting_;
  const Clock& clock_;
  Clock::SteadyTime told_{};
  std::function<void()> stopping_told_;
  bool sending_ = false;
  std::optional<Clock::SteadyTime> stopping_since_;
  bool served_ = false;  // The request that has come is not to stop anything more.
};

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_INTERRUPTION_H_
