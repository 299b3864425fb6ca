// OktaApi: a part of Okta's Management API, after developer.okta.com.
//
// Options: rate_limit=N answers 429 once N requests were sent, until the window of a second is
// over.
#ifndef APISQL_TESTS_PROVIDERS_OKTA_OKTA_API_H_
#define APISQL_TESTS_PROVIDERS_OKTA_OKTA_API_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/providers/api_server.h"
#include "tests/providers/imitated_api.h"
#include "tests/providers/okta/okta_world.h"

namespace apisql::okta {

class OktaApi : public ImitatedApi {
 public:
  explicit OktaApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override;
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  ApiAnswer Route(const ApiCall& call);
  ApiAnswer ListUsers(const ApiCall& call) const;
  ApiAnswer MakeUser(const ApiCall& call);
  ApiAnswer ChangeUser(const ApiCall& call, nlohmann::json& user);
  ApiAnswer DeleteUser(nlohmann::json& user);
  ApiAnswer MoveUser(const std::string& step, nlohmann::json& user);
  ApiAnswer RouteGroups(const ApiCall& call);
  ApiAnswer RouteGroup(const ApiCall& call, nlohmann::json& group);
  ApiAnswer RouteApplications(const ApiCall& call);
  ApiAnswer RouteTokens(const ApiCall& call);

  OktaWorld world_;
  int64_t rate_limit_;
  int64_t used_ = 0;   // In the window that ends at reset_.
  int64_t reset_ = 0;  // Seconds since 1970.
};

}  // namespace apisql::okta

#endif  // APISQL_TESTS_PROVIDERS_OKTA_OKTA_API_H_
