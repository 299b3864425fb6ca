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

//   none
//   basic           username, password; with `password: none` the username alone     RFC 7617
//   basic_encoded   credentials: user:password in one secret, or the Base64 of it
//   bearer          token                                                            RFC 6750
//   header          key; options name (required) and prefix
//   headers         as many secrets as `headers` names, each in a header of its own
//   query           key; option name (required)
//   oauth2_client_credentials
//                   client_id, client_secret; options token_url (required), scope, audience,
//                   resource and client_auth, and more fields of `form`         RFC 6749, 4.4
//   oauth2_refresh_token
//                   the same, and refresh_token                                 RFC 6749, 6
//   token_exchange  subject_token; token_url (required), other options are fields of the form
//                                                                                    RFC 8693
//   service_account key: the JSON of a key file with client_email and private_key; options
//                   token_url (required), scope, audience and subject (the user it acts for)
//                                                                                    RFC 7523
//   aws_signature_v4
//                   access_key_id, secret_access_key and, for a credential of short life,
//                   session_token; options service and region (both required)
//                                                  see src/auth/signing/aws_signature.h
//
// A `prefix` that ends in a letter or digit is set off from the key by a blank: "ApiKey" sends
// "ApiKey KEY". `client_auth` says how a client proves itself: in the header (basic, the default),
// in the form (form), or by its id alone, without a secret (none). The fields of token_exchange
// that RFC 8693 requires have defaults: the grant type, and a JWT as subject_token_type. A token is
// renewed shortly before it expires.
struct AuthSpec {
  std::string scheme = "none";
  std::map<std::string, std::string> options = {};
  std::map<std::string, std::string> headers = {};  // Header and name of the secret that it sends.
  std::map<std::string, std::string> form = {};     // Fields of the token request and their values.
};

// An error names the scheme and what it lacks; never a secret. A secret with a control character
// (most often a line break at the end of a file) is refused, and so are unknown options.
StatusOr<std::unique_ptr<Authenticator>> MakeAuthenticator(
    const AuthSpec& spec, const std::map<std::string, Secret>& secrets);

// What MakeAuthenticator() would say of everything but the secrets.
Status CheckAuthSpec(const AuthSpec& spec);
// The names of the secrets that `spec` needs; an error for an unknown scheme.
StatusOr<std::vector<std::string>> SecretsOf(const AuthSpec& spec);
// The names of those that it takes as well, where the user's credential has them.
std::vector<std::string> OptionalSecretsOf(const AuthSpec& spec);
// True for a header that the scheme's signature is made of, and that no document may say.
bool IsSignatureHeader(const AuthSpec& spec, std::string_view header);
// What of `secrets` no text may show, in each form in which it may turn up. A user's name, a
// client's id and that of a key are shown: they tell whose credential was refused.
std::vector<Secret> HiddenSecrets(const AuthSpec& spec,
                                  const std::map<std::string, Secret>& secrets);
// Why a scheme that people may look for is none; "" for all other words.
std::string_view WhyNoScheme(std::string_view word);
std::vector<std::string_view> AuthSchemes();

}  // namespace apisql

#endif  // APISQL_SRC_AUTH_AUTH_H_
