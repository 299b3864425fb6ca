#include "src/http/retry/retrier.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string TimesTried(int attempts) {
  return attempts == 1 ? "" : "tried " + std::to_string(attempts) + " times";
}

std::string RetryBudgetText(seconds budget) {
  return "retry_budget is " + std::to_string(budget.count()) + " s";
}

std::string WhyRepeated(const std::string& provider, const StatusOr<Response>& outcome) {
  if (!outcome.ok()) return provider + " did not answer";
  return provider + " answered " + std::to_string(outcome->status);
}

}  // namespace

RetryDecision Retrier::Decide(const Attempt& attempt, const std::string& provider,
                              const ClientLimits& limits, Clock::SteadyTime started,
                              const Clock& clock) {
  const StatusOr<Response>& outcome = attempt.transfer.outcome;
  const std::optional<milliseconds> delay = policy_.DelayAfter(attempt, limits, clock.Wall());
  std::string tried = TimesTried(attempt.number);
  if (!delay) return {std::nullopt, std::move(tried)};
  if (!tried.empty()) tried += "; ";
  const seconds budget(limits.retry_budget);
  if (*delay > budget) {
    return {std::nullopt, tried + "the server asks to be left alone for " +
                              std::to_string(std::chrono::ceil<seconds>(*delay).count()) +
                              " s, and " + RetryBudgetText(budget)};
  }
  // A rate limit costs time, but is no fault.
  if (!IsRefusal(outcome) && !lost_time_.Take(started, clock.Steady() + *delay, budget)) {
    return {std::nullopt,
            tried + "no more, since the statement has lost time: " + RetryBudgetText(budget)};
  }
  return {delay, WhyRepeated(provider, outcome)};
}

StatusOr<Response> GivenUp(StatusOr<Response> outcome, const std::string& why) {
  constexpr int kFirstFailure = 400;
  if (why.empty() || (outcome.ok() && outcome->status < kFirstFailure)) return outcome;
  if (!outcome.ok()) {
    return outcome.status().WithMessage(outcome.status().message() + " (" + why + ")");
  }
  outcome->given_up = why;
  return outcome;
}

}  // namespace apisql
