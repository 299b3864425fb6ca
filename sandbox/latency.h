// Latency: the time that an answer is held back.
#ifndef APISQL_SANDBOX_LATENCY_H_
#define APISQL_SANDBOX_LATENCY_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace apisql::sandbox {

// Thread-safe. Waits can be called off, so that stopping does not last as long as the latency.
class Latency {
 public:
  void Wait(std::chrono::milliseconds time);
  void Stop();  // Ends all waits, now and from now on.

 private:
  std::mutex mutex_;
  std::condition_variable change_;
  bool stopped_ = false;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_LATENCY_H_
