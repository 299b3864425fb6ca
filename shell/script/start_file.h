// The start-up file: statements and commands that each interactive session begins with.
#ifndef APISQL_SHELL_SCRIPT_START_FILE_H_
#define APISQL_SHELL_SCRIPT_START_FILE_H_

#include <optional>
#include <string>

#include "shell/output/error_text.h"
#include "src/base/status.h"

namespace apisql {

// rc.sql beside `config_file`; "" where that is not known.
std::string StartFileBeside(const std::string& config_file);

// None where there is no such file. What runs with the user's credentials must come from the user:
// a file of another owner, or one that others can write, is an error that says what to do.
StatusOr<std::optional<Script>> ReadStartFile(const std::string& file);

}  // namespace apisql

#endif  // APISQL_SHELL_SCRIPT_START_FILE_H_
