// CommandLine: the options as data, from which completion scripts and the manual page are made.
#ifndef APISQL_SHELL_PROGRAM_COMMAND_LINE_H_
#define APISQL_SHELL_PROGRAM_COMMAND_LINE_H_

#include <span>
#include <string>
#include <vector>

namespace apisql {

struct OptionRow {
  std::vector<std::string> names;  // "-f", "--file"; none for what is given without a name.
  std::string type;                // "FILE", "DIR", "N"; empty: it takes no value.
  std::string help;
  std::vector<std::string> values;  // All that it takes; empty: not known.
};

struct CommandLine {
  std::string name;
  std::string help;
  std::vector<OptionRow> options;
  std::vector<CommandLine> commands;
};

// The one table of options, which --help shows too (options.cc).
CommandLine DescribeCommandLine();

// "bash", "zsh", "fish".
std::span<const std::string> CompletionShells();
// A script that makes that shell complete the command line; "" for an unknown one.
std::string CompletionScript(const std::string& shell, const CommandLine& line);
// The manual page, as roff.
std::string ManualPage(const CommandLine& line);

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_COMMAND_LINE_H_
