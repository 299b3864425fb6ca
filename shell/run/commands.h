// The shell's own commands: lines that begin with a dot.
#ifndef APISQL_SHELL_RUN_COMMANDS_H_
#define APISQL_SHELL_RUN_COMMANDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

class Shell;

// A new command is a row in commands.cc: .help, checks and completion are made from that table.
struct Command {
  const char* name;       // Without the dot.
  const char* arguments;  // As .help shows them: "FORMAT"; optional ones in brackets.
  const char* help;
  size_t least;  // How many arguments it takes.
  size_t most;
  // An error without a message has been reported already.
  Status (*run)(Shell& shell, std::span<const std::string> arguments);
  // The argument (from 1 on) that is the rest of the line as it stands, quotes and blanks included;
  // 0: none is.
  size_t rest = 0;
};
std::span<const Command> Commands();

// Runs one line such as ".mode csv". Arguments are separated by blanks; quotes, double or single,
// hold them together. An unknown name is an error that names the nearest commands.
Status RunCommand(Shell& shell, std::string_view line);

// True when `line` is a command that there is, with its dot or as users of other shells type it.
bool IsKnownCommand(std::string_view line);

// The words of a command line: name without the dot first. Exposed for tests.
std::vector<std::string> SplitCommand(std::string_view line);

// Words that may stand where `line`, which begins with a dot, ends.
std::vector<std::string> CompleteCommand(Shell& shell, std::string_view line);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_COMMANDS_H_
