// ImportReport: what an import has made, and what it could not take over.
#ifndef APISQL_REGISTRY_STACKQL_IMPORT_REPORT_H_
#define APISQL_REGISTRY_STACKQL_IMPORT_REPORT_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "registry/stackql/import_note.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

struct ImportReport {
  size_t providers = 0;
  size_t tables = 0;
  size_t methods = 0;               // Those of `tables`.
  std::vector<ImportNote> refused;  // Methods, and services, tables and providers as a whole.
  std::vector<ImportNote> changed;  // Methods that EXEC calls, where StackQL has another verb.
};

// Takes a document of ours and its name: "github/repos.keys.yaml". An error ends the import.
using DocumentSink = std::function<Status(const std::string& file, const YamlNode& root)>;

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_IMPORT_REPORT_H_
