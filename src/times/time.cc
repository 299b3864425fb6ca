#include "src/times/time.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

#include "src/json/number.h"
#include "src/times/time_text.h"

namespace apisql {
namespace {

using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

constexpr size_t kSecondsEnd = 19;  // Of "2026-08-22T07:00:00".

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

// "07:00:00" behind the date. Leap seconds are left to the careful reader.
std::optional<seconds> ClockOf(std::string_view text) {
  const auto hour = NumberAt<2>(text, 11);
  const auto minute = NumberAt<2>(text, 14);
  const auto second = NumberAt<2>(text, 17);
  if (!hour || !minute || !second || text[13] != ':' || text[16] != ':') return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return seconds(*hour * 3600 + *minute * 60 + *second);
}

bool IsDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Nearly all times are in UTC, "2026-08-22T07:00:00.5Z": those are copied.
bool AppendUtc(std::string_view text, std::string* out) {
  if (text.size() <= kSecondsEnd || (text.back() != 'Z' && text.back() != 'z')) return false;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return false;
  if (!DateOf(text) || !ClockOf(text)) return false;
  std::string_view fraction = text.substr(kSecondsEnd, text.size() - 1 - kSecondsEnd);
  if (!fraction.empty()) {
    if (fraction.size() < 2 || fraction.front() != '.' || !IsDigits(fraction.substr(1))) {
      return false;
    }
    const size_t last = fraction.find_last_not_of('0');
    fraction = fraction.substr(0, last == 0 ? 0 : last + 1);
  }
  const size_t start = out->size();
  *out += text.substr(0, kSecondsEnd);
  (*out)[start + 10] = ' ';
  *out += fraction;
  return true;
}

bool AppendInstant(sys_seconds utc, std::string_view fraction, std::string* out) {
  constexpr sys_seconds kFirst = sys_days(std::chrono::year(0) / 1 / 1);
  constexpr sys_seconds kBeyond = sys_days(std::chrono::year(10000) / 1 / 1);
  if (utc < kFirst || utc >= kBeyond) return false;
  const auto day = std::chrono::floor<std::chrono::days>(utc);
  const year_month_day calendar(day);
  const std::chrono::hh_mm_ss clock(utc - day);
  char digits[32];
  const int length = std::snprintf(
      digits, sizeof digits, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(calendar.year()),
      static_cast<unsigned>(calendar.month()), static_cast<unsigned>(calendar.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  out->append(digits, static_cast<size_t>(length));
  if (!fraction.empty()) (*out += '.') += fraction;
  return true;
}

// 3 for milliseconds: by how many digits the point stands further right than in seconds.
int64_t DigitsOf(TimeForm form) {
  switch (form) {
    case TimeForm::kEpochMilliseconds:
      return 3;
    case TimeForm::kEpochMicroseconds:
      return 6;
    case TimeForm::kEpochNanoseconds:
      return 9;
    case TimeForm::kText:
    case TimeForm::kEpochSeconds:
      break;
  }
  return 0;
}

// 1 - 0.25 = 0.75: the digits of the one from those of the other, which do not end in 0.
std::string Complement(std::string_view fraction) {
  std::string digits(fraction);
  for (char& digit : digits) digit = static_cast<char>('0' + ('9' - digit));
  if (!digits.empty()) ++digits.back();
  return digits;
}

// The fraction of a time before 1970 goes up from the second before it.
bool AppendEpoch(const Decimal& seconds_since, std::string* out) {
  constexpr int64_t kMostDigits = 18;  // Of what is added in front or behind.
  const auto count = static_cast<int64_t>(seconds_since.digits.size());
  const int64_t point = count + seconds_since.exponent;
  std::string whole = "0";
  std::string fraction;
  if (count > 0) {
    if (point > kMostDigits || point < -kMostDigits) return false;
    std::string digits = seconds_since.digits;
    if (point < 0) digits.insert(0, static_cast<size_t>(-point), '0');
    const auto split = static_cast<size_t>(std::max<int64_t>(point, 0));
    if (split > digits.size()) digits.append(split - digits.size(), '0');
    whole += digits.substr(0, split);
    fraction = digits.substr(split);
  }
  int64_t second = ParseInteger(whole).value_or(0);
  if (seconds_since.negative) {
    second = -second - (fraction.empty() ? 0 : 1);
    fraction = Complement(fraction);
  }
  return AppendInstant(sys_seconds(seconds(second)), fraction, out);
}

}  // namespace

bool AppendSqliteTime(std::string_view written, TimeForm form, std::string* out) {
  if (form == TimeForm::kText) {
    if (AppendUtc(written, out)) return true;
    const std::optional<Instant> instant = ParseTimeText(written);
    return instant && AppendInstant(instant->second, instant->fraction, out);
  }
  std::optional<Decimal> decimal = ParseDecimal(written);
  if (!decimal) return false;
  decimal->exponent -= DigitsOf(form);
  return AppendEpoch(*decimal, out);
}

bool AppendSqliteTime(int64_t written, TimeForm form, std::string* out) {
  if (form == TimeForm::kText) return false;
  if (form == TimeForm::kEpochSeconds) {
    // Beyond this no calendar goes, and its arithmetic would overflow.
    constexpr int64_t kMost = int64_t{1} << 40;
    return written > -kMost && written < kMost &&
           AppendInstant(sys_seconds(seconds(written)), "", out);
  }
  return AppendSqliteTime(std::to_string(written), form, out);
}

std::optional<std::string> SqliteTime(std::string_view written, TimeForm form) {
  std::string text;
  if (!AppendSqliteTime(written, form, &text)) return std::nullopt;
  return text;
}

bool IsSqliteTime(std::string_view text) {
  if (text.size() < kSecondsEnd || text[10] != ' ' || !DateOf(text) || !ClockOf(text)) return false;
  const std::string_view fraction = text.substr(kSecondsEnd);
  return fraction.empty() || (fraction.size() > 1 && fraction.front() == '.' &&
                              fraction.back() != '0' && IsDigits(fraction.substr(1)));
}

std::string ApiTime(std::string_view sqlite_time, TimeForm form) {
  if (form == TimeForm::kText) {
    std::string text(sqlite_time);
    text[10] = 'T';
    return text + "Z";
  }
  const sys_seconds time = sys_days(*DateOf(sqlite_time)) + *ClockOf(sqlite_time);
  int64_t second = time.time_since_epoch().count();
  std::string fraction(sqlite_time.substr(std::min(kSecondsEnd + 1, sqlite_time.size())));
  const bool negative = second < 0;
  if (negative) {
    second = -second - (fraction.empty() ? 0 : 1);
    fraction = Complement(fraction);
  }
  const auto unit = static_cast<size_t>(DigitsOf(form));
  if (fraction.size() < unit) fraction.append(unit - fraction.size(), '0');
  std::string digits = std::to_string(second) + fraction.substr(0, unit);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (fraction.size() > unit) (digits += '.') += fraction.substr(unit);
  return (negative ? "-" : "") + digits;
}

// Of times from 1973 on.
std::optional<TimeForm> LikelyForm(std::string_view digits) {
  const std::string_view whole = digits.substr(0, digits.find('.'));
  if (whole.size() < 9 || whole.size() > 19 || !ParseDecimal(digits)) return std::nullopt;
  // At most so many digits.
  constexpr size_t kSeconds = 11;
  constexpr size_t kMilliseconds = 14;
  constexpr size_t kMicroseconds = 17;
  if (whole.size() <= kSeconds) return TimeForm::kEpochSeconds;
  if (whole.size() <= kMilliseconds) return TimeForm::kEpochMilliseconds;
  return whole.size() <= kMicroseconds ? TimeForm::kEpochMicroseconds : TimeForm::kEpochNanoseconds;
}

}  // namespace apisql
