// Retrier: decides what becomes of a sending that failed, within what the statement may lose.
#ifndef APISQL_SRC_HTTP_RETRY_RETRIER_H_
#define APISQL_SRC_HTTP_RETRY_RETRIER_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "src/base/clock.h"
#include "src/http/retry/client_limits.h"
#include "src/http/retry/retry_budget.h"
#include "src/http/retry/retry_policy.h"

namespace apisql {

struct RetryDecision {
  std::optional<std::chrono::milliseconds> delay;  // None: it is over.
  // Why it waits ("acme answered 503"), or what the error should say of having given up; may be "".
  std::string reason;
};

class Retrier {
 public:
  explicit Retrier(std::function<double()> random) : policy_(std::move(random)) {}

  void set_random(std::function<double()> random) { policy_ = RetryPolicy(std::move(random)); }
  // A statement starts: what others have lost does not count.
  void BeginStatement() { lost_time_.Reset(); }

  // `started`: when the attempt was sent.
  RetryDecision Decide(const Attempt& attempt, const std::string& provider,
                       const ClientLimits& limits, Clock::SteadyTime started, const Clock& clock);

 private:
  RetryPolicy policy_;
  RetryBudget lost_time_;
};

// `outcome`, with `why` in its text where it is a failure.
StatusOr<Response> GivenUp(StatusOr<Response> outcome, const std::string& why);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RETRY_RETRIER_H_
