// ImportStackql: a registry of StackQL's provider documents as documents of ours.
//
//   DIR/[src/]github/v00.00.00000/provider.yaml      names the services and the credential
//   DIR/[src/]github/v00.00.00000/services/repos.yaml   OpenAPI, with x-stackQL-resources
//
// A method that cannot be taken over is left out by name, with a reason, and never its provider.
#ifndef APISQL_REGISTRY_STACKQL_IMPORTER_H_
#define APISQL_REGISTRY_STACKQL_IMPORTER_H_

#include <filesystem>
#include <optional>
#include <vector>

#include "registry/stackql/import_report.h"
#include "src/base/status.h"

namespace apisql {

// The folder with those of the providers: `providers/src` or `src` below a clone, else `directory`.
std::filesystem::path StackqlRoot(const std::filesystem::path& directory);

// The provider.yaml of the newest version of each provider below `directory`, which may also be the
// folder of one provider or of one version; sorted. kNotFound where there is none.
StatusOr<std::vector<std::filesystem::path>> FindStackqlProviders(
    const std::filesystem::path& directory);

// The provider.yaml of the newest version in the folder of a provider; none where there is none.
std::optional<std::filesystem::path> NewestVersion(const std::filesystem::path& provider);

// Each document has been read by the reader of our documents without a fault. An error is a
// provider.yaml that cannot be read, or what the sink returned.
Status ImportStackqlProvider(const std::filesystem::path& provider_file, const DocumentSink& sink,
                             ImportReport& report);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_IMPORTER_H_
