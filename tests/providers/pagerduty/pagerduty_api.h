// PagerdutyApi: a part of PagerDuty's REST API, version 2, after developer.pagerduty.com.
//
// Options: incidents=N, how many there are; strict=1 refuses requests without the Accept header
// that PagerDuty asks clients to send.
#ifndef APISQL_TESTS_PROVIDERS_PAGERDUTY_PAGERDUTY_API_H_
#define APISQL_TESTS_PROVIDERS_PAGERDUTY_PAGERDUTY_API_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "tests/providers/api_server.h"
#include "tests/providers/imitated_api.h"

namespace apisql::pagerduty {

class PagerdutyApi : public ImitatedApi {
 public:
  explicit PagerdutyApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override;
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  // The objects of one path: users, teams, services or incidents.
  struct Collection {
    std::string name;      // services
    std::string singular;  // service: how a body and an answer wrap one.
    char letter;           // Ids begin with P and this.
    nlohmann::json rows = nlohmann::json::array();
  };

  void FillIncidents(int64_t count);
  Collection* Find(const std::string& name);
  ApiAnswer Route(const ApiCall& call);
  ApiAnswer List(const ApiCall& call, const Collection& collection) const;
  ApiAnswer ListIncidents(const ApiCall& call) const;
  ApiAnswer ListMembers(const ApiCall& call) const;
  // What is wrong with the request for a new one; none: nothing.
  std::optional<ApiAnswer> FaultOf(const ApiCall& call, const Collection& collection) const;
  ApiAnswer Make(const ApiCall& call, Collection& collection);
  ApiAnswer Change(const ApiCall& call, Collection& collection, nlohmann::json& row);

  Collection users_{"users", "user", 'U', {}};
  Collection teams_{"teams", "team", 'T', {}};
  Collection services_{"services", "service", 'S', {}};
  Collection incidents_{"incidents", "incident", 'I', {}};
  bool strict_;
  int64_t made_ = 0;
};

}  // namespace apisql::pagerduty

#endif  // APISQL_TESTS_PROVIDERS_PAGERDUTY_PAGERDUTY_API_H_
