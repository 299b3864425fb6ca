#include "sandbox/time_text.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace apisql::sandbox {
namespace {

struct CivilTime {
  int year, month, day, hour, minute, second, micros;
};

CivilTime Civil(Micros time) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::microseconds> point{std::chrono::microseconds(time)};
  const auto midnight = floor<std::chrono::days>(point);
  const std::chrono::year_month_day date(midnight);
  const int64_t rest = (point - midnight).count();
  const int seconds = static_cast<int>(rest / kSecond);
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          seconds / 3600,
          seconds / 60 % 60,
          seconds % 60,
          static_cast<int>(rest % kSecond)};
}

std::string Format(Micros time, char between, bool fraction, const char* zone) {
  const CivilTime t = Civil(time);
  std::array<char, 80> text{};
  int size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02d%c%02d:%02d:%02d", t.year,
                           t.month, t.day, between, t.hour, t.minute, t.second);
  if (fraction) size += std::snprintf(&text[size], text.size() - size, ".%06d", t.micros);
  return std::string(text.data(), size) + zone;
}

// Takes `digits` decimal digits and then `after` (when it is not 0) off the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, size_t digits, char after) {
  const size_t size = digits + (after != 0 ? 1 : 0);
  if (text.size() < size) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  if (after != 0 && text[digits] != after) return std::nullopt;
  text.remove_prefix(size);
  return value;
}

Micros TakeFraction(std::string_view& text) {
  if (text.empty() || text.front() != '.') return 0;
  text.remove_prefix(1);
  Micros value = 0;
  Micros unit = kSecond / 10;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
    value += (text.front() - '0') * unit;
    unit /= 10;
  }
  return value;
}

std::optional<Micros> TakeZone(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const bool west = text[0] == '-';
  text.remove_prefix(1);
  const auto hours = TakeNumber(text, 2, ':');
  const auto minutes = TakeNumber(text, 2, 0);
  if (!hours || !minutes) return std::nullopt;
  const Micros offset = *hours * kHour + *minutes * (kHour / 60);
  return west ? -offset : offset;
}

}  // namespace

std::string ConfluentTime(Micros time) { return Format(time, 'T', true, "Z"); }
std::string RocksetTime(Micros time) { return Format(time, 'T', false, "Z"); }
std::string ConfluentSqlTime(Micros time) {
  if (time % kSecond == 0) return RocksetSqlTime(time);
  const std::string text = Format(time, ' ', true, "");
  return text.substr(0, text.find_last_not_of('0') + 1);
}
std::string RocksetSqlTime(Micros time) { return Format(time, ' ', false, ""); }

std::optional<Micros> ParseTime(std::string_view text) {
  const auto year = TakeNumber(text, 4, '-');
  if (!year) return std::nullopt;
  const auto month = TakeNumber(text, 2, '-');
  if (!month) return std::nullopt;
  const auto day = TakeNumber(text, 2, 'T');
  if (!day) return std::nullopt;
  const auto hour = TakeNumber(text, 2, ':');
  if (!hour) return std::nullopt;
  const auto minute = TakeNumber(text, 2, ':');
  if (!minute) return std::nullopt;
  const auto second = TakeNumber(text, 2, 0);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const Micros fraction = TakeFraction(text);
  const auto zone = TakeZone(text);
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!zone || !date.ok()) return std::nullopt;
  const Micros days = std::chrono::sys_days(date).time_since_epoch().count();
  const Micros seconds = *hour * kHour + (*minute * 60 + *second) * kSecond;
  return days * kDay + seconds + fraction - *zone;
}

}  // namespace apisql::sandbox
