#include "registry/source/registry_layout.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "registry/model/names.h"
#include "registry/pack/service_packs.h"
#include "registry/stackql/importer.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/text.h"
#include "src/files/file_stamp.h"
#include "src/files/file_text.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr const char* kYaml = ".yaml";
constexpr const char* kStackqlFile = "provider.yaml";

Status FolderError(const fs::path& directory, const std::error_code& error) {
  return {StatusCode::kInvalidArgument, directory.string() + ": " + error.message()};
}

// The text of a scalar at the start of a line of StackQL's provider.yaml, read without its
// services, which may be hundreds. None where the file is not one of StackQL's.
std::optional<std::string> NameInStackqlFile(const fs::path& file) {
  if (!StampOf(file.string()).ok()) return std::nullopt;  // A pipe would be waited for.
  const auto read = ReadFileText(file.string(), kImportedYaml.bytes);
  if (!read.ok()) return std::nullopt;
  const std::string text = "\n" + read->text;
  if (text.find("\nproviderServices:") == std::string::npos) return std::nullopt;
  constexpr std::string_view kName = "\nname:";
  const size_t at = text.find(kName);
  if (at == std::string::npos) return "";
  const size_t start = at + kName.size();
  std::string line = text.substr(start, text.find('\n', start) - start);
  line = line.substr(0, line.find(" #"));  // A comment.
  std::string name(StripBlanks(line));
  std::erase_if(name, [](char c) { return c == '"' || c == '\''; });
  return name;
}

struct Folders {
  std::vector<fs::path>
      folders;  // Hidden ones and links aside: a link may lead anywhere, even back.
  bool has_documents = false;
};

StatusOr<Folders> ListFolders(const fs::path& directory) {
  Folders found;
  std::error_code error;
  fs::directory_iterator entry(directory, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    const bool is_folder = entry->is_directory(unreadable);
    if (entry->path().extension() == kYaml && !is_folder) found.has_documents = true;
    const bool hidden = entry->path().filename().string().starts_with('.');
    if (is_folder && !hidden && !entry->is_symlink(unreadable)) {
      found.folders.push_back(entry->path());
    }
  }
  if (error) return FolderError(directory, error);
  std::ranges::sort(found.folders);
  return found;
}

}  // namespace

std::optional<fs::path> StackqlProviderFile(const fs::path& folder) {
  std::optional<fs::path> file = NewestVersion(folder);
  if (!file) file = folder / kStackqlFile;
  return NameInStackqlFile(*file) ? file : std::nullopt;
}

StatusOr<std::optional<std::vector<ProviderPlace>>> ProvidersIn(const std::string& directory) {
  std::vector<ProviderPlace> providers;
  if (const auto file = StackqlProviderFile(directory)) {
    const auto name = NameInStackqlFile(*file);
    return std::optional(std::vector<ProviderPlace>{{name.value_or(""), directory}});
  }
  if (ServicePacks::HoldsPacks(directory)) {
    return Status(StatusCode::kInvalidArgument,
                  directory +
                      " has the packs of one provider; name the folder above it, in which "
                      "the folder of packs is called as the provider is");
  }
  ASSIGN_OR_RETURN(const Folders found, ListFolders(StackqlRoot(directory)));
  if (found.has_documents) return std::optional<std::vector<ProviderPlace>>();
  for (const fs::path& folder : found.folders) {
    std::string name = folder.filename().string();
    if (!IsName(name)) {
      const auto file = StackqlProviderFile(folder);
      name = file ? NameInStackqlFile(*file).value_or("") : "";
    }
    if (!IsName(name)) {
      return Status(StatusCode::kInvalidArgument,
                    folder.string() +
                        ": no provider can be called so, and the folders in a folder without "
                        "documents are called as their providers are: a to z, 0 to 9 and _");
    }
    providers.push_back({std::move(name), folder});
  }
  std::ranges::sort(providers, {}, &ProviderPlace::name);
  return std::optional(std::move(providers));
}

}  // namespace apisql
