// `apisql check FILE...`
#ifndef APISQL_SHELL_PROGRAM_CHECK_H_
#define APISQL_SHELL_PROGRAM_CHECK_H_

#include <span>
#include <string>

#include "shell/output/output.h"
#include "shell/process/exit_code.h"

namespace apisql {

// Validates provider documents and prints each fault as "FILE:LINE: rule". kFailed when there is
// one.
ExitCode CheckFiles(std::span<const std::string> files, Output& out);

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_CHECK_H_
