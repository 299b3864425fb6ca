#include "src/http/fresh_credentials.h"

namespace apisql {

bool FreshCredentials::MayPass(const Endpoint& endpoint, const Request& request,
                               const Response& response, Clock::SteadyTime now) {
  constexpr int kUnauthenticated = 401;
  constexpr int kFirstFailure = 300;
  if (endpoint.fresh_credential.count() == 0 || endpoint.authenticator == nullptr) return false;
  Known& known = known_[endpoint.provider + '\n' + endpoint.base_url + '\n' + endpoint.credential];
  known.taken |= response.status < kFirstFailure;
  if (known.taken || response.status != kUnauthenticated || request.method != "GET") return false;
  if (!known.refused) known.refused = now;
  return now - *known.refused < endpoint.fresh_credential;
}

}  // namespace apisql
