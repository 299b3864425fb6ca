// RateGovernor: holds requests back that the server would refuse.
#ifndef APISQL_SRC_HTTP_RATE_GOVERNOR_H_
#define APISQL_SRC_HTTP_RATE_GOVERNOR_H_

#include <map>
#include <string>
#include <vector>

#include "src/base/clock.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"
#include "src/http/rate/budget_window.h"
#include "src/http/rate/learned_limit.h"
#include "src/http/rate/rate_window.h"

namespace apisql {

// Why and until when a request has to wait.
struct RateHold {
  // Not after now: it may be sent. kAfterAnAnswer: not before one that is under way has ended.
  Clock::SteadyTime until;
  std::string reason;  // "the server allows 100 requests at a time"
};

// Counts per provider and credential (Endpoint::credential), by what is known of its limits:
//  - budgets that the document declares;
//  - response headers, per table: an API may count each resource for itself;
//  - Retry-After of a 429: everything waits;
//  - any other 429, where neither headers nor a budget explain it: LearnedLimit.
// Pure: it knows the time only as an argument, sends nothing and waits for nothing.
class RateGovernor {
 public:
  using Time = Clock::SteadyTime;
  static constexpr Time kAfterAnAnswer = Time::max();

  RateHold MayStart(const Endpoint& endpoint, const Request& request, Time now);
  void Started(const Endpoint& endpoint, const Request& request, Time now);
  // Once for each Started(). `response` is null when there was none; `sent` says whether the server
  // may have seen the request.
  void Ended(const Endpoint& endpoint, const Request& request, Time started,
             const Response* response, bool sent, Time now, Clock::WallTime wall);

 private:
  struct Credential {
    int in_flight = 0;
    Time paused_until = Time::min();
    LearnedLimit learned;
    // By table: an API may count several windows at once, each in its place among the headers.
    std::map<std::string, std::vector<RateWindow>> windows;
    std::map<std::string, BudgetWindow> budgets;  // By name.
  };

  Credential& CredentialOf(const Endpoint& endpoint);
  static void Refused(Credential& credential, const Endpoint& endpoint, const Request& request,
                      Time started, const Response& response, Time now, Clock::WallTime wall);

  std::map<std::string, Credential> credentials_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RATE_GOVERNOR_H_
