// Times as the providers write them. The state holds microseconds since 1970, UTC.
#ifndef APISQL_SANDBOX_TIME_TEXT_H_
#define APISQL_SANDBOX_TIME_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace apisql::sandbox {

using Micros = int64_t;

inline constexpr Micros kSecond = 1'000'000;
inline constexpr Micros kHour = 3600 * kSecond;
inline constexpr Micros kDay = 24 * kHour;

std::string ConfluentTime(Micros time);  // 2022-03-23T06:16:59.527572Z
std::string RocksetTime(Micros time);    // 2001-08-28T00:23:41Z

// The same instants as SQLite writes them, without zeros at the end of a fraction; what a SELECT of
// the API table gives.
std::string ConfluentSqlTime(Micros time);  // 2022-03-23 06:16:59.527572
std::string RocksetSqlTime(Micros time);    // 2001-08-28 00:23:41

// Reads RFC 3339 with an optional fraction and Z or an offset. Absent when it is anything else.
std::optional<Micros> ParseTime(std::string_view text);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_TIME_TEXT_H_
