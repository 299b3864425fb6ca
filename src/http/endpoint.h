// Endpoint: one server that apisql may talk to, and the credential that belongs to it alone.
#ifndef APISQL_SRC_HTTP_ENDPOINT_H_
#define APISQL_SRC_HTTP_ENDPOINT_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "src/base/secret.h"
#include "src/http/authenticator.h"
#include "src/http/rate/rate_rules.h"

namespace apisql {

struct Endpoint {
  std::string provider;  // Requests of one provider share one queue.
  std::string base_url;  // https://api.confluent.cloud, no trailing slash; may have a path.
  std::shared_ptr<Authenticator> authenticator;  // Null: no credential.
  std::vector<Secret> secrets;  // What the credential is made of, to be kept out of texts.
  std::string credential;       // Requests of one provider and credential share their rate limits.
  RateRules rates;
  std::vector<int> retry_statuses;  // That may pass, beside those of every server.
  // So long a 401 to a GET may pass while the credential was never taken: see FreshCredentials.
  std::chrono::seconds fresh_credential{0};
  int max_concurrency = 8;        // Of the provider, not of this server.
  bool allow_plain_http = false;  // Else a credential over http goes to loopback hosts only.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_ENDPOINT_H_
