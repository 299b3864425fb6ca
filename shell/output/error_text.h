// Errors as people read them (message, place, offending line and a caret under it), and programs.
#ifndef APISQL_SHELL_OUTPUT_ERROR_TEXT_H_
#define APISQL_SHELL_OUTPUT_ERROR_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "src/base/status.h"

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

// The same for programs, with all that is known of the error: an object on a line of its own.
//   {"severity": "error", "code": "NOT_FOUND", "message": "404 from GET ...", "http_status": 404,
//    "api_code": "not_found", "request_id": "abc", "hint": "...",
//    "position": {"offset": 14, "line": 1, "column": 15}, "file": "query.sql"}
// Members that nothing is known of are left out.
std::string ErrorJson(const Script& script, const Status& status, int64_t offset);
// What is no error, "warning" or "note": severity and message.
std::string NoteJson(std::string_view severity, std::string_view message);

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_ERROR_TEXT_H_
