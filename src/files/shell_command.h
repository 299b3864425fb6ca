// StartShellCommand: another program, by /bin/sh, with nothing of this one but what it is given.
#ifndef APISQL_SRC_FILES_SHELL_COMMAND_H_
#define APISQL_SRC_FILES_SHELL_COMMAND_H_

#include <sys/types.h>

#include <string>

namespace apisql {

// Its standard input and output; -1: those of this program.
struct CommandStreams {
  int input = -1;
  int output = -1;
};

// The process, which the caller waits for; -1 with errno set when it cannot be started. It gets no
// other descriptor, such as a connection to an API, and signals act on it as on any program.
pid_t StartShellCommand(const std::string& command, const CommandStreams& streams);

}  // namespace apisql

#endif  // APISQL_SRC_FILES_SHELL_COMMAND_H_
