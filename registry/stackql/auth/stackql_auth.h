// StackqlAuth: what a map `auth` in StackQL's words means, in a document or in the user's config.
//
// Source: StackQL's documentation of --auth, and the keys of its authentication context.
#ifndef APISQL_REGISTRY_STACKQL_AUTH_STACKQL_AUTH_H_
#define APISQL_REGISTRY_STACKQL_AUTH_STACKQL_AUTH_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/provider.h"
#include "registry/yaml/yaml_tree.h"
#include "src/auth/auth.h"
#include "src/base/status.h"

namespace apisql {

// Where one secret of the scheme is: one of the members beside its name is set.
struct StackqlSecret {
  std::string name;  // As the scheme calls it.
  std::string environment;
  std::string file;
  std::string file_environment;  // The variable that names the file.

  bool is_named() const {
    return !environment.empty() || !file.empty() || !file_environment.empty();
  }
};

struct StackqlAuth {
  // Some of its options depend on the server: see CompleteOptions().
  AuthSpec spec = {};
  // In the order in which the scheme names them; some may name no place.
  std::vector<StackqlSecret> secrets = {};
  // Options that hold where neither the user nor a document says another.
  std::map<std::string, std::string> defaults = {};
  // Not empty: where this variable is set, its bearer token is the credential in the place of all
  // that.
  std::string token_variable = {};
};

// kUnimplemented with a clause about the method, "its auth is interactive", for what cannot be
// said. Keys that it does not know are not looked at.
StatusOr<StackqlAuth> ReadStackqlAuth(const YamlNode& auth);

// Options that StackQL tells from the server which is asked: service and region of
// aws_signature_v4, and the host in the scope of a token of Azure. Those that are there stay.
// `url` is the server's, with names in braces; `service` what AWS calls the service in signatures,
// "" where that is not known. kUnimplemented when the URL does not tell.
Status CompleteOptions(std::string_view url, std::string_view service, AuthSpec* spec);

// The names in braces of its options that StackQL takes from the environment.
std::vector<ServerVariable> VariablesOf(const AuthSpec& spec);

// The type, in StackQL's words, that a credential of the scheme has: "basic"; several are joined
// by " or ". "" for a scheme that StackQL has no type for.
std::string StackqlTypeOf(std::string_view scheme);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_AUTH_STACKQL_AUTH_H_
