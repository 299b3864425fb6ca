// timediff of newer SQLite.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "vtab/functions/calls.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

constexpr int64_t kDayMilliseconds = 86'400'000;

struct CivilTime {
  int64_t month = 0;  // Since year 0: 12 * year + month - 1.
  int64_t day = 1;
  int64_t milliseconds = 0;  // Of the day.
};

// A day that its month does not have is one of the next month, as SQLite counts.
int64_t InstantOf(const CivilTime& time) {
  const int64_t year = (time.month >= 0 ? time.month : time.month - 11) / 12;
  const auto month = static_cast<unsigned>(time.month - 12 * year + 1);
  const std::chrono::sys_days first =
      std::chrono::year(static_cast<int>(year)) / std::chrono::month(month) / std::chrono::day(1);
  const int64_t days = first.time_since_epoch().count() + time.day - 1;
  return days * kDayMilliseconds + time.milliseconds;
}

// The digits at the front of `*text`, and one character behind them.
int64_t TakeNumber(std::string_view* text) {
  int64_t number = 0;
  const char* begin = text->data();
  const auto read = std::from_chars(begin, begin + text->size(), number);
  const auto taken = static_cast<size_t>(read.ptr - begin) + 1;
  text->remove_prefix(std::min(taken, text->size()));
  return number;
}

// "2024-02-29 12:34:56.789", as strftime() writes it.
CivilTime ReadCivilTime(std::string_view text) {
  CivilTime time;
  const int64_t year = TakeNumber(&text);
  time.month = 12 * year + TakeNumber(&text) - 1;
  time.day = TakeNumber(&text);
  const int64_t hours = TakeNumber(&text);
  const int64_t minutes = TakeNumber(&text);
  const int64_t seconds = TakeNumber(&text);
  time.milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000 + TakeNumber(&text);
  return time;
}

// SQLite reads the time itself, in all the spellings that it knows. None: it is no time.
std::optional<CivilTime> TimeOf(sqlite3_context* context, sqlite3_value* value) {
  sqlite3_stmt* raw = nullptr;
  const char* sql = "SELECT strftime('%Y-%m-%d %H:%M:%f', ?1)";
  if (sqlite3_prepare_v2(sqlite3_context_db_handle(context), sql, -1, &raw, nullptr) != SQLITE_OK) {
    return std::nullopt;
  }
  const SqliteStatement statement(raw);
  sqlite3_bind_value(raw, 1, value);
  if (sqlite3_step(raw) != SQLITE_ROW) return std::nullopt;
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
  if (text == nullptr) return std::nullopt;
  return ReadCivilTime(text);
}

struct TimeDifference {
  char sign = '+';
  int64_t months = 0;
  int64_t milliseconds = 0;
};

// What must be added to `from` to get `to`: whole months first, then the rest.
TimeDifference DifferenceOf(const CivilTime& to, const CivilTime& from) {
  const bool later = InstantOf(to) >= InstantOf(from);
  const int64_t step = later ? 1 : -1;
  CivilTime moved = from;
  moved.month = to.month;
  while ((InstantOf(to) - InstantOf(moved)) * step < 0) moved.month -= step;
  return {later ? '+' : '-', (moved.month - from.month) * step,
          (InstantOf(to) - InstantOf(moved)) * step};
}

std::string Written(const TimeDifference& difference) {
  const int64_t in_day = difference.milliseconds % kDayMilliseconds;
  char text[64];
  const int size = std::snprintf(
      text, sizeof text, "%c%04lld-%02lld-%02lld %02lld:%02lld:%02lld.%03lld", difference.sign,
      static_cast<long long>(difference.months / 12),
      static_cast<long long>(difference.months % 12),
      static_cast<long long>(difference.milliseconds / kDayMilliseconds),
      static_cast<long long>(in_day / 3'600'000), static_cast<long long>(in_day / 60'000 % 60),
      static_cast<long long>(in_day / 1000 % 60), static_cast<long long>(in_day % 1000));
  return {text, static_cast<size_t>(size)};
}

}  // namespace

Status CallTimediff(sqlite3_context* context, FunctionArguments arguments) {
  const std::optional<CivilTime> to = TimeOf(context, arguments[0]);
  const std::optional<CivilTime> from = TimeOf(context, arguments[1]);
  if (to && from) SetTextResult(context, Written(DifferenceOf(*to, *from)));
  return OkStatus();
}

}  // namespace apisql
