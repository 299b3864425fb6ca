// Finds where statements and dot commands begin in a script.
#ifndef APISQL_SHELL_RUN_SCRIPT_TEXT_H_
#define APISQL_SHELL_RUN_SCRIPT_TEXT_H_

#include <string_view>

#include "src/base/status.h"

namespace apisql {

// Bytes of blanks, comments and ';' at the front of `sql`. An unclosed comment is not skipped:
// that is an error which SQLite reports.
size_t LeadingBlanks(std::string_view sql);

// Is text[at] a dot that begins a command: the first character of its line but for blanks?
bool StartsCommand(std::string_view text, size_t at);

// True when the statement is an EXPLAIN of whatever kind.
bool IsExplained(std::string_view sql);

// `failure` of `statement`, with a hint where it is a syntax error at a line that would be a
// command, were the statement before it over.
Status WithForgottenSemicolon(Status failure, std::string_view statement);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_SCRIPT_TEXT_H_
