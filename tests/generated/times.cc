#include "tests/generated/times.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace apisql::generated {
namespace {

constexpr int64_t kDay = 86'400;
constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array kWeekdays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};

// All times of worlds lie in these years.
constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2038;

bool IsLeap(int year) { return year % 4 == 0; }

int DaysIn(int year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<size_t>(month) - 1] + (month == 2 && IsLeap(year) ? 1 : 0);
}

struct Fields {
  int year = kFirstYear;
  int month = 1;
  int day = 1;
  int64_t clock = 0;  // Seconds of the day.
  int64_t days = 0;   // Since the first one.
};

Fields FieldsOf(int64_t second) {
  Fields fields;
  fields.days = second / kDay;
  fields.clock = second % kDay;
  int64_t left = fields.days;
  while (left >= DaysIn(fields.year, fields.month) && fields.year <= kLastYear) {
    left -= DaysIn(fields.year, fields.month);
    fields.year += fields.month == 12 ? 1 : 0;
    fields.month = fields.month % 12 + 1;
  }
  fields.day = static_cast<int>(left) + 1;
  return fields;
}

int64_t SecondOf(const std::string& time) {
  const int year = std::stoi(time.substr(0, 4));
  const int month = std::stoi(time.substr(5, 2));
  int64_t days = std::stoi(time.substr(8, 2)) - 1;
  for (int y = kFirstYear; y < year; ++y) days += IsLeap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += DaysIn(year, m);
  const int64_t hours = std::stoi(time.substr(11, 2));
  const int64_t minutes = std::stoi(time.substr(14, 2));
  return days * kDay + hours * 3600 + minutes * 60 + std::stoi(time.substr(17, 2));
}

template <typename... Values>
std::string Print(const char* format, Values... values) {
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string DateText(const Fields& f, const char* format = "%04d-%02d-%02d") {
  return Print(format, f.year, f.month, f.day);
}
std::string ClockText(const Fields& f, const char* format = "%02d:%02d:%02d") {
  return Print(format, static_cast<int>(f.clock / 3600), static_cast<int>(f.clock / 60 % 60),
               static_cast<int>(f.clock % 60));
}

// ".5", or "".
std::string FractionOf(const std::string& time) { return time.substr(19); }

size_t DigitsOf(TimeForm form) {
  return form == TimeForm::kText ? 0 : 3 * (static_cast<size_t>(form) - 1);
}

// One of the first twelve holds every time, the others only some.
std::string Spelling(size_t way, const std::string& time) {
  constexpr int64_t kHour = 3600;
  const int64_t second = SecondOf(time);
  const std::string fraction = FractionOf(time);
  const Fields utc = FieldsOf(second);
  const Fields east = FieldsOf(second + 2 * kHour);
  const Fields west = FieldsOf(second - 7 * kHour);
  std::string date = DateText(utc);
  const std::string clock = ClockText(utc) + fraction;
  std::string comma = clock;
  std::ranges::replace(comma, '.', ',');
  switch (way) {
    case 0:
      return DateText(east) + "T" + ClockText(east) + fraction + "+02:00";
    case 1:
      return DateText(west) + " " + ClockText(west) + fraction + "-0700";
    case 2:
      return DateText(east) + "T" + ClockText(east) + fraction + "+02";
    case 3:
      return date + "t" + clock + "z";
    case 4:
      return date + "T" + clock + (fraction.empty() ? ".000Z" : "00Z");
    case 5:
      return date + "T" + clock;
    case 6:
      return date + " " + clock;
    case 7:
      return date + "T" + comma + "+00:00";
    case 8:
      return DateText(utc, "%04d%02d%02d") + "T" + ClockText(utc, "%02d%02d%02d") + fraction + "Z";
    case 9:
      return date + " " + clock + " UTC";
    default:
      break;
  }
  if (!fraction.empty()) return date + "T" + clock + "Z";
  const char* day = kWeekdays[static_cast<size_t>(utc.days % 7)];
  const char* month = kMonths[static_cast<size_t>(utc.month) - 1];
  if (way == 10) {
    return Print("%s, %02d %s %04d ", day, utc.day, month, utc.year) + clock + " GMT";
  }
  if (way == 11) return Print("%s %s %2d ", day, month, utc.day) + clock + Print(" %d", utc.year);
  if (utc.clock == 0) return date;
  if (utc.clock % 60 == 0) return date + "T" + clock.substr(0, 5) + "Z";
  return date + "T" + clock + "Z";
}

}  // namespace

std::string TimeWord(TimeForm form) {
  constexpr std::array kWords = {"rfc3339", "epoch_seconds", "epoch_milliseconds",
                                 "epoch_microseconds"};
  return kWords[static_cast<size_t>(form)];
}

std::string TimeText(TimeForm form, const std::string& time) {
  if (form == TimeForm::kText) return time.substr(0, 10) + "T" + time.substr(11) + "Z";
  const std::string fraction = FractionOf(time);
  std::string digits = fraction.empty() ? "" : fraction.substr(1);
  const size_t unit = DigitsOf(form);
  if (digits.size() < unit) digits.append(unit - digits.size(), '0');
  const std::string rest = digits.substr(unit);
  return std::to_string(SecondOf(time)) + digits.substr(0, unit) + (rest.empty() ? "" : "." + rest);
}

std::string TimeSpelling(differential::Random& random, TimeForm form, const std::string& time) {
  constexpr size_t kWays = 13;
  if (form == TimeForm::kText) return "\"" + Spelling(random.Below(kWays), time) + "\"";
  std::string digits = TimeText(form, time);
  switch (random.Below(4)) {
    case 0:
      return "\"" + digits + "\"";
    case 1:
      return digits + (digits.find('.') == std::string::npos ? ".0" : "0");
    default:
      return digits;
  }
}

std::string TimeOf(TimeForm form, const std::string& json) {
  constexpr size_t kShortest = 22;  // "2026-08-22T07:00:00Z" with its quotes.
  if (form == TimeForm::kText) {
    if (json.size() < kShortest || json[11] != 'T' || !json.ends_with("Z\"")) return "";
    return json.substr(1, 10) + " " + json.substr(12, json.size() - 14);
  }
  if (json.find_first_not_of("0123456789.") != std::string::npos) return "";
  const size_t point = std::min(json.find('.'), json.size());
  std::string digits = json.substr(0, point);
  const size_t unit = DigitsOf(form);
  if (digits.size() <= unit) digits.insert(0, unit + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - unit);
  if (point < json.size()) fraction += json.substr(point + 1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  const Fields fields = FieldsOf(std::stoll(digits.substr(0, digits.size() - unit)));
  return DateText(fields) + " " + ClockText(fields) + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace apisql::generated
