#include "src/http/rate_headers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "src/base/text.h"
#include "src/http/http_date.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

constexpr double kFirstEpochTime = 1e9;

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

// Seconds from `now` on; below zero where that time is over.
std::optional<double> ResetIn(const Response& response, const RateRules& rules,
                              Clock::WallTime now) {
  auto reset = NumberIn(response, rules.reset_header);
  if (reset && *reset >= kFirstEpochTime) *reset -= SecondsSinceEpoch(now);
  return reset;
}

}  // namespace

std::optional<milliseconds> RetryAfter(const Response& response, Clock::WallTime now) {
  const auto value = response.header("Retry-After");
  if (!value) return std::nullopt;
  if (const auto seconds = NumberOf(*value)) return Clamped(*seconds);
  const auto date = ParseHttpDate(StripBlanks(*value));
  if (!date) return std::nullopt;
  return Clamped(SecondsSinceEpoch(*date) - SecondsSinceEpoch(now));
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
