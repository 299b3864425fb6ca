// AddFaultAt: a fault of what stands at the end of a way of keys.
#ifndef APISQL_REGISTRY_YAML_FAULT_AT_H_
#define APISQL_REGISTRY_YAML_FAULT_AT_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// "columns.id.path: rule" for the way {columns, id, path}. Its line is that of the deepest key on
// the way that the document has.
void AddFaultAt(const YamlNode& root, std::initializer_list<std::string_view> way,
                const std::string& rule, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_FAULT_AT_H_
