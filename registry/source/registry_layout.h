// Where the providers of a registry lie: a folder whose folders are called as their providers are.
#ifndef APISQL_REGISTRY_SOURCE_REGISTRY_LAYOUT_H_
#define APISQL_REGISTRY_SOURCE_REGISTRY_LAYOUT_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "src/base/status.h"

namespace apisql {

struct ProviderPlace {
  std::string name;
  std::filesystem::path folder;
};

// The providers whose folders lie in `directory`, sorted; none where it holds documents of ours
// itself, and so is the folder of a provider. Nothing below these folders is looked at, but to
// learn what a provider of StackQL is called whose folder cannot be called so. StackQL's are looked
// for in `src` and `providers/src` as well, and `directory` may be the folder of one of its
// providers, or of one version. Another folder than one with a provider's name is an error, hidden
// ones aside.
StatusOr<std::optional<std::vector<ProviderPlace>>> ProvidersIn(const std::string& directory);

// The provider.yaml of StackQL in a provider's folder: that of the newest version, or its own.
std::optional<std::filesystem::path> StackqlProviderFile(const std::filesystem::path& folder);

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_REGISTRY_LAYOUT_H_
