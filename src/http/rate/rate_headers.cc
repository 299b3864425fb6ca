#include "src/http/rate/rate_headers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/http/message/http_date.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

// Of a header that tells of limits: servers have a handful of windows.
constexpr size_t kLongestHeader = 1000;
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

// What a header tells of a window, and how structured fields (RFC 9651) call it: in an element of
// its own, remaining=9, or as a parameter, "burst";r=9.
struct Meaning {
  std::string_view name;
  std::string_view parameter;
};
constexpr Meaning kLimit{"limit", "q"};
constexpr Meaning kRemaining{"remaining", "r"};
constexpr Meaning kReset{"reset", "t"};

// The parts between `separator`, but for those within quotes.
std::vector<std::string_view> Parts(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  bool quoted = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (quoted || text[i] != separator)) continue;
    parts.push_back(StripBlanks(text.substr(begin, i - begin)));
    begin = i + 1;
  }
  return parts;
}

// "remaining=9"; the name is "" where there is no "=".
struct NamedPart {
  std::string_view name, value;
};

NamedPart Named(std::string_view part) {
  const size_t equals = part.find('=');
  if (part.starts_with('"') || equals == part.npos) return {"", part};
  return {StripBlanks(part.substr(0, equals)), part.substr(equals + 1)};
}

// The number of one element; none where it tells something else.
std::optional<double> ElementNumber(const std::vector<std::string_view>& parts,
                                    const Meaning& meaning) {
  const NamedPart first = Named(parts.front());
  if (!first.name.empty()) {
    return EqualsIgnoreCase(first.name, meaning.name) ? NumberOf(first.value) : std::nullopt;
  }
  if (auto number = NumberOf(first.value)) return number;
  for (size_t i = 1; i < parts.size(); ++i) {
    const NamedPart part = Named(parts[i]);
    if (EqualsIgnoreCase(part.name, meaning.parameter)) return NumberOf(part.value);
  }
  return std::nullopt;
}

// One for each window; none where one of them cannot be understood.
std::vector<double> NumbersIn(const Response& response, const std::string& header,
                              const Meaning& meaning) {
  std::vector<double> numbers;
  const auto value = header.empty() ? std::nullopt : response.header(header);
  if (!value || value->size() > kLongestHeader) return numbers;
  for (const std::string_view element : Parts(*value, ',')) {
    const std::vector<std::string_view> parts = Parts(element, ';');
    const auto number = ElementNumber(parts, meaning);
    if (number) numbers.push_back(*number);
    // limit=10, remaining=9, reset=1 has an element for each.
    if (!number && Named(parts.front()).name.empty()) return {};
  }
  return numbers;
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

// The least that remains, and of equal ones that with the latest reset.
size_t TightestOf(const std::vector<double>& remaining, const std::vector<double>& resets) {
  size_t tightest = 0;
  for (size_t i = 1; i < remaining.size(); ++i) {
    const bool later = i < resets.size() && resets[i] > resets[tightest];
    if (remaining[i] < remaining[tightest] || (remaining[i] == remaining[tightest] && later)) {
      tightest = i;
    }
  }
  return tightest;
}

// What the headers say, as numbers.
struct Windows {
  std::vector<double> limits, remaining, resets;

  // Of a window: 0 where nothing is said of it.
  double LimitOf(size_t window) const {
    if (limits.empty()) return 0;
    return limits.size() == remaining.size() ? limits[window] : limits.front();
  }
};

Windows WindowsIn(const Response& response, const RateRules& rules) {
  return {NumbersIn(response, rules.limit_header, kLimit),
          NumbersIn(response, rules.remaining_header, kRemaining),
          NumbersIn(response, rules.reset_header, kReset)};
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

std::vector<RateReport> ReadRateReports(const Response& response, const RateRules& rules,
                                        Clock::WallTime now) {
  const Windows windows = WindowsIn(response, rules);
  const auto report = [&](size_t window, double reset) {
    return RateReport{WholeOf(windows.LimitOf(window)), WholeOf(windows.remaining[window]),
                      Clamped(SecondsUntil(reset, rules.reset_unit, now))};
  };
  std::vector<RateReport> reports;
  if (windows.remaining.size() == windows.resets.size()) {
    for (size_t i = 0; i < windows.resets.size(); ++i) {
      reports.push_back(report(i, windows.resets[i]));
    }
  } else if (windows.resets.size() == 1 && !windows.remaining.empty()) {
    reports.push_back(report(TightestOf(windows.remaining, {}), windows.resets.front()));
  }
  return reports;
}

std::optional<RateReport> ReadRateReport(const Response& response, const RateRules& rules,
                                         Clock::WallTime now) {
  std::optional<RateReport> tightest;
  for (const RateReport& report : ReadRateReports(response, rules, now)) {
    const bool fewer = !tightest || report.remaining < tightest->remaining ||
                       (report.remaining == tightest->remaining && report.reset > tightest->reset);
    if (fewer) tightest = report;
  }
  return tightest;
}

RateFigures ReadRateFigures(const Response& response, const RateRules& rules, Clock::WallTime now) {
  RateFigures figures;
  const Windows windows = WindowsIn(response, rules);
  const size_t tightest = TightestOf(windows.remaining, windows.resets);
  if (!windows.limits.empty()) figures.limit = WholeOf(windows.LimitOf(tightest));
  if (!windows.remaining.empty()) figures.remaining = WholeOf(windows.remaining[tightest]);
  if (!windows.resets.empty()) {
    const size_t window = tightest < windows.resets.size() ? tightest : 0;
    const double reset = SecondsUntil(windows.resets[window], rules.reset_unit, now);
    figures.reset_seconds = std::chrono::ceil<std::chrono::seconds>(Clamped(reset)).count();
  }
  return figures;
}

}  // namespace apisql
