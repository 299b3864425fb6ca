// MakeAuthNode: what StackQL's documents say of credentials, as `auth` of a server of ours.
#ifndef APISQL_REGISTRY_STACKQL_AUTH_NODE_H_
#define APISQL_REGISTRY_STACKQL_AUTH_NODE_H_

#include <string_view>

#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

// `auth` is the map of the provider's config; null for none. kUnimplemented names a kind that
// cannot be said.
StatusOr<YamlNode> MakeAuthNode(const YamlNode* auth);

// The node that MakeAuthNode() made with what the server's URL adds to it, and `variables` of the
// server with those of the node. `service` is what AWS calls the service in signatures.
struct ServerAuthNodes {
  YamlNode auth;
  YamlNode variables;
};
StatusOr<ServerAuthNodes> CompleteAuthNode(const YamlNode& auth, const YamlNode& variables,
                                           std::string_view url, std::string_view service);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_AUTH_NODE_H_
