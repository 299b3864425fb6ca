#include "src/http/retry/retry_policy.h"

#include <algorithm>

#include "src/http/rate/rate_headers.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestDelay{30'000};
// Where nothing listens: half a second and a whole one, at most.
constexpr int kMostRepeatsUnheard = 2;
constexpr int kDelayUnheard = 500;

bool IsPassing(int status) {
  switch (status) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    default:
      return false;
  }
}

// The longest delay before the repeat of attempt `number`.
milliseconds Ceiling(int number, milliseconds first) {
  constexpr int kMostDoublings = 20;
  return std::min(first * (int64_t{1} << std::min(number - 1, kMostDoublings)), kLongestDelay);
}

}  // namespace

bool IsRefusal(const Response& response) { return response.status == 429 || response.asks_to_wait; }

bool IsRefusal(const StatusOr<Response>& outcome) { return outcome.ok() && IsRefusal(*outcome); }

bool MayRepeat(const Attempt& attempt) {
  const StatusOr<Response>& outcome = attempt.transfer.outcome;
  const bool idempotent = attempt.request.idempotent;
  if (outcome.ok()) {
    const bool passing = outcome->may_pass || IsPassing(outcome->status);
    return IsRefusal(outcome) || (idempotent && passing);
  }
  return attempt.transfer.may_pass && (idempotent || !attempt.transfer.may_have_been_sent);
}

std::optional<milliseconds> RetryPolicy::DelayAfter(const Attempt& attempt,
                                                    const ClientLimits& limits,
                                                    Clock::WallTime now) const {
  if (attempt.number > limits.max_retries || !MayRepeat(attempt)) return std::nullopt;
  if (attempt.transfer.refused && attempt.number > kMostRepeatsUnheard) return std::nullopt;
  const milliseconds first(attempt.transfer.refused ? std::min(limits.retry_delay, kDelayUnheard)
                                                    : limits.retry_delay);
  const milliseconds ceiling = Ceiling(attempt.number, first);
  const milliseconds delay(static_cast<int64_t>(static_cast<double>(ceiling.count()) * random_()));
  if (!attempt.transfer.outcome.ok()) return delay;
  return std::max(delay, RetryAfter(*attempt.transfer.outcome, now).value_or(milliseconds(0)));
}

}  // namespace apisql
