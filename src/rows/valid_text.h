// WithValidText: a body whose texts are not quite Unicode, made so.
#ifndef APISQL_SRC_ROWS_VALID_TEXT_H_
#define APISQL_SRC_ROWS_VALID_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace apisql {

// The JSON text `body` with U+FFFD for each byte that is no UTF-8 and for each \uD800 to \uDFFF
// that is no half of a pair. None when there is nothing to replace. Whatever else is wrong with
// the body stays wrong.
std::optional<std::string> WithValidText(std::string_view body);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_VALID_TEXT_H_
