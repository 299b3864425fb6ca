#include "src/http/rate_governor.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "src/http/rate_headers.h"

namespace apisql {
namespace {

constexpr int kTooManyRequests = 429;

// The budgets that `request` counts against.
template <typename Budgets, typename Action>
void ForEachBudget(const Endpoint& endpoint, const Request& request, Budgets& windows,
                   Action action) {
  for (const RateBudget& budget : endpoint.rates.budgets) {
    if (std::ranges::find(request.budgets, budget.name) == request.budgets.end()) continue;
    action(budget, windows[budget.name]);
  }
}

std::string BudgetText(const RateBudget& budget) {
  return "its limit is " + std::to_string(budget.requests) + " requests in " +
         std::to_string(budget.window.count()) + " s (" + budget.name + ")";
}

std::string WindowText(const RateWindow& window) {
  if (window.limit() == 0) return "its limit is used up";
  return "its limit of " + std::to_string(window.limit()) + " requests is used up";
}

std::string RateText(double per_second) {
  char text[64];
  std::snprintf(text, sizeof text, "after a 429 %.1f requests per second are tried", per_second);
  return text;
}

}  // namespace

RateGovernor::Credential& RateGovernor::CredentialOf(const Endpoint& endpoint) {
  return credentials_[endpoint.provider + '\n' + endpoint.credential];
}

RateHold RateGovernor::MayStart(const Endpoint& endpoint, const Request& request, Time now) {
  Credential& credential = CredentialOf(endpoint);
  RateHold hold{now, ""};
  const auto wait_for = [&](Time until, auto reason) {
    if (until > hold.until) hold = {until, reason()};
  };
  wait_for(credential.paused_until, [] { return std::string("it asked to be left alone (429)"); });
  wait_for(credential.rate.MayStart(now), [&] { return RateText(credential.rate.per_second()); });
  RateWindow& window = credential.windows[request.label.table];
  wait_for(window.MayStart(now, credential.in_flight), [&] { return WindowText(window); });
  ForEachBudget(endpoint, request, credential.budgets, [&](const auto& budget, auto& used) {
    wait_for(used.MayStart(budget, now), [&] { return BudgetText(budget); });
  });
  return hold;
}

void RateGovernor::Started(const Endpoint& endpoint, const Request& request, Time now) {
  Credential& credential = CredentialOf(endpoint);
  ++credential.in_flight;
  credential.rate.Started(now);
  credential.windows[request.label.table].Started(now);
  ForEachBudget(endpoint, request, credential.budgets,
                [](const auto&, auto& used) { used.Started(); });
}

void RateGovernor::Ended(const Endpoint& endpoint, const Request& request, Time started,
                         const Response* response, bool sent, Time now, Clock::WallTime wall) {
  Credential& credential = CredentialOf(endpoint);
  --credential.in_flight;
  ForEachBudget(endpoint, request, credential.budgets,
                [&](const auto&, auto& used) { used.Ended(sent, now); });
  std::optional<RateReport> report;
  if (response != nullptr) report = ReadRateReport(*response, endpoint.rates, wall);
  const bool refused = response != nullptr && response->status == kTooManyRequests;
  credential.windows[request.label.table].Ended(started, report, refused, now);
  if (!refused || (report && report->remaining == 0)) return;
  Refused(credential, endpoint, request, started, *response, now, wall);
}

// No header explains it.
void RateGovernor::Refused(Credential& credential, const Endpoint& endpoint, const Request& request,
                           Time started, const Response& response, Time now, Clock::WallTime wall) {
  if (const auto pause = RetryAfter(response, wall)) {
    credential.paused_until = std::max(credential.paused_until, now + *pause);
  }
  bool has_budget = false;
  ForEachBudget(endpoint, request, credential.budgets, [&](const auto& budget, auto& used) {
    has_budget = true;
    if (!response.header("Retry-After")) used.Refused(budget, started, now);
  });
  if (!has_budget) credential.rate.Refused(started, now);
}

}  // namespace apisql
