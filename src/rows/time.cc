#include <chrono>
#include <cstdio>
#include <optional>

#include "src/rows/cell_writer.h"
#include "src/rows/decode.h"

namespace apisql {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

// The number at text[start, start + digits), which must be there; none where a character is no
// digit.
template <size_t digits>
std::optional<unsigned> NumberAt(std::string_view text, size_t start) {
  unsigned value = 0;
  bool is_number = true;
  for (size_t i = start; i < start + digits; ++i) {
    const auto digit = static_cast<unsigned char>(text[i] - '0');
    is_number &= digit <= 9;
    value = value * 10 + digit;
  }
  return is_number ? std::optional(value) : std::nullopt;
}

constexpr size_t kSecondsEnd = 19;  // Of "2026-08-22T07:00:00".

// "2026-08-22" of a text of kSecondsEnd bytes at least.
std::optional<year_month_day> DateOf(std::string_view text) {
  const auto year = NumberAt<4>(text, 0);
  const auto month = NumberAt<2>(text, 5);
  const auto day = NumberAt<2>(text, 8);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                            std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return date;
}

// "T07:00:60" after the date; 60 is a leap second.
std::optional<seconds> TimeOf(std::string_view text) {
  const auto hour = NumberAt<2>(text, 11);
  const auto minute = NumberAt<2>(text, 14);
  const auto second = NumberAt<2>(text, 17);
  if (!hour || !minute || !second || text[13] != ':' || text[16] != ':') return std::nullopt;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return seconds(*hour * 3600 + *minute * 60 + *second);
}

// ".123456", or nothing; takes it off the text. None when no digit follows the point.
std::optional<std::string_view> TakeFraction(std::string_view* text) {
  if (text->empty() || text->front() != '.') return std::string_view();
  size_t end = 1;
  while (end < text->size() && (*text)[end] >= '0' && (*text)[end] <= '9') ++end;
  if (end == 1) return std::nullopt;
  const std::string_view fraction = text->substr(0, end);
  text->remove_prefix(end);
  return fraction;
}

// "Z", "z" or "+02:00": how far local time is ahead of UTC.
std::optional<seconds> OffsetOf(std::string_view text) {
  if (text.size() == 1 && (text[0] == 'Z' || text[0] == 'z')) return seconds(0);
  if (text.size() != 6 || text[3] != ':') return std::nullopt;
  const auto hours = NumberAt<2>(text, 1);
  const auto minutes = NumberAt<2>(text, 4);
  if (!hours || !minutes) return std::nullopt;
  if (*hours > 23 || *minutes > 59 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const seconds offset(*hours * 3600 + *minutes * 60);
  return text[0] == '+' ? offset : -offset;
}

// Leap seconds come only at the end of a month in UTC. `time` is the second after it.
bool MayFollowLeapSecond(sys_seconds time) {
  const auto day = std::chrono::floor<days>(time);
  return time == day && year_month_day(day).day() == std::chrono::day(1);
}

bool AppendTime(sys_seconds utc, std::string* out) {
  const auto day = std::chrono::floor<days>(utc);
  const year_month_day calendar(day);
  const int year = static_cast<int>(calendar.year());
  if (year < 0 || year > 9999) return false;
  const std::chrono::hh_mm_ss clock(utc - day);
  char digits[32];
  const int length = std::snprintf(
      digits, sizeof digits, "%04d-%02u-%02u %02d:%02d:%02d", year,
      static_cast<unsigned>(calendar.month()), static_cast<unsigned>(calendar.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  out->append(digits, static_cast<size_t>(length));
  return true;
}

}  // namespace

// Runs for each time of each row, and nearly all of them are in UTC: those are copied.
bool AppendSqliteTime(std::string_view text, std::string* out) {
  if (text.size() < kSecondsEnd) return false;
  const auto date = DateOf(text);
  const auto time = date ? TimeOf(text) : std::nullopt;
  if (!time) return false;
  std::string_view rest = text.substr(kSecondsEnd);
  const auto fraction = TakeFraction(&rest);
  const auto offset = fraction ? OffsetOf(rest) : std::nullopt;
  if (!offset) return false;
  const bool leap_second = text[17] == '6';
  if (*offset == seconds(0) && !leap_second) {
    const size_t start = out->size();
    *out += text.substr(0, kSecondsEnd + fraction->size());
    (*out)[start + 10] = ' ';
    return true;
  }
  const sys_seconds utc = sys_days(*date) + *time - *offset;
  if (leap_second && !MayFollowLeapSecond(utc)) return false;
  if (!AppendTime(utc, out)) return false;
  *out += *fraction;
  return true;
}

std::string SqliteTime(std::string_view rfc3339) {
  std::string text;
  if (!AppendSqliteTime(rfc3339, &text)) text = rfc3339;
  return text;
}

}  // namespace apisql
