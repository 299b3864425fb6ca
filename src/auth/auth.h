// MakeAuthenticator: a scheme by its name. One file per scheme, one table of schemes.
#ifndef APISQL_SRC_AUTH_AUTH_H_
#define APISQL_SRC_AUTH_AUTH_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/authenticator.h"

namespace apisql {

// scheme                     secrets                       options
// none
// basic                      username, password                                     RFC 7617
// bearer                     token                                                  RFC 6750
// header                     key                           name, prefix
// query                      key                           name
// oauth2_client_credentials  client_id, client_secret      token_url, scope         RFC 6749, 4.4
// token_exchange             subject_token                 token_url, and form fields RFC 8693
struct AuthSpec {
  std::string scheme = "none";
  std::map<std::string, std::string> options;
};

// An error names the scheme and what it lacks; never a secret.
StatusOr<std::unique_ptr<Authenticator>> MakeAuthenticator(
    const AuthSpec& spec, const std::map<std::string, Secret>& secrets);

// The names of the secrets that a scheme needs; an error for an unknown scheme.
StatusOr<std::vector<std::string>> SecretsOf(std::string_view scheme);
std::vector<std::string_view> AuthSchemes();

}  // namespace apisql

#endif  // APISQL_SRC_AUTH_AUTH_H_
