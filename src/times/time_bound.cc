#include "src/times/time_bound.h"

#include <cstdint>

#include "src/json/number.h"

namespace apisql {
namespace {

constexpr size_t kDate = 10;     // Bytes of "2026-01-31".
constexpr size_t kMinutes = 16;  // Of "2026-01-31 07:00".
constexpr size_t kSeconds = 19;

int64_t UnitsOf(TimeForm form) {
  switch (form) {
    case TimeForm::kEpochMilliseconds:
      return 1'000;
    case TimeForm::kEpochMicroseconds:
      return 1'000'000;
    case TimeForm::kEpochNanoseconds:
      return 1'000'000'000;
    case TimeForm::kText:
    case TimeForm::kEpochSeconds:
      break;
  }
  return 1;
}

// A bound as a whole number of units, rounded down.
struct Units {
  int64_t count = 0;
  bool exact = true;
};

// Of a SQLite time.
std::optional<Units> CountUnits(std::string_view time, int64_t units) {
  const auto second = ParseInteger(ApiTime(time.substr(0, kSeconds), TimeForm::kEpochSeconds));
  Units counted;
  if (!second || __builtin_mul_overflow(*second, units, &counted.count)) return std::nullopt;
  for (size_t i = kSeconds + 1; i < time.size(); ++i) {
    units /= 10;
    if (units == 0) counted.exact = false;
    counted.count += units * (time[i] - '0');
  }
  return counted;
}

std::optional<std::string> Written(int64_t count, TimeForm form) {
  if (form != TimeForm::kText) return std::to_string(count);
  const auto time = SqliteTime(std::to_string(count), TimeForm::kEpochSeconds);
  if (!time) return std::nullopt;
  return ApiTime(*time, form);
}

}  // namespace

std::optional<std::string> ApiTimeBound(const TimeBound& bound, TimeForm form) {
  std::string time(bound.at);
  bool kept = bound.kept;
  if (time.size() == kDate || time.size() == kMinutes) {
    // It stands before every time that begins so, the first of them included.
    kept = bound.lower;
    time += time.size() == kDate ? " 00:00:00" : ":00";
  } else if (time.size() > kSeconds && time.back() == '0') {
    // Zeros at the end make it stand behind the time that it means.
    kept = true;
    time.erase(time.find_last_not_of('0') + 1);
    if (time.back() == '.') time.pop_back();
  }
  if (!IsSqliteTime(time)) return std::nullopt;
  const std::optional<Units> units = CountUnits(time, UnitsOf(form));
  if (!units) return std::nullopt;
  int64_t count = units->count;
  if (units->exact && kept && !bound.given) count += bound.lower ? -1 : 1;
  if (!units->exact && !bound.lower) ++count;
  return Written(count, form);
}

}  // namespace apisql
