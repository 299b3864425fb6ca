#include "registry/stackql/importer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "registry/document/document.h"
#include "registry/model/names.h"
#include "registry/openapi/openapi_document.h"
#include "registry/stackql/auth_node.h"
#include "registry/stackql/service_importer.h"
#include "src/base/text.h"
#include "src/files/file_text.h"

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

bool HasProvider(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / kProviderFile, error);
}

// Of versions such as v00.00.00000 the last in the order of texts is the newest.
std::optional<fs::path> NewestVersion(const fs::path& provider) {
  std::vector<fs::path> versions = FoldersIn(provider);
  std::erase_if(versions, [](const fs::path& folder) { return !HasProvider(folder); });
  if (versions.empty()) return std::nullopt;
  return versions.back() / kProviderFile;
}

// `name` in the folder of services; in other letter case where there is no such file.
fs::path ServiceFile(const fs::path& folder, const std::string& name) {
  std::error_code error;
  if (fs::is_regular_file(folder / name, error)) return folder / name;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const bool is_it = EqualsIgnoreCase(entry.path().filename().string(), name);
    if (is_it && entry.is_regular_file(error)) return entry.path();
  }
  return folder / name;
}

StatusOr<OpenApiDocument> ReadService(const fs::path& file) {
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file.string(), kImportedYaml.bytes));
  return OpenApiDocument::Parse(read.text, file.string());
}

// A provider.yaml, read.
struct ProviderFile {
  std::string file;
  YamlNode root;
  std::string name;
};

StatusOr<ProviderFile> ReadProviderFile(const fs::path& file) {
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file.string(), kImportedYaml.bytes));
  ProviderFile provider{.file = file.string(), .root = {}, .name = ""};
  ASSIGN_OR_RETURN(provider.root, ParseYaml(read.text, provider.file, kImportedYaml));
  provider.name = TextAt(&provider.root, "name");
  const YamlNode* services = provider.root.Find("providerServices");
  const bool has_services = services != nullptr && services->is(YamlNode::Kind::kMap);
  if (has_services && IsName(provider.name)) return provider;
  return Status(StatusCode::kInvalidArgument,
                provider.file + ":1: " +
                    (has_services ? "its name is no name of lower-case letters, digits and _"
                                  : "this is no provider of StackQL: providerServices is missing"));
}

// The credential counts for every method, so that a kind that is not known refuses each of them.
ProviderContext MakeContext(const ProviderFile& provider) {
  const YamlNode* config = provider.root.Find("config");
  auto auth = MakeAuthNode(config == nullptr ? nullptr : config->Find("auth"));
  std::string refusal = auth.ok() ? "" : auth.status().message();
  return {provider.name, config, ServerNodes(auth.ok() ? *std::move(auth) : YamlNode()),
          std::move(refusal)};
}

// That the credential is one that our reader takes, whatever server it is of.
void CheckCredential(ProviderContext& context) {
  if (!context.refusal.empty()) return;
  const auto servers = ParseYaml("[{url: \"https://api.example.com\"}]", "servers");
  ProviderContext sample = context;
  if (!servers.ok() || !sample.servers.NameFor(&*servers, "sample").ok()) return;
  Document document{.file = "auth",
                    .origin = {},
                    .root = MakeProviderNode(sample),
                    .provider = context.name,
                    .table = ""};
  const auto read = ReadProviderDocument(document);
  if (!read.ok()) context.refusal = Split(read.status().message(), '\n').front();
}

}  // namespace

StatusOr<std::vector<fs::path>> FindStackqlProviders(const fs::path& directory) {
  if (HasProvider(directory)) return std::vector<fs::path>{directory / kProviderFile};
  if (const auto newest = NewestVersion(directory)) return std::vector<fs::path>{*newest};
  std::vector<fs::path> providers;
  for (const fs::path& root : {directory, directory / "src"}) {
    for (const fs::path& folder : FoldersIn(root)) {
      if (const auto newest = NewestVersion(folder)) providers.push_back(*newest);
    }
  }
  if (!providers.empty()) return providers;
  return Status(StatusCode::kNotFound, directory.string() +
                                           " has no provider of StackQL: PROVIDER/VERSION/"
                                           "provider.yaml, also below src, is what is looked for");
}

Status ImportStackqlProvider(const fs::path& provider_file, const DocumentSink& sink,
                             ImportReport& report) {
  ASSIGN_OR_RETURN(const ProviderFile provider, ReadProviderFile(provider_file));
  ProviderContext context = MakeContext(provider);
  CheckCredential(context);
  const YamlNode& services = *provider.root.Find("providerServices");
  for (size_t i = 0; i < services.keys.size(); ++i) {
    const std::string& name = services.keys[i].text;
    const std::string reference = TextAt(services.items[i].Find("service"), "$ref");
    const fs::path folder = provider_file.parent_path() / "services";
    const auto document = ReadService(ServiceFile(folder, fs::path(reference).filename().string()));
    if (!document.ok()) {
      const bool missing = document.status().code() == StatusCode::kNotFound;
      report.refused.push_back(
          {provider.name + "." + name, provider.file, services.keys[i].line,
           missing ? "there is no such file below services" : document.status().message()});
      continue;
    }
    RETURN_IF_ERROR(ServiceImporter(*document, name, context, sink, report).Import());
  }
  if (context.servers.empty()) return OkStatus();
  ++report.providers;
  return sink(provider.name + "/provider.yaml", MakeProviderNode(context));
}

}  // namespace apisql
