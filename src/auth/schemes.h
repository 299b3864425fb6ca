// The makers behind MakeAuthenticator(), one per scheme. Not for other folders: see auth.h.
#ifndef APISQL_SRC_AUTH_SCHEMES_H_
#define APISQL_SRC_AUTH_SCHEMES_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "src/auth/auth.h"
#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/authenticator.h"

namespace apisql::auth {

// What a maker gets: every option it requires and every secret it lists is there and not empty.
struct Inputs {
  const AuthSpec& spec;
  const std::map<std::string, Secret>& secrets;
  // The secrets stand for others: a scheme that would take them apart does not look at them.
  bool only_options = false;

  // "" when it is not given.
  std::string Option(const std::string& name) const {
    const auto found = spec.options.find(name);
    return found == spec.options.end() ? std::string() : found->second;
  }
  const Secret& SecretNamed(const std::string& name) const { return secrets.at(name); }
};

using Made = StatusOr<std::unique_ptr<Authenticator>>;

// "user:password" of a secret that is that, or its Base64; none when it is neither.
std::optional<Secret> ReadPair(const Secret& credentials);
// What of a service account's key file no text may show, beside the file itself.
std::vector<Secret> HiddenInKeyFile(const Secret& file);

Made MakeNone(const Inputs& inputs);
Made MakeBasic(const Inputs& inputs);
Made MakeBasicEncoded(const Inputs& inputs);
Made MakeBearer(const Inputs& inputs);
Made MakeHeader(const Inputs& inputs);
Made MakeHeaders(const Inputs& inputs);
Made MakeQuery(const Inputs& inputs);
Made MakeClientCredentials(const Inputs& inputs);
Made MakeRefreshToken(const Inputs& inputs);
Made MakeTokenExchange(const Inputs& inputs);
Made MakeServiceAccount(const Inputs& inputs);
Made MakeAwsSignatureV4(const Inputs& inputs);

}  // namespace apisql::auth

#endif  // APISQL_SRC_AUTH_SCHEMES_H_
