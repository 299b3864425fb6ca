// Ctrl-C. Signal handlers have no argument, so this keeps the program's only global state.
#ifndef APISQL_SHELL_INTERRUPT_H_
#define APISQL_SHELL_INTERRUPT_H_

#include "vtab/session/session.h"

namespace apisql {

// Makes SIGINT set a flag and interrupt the running statement instead of ending the program.
void CatchInterrupts();

bool Interrupted();
void ClearInterrupt();

// While it lives, Ctrl-C interrupts `session`, and a second Ctrl-C within a second ends the
// program: something does not listen. Clears the flag when made. Not nested.
class InterruptibleStatement {
 public:
  explicit InterruptibleStatement(Session& session);
  ~InterruptibleStatement();
  InterruptibleStatement(const InterruptibleStatement&) = delete;
  InterruptibleStatement& operator=(const InterruptibleStatement&) = delete;
};

// While it lives, threads started by this one never receive SIGINT and SIGTERM, so that a signal
// always wakes the main thread.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked();
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
};

// Sleeps until SIGINT or SIGTERM comes. Call it with a SignalsBlocked alive.
void WaitForEndSignal();

}  // namespace apisql

#endif  // APISQL_SHELL_INTERRUPT_H_
