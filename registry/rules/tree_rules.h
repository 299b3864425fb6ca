// CheckTrees: what `from` says of a table that is its own parent.
#ifndef APISQL_REGISTRY_RULES_TREE_RULES_H_
#define APISQL_REGISTRY_RULES_TREE_RULES_H_

#include "registry/model/resource.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// `root` is the document of the table.
void CheckTrees(const Resource& resource, const YamlNode& root, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_RULES_TREE_RULES_H_
