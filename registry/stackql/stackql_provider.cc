#include "registry/stackql/stackql_provider.h"

#include <system_error>
#include <utility>

#include "registry/document/document.h"
#include "registry/model/names.h"
#include "registry/openapi/openapi_document.h"
#include "registry/stackql/auth_node.h"
#include "src/base/text.h"
#include "src/files/file_text.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFirstServer = "main";

// What is no plain file, such as a pipe, could be waited for without end.
StatusOr<OpenApiDocument> ReadService(const fs::path& file) {
  RETURN_IF_ERROR(StampOf(file.string()).status());
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file.string(), kImportedYaml.bytes));
  return OpenApiDocument::Parse(read.text, file.string());
}

}  // namespace

StatusOr<StackqlProvider> StackqlProvider::Open(const fs::path& file) {
  StackqlProvider provider;
  provider.file_ = file;
  ASSIGN_OR_RETURN(provider.stamp_, StampOf(file.string()));
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file.string(), kImportedYaml.bytes));
  ASSIGN_OR_RETURN(provider.root_, ParseYaml(read.text, file.string(), kImportedYaml));
  provider.name_ = TextAt(&provider.root_, "name");
  const YamlNode* services = provider.root_.Find("providerServices");
  const bool has_services = services != nullptr && services->is(YamlNode::Kind::kMap);
  if (!has_services || !IsName(provider.name_)) {
    return Status(
        StatusCode::kInvalidArgument,
        file.string() + ":1: " +
            (has_services ? "its name is no name of lower-case letters, digits and _"
                          : "this is no provider of StackQL: providerServices is missing"));
  }
  provider.ListServices();
  provider.ReadCredential();
  return provider;
}

void StackqlProvider::ListServices() {
  const YamlNode& services = *root_.Find("providerServices");
  for (size_t i = 0; i < services.keys.size(); ++i) {
    const std::string reference = TextAt(services.items[i].Find("service"), "$ref");
    services_.push_back({.name = services.keys[i].text,
                         .file_name = fs::path(reference).filename().string(),
                         .line = services.keys[i].line});
  }
}

// The credential counts for every method, so that a kind that is not known refuses each of them.
// It has to be one that our reader takes, whatever server it is of.
void StackqlProvider::ReadCredential() {
  const YamlNode* config = root_.Find("config");
  auto auth = MakeAuthNode(config == nullptr ? nullptr : config->Find("auth"));
  if (!auth.ok()) {
    refusal_ = auth.status().message();
    return;
  }
  auth_ = *std::move(auth);
  const auto servers = ParseYaml("[{url: \"https://api.example.com\"}]", "servers");
  ProviderContext sample = MakeContext(kFirstServer);
  if (!servers.ok() || !sample.servers.NameFor(&*servers, "sample").ok()) return;
  const Document document{.file = "auth",
                          .origin = {},
                          .root = MakeProviderNode(sample),
                          .provider = name_,
                          .table = ""};
  const auto read = ReadProviderDocument(document);
  if (!read.ok()) refusal_ = Split(read.status().message(), '\n').front();
}

fs::path StackqlProvider::FileOf(const StackqlService& service) const {
  const fs::path folder = file_.parent_path() / "services";
  std::error_code error;
  if (fs::is_regular_file(folder / service.file_name, error)) return folder / service.file_name;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const bool is_it = EqualsIgnoreCase(entry.path().filename().string(), service.file_name);
    if (is_it && entry.is_regular_file(error)) return entry.path();
  }
  return folder / service.file_name;
}

ProviderContext StackqlProvider::MakeContext(std::string first_server) const {
  return {name_, root_.Find("config"), ServerNodes(auth_, std::move(first_server)), refusal_};
}

Status StackqlProvider::ImportService(const StackqlService& service, ProviderContext& context,
                                      const DocumentSink& sink, ImportReport& report) const {
  const auto document = ReadService(FileOf(service));
  if (document.ok()) {
    return ServiceImporter(*document, service.name, context, sink, report).Import();
  }
  const bool missing = document.status().code() == StatusCode::kNotFound;
  report.refused.push_back(
      {name_ + "." + service.name, file_.string(), service.line,
       missing ? "there is no such file below services" : document.status().message()});
  return OkStatus();
}

}  // namespace apisql
