// Random instants in every spelling: one text for each instant, in the order of the instants. The
// calendar here is the test's own.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "src/times/time.h"

namespace apisql {
namespace {

constexpr int64_t kMicro = 1'000'000;
constexpr int64_t kDay = 86'400;

int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool IsLeap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

struct Fields {
  int64_t year = 1970;
  int month = 1, day = 1, hour = 0, minute = 0, second = 0, weekday = 0;
};

// Counts years and months off, one after another.
Fields FieldsOf(int64_t second) {
  Fields fields;
  int64_t days = FloorDiv(second, kDay);
  const auto clock = static_cast<int>(second - days * kDay);
  fields.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);  // 1970 began on a Thursday.
  for (; days < 0; days += IsLeap(fields.year) ? 366 : 365) --fields.year;
  for (; days >= (IsLeap(fields.year) ? 366 : 365); ++fields.year) {
    days -= IsLeap(fields.year) ? 366 : 365;
  }
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto days_in_month = [&] {
    return kDays[static_cast<size_t>(fields.month - 1)] +
           (fields.month == 2 && IsLeap(fields.year) ? 1 : 0);
  };
  for (; days >= days_in_month(); ++fields.month) days -= days_in_month();
  fields.day = static_cast<int>(days) + 1;
  fields.hour = clock / 3600;
  fields.minute = clock / 60 % 60;
  fields.second = clock % 60;
  return fields;
}

template <typename... Values>
std::string Print(const char* format, Values... values) {
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string Clock(const Fields& f, const char* format = "%02d:%02d:%02d") {
  return Print(format, f.hour, f.minute, f.second);
}
std::string Date(const Fields& f, const char* format = "%04lld-%02d-%02d") {
  return Print(format, static_cast<long long>(f.year), f.month, f.day);
}

// The instant, in microseconds since 1970, in each spelling that holds it.
std::vector<std::pair<std::string, TimeForm>> Spellings(int64_t micros, std::mt19937_64& random) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const int64_t second = FloorDiv(micros, kMicro);
  const int64_t rest = micros - second * kMicro;
  const Fields utc = FieldsOf(second);
  const int offset = static_cast<int>(random() % 1439) + 1;  // Minutes.
  const int64_t offset_seconds = int64_t{60} * offset;
  const Fields east = FieldsOf(second + offset_seconds);
  const Fields west = FieldsOf(second - offset_seconds);
  const std::string fraction = rest == 0 ? "" : Print(".%06lld", static_cast<long long>(rest));
  std::string comma = fraction;
  std::ranges::replace(comma, '.', ',');
  const std::string ahead = Print("+%02d:%02d", offset / 60, offset % 60);
  const std::string behind = Print("-%02d%02d", offset / 60, offset % 60);
  std::vector<std::pair<std::string, TimeForm>> all = {
      {Date(utc) + "T" + Clock(utc) + fraction + "Z", TimeForm::kText},
      {Date(utc) + "t" + Clock(utc) + fraction + (rest == 0 ? ".000z" : "000z"), TimeForm::kText},
      {Date(east) + "T" + Clock(east) + fraction + ahead, TimeForm::kText},
      {Date(west) + "T" + Clock(west) + fraction + behind, TimeForm::kText},
      {Date(utc) + " " + Clock(utc) + fraction, TimeForm::kText},
      {Date(utc) + "T" + Clock(utc) + comma + "+00", TimeForm::kText},
      {Date(utc, "%04lld%02d%02d") + "T" + Clock(utc, "%02d%02d%02d") + fraction + "Z",
       TimeForm::kText},
      {std::to_string(micros), TimeForm::kEpochMicroseconds},
      {std::to_string(micros) + "000", TimeForm::kEpochNanoseconds},
      {std::to_string(micros) + "e-3", TimeForm::kEpochMilliseconds},
      {std::to_string(micros) + "e-6", TimeForm::kEpochSeconds},
  };
  if (rest != 0) return all;
  const char* month = kMonths[static_cast<size_t>(utc.month - 1)];
  const char* day = kDays[static_cast<size_t>(utc.weekday)];
  const auto year = static_cast<long long>(utc.year);
  all.emplace_back(Print("%s, %02d %s %04lld ", day, utc.day, month, year) + Clock(utc) + " GMT",
                   TimeForm::kText);
  all.emplace_back(Print("%s %s %2d ", day, month, utc.day) + Clock(utc) + Print(" %04lld", year),
                   TimeForm::kText);
  all.emplace_back(std::to_string(second), TimeForm::kEpochSeconds);
  if (utc.second == 0) {
    all.emplace_back(Date(utc) + "T" + Print("%02d:%02d", utc.hour, utc.minute), TimeForm::kText);
  }
  if (second % kDay == 0) all.emplace_back(Date(utc), TimeForm::kText);
  return all;
}

// Far apart and close together, with and without a fraction, on whole minutes and days.
int64_t RandomInstant(std::mt19937_64& random) {
  constexpr int64_t kFirst = -62'167'000'000;  // In the year 0.
  constexpr int64_t kLast = 253'402'000'000;   // In the year 9999.
  int64_t second = std::uniform_int_distribution(kFirst, kLast)(random);
  if (random() % 2 == 0) second = 1'787'382'000 + static_cast<int64_t>(random() % 5);
  if (random() % 4 == 0) second -= ((second % 60) + 60) % 60;
  if (random() % 8 == 0) second -= ((second % kDay) + kDay) % kDay;
  constexpr std::array<int64_t, 6> kRests = {0, 0, 500'000, 50'000, 999'999, 1};
  const bool any = random() % 4 == 0;
  const auto rest = any ? static_cast<int64_t>(random() % kMicro) : kRests[random() % 6];
  return second * kMicro + rest;
}

TEST(TimeSpellingsTest, EqualInstantsAreEqualTextsAndStandInTheirOrder) {
  constexpr size_t kInstants = 3000;
  std::mt19937_64 random(15);
  std::vector<std::pair<int64_t, std::string>> read;
  for (size_t i = 0; i < kInstants; ++i) {
    const int64_t micros = RandomInstant(random);
    std::string first;
    for (const auto& [text, form] : Spellings(micros, random)) {
      const std::string time = SqliteTime(text, form).value_or("none");
      if (first.empty()) first = time;
      ASSERT_EQ(time, first) << text;
      ASSERT_TRUE(IsSqliteTime(time)) << text << ": " << time;
    }
    for (const TimeForm form :
         {TimeForm::kText, TimeForm::kEpochSeconds, TimeForm::kEpochMilliseconds,
          TimeForm::kEpochMicroseconds, TimeForm::kEpochNanoseconds}) {
      ASSERT_EQ(SqliteTime(ApiTime(first, form), form), first) << ApiTime(first, form);
    }
    read.emplace_back(micros, first);
  }
  for (size_t i = 1; i < read.size(); ++i) {
    const auto& [a, a_text] = read[i - 1];
    const auto& [b, b_text] = read[i];
    EXPECT_EQ(a < b, a_text < b_text) << a_text << " and " << b_text;
    EXPECT_EQ(a == b, a_text == b_text) << a_text << " and " << b_text;
  }
}

}  // namespace
}  // namespace apisql
