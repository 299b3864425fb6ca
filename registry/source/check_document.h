// Validates one document file without registering it.
#ifndef APISQL_REGISTRY_SOURCE_CHECK_DOCUMENT_H_
#define APISQL_REGISTRY_SOURCE_CHECK_DOCUMENT_H_

#include <memory>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

struct CheckedDocument {
  std::vector<std::string> faults;        // "FILE:LINE: rule"; none when it is sound.
  std::shared_ptr<const Resource> table;  // Null where it declares a provider, or is faulty.
  // "FILE:LINE: hint: ...": what a sound document may have been meant to say.
  std::vector<std::string> hints = {};
  YamlNode root = {};  // What `table` was read from.
};

// A table document is checked together with the provider.yaml beside it, if there is one. The SQL
// of a view is not looked at: it needs SQLite, and the documents of other tables; nor is what it
// says of other tables (CheckReferences).
CheckedDocument CheckDocument(const std::string& file);

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_CHECK_DOCUMENT_H_
