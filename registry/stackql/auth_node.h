// MakeAuthNode: what StackQL's documents say of credentials, as `auth` of a server of ours.
#ifndef APISQL_REGISTRY_STACKQL_AUTH_NODE_H_
#define APISQL_REGISTRY_STACKQL_AUTH_NODE_H_

#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

// `auth` is the map of the provider's config; null for none. kUnimplemented names a kind that
// cannot be said.
StatusOr<YamlNode> MakeAuthNode(const YamlNode* auth);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_AUTH_NODE_H_
