#include "src/times/time_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "src/base/text.h"

namespace apisql {
namespace {

using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

// What a text says, as far as it has been read.
struct WrittenTime {
  unsigned year = 0, month = 0, day = 0;
  unsigned hour = 0, minute = 0, second = 0;
  std::string_view fraction;
  seconds ahead{0};  // Of UTC.
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front. What fails may have taken a part.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : text_(text) {}

  bool AtEnd() const { return text_.empty(); }
  bool AtDigit() const { return !AtEnd() && IsDigit(text_.front()); }

  bool Take(std::string_view any_of) {
    if (AtEnd() || any_of.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!EqualsIgnoreCase(text_.substr(0, word.size()), word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool TakeNumber(size_t digits, unsigned* number) {
    if (text_.size() < digits) return false;
    *number = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!AtDigit()) return false;
      *number = *number * 10 + static_cast<unsigned>(text_.front() - '0');
      text_.remove_prefix(1);
    }
    return true;
  }
  std::string_view TakeDigits() {
    return TakeWhile([](char c) { return IsDigit(c); });
  }
  std::string TakeLetters() {
    return AsciiLower(TakeWhile([](char c) {
      const char lower = AsciiLower(c);
      return lower >= 'a' && lower <= 'z';
    }));
  }
  // "[Europe/Paris]" at the end.
  bool TakeBrackets() {
    if (!Take("[")) return false;
    const size_t close = text_.find(']');
    if (close == std::string_view::npos || close == 0) return false;
    text_.remove_prefix(close + 1);
    return true;
  }

 private:
  template <typename Kind>
  std::string_view TakeWhile(Kind is_kind) {
    const auto end = std::ranges::find_if_not(text_, is_kind);
    const std::string_view taken = text_.substr(0, static_cast<size_t>(end - text_.begin()));
    text_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view text_;
};

std::string_view WithoutZerosAtEnd(std::string_view digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

// "07:00", "07:00:00.5", or without the colons.
bool ReadClock(TextReader& text, bool separated, WrittenTime* time) {
  const auto takes_separator = [&] { return !separated || text.Take(":"); };
  if (!text.TakeNumber(2, &time->hour) || !takes_separator()) return false;
  if (!text.TakeNumber(2, &time->minute)) return false;
  const bool has_seconds = separated ? text.Take(":") : text.AtDigit();
  if (!has_seconds) return true;
  if (!text.TakeNumber(2, &time->second)) return false;
  if (!text.Take(".,")) return true;
  const std::string_view digits = text.TakeDigits();
  time->fraction = WithoutZerosAtEnd(digits);
  return !digits.empty();
}

// "+02:00", "-0730", "+02".
bool ReadOffset(TextReader& text, bool ahead, WrittenTime* time) {
  unsigned hours = 0;
  unsigned minutes = 0;
  if (!text.TakeNumber(2, &hours)) return false;
  const bool has_minutes = text.Take(":") || text.AtDigit();
  if (has_minutes && !text.TakeNumber(2, &minutes)) return false;
  const seconds offset(hours * 3600 + minutes * 60);
  time->ahead = ahead ? offset : -offset;
  return hours <= 23 && minutes <= 59;
}

// The rest of the text: a zone, or nothing.
bool ReadZone(TextReader& text, WrittenTime* time) {
  if (text.AtEnd()) return true;
  text.Take(" ");
  if (text.Take("+")) {
    if (!ReadOffset(text, /*ahead=*/true, time)) return false;
  } else if (text.Take("-")) {
    if (!ReadOffset(text, /*ahead=*/false, time)) return false;
  } else if (!text.Take("Zz") && !text.TakeWord("UTC") && !text.TakeWord("GMT")) {
    return false;
  }
  return text.AtEnd() || (text.TakeBrackets() && text.AtEnd());
}

// Leap seconds come only at the end of a month in UTC. `time` is the second after it.
bool MayFollowLeapSecond(sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return time == day && year_month_day(day).day() == std::chrono::day(1);
}

std::optional<year_month_day> DateOf(const WrittenTime& time) {
  const year_month_day date{std::chrono::year(static_cast<int>(time.year)),
                            std::chrono::month(time.month), std::chrono::day(time.day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Instant> InstantOf(const WrittenTime& time) {
  const std::optional<year_month_day> date = DateOf(time);
  if (!date || time.hour > 23 || time.minute > 59 || time.second > 60) return std::nullopt;
  const sys_seconds utc =
      sys_days(*date) + seconds(time.hour * 3600 + time.minute * 60 + time.second) - time.ahead;
  if (time.second == 60 && !MayFollowLeapSecond(utc)) return std::nullopt;
  return Instant{utc, time.fraction};
}

// "2026-08-22T07:00:00Z", "20260822T070000Z", and dates alone.
std::optional<Instant> ParseIso(TextReader text) {
  WrittenTime time;
  if (!text.TakeNumber(4, &time.year)) return std::nullopt;
  const bool separated = text.Take("-");
  if (!text.TakeNumber(2, &time.month) || (separated && !text.Take("-")) ||
      !text.TakeNumber(2, &time.day)) {
    return std::nullopt;
  }
  if (text.AtEnd()) return InstantOf(time);
  if (!text.Take("Tt ") || !ReadClock(text, separated, &time) || !ReadZone(text, &time)) {
    return std::nullopt;
  }
  return InstantOf(time);
}

bool ReadMonth(TextReader& text, WrittenTime* time) {
  const auto* const month = std::ranges::find(kMonths, text.TakeLetters());
  time->month = static_cast<unsigned>(month - kMonths.begin()) + 1;
  return month != kMonths.end();
}

// One digit may have a blank in front.
bool ReadDay(TextReader& text, WrittenTime* time) {
  text.Take(" ");
  if (!text.TakeNumber(1, &time->day)) return false;
  unsigned last = 0;
  if (text.AtDigit() && text.TakeNumber(1, &last)) time->day = time->day * 10 + last;
  return true;
}

// "22 Aug 2026 07:00:00 GMT", "22-Aug-26 07:00:00 GMT".
bool ReadDayFirst(TextReader& text, WrittenTime* time) {
  if (!ReadDay(text, time) || !text.Take(" -") || !ReadMonth(text, time) || !text.Take(" -")) {
    return false;
  }
  const std::string year(text.TakeDigits());
  if (year.size() != 4 && year.size() != 2) return false;
  TextReader(year).TakeNumber(year.size(), &time->year);
  // POSIX takes two digits so.
  if (year.size() == 2) time->year += time->year < 69 ? 2000 : 1900;
  return text.Take(" ") && ReadClock(text, /*separated=*/true, time) && ReadZone(text, time);
}

// "Aug 22 07:00:00 2026".
bool ReadMonthFirst(TextReader& text, WrittenTime* time) {
  return text.Take(" ") && ReadMonth(text, time) && text.Take(" ") && ReadDay(text, time) &&
         text.Take(" ") && ReadClock(text, /*separated=*/true, time) && text.Take(" ") &&
         text.TakeNumber(4, &time->year) && text.AtEnd();
}

// The forms of HTTP begin with the day of the week.
std::optional<Instant> ParseHttp(TextReader text) {
  constexpr size_t kShortName = 3;
  const std::string name = text.TakeLetters();
  const auto* const found = std::ranges::find_if(kWeekdays, [&](std::string_view day) {
    return name == day || name == day.substr(0, kShortName);
  });
  if (found == kWeekdays.end()) return std::nullopt;
  WrittenTime time;
  const bool read = text.Take(",") ? ReadDayFirst(text, &time) : ReadMonthFirst(text, &time);
  if (!read) return std::nullopt;
  const std::optional<year_month_day> date = DateOf(time);
  const auto day = static_cast<unsigned>(found - kWeekdays.begin());
  if (!date || weekday(sys_days(*date)).c_encoding() != day) return std::nullopt;
  return InstantOf(time);
}

}  // namespace

std::optional<Instant> ParseTimeText(std::string_view text) {
  const TextReader reader(text);
  return reader.AtDigit() ? ParseIso(reader) : ParseHttp(reader);
}

}  // namespace apisql
