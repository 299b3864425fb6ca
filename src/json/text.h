// Text from outside: made into JSON strings, or fit to stand in a message.
#ifndef APISQL_SRC_JSON_TEXT_H_
#define APISQL_SRC_JSON_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "src/json/tape.h"

namespace apisql {

// Appends `text`, which must be valid UTF-8, as a JSON string with its quotes. Escapes only what
// JSON demands.
void AppendJsonString(std::string_view text, std::string* json);

// Appends `value` as compact JSON: members in document order, numbers as written.
void AppendJson(const JsonValue& value, std::string* json);

// `text` with every invalid byte replaced by U+FFFD.
std::string ReplaceInvalidUtf8(std::string_view text);

// The start of `text`, fit for a terminal: runs of blanks and line ends become one space; control
// characters and those that turn the direction of writing become \x1b and \u202e; invalid UTF-8
// becomes U+FFFD. At most `max_bytes`, "..." included when something was left out.
std::string Printable(std::string_view text, size_t max_bytes);

}  // namespace apisql

#endif  // APISQL_SRC_JSON_TEXT_H_
