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

// scheme                     secrets                    options
// none
// basic                      username, password                                        RFC 7617
// bearer                     token                                                     RFC 6750
// header                     key                        name (required), prefix
// query                      key                        name (required)
// oauth2_client_credentials  client_id, client_secret   token_url (required), scope    RFC
// 6749, 4.4 token_exchange             subject_token              token_url (required), and
//                                                       fields of the form             RFC 8693
//
// A `prefix` that ends in a letter or digit is set off from the key by a blank: "ApiKey" sends
// "ApiKey KEY". The fields of token_exchange that RFC 8693 requires have defaults: the grant type,
// and a JWT as subject_token_type. A token is renewed shortly before it expires.
struct AuthSpec {
  std::string scheme = "none";
  std::map<std::string, std::string> options;
};

// An error names the scheme and what it lacks; never a secret. A secret with a control character
// (most often a line break at the end of a file) is refused, and so are unknown options.
StatusOr<std::unique_ptr<Authenticator>> MakeAuthenticator(
    const AuthSpec& spec, const std::map<std::string, Secret>& secrets);

// The names of the secrets that a scheme needs; an error for an unknown scheme.
StatusOr<std::vector<std::string>> SecretsOf(std::string_view scheme);
std::vector<std::string_view> AuthSchemes();

}  // namespace apisql

#endif  // APISQL_SRC_AUTH_AUTH_H_
