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

// Where an error stands, in bytes of the script's text; -1: not known.
struct ErrorPlace {
  int64_t offset = -1;
  int64_t statement = -1;  // The front of the statement or command that failed.
};

// "apisql: MESSAGE\n", and when the offset is known, the line and a caret:
//   apisql: query.sql:3:8: no such column: foo
//     SELECT foo FROM t
//            ^
// Else a file's name and the line of the statement stand before the message. Text without a name,
// and standard input, gets "  at line 3, column 8" below the message where it has several lines.
// Columns count characters from 1. Long lines are cut around the caret.
// The message breaks between words at `width` columns; 0: it does not.
std::string ErrorText(const Script& script, std::string_view message, ErrorPlace place,
                      size_t width = 0);
inline std::string ErrorText(const Script& script, std::string_view message, int64_t offset) {
  return ErrorText(script, message, ErrorPlace{offset});
}

// The same for programs, with all that is known of the error: an object on a line of its own.
//   {"severity": "error", "code": "NOT_FOUND", "message": "404 from GET ...", "http_status": 404,
//    "api_code": "not_found", "request_id": "abc", "hint": "...",
//    "position": {"offset": 14, "line": 1, "column": 15}, "file": "query.sql", "line": 1}
// Members that nothing is known of are left out.
std::string ErrorJson(const Script& script, const Status& status, ErrorPlace place);
inline std::string ErrorJson(const Script& script, const Status& status, int64_t offset) {
  return ErrorJson(script, status, ErrorPlace{offset});
}
// What is no error, "warning" or "note": severity and message.
std::string NoteJson(std::string_view severity, std::string_view message);

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_ERROR_TEXT_H_
