// Times: the one text by which SQL knows an instant, and the forms in which APIs write it.
//
// SQL's text is SQLite's own in UTC, "2026-08-22 07:00:00", with a fraction where there is one, as
// many digits as were given and no zeros at the end: "2026-08-22 07:00:00.5". So equal instants are
// equal texts, and the order of texts is that of instants, also beside what SQLite's datetime()
// makes. Years go from 0000 to 9999.
#ifndef APISQL_SRC_TIMES_TIME_H_
#define APISQL_SRC_TIMES_TIME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace apisql {

// How an API writes the times of a column. Numbers count from 1970, as JSON numbers or as texts of
// digits, and may have a fraction.
enum class TimeForm {
  kText,  // Any text that ParseTimeText() takes; written as RFC 3339.
  kEpochSeconds,
  kEpochMilliseconds,
  kEpochMicroseconds,
  kEpochNanoseconds,
};

// Appends SQL's text for what an API has written. False, and nothing appended, where that is no
// time in this form.
bool AppendSqliteTime(std::string_view written, TimeForm form, std::string* out);
bool AppendSqliteTime(int64_t written, TimeForm form, std::string* out);
std::optional<std::string> SqliteTime(std::string_view written, TimeForm form = TimeForm::kText);

// True for a text that AppendSqliteTime() may have written: no other is equal to a time.
bool IsSqliteTime(std::string_view text);

// As the API writes it: RFC 3339 in UTC, or digits. `sqlite_time` is one.
std::string ApiTime(std::string_view sqlite_time, TimeForm form);

// Of a number that is no time by the document: the form that it is likely meant in. None for other
// texts.
std::optional<TimeForm> LikelyForm(std::string_view digits);

}  // namespace apisql

#endif  // APISQL_SRC_TIMES_TIME_H_
