// Reads whole files of SQL.
#ifndef APISQL_SHELL_PROCESS_READ_TEXT_H_
#define APISQL_SHELL_PROCESS_READ_TEXT_H_

#include <string>

#include "src/base/status.h"

namespace apisql {

// The content of `file`, "-" being standard input, without a byte order mark. An error names the
// file and why it cannot be read. kCancelled when Ctrl-C came meanwhile.
StatusOr<std::string> ReadText(const std::string& file);

}  // namespace apisql

#endif  // APISQL_SHELL_PROCESS_READ_TEXT_H_
