// What response headers say about when to ask again.
#ifndef APISQL_SRC_HTTP_RATE_RATE_HEADERS_H_
#define APISQL_SRC_HTTP_RATE_RATE_HEADERS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/base/clock.h"
#include "src/http/message/request.h"
#include "src/http/rate/rate_rules.h"

namespace apisql {

// No server means more, and clocks do not overflow with it.
constexpr std::chrono::hours kLongestServerWait{24 * 365};

// Retry-After, from `now` on, in seconds, as a date or as a time since 1970: from zero to
// kLongestServerWait. A time that is over is zero. Nothing when there is no such header, or none
// that can be understood.
std::optional<std::chrono::milliseconds> RetryAfter(const Response& response, Clock::WallTime now);

// True for a 429, and for one of rules.wait_statuses that says when to come back, with Retry-After
// or in the headers that `rules` name: 403 of who has used up his limit, as against 403 of who may
// not do it.
bool AsksToWait(const Response& response, const RateRules& rules, Clock::WallTime now);

struct RateReport {
  int64_t limit = 0;                   // Requests in a window; 0: it does not say.
  int64_t remaining = 0;               // Requests that the server will still take.
  std::chrono::milliseconds reset{0};  // Until it takes others.
};

// What the headers that `rules` name say of each window, in their order. Several windows stand in
// one header, as in
//   X-RateLimit-Remaining: 9, 899        or        RateLimit: "burst";r=9;t=1, "daily";r=899;t=7200
// where r is what remains, t the reset, and q of RateLimit-Policy the limit. Of headers that tell
// of one window and of several the first of several counts as the limit; where one reset stands for
// all, the fewest that remain are told. Where the headers say nothing of the unit, numbers from
// 1,000,000,000 up are a time since 1970, as some APIs write it, in seconds or in thousandths,
// millionths ... of them. Nothing unless Remaining and Reset are there and can be understood.
std::vector<RateReport> ReadRateReports(const Response& response, const RateRules& rules,
                                        Clock::WallTime now);
// The tightest of them: the one that has the fewest requests left, and of several the one that is
// longest in coming.
std::optional<RateReport> ReadRateReport(const Response& response, const RateRules& rules,
                                         Clock::WallTime now);

// The same headers for people, each as far as it is there and can be understood; of several windows
// the tightest.
struct RateFigures {
  std::optional<int64_t> limit, remaining, reset_seconds;
};
RateFigures ReadRateFigures(const Response& response, const RateRules& rules, Clock::WallTime now);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_RATE_HEADERS_H_
