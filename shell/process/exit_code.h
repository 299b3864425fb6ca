// How the program ends.
#ifndef APISQL_SHELL_PROCESS_EXIT_CODE_H_
#define APISQL_SHELL_PROCESS_EXIT_CODE_H_

namespace apisql {

enum class ExitCode : int {
  kDone = 0,
  kFailed = 1,         // A statement or an output failed.
  kUsage = 2,          // Wrong usage or configuration.
  kIncomplete = 3,     // A result is incomplete, as --allow-partial allows.
  kHungUp = 129,       // SIGHUP: 128 and the signal's number, as shells count.
  kInterrupted = 130,  // Ctrl-C.
  kTerminated = 143,   // SIGTERM.
};

// True for those that a signal decided.
constexpr bool IsInterruption(ExitCode code) { return static_cast<int>(code) > 128; }

}  // namespace apisql

#endif  // APISQL_SHELL_PROCESS_EXIT_CODE_H_
