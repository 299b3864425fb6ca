#include "registry/stackql/importer.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include "registry/stackql/service_importer.h"
#include "registry/stackql/stackql_provider.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProviderFile = "provider.yaml";

std::vector<fs::path> FoldersIn(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory(error)) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

// v00.00.00000, v1, 24.11: not the name of a provider.
bool IsVersion(const std::string& name) {
  const size_t digits = name.starts_with('v') ? 1 : 0;
  return name.size() > digits &&
         name.find_first_not_of("0123456789.-_", digits) == std::string::npos;
}

bool HasProvider(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / kProviderFile, error);
}

}  // namespace

// Of versions such as v00.00.00000 the last in the order of texts is the newest.
std::optional<fs::path> NewestVersion(const fs::path& provider) {
  std::vector<fs::path> versions = FoldersIn(provider);
  std::erase_if(versions, [](const fs::path& folder) {
    return !HasProvider(folder) || !IsVersion(folder.filename().string());
  });
  if (versions.empty()) return std::nullopt;
  return versions.back() / kProviderFile;
}

fs::path StackqlRoot(const fs::path& directory) {
  std::error_code error;
  for (const char* below : {"providers/src", "src"}) {
    const fs::path folder = directory / below;
    if (fs::is_directory(folder, error) && !HasProvider(folder)) return folder;
  }
  return directory;
}

StatusOr<std::vector<fs::path>> FindStackqlProviders(const fs::path& directory) {
  if (HasProvider(directory)) return std::vector<fs::path>{directory / kProviderFile};
  if (const auto newest = NewestVersion(directory)) return std::vector<fs::path>{*newest};
  std::vector<fs::path> providers;
  for (const fs::path& folder : FoldersIn(StackqlRoot(directory))) {
    if (const auto newest = NewestVersion(folder)) providers.push_back(*newest);
  }
  if (!providers.empty()) return providers;
  return Status(StatusCode::kNotFound, directory.string() +
                                           " has no provider of StackQL: PROVIDER/VERSION/"
                                           "provider.yaml, also below src, is what is looked for");
}

Status ImportStackqlProvider(const fs::path& provider_file, const DocumentSink& sink,
                             ImportReport& report) {
  ASSIGN_OR_RETURN(const StackqlProvider provider, StackqlProvider::Open(provider_file));
  ProviderContext context = provider.MakeContext("main");
  for (const StackqlService& service : provider.services()) {
    RETURN_IF_ERROR(provider.ImportService(service, context, sink, report));
  }
  if (context.servers.empty()) return OkStatus();
  ++report.providers;
  return sink(provider.name() + "/provider.yaml", MakeProviderNode(context));
}

}  // namespace apisql
