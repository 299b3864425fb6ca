// ImportStackql: a registry of StackQL's provider documents as documents of ours.
//
//   DIR/[src/]github/v00.00.00000/provider.yaml      names the services and the credential
//   DIR/[src/]github/v00.00.00000/services/repos.yaml   OpenAPI, with x-stackQL-resources
//
// A method that cannot be taken over is left out by name, with a reason, and never its provider.
#ifndef APISQL_REGISTRY_STACKQL_IMPORTER_H_
#define APISQL_REGISTRY_STACKQL_IMPORTER_H_

#include <filesystem>
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

// The provider.yaml of the newest version of each provider below `directory`, which may also be the
// folder of one provider or of one version; sorted. kNotFound where there is none.
StatusOr<std::vector<std::filesystem::path>> FindStackqlProviders(
    const std::filesystem::path& directory);

// Each document has been read by the reader of our documents without a fault. An error is a
// provider.yaml that cannot be read, or what the sink returned.
Status ImportStackqlProvider(const std::filesystem::path& provider_file, const DocumentSink& sink,
                             ImportReport& report);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_IMPORTER_H_
