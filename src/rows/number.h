// Numbers as text: what an integer or real column makes of the digits in a body.
#ifndef APISQL_SRC_ROWS_NUMBER_H_
#define APISQL_SRC_ROWS_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace apisql {

// The integer that `text` is, exactly: "12", "-007", "12.0", "1.2e1". None for anything else, and
// for what is beyond int64.
std::optional<int64_t> ParseInteger(std::string_view text);

// The nearest double to a decimal number; none for anything else (also "nan", "inf", "0x1") and
// for what is beyond the range of double. Too small is 0.
std::optional<double> ParseReal(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_NUMBER_H_
