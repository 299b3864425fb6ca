#include "shell/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace apisql {
namespace {

constexpr int kInterruptedExit = 130;

std::atomic<bool> g_interrupted{false};
std::atomic<Session*> g_running{nullptr};
std::atomic<int64_t> g_last_milliseconds{-10'000};
static_assert(std::atomic<Session*>::is_always_lock_free);

int64_t Milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

// Calls only what is safe in a signal handler.
void OnInterrupt(int) {
  const int saved_errno = errno;
  g_interrupted = true;
  const int64_t now = Milliseconds();
  const int64_t previous = g_last_milliseconds.exchange(now);
  if (Session* session = g_running) {
    if (now - previous < 1000) _exit(kInterruptedExit);
    session->Interrupt();
  }
  errno = saved_errno;
}

sigset_t EndSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void CatchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = OnInterrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // No SA_RESTART: reading a line must end.
  sigaction(SIGINT, &action, nullptr);
}

bool Interrupted() { return g_interrupted; }
void ClearInterrupt() { g_interrupted = false; }

InterruptibleStatement::InterruptibleStatement(Session& session) {
  ClearInterrupt();
  g_last_milliseconds = -10'000;
  g_running = &session;
}

InterruptibleStatement::~InterruptibleStatement() { g_running = nullptr; }

SignalsBlocked::SignalsBlocked() {
  const sigset_t set = EndSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

SignalsBlocked::~SignalsBlocked() {
  const sigset_t set = EndSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void WaitForEndSignal() {
  const sigset_t set = EndSignals();
  int received = 0;
  sigwait(&set, &received);
}

}  // namespace apisql
