// ColumnValue: what SQL gives a column, and how it is written in a body or a URL.
#ifndef APISQL_REGISTRY_REQUEST_COLUMN_VALUE_H_
#define APISQL_REGISTRY_REQUEST_COLUMN_VALUE_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"

namespace apisql {

// NULL, integer, real, text.
using ColumnValue = std::variant<std::monostate, int64_t, double, std::string>;

inline bool IsNull(const ColumnValue& value) {
  return std::holds_alternative<std::monostate>(value);
}

// The value as one JSON value, by the column's type:
//   text       texts; numbers as the text that SQLite makes of them
//   integer    integers, integral reals, texts of such a number; digits beyond int64 are kept
//   real       numbers, texts of numbers
//   boolean    0 and 1, 'true' and 'false'
//   timestamp  SQLite's time text (taken as UTC) and all that src/times/time_text.h reads; comes
//              out as RFC 3339 in UTC, or as the number that the document says
//   json       texts that are JSON, numbers
// NULL is null. The error names the column and what it takes. Texts with NUL bytes or broken UTF-8
// are errors for every type.
StatusOr<std::string> ColumnToJson(const Column& column, const ColumnValue& value);

// The same as it stands in a path, query or header: a JSON string without its quotes. Not for NULL.
StatusOr<std::string> ToParameterText(const Column& column, const ColumnValue& value);

// What must not be shown of a secret value: itself, and of JSON each text in it.
std::vector<std::string> TextsOfSecret(const Column& column, const ColumnValue& value);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_COLUMN_VALUE_H_
