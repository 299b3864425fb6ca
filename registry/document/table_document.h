// ReadTable: a table document as a Resource.
#ifndef APISQL_REGISTRY_DOCUMENT_TABLE_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_TABLE_DOCUMENT_H_

#include <memory>
#include <string>

#include "registry/model/resource.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// Everything that is wrong goes to `faults`, cross-checks included; the Resource is whole only when
// that stays empty. `document` is the name for Resource::document.
Resource ReadTable(const YamlNode& root, std::shared_ptr<const Provider> provider,
                   const std::string& document, Faults& faults);

// The provider that a table document belongs to: the first part of its table's name.
std::string ProviderOf(std::string_view table);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_TABLE_DOCUMENT_H_
