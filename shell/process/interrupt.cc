#include "shell/process/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string_view>

namespace apisql {
namespace {

constexpr unsigned kSecondsToEnd = 5;
constexpr int kPollMilliseconds = 100;
constexpr int64_t kLongAgo = -10'000;

std::atomic<int> g_signal{0};
std::atomic<int64_t> g_signal_milliseconds{kLongAgo};
std::atomic<int64_t> g_press_milliseconds{kLongAgo};
std::atomic<Session*> g_running{nullptr};
std::atomic<int> g_read_pipe{-1};
static_assert(std::atomic<Session*>::is_always_lock_free);
static_assert(std::atomic<int64_t>::is_always_lock_free);

int64_t Milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

// What follows up to OnSignal() calls only what is safe in a signal handler.
[[noreturn]] void EndAtOnce(std::string_view reason) {
  if (write(STDERR_FILENO, reason.data(), reason.size()) < 0) {
    // Nobody can be told.
  }
  _exit(static_cast<int>(InterruptedExit()));
}

void OnAlarm(int) {
  EndAtOnce("apisql: ended before it stopped; what was being sent may have been applied\n");
}

enum class Press { kFirst, kSame, kSecond };

// Two signals at once are one press: `timeout` signals the process and then its group.
Press NotePress() {
  const int64_t now = Milliseconds();
  const int64_t apart = now - g_press_milliseconds;
  if (apart < 100) return Press::kSame;
  g_press_milliseconds = now;
  return apart < 1000 ? Press::kSecond : Press::kFirst;
}

void Note(int signal) {
  int none = 0;
  if (g_signal.compare_exchange_strong(none, signal)) g_signal_milliseconds = Milliseconds();
  if (signal == SIGINT) return;
  g_signal = signal;
  alarm(kSecondsToEnd);
}

void OnSignal(int signal) {
  const int saved_errno = errno;
  Note(signal);
  if (Session* session = g_running) {
    const Press press = signal == SIGINT ? NotePress() : Press::kFirst;
    if (press == Press::kSecond) {
      EndAtOnce("\napisql: ended at once; what was being sent may have been applied\n");
    }
    if (press != Press::kSame) session->Interrupt();
  }
  errno = saved_errno;
}

void OnChildEnded(int) {
  const int saved_errno = errno;
  Session* session = g_running;
  const int pipe = g_read_pipe;
  if (session != nullptr && pipe >= 0 && NobodyReads(pipe)) session->Interrupt();
  errno = saved_errno;
}

void OnFailedWrite(int) {}

// Without SA_RESTART reading a line ends.
void Handle(int signal, void (*handler)(int), int flags = 0) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = flags;
  sigaction(signal, &action, nullptr);
}

bool IsIgnored(int signal) {
  struct sigaction action = {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t EndSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  // Blocked and waited for, a signal that is ignored would come all the same.
  if (!IsIgnored(SIGHUP)) sigaddset(&set, SIGHUP);
  return set;
}

sigset_t AllSignals() {
  sigset_t set = EndSignals();
  sigaddset(&set, SIGCHLD);
  return set;
}

}  // namespace

void CatchInterrupts() {
  alarm(0);
  g_signal = 0;
  g_signal_milliseconds = kLongAgo;
  g_press_milliseconds = kLongAgo;
  Handle(SIGALRM, OnAlarm);
  Handle(SIGINT, OnSignal);
  Handle(SIGTERM, OnSignal);
  if (!IsIgnored(SIGHUP)) Handle(SIGHUP, OnSignal);
}

// An ignored signal would stay ignored in the commands that secrets come from; a handler does not.
void CatchFailedWrites() {
  Handle(SIGPIPE, OnFailedWrite);
  Handle(SIGXFSZ, OnFailedWrite);
}

bool Interrupted() { return g_signal != 0; }
bool EndRequested() { return Interrupted() && g_signal != SIGINT; }

void ClearInterrupt() {
  int interrupt = SIGINT;
  g_signal.compare_exchange_strong(interrupt, 0);
}

ExitCode InterruptedExit() {
  const int signal = g_signal;
  return static_cast<ExitCode>(128 + (signal == 0 ? SIGINT : signal));
}

void AllowAnotherPress() { g_press_milliseconds = kLongAgo; }

bool NobodyReads(int pipe) {
  pollfd end = {pipe, 0, 0};
  return poll(&end, 1, 0) > 0 && (end.revents & POLLERR) != 0;
}

void InterruptWhenNobodyReads(int pipe) {
  g_read_pipe = pipe;
  // Commands that secrets come from are children as well: what waits for them is not disturbed.
  if (pipe >= 0) {
    Handle(SIGCHLD, OnChildEnded, SA_RESTART | SA_NOCLDSTOP);
  } else {
    Handle(SIGCHLD, SIG_DFL);
  }
}

bool WaitUnlessInterrupted(int descriptor, short events, int patience_milliseconds) {
  pollfd waited = {descriptor, events, 0};
  for (;;) {
    const int ready = poll(&waited, 1, Interrupted() ? kPollMilliseconds / 10 : kPollMilliseconds);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // Using it tells the error.
    if (!Interrupted()) continue;
    if (Milliseconds() - g_signal_milliseconds >= patience_milliseconds) return false;
  }
}

InterruptibleStatement::InterruptibleStatement(Session& session) {
  g_press_milliseconds = kLongAgo;
  g_running = &session;
}

InterruptibleStatement::~InterruptibleStatement() { g_running = nullptr; }

SignalsBlocked::SignalsBlocked() {
  const sigset_t set = AllSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

SignalsBlocked::~SignalsBlocked() {
  const sigset_t set = AllSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void WaitForEndSignal() {
  const sigset_t set = EndSignals();
  int received = 0;
  sigwait(&set, &received);
}

}  // namespace apisql
