// Finds where statements and dot commands begin in a script.
#ifndef APISQL_SHELL_RUN_SCRIPT_TEXT_H_
#define APISQL_SHELL_RUN_SCRIPT_TEXT_H_

#include <string_view>

namespace apisql {

// Bytes of blanks, comments and ';' at the front of `sql`. An unclosed comment is not skipped:
// that is an error which SQLite reports.
size_t LeadingBlanks(std::string_view sql);

// Is text[at] a dot that begins a command: the first character of its line but for blanks?
bool StartsCommand(std::string_view text, size_t at);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_SCRIPT_TEXT_H_
