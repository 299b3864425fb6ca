// ImitatedApi: a provider's API, small and in memory. It is written from what the provider says of
// its API in public, never from our documents.
#ifndef APISQL_TESTS_PROVIDERS_IMITATED_API_H_
#define APISQL_TESTS_PROVIDERS_IMITATED_API_H_

#include <map>
#include <string>

#include "registry/config/config.h"
#include "tests/providers/api_server.h"

namespace apisql {

// What the `api` record of a golden test says: api github rate_limit=3
using ApiOptions = std::map<std::string, std::string>;

class ImitatedApi {
 public:
  virtual ~ImitatedApi() = default;

  // Called one at a time.
  virtual ApiAnswer Answer(const ApiCall& call) = 0;

  // Puts what a user's config says of this provider into `config`: base_url is `url` already and
  // plain HTTP is allowed, so that mostly the secrets are missing:
  //   config.secrets[{"", "token"}].value = Secret("test-token");
  virtual void Configure(const std::string& url, ProviderConfig& config) const = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_IMITATED_API_H_
