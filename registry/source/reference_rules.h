// CheckReferences: what a table document says of other tables, against their documents.
#ifndef APISQL_REGISTRY_SOURCE_REFERENCE_RULES_H_
#define APISQL_REGISTRY_SOURCE_REFERENCE_RULES_H_

#include "registry/model/resource.h"
#include "registry/source/catalog.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// Each `from` names a table that there is, which is no view and does not wait for this one's own
// rows, and a column that its rows have and may show; and the key tells apart rows of different
// parents. `root` is the tree that `table` was read from. A parent whose own document is faulty is
// passed over.
void CheckReferences(const Resource& table, const YamlNode& root, Catalog& catalog, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_REFERENCE_RULES_H_
