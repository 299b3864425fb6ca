// SqlValue: a value that SQLite passes to a table, without SQLite.
#ifndef APISQL_VTAB_ROWS_SQL_VALUE_H_
#define APISQL_VTAB_ROWS_SQL_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace apisql {

struct Column;
struct Parameter;

struct BlobValue {
  std::string bytes;
  friend bool operator==(const BlobValue&, const BlobValue&) = default;
};
using SqlValue = std::variant<std::monostate, int64_t, double, std::string, BlobValue>;

// One argument of xFilter: a value, or a whole IN list.
using ScanArgument = std::vector<SqlValue>;

// NULL for an empty text.
SqlValue TextOrNull(std::string text);

// A value out of a variant of fewer classes, such as a ColumnValue.
template <typename Variant>
SqlValue AsSqlValue(const Variant& value) {
  return std::visit([](const auto& one) -> SqlValue { return one; }, value);
}

// A text as it is, an integer in digits; "" for anything else.
std::string PlainText(const SqlValue& value);

// As it is written in SQL: 'it''s', 5, 2.5, NULL; x'00ff' for a blob.
std::string ToSqlLiteral(const SqlValue& value);

// What a comparison `column = value` means for a request.
struct WireValue {
  enum class Kind {
    kSend,     // Send `text`.
    kNothing,  // No row can be equal: nothing has to be asked.
    kUnknown,  // SQLite's comparison may find more rows than the API would: do not send.
  };
  Kind kind = Kind::kUnknown;
  std::string text;  // For kUnknown the best guess, for parameters that must be sent.
};

// SQLite converts neither side's text form before it calls a table, so what may be sent depends on
// the column's type and on the value's class (https://sqlite.org/datatype3.html, section 4.2):
// a number against a text column may be compared as a number, where '05' equals 5.
WireValue ToWire(const SqlValue& value, const Column& column, const Parameter& parameter);

}  // namespace apisql

#endif  // APISQL_VTAB_ROWS_SQL_VALUE_H_
