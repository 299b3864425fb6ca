// Ctrl-C, and the other signals that ask the program to end. Signal handlers have no argument, so
// this keeps the program's only global state.
#ifndef APISQL_SHELL_PROCESS_INTERRUPT_H_
#define APISQL_SHELL_PROCESS_INTERRUPT_H_

#include "shell/process/exit_code.h"
#include "vtab/session/session.h"

namespace apisql {

// Makes SIGINT, SIGTERM and SIGHUP set a flag and interrupt the running statement instead of ending
// the program, and clears the flag. A SIGHUP that is ignored (nohup) stays ignored. A program that
// has not ended five seconds after SIGTERM or SIGHUP is ended: something does not listen.
void CatchInterrupts();

// Makes writing into a closed pipe (SIGPIPE) or beyond the largest file (SIGXFSZ) a failed write
// instead of a silent death. Programs that this one starts have the signals as they were.
void CatchFailedWrites();

// True from the signal on, also when no statement runs: a script asks before each statement, so
// that a signal between two of them ends it.
bool Interrupted();
// True when the signal was SIGTERM or SIGHUP, which end an interactive program as well.
bool EndRequested();
// Forgets Ctrl-C, not the other signals. What is typed at a prompt begins so; a script never does.
void ClearInterrupt();
// 128 and the number of the signal that came; that of Ctrl-C when none did.
ExitCode InterruptedExit();

// The Ctrl-C that has come is dealt with: the next one is a first again.
void AllowAnotherPress();

// True when whoever could read from the other end of `pipe` has ended or closed it.
bool NobodyReads(int pipe);
// From here on the end of a child that reads from `pipe` interrupts the running statement, which is
// no signal to the program: who leaves a pager wants no further rows. -1: no child does.
void InterruptWhenNobodyReads(int pipe);

// Waits until `descriptor` is ready for `events` (POLLIN, POLLOUT). False: it is not ready, and the
// program was interrupted `patience` ago or earlier.
bool WaitUnlessInterrupted(int descriptor, short events, int patience_milliseconds);

// While it lives, a signal interrupts `session`, and a second Ctrl-C within a second ends the
// program: something does not listen. Not nested.
class InterruptibleStatement {
 public:
  explicit InterruptibleStatement(Session& session);
  ~InterruptibleStatement();
  InterruptibleStatement(const InterruptibleStatement&) = delete;
  InterruptibleStatement& operator=(const InterruptibleStatement&) = delete;
};

// While it lives, threads started by this one never receive the signals above, so that a signal
// always wakes the main thread.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked();
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
};

// Sleeps until SIGINT, SIGTERM or SIGHUP comes. Call it with a SignalsBlocked alive.
void WaitForEndSignal();

}  // namespace apisql

#endif  // APISQL_SHELL_PROCESS_INTERRUPT_H_
