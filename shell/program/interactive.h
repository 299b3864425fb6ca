// The interactive shell: prompt, multi-line statements, history, completion.
#ifndef APISQL_SHELL_PROGRAM_INTERACTIVE_H_
#define APISQL_SHELL_PROGRAM_INTERACTIVE_H_

#include <string>

#include "shell/run/shell.h"

namespace apisql {

// Reads and runs until .quit or Ctrl-D. Errors do not end it. Standard input must be a terminal.
void RunInteractive(Shell& shell, bool sandbox);

// $XDG_STATE_HOME/apisql/history, or below ~/.local/state; "" when neither is known.
std::string HistoryFile();

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_INTERACTIVE_H_
