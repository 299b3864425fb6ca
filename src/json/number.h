// Numbers as text: what an integer or real column makes of the digits in a body.
#ifndef APISQL_SRC_JSON_NUMBER_H_
#define APISQL_SRC_JSON_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace apisql {

// digits * 10^exponent, exactly.
struct Decimal {
  bool negative = false;
  std::string digits;    // Without zeros at either end; empty: 0.
  int64_t exponent = 0;  // Bounded: beyond a million it no longer matters by how much.
};
// A number as JSON writes it, or with leading zeros. None for anything else.
std::optional<Decimal> ParseDecimal(std::string_view text);

// The integer that `text` is, exactly: "12", "-007", "12.0", "1.2e1". None for anything else, and
// for what is beyond int64.
std::optional<int64_t> ParseInteger(std::string_view text);

// The nearest double to a decimal number; none for anything else (also "nan", "inf", "0x1") and
// for what is beyond the range of double. Too small is 0.
std::optional<double> ParseReal(std::string_view text);

// A number as SQL shows it. std::monostate: it is none. A text: the digits as they stand, of which
// neither class holds the number.
using ColumnNumber = std::variant<std::monostate, int64_t, double, std::string_view>;
// Of an integer column: an integer; with a fraction, or beyond int64 with an exponent, a real; a
// whole number beyond int64 its digits, since a real would lose some of them.
ColumnNumber IntegerColumnValue(std::string_view text);
// Of a real column: a real, or the digits of what is beyond its range.
ColumnNumber RealColumnValue(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_JSON_NUMBER_H_
