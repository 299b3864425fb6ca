// FreshCredentials: which refusals may be of a credential that was made a moment ago, and that not
// every machine of its server knows yet.
#ifndef APISQL_SRC_HTTP_FRESH_CREDENTIALS_H_
#define APISQL_SRC_HTTP_FRESH_CREDENTIALS_H_

#include <map>
#include <optional>
#include <string>

#include "src/base/clock.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"

namespace apisql {

// Nobody knows when a credential was made: one that has been taken once is good, and a refusal then
// means what it says. Not thread-safe.
class FreshCredentials {
 public:
  // True for a 401 to a GET, as long as the credential has never been taken and was refused first
  // no more than Endpoint::fresh_credential ago. Remembers what the answer tells.
  bool MayPass(const Endpoint& endpoint, const Request& request, const Response& response,
               Clock::SteadyTime now);

 private:
  struct Known {
    bool taken = false;
    std::optional<Clock::SteadyTime> refused;  // First.
  };
  std::map<std::string, Known> known_;  // By provider, server and credential.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_FRESH_CREDENTIALS_H_
