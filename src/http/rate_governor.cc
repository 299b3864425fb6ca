#include "src/http/rate_governor.h"

#include <algorithm>
#include <utility>

#include "src/http/rate/rate_headers.h"
#include "src/http/retry/retry_policy.h"

namespace apisql {
namespace {

// The budgets that `request` counts against.
template <typename Budgets, typename Action>
void ForEachBudget(const Endpoint& endpoint, const Request& request, Budgets& windows,
                   Action action) {
  for (const RateBudget& budget : endpoint.rates.budgets) {
    if (std::ranges::find(request.budgets, budget.name) == request.budgets.end()) continue;
    action(budget, windows[budget.name]);
  }
}

bool HasBudget(const Endpoint& endpoint, const Request& request) {
  return std::ranges::any_of(endpoint.rates.budgets, [&](const RateBudget& budget) {
    return std::ranges::find(request.budgets, budget.name) != request.budgets.end();
  });
}

std::string BudgetText(const RateBudget& budget, bool refused) {
  return std::string(refused ? "it refused one, " : "") + "its limit is " +
         std::to_string(budget.requests) + " requests in " + std::to_string(budget.window.count()) +
         " s (" + budget.name + ")";
}

std::string WindowText(const RateWindow& window) {
  if (window.limit() == 0) return "its limit is used up";
  return "its limit of " + std::to_string(window.limit()) + " requests is used up";
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
  wait_for(credential.paused_until, [] { return std::string("it asked to be left alone"); });
  wait_for(credential.learned.MayStart(now),
           [&] { return "after a refusal " + credential.learned.Description(now); });
  for (RateWindow& window : credential.windows[request.label.table]) {
    wait_for(window.MayStart(now, credential.in_flight), [&] { return WindowText(window); });
  }
  ForEachBudget(endpoint, request, credential.budgets, [&](const auto& budget, auto& used) {
    wait_for(used.MayStart(budget, now), [&] { return BudgetText(budget, used.IsPaused(now)); });
  });
  return hold;
}

void RateGovernor::Started(const Endpoint& endpoint, const Request& request, Time now) {
  Credential& credential = CredentialOf(endpoint);
  ++credential.in_flight;
  credential.learned.Started(now);
  for (RateWindow& window : credential.windows[request.label.table]) window.Started(now);
  ForEachBudget(endpoint, request, credential.budgets,
                [](const auto&, auto& used) { used.Started(); });
}

void RateGovernor::Ended(const Endpoint& endpoint, const Request& request, Time started,
                         const Response* response, bool sent, Time now, Clock::WallTime wall) {
  Credential& credential = CredentialOf(endpoint);
  --credential.in_flight;
  ForEachBudget(endpoint, request, credential.budgets,
                [&](const auto&, auto& used) { used.Ended(sent, now); });
  std::vector<RateReport> reports;
  if (response != nullptr) reports = ReadRateReports(*response, endpoint.rates, wall);
  const bool refused = response != nullptr && IsRefusal(*response);
  const bool explained = std::ranges::find(reports, 0, &RateReport::remaining) != reports.end();
  std::vector<RateWindow>& windows = credential.windows[request.label.table];
  if (windows.size() < reports.size()) windows.resize(reports.size());
  for (size_t i = 0; i < windows.size(); ++i) {
    const auto report = i < reports.size() ? std::optional(reports[i]) : std::nullopt;
    // Of several windows those that have requests left have not refused it.
    const bool used_up = refused && (!explained || (report && report->remaining == 0));
    windows[i].Ended(started, report, used_up, now);
  }
  const bool unexplained = refused && !explained;
  if (unexplained) Refused(credential, endpoint, request, started, *response, now, wall);
  auto outcome = LearnedLimit::Outcome::kUnknown;
  if (response != nullptr && !refused) outcome = LearnedLimit::Outcome::kTaken;
  if (unexplained && !HasBudget(endpoint, request)) outcome = LearnedLimit::Outcome::kRefused;
  credential.learned.Ended(started, outcome, credential.paused_until, now);
}

// No header explains it.
void RateGovernor::Refused(Credential& credential, const Endpoint& endpoint, const Request& request,
                           Time started, const Response& response, Time now, Clock::WallTime wall) {
  const auto pause = RetryAfter(response, wall);
  if (pause) credential.paused_until = std::max(credential.paused_until, now + *pause);
  ForEachBudget(endpoint, request, credential.budgets, [&](const auto& budget, auto& used) {
    if (!response.header("Retry-After")) used.Refused(budget, started, now);
  });
}

}  // namespace apisql
