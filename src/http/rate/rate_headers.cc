#include "src/http/rate/rate_headers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "src/base/text.h"
#include "src/http/message/http_date.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

constexpr double kFirstEpochTime = 1e9;
constexpr double kLastEpochTime = 1e11;  // In seconds: beyond it are smaller units.

// A number from zero up, with or without a fraction. Too large ones are infinite.
std::optional<double> NumberOf(std::string_view text) {
  text = StripBlanks(text);
  if (text.empty() || text.size() > 32 || text[0] < '0' || text[0] > '9') return std::nullopt;
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return INFINITY;
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

milliseconds Clamped(double seconds) {
  const double most = std::chrono::duration<double>(kLongestServerWait).count();
  return milliseconds(static_cast<int64_t>(std::ceil(std::clamp(seconds, 0.0, most) * 1000)));
}

double SecondsSinceEpoch(Clock::WallTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

int64_t WholeOf(double number) {
  constexpr double kMost = 1e15;
  return static_cast<int64_t>(std::min(number, kMost));
}

std::optional<double> NumberIn(const Response& response, const std::string& header) {
  if (header.empty()) return std::nullopt;
  const auto value = response.header(header);
  return value ? NumberOf(*value) : std::nullopt;
}

double SecondsUntilEpoch(double seconds, Clock::WallTime now) {
  return seconds - SecondsSinceEpoch(now);
}

// Seconds from `now` on; below zero where that time is over. No server asks for thirty years: such
// a number is a time.
double SecondsUntil(double number, Clock::WallTime now) {
  constexpr double kSmallerUnit = 1000;
  constexpr double kMost = 1e20;  // In nanoseconds. What is larger is no time either.
  if (number < kFirstEpochTime || number > kMost) return number;
  while (number >= kLastEpochTime) number /= kSmallerUnit;
  return SecondsUntilEpoch(number, now);
}

double SecondsUntil(double number, ResetUnit unit, Clock::WallTime now) {
  constexpr double kMilliseconds = 1000;
  switch (unit) {
    case ResetUnit::kGuess:
      return SecondsUntil(number, now);
    case ResetUnit::kSeconds:
      break;
    case ResetUnit::kEpochSeconds:
      return SecondsUntilEpoch(number, now);
    case ResetUnit::kEpochMilliseconds:
      return SecondsUntilEpoch(number / kMilliseconds, now);
  }
  return number;
}

std::optional<double> ResetIn(const Response& response, const RateRules& rules,
                              Clock::WallTime now) {
  const auto reset = NumberIn(response, rules.reset_header);
  if (!reset) return std::nullopt;
  return SecondsUntil(*reset, rules.reset_unit, now);
}

}  // namespace

std::optional<milliseconds> RetryAfter(const Response& response, Clock::WallTime now) {
  const auto value = response.header("Retry-After");
  if (!value) return std::nullopt;
  if (const auto number = NumberOf(*value)) return Clamped(SecondsUntil(*number, now));
  const auto date = ParseHttpDate(StripBlanks(*value));
  if (!date) return std::nullopt;
  return Clamped(SecondsSinceEpoch(*date) - SecondsSinceEpoch(now));
}

bool AsksToWait(const Response& response, const RateRules& rules, Clock::WallTime now) {
  constexpr int kTooManyRequests = 429;
  if (response.status == kTooManyRequests) return true;
  if (std::ranges::count(rules.wait_statuses, response.status) == 0) return false;
  if (RetryAfter(response, now)) return true;
  const std::optional<RateReport> report = ReadRateReport(response, rules, now);
  return report && report->remaining == 0;
}

std::optional<RateReport> ReadRateReport(const Response& response, const RateRules& rules,
                                         Clock::WallTime now) {
  const auto remaining = NumberIn(response, rules.remaining_header);
  const auto reset = ResetIn(response, rules, now);
  if (!remaining || !reset) return std::nullopt;
  const auto limit = NumberIn(response, rules.limit_header);
  return RateReport{WholeOf(limit.value_or(0)), WholeOf(*remaining), Clamped(*reset)};
}

RateFigures ReadRateFigures(const Response& response, const RateRules& rules, Clock::WallTime now) {
  RateFigures figures;
  if (const auto limit = NumberIn(response, rules.limit_header)) figures.limit = WholeOf(*limit);
  if (const auto remaining = NumberIn(response, rules.remaining_header)) {
    figures.remaining = WholeOf(*remaining);
  }
  if (const auto reset = ResetIn(response, rules, now)) {
    figures.reset_seconds = std::chrono::ceil<std::chrono::seconds>(Clamped(*reset)).count();
  }
  return figures;
}

}  // namespace apisql
