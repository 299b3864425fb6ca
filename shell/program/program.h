// The program: from the command line to the exit code.
#ifndef APISQL_SHELL_PROGRAM_PROGRAM_H_
#define APISQL_SHELL_PROGRAM_PROGRAM_H_

namespace apisql {

int RunProgram(int argc, const char* const* argv);

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_PROGRAM_H_
