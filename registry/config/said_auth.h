// SaidAuth: the credential of a provider in StackQL's words, as the user's config or --auth has it.
#ifndef APISQL_REGISTRY_CONFIG_SAID_AUTH_H_
#define APISQL_REGISTRY_CONFIG_SAID_AUTH_H_

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/config/secret_reference.h"
#include "registry/model/provider.h"
#include "registry/stackql/auth/stackql_auth.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

struct SaidAuth {
  std::string type;   // basic
  std::string place;  // "config.yaml:3", or "--auth:1", for errors.
  StackqlAuth auth;
  // The names in braces that its type may need a value for, also where it needs none now, since a
  // token is there already.
  std::vector<std::string> variables;
  // Those of the scheme's secrets that it names, in the scheme's order.
  std::vector<std::pair<std::string, SecretReference>> secrets;
};

// Where a map in StackQL's words stands.
struct AuthSite {
  std::string where;     // In faults: "providers.acme.auth".
  std::string document;  // The file, or the option.
  std::string folder;    // From which paths of files that it names count (FullPath()).
  std::set<std::string>
      named_elsewhere;  // Secrets that have a place beside it, which is theirs then.
};

// The environment variable is looked at that may have a token of Azure's. A fault says that a key
// or a type is unknown, that a secret stands in it itself, or that one has no place.
SaidAuth ReadSaidAuth(const YamlNode& node, const AuthSite& site, Faults& faults);

// The server of a provider from elsewhere with that credential in the place of the one that its
// document declares. kUnimplemented when the server does not tell what the scheme needs to know.
StatusOr<Server> WithSaidAuth(const SaidAuth& said, const Server& declared);

// That the credential is of the kind that `server` takes, which a document of ours declares, and
// names as many secrets.
Status CheckSaidAuth(const SaidAuth& said, const std::string& provider, const Server& server);

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_SAID_AUTH_H_
