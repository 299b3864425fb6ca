// Values as text, the parts that formats share.
#ifndef APISQL_SHELL_OUTPUT_VALUE_TEXT_H_
#define APISQL_SHELL_OUTPUT_VALUE_TEXT_H_

#include <string>
#include <string_view>

#include "vtab/session/session.h"

namespace apisql {

bool IsNull(const Value& value);
bool IsNumber(const Value& value);

// Appends the shortest decimal text that reads back as the same number; never as an integer: 1.0.
// Infinity is Inf or -Inf.
void AppendReal(double number, std::string* out);
void AppendHex(std::string_view bytes, std::string* out);

// Appends a value as unquoted text: numbers as above, blobs as hexadecimal digits, NULL as "".
void AppendPlain(const Value& value, std::string* out);

// Appends a value as formats for documents and people show it: as AppendPlain(), but NULL by its
// word. The text of that word stands in quotes, unless NULL is told from it by `attributes`.
void AppendShown(const Value& value, bool attributes, std::string* out);

// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD; control
// and bidirectional characters are always escaped, so that JSON on a terminal is harmless too.
void AppendJsonText(std::string_view text, std::string* out);
// Appends `json`, a text that is JSON, as the value that it is, on one line. What must be escaped
// in AppendJsonText() is escaped here. False, and nothing is appended: it is not JSON.
bool AppendNested(std::string_view json, std::string* out);
// Appends a value as JSON. Text stays a string, also where it holds JSON itself. Blobs are strings
// of hexadecimal digits. Infinity, which JSON lacks, is 1e999, as SQLite writes it.
void AppendJsonValue(const Value& value, std::string* out);

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_VALUE_TEXT_H_
