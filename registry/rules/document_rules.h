// CheckTable: rules that span several parts of a table document.
#ifndef APISQL_REGISTRY_RULES_DOCUMENT_RULES_H_
#define APISQL_REGISTRY_RULES_DOCUMENT_RULES_H_

#include "registry/model/resource.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// `root` is the tree that `resource` was read from: it tells the lines.
void CheckTable(const Resource& resource, const YamlNode& root, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_RULES_DOCUMENT_RULES_H_
