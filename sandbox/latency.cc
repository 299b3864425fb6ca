#include "sandbox/latency.h"

namespace apisql::sandbox {

void Latency::Wait(std::chrono::milliseconds time) {
  if (time.count() == 0) return;
  std::unique_lock lock(mutex_);
  change_.wait_for(lock, time, [this] { return stopped_; });
}

void Latency::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  change_.notify_all();
}

}  // namespace apisql::sandbox
