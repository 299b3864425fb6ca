// ParseTimeText: a time in the texts that APIs write.
#ifndef APISQL_SRC_TIMES_TIME_TEXT_H_
#define APISQL_SRC_TIMES_TIME_TEXT_H_

#include <chrono>
#include <optional>
#include <string_view>

namespace apisql {

struct Instant {
  std::chrono::sys_seconds second;
  std::string_view fraction;  // Its digits, without zeros at the end; of the text that was read.
};

// RFC 3339 and the forms of ISO 8601 around it: 2026-08-22T07:00:00.5Z; t or a blank for T; no
// seconds; a comma before the fraction; +02:00, +0200, +02, "UTC", "GMT" or no zone, which is UTC;
// a name in brackets behind the zone; a date alone, which is its midnight; and all that without
// separators, 20260822T070000Z. The three forms of HTTP: Sat, 22 Aug 2026 07:00:00 GMT; Saturday,
// 22-Aug-26 07:00:00 GMT; Sat Aug 22 07:00:00 2026. A leap second is the second after it.
//
// None for anything else: a time that is guessed would compare wrongly without a word.
std::optional<Instant> ParseTimeText(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_TIMES_TIME_TEXT_H_
