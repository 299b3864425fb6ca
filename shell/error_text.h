// Errors as the user reads them: message, place, offending line and a caret under it.
#ifndef APISQL_SHELL_ERROR_TEXT_H_
#define APISQL_SHELL_ERROR_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace apisql {

// Text that statements are read from.
struct Script {
  std::string name;  // File name; empty when the text was typed.
  std::string text;
};

// "apisql: MESSAGE\n", and when `offset` (in bytes of script.text) is not negative:
//   at query.sql:3:8
//   SELECT foo FROM t
//          ^
// Columns count characters from 1. Long lines are cut around the caret.
std::string ErrorText(const Script& script, std::string_view message, int64_t offset);

}  // namespace apisql

#endif  // APISQL_SHELL_ERROR_TEXT_H_
