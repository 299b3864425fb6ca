// ParseHttpDate: the dates of HTTP headers.
#ifndef APISQL_SRC_HTTP_MESSAGE_HTTP_DATE_H_
#define APISQL_SRC_HTTP_MESSAGE_HTTP_DATE_H_

#include <optional>
#include <string_view>

#include "src/base/clock.h"

namespace apisql {

// RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT" and the two older forms of it. The name of the
// weekday is not looked at. A year of two digits lies in 1970 to 2069, one of four in 1970 to 2200.
// Nothing for all else.
std::optional<Clock::WallTime> ParseHttpDate(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_HTTP_DATE_H_
