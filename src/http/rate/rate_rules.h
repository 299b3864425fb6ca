// RateRules: what is known beforehand of a server's rate limits.
#ifndef APISQL_SRC_HTTP_RATE_RATE_RULES_H_
#define APISQL_SRC_HTTP_RATE_RATE_RULES_H_

#include <chrono>
#include <string>
#include <vector>

namespace apisql {

// At most `requests` per `window`, counted per credential.
struct RateBudget {
  std::string name;  // metadata_read; requests name the budgets that they count against.
  int requests = 1;
  std::chrono::seconds window{60};
};

// What the number in the header of the reset is.
enum class ResetUnit {
  kGuess,  // By its size.
  kSeconds,
  kEpochSeconds,
  kEpochMilliseconds,
};

struct RateRules {
  // Response headers: requests allowed in a window, those left of them, and seconds until the next
  // window, or its time since 1970. Empty: none.
  std::string limit_header, remaining_header, reset_header;
  std::vector<RateBudget> budgets;
  // Beside 429: statuses that ask to wait where Retry-After stands by them, or nothing remains.
  std::vector<int> wait_statuses = {};
  ResetUnit reset_unit = ResetUnit::kGuess;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_RATE_RULES_H_
