#include "registry/pack/service_packs.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "registry/model/names.h"
#include "registry/openapi/openapi_document.h"
#include "registry/print/yaml_text.h"
#include "src/base/sha256.h"
#include "src/files/file_text.h"
#include "src/files/private_folder.h"
#include "src/files/replace_file.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPack = ".pack";
constexpr const char* kPacksFolder = "packs";

const std::string kNothing;

// One for each folder of documents, wherever it is.
fs::path FolderFor(const fs::path& provider_file, const std::string& cache_folder) {
  if (cache_folder.empty()) return {};
  std::error_code error;
  const fs::path real = fs::weakly_canonical(provider_file.parent_path(), error);
  if (error) return {};
  constexpr size_t kDigits = 32;
  return fs::path(cache_folder) / kPacksFolder / Sha256Hex(real.string()).substr(0, kDigits);
}

// "x.y.z" of "provider/y.z.yaml".
std::string TableOf(const std::string& provider, const std::string& file) {
  return provider + "." + fs::path(file).stem().string();
}

TableSummary SummaryOf(const YamlNode& document) {
  TableSummary summary{.description = TextAt(&document, "description"), .key = {}};
  const YamlNode* key = document.Find("key");
  if (key == nullptr) return summary;
  for (const YamlNode& column : key->items) summary.key.push_back(column.text);
  return summary;
}

}  // namespace

StatusOr<ServicePacks> ServicePacks::OfStackql(const fs::path& provider_file,
                                               const std::string& cache_folder) {
  ASSIGN_OR_RETURN(StackqlProvider provider, StackqlProvider::Open(provider_file));
  ServicePacks packs;
  packs.provider_ = provider.name();
  for (const StackqlService& service : provider.services()) {
    // Others can be named by no table.
    if (IsName(service.name)) packs.documents_.emplace(service.name, service);
  }
  for (const auto& [name, service] : packs.documents_) packs.services_.push_back(name);
  packs.folder_ = FolderFor(provider_file, cache_folder);
  packs.stackql_ = std::make_unique<StackqlProvider>(std::move(provider));
  return packs;
}

StatusOr<ServicePacks> ServicePacks::OfPacks(const fs::path& folder, std::string provider) {
  ServicePacks packs;
  packs.provider_ = std::move(provider);
  packs.folder_ = folder;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().stem().string();
    if (entry->path().extension() == kPack && IsName(name)) packs.services_.push_back(name);
  }
  if (error) return Status(StatusCode::kInvalidArgument, folder.string() + ": " + error.message());
  std::ranges::sort(packs.services_);
  return packs;
}

bool ServicePacks::HoldsPacks(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == kPack) return true;
  }
  return false;
}

const std::string& ServicePacks::refusal() const {
  return stackql_ == nullptr ? kNothing : stackql_->refusal();
}

bool ServicePacks::Has(std::string_view service) const {
  return std::ranges::binary_search(services_, service);
}

StatusOr<std::shared_ptr<const Pack>> ServicePacks::Find(const std::string& service) {
  if (auto made = FindMade(service)) return made;
  if (!Has(service)) return Status(StatusCode::kNotFound, "there is no service " + service);
  return stackql_ == nullptr ? ReadSource(service) : Rebuild(service);
}

StatusOr<std::shared_ptr<const Pack>> ServicePacks::ReadSource(const std::string& service) {
  const std::string file = (folder_ / (service + kPack)).string();
  RETURN_IF_ERROR(StampOf(file).status());
  ASSIGN_OR_RETURN(FileText read, ReadFileText(file, kMaxPackBytes));
  auto pack = Pack::Parse(std::move(read.text));
  if (!pack.ok()) {
    return Status(StatusCode::kInvalidArgument,
                  file + ": " + pack.status().message() +
                      "; apisql registry build DIR --out makes it anew of its documents");
  }
  if (pack->service() != service || pack->provider() != provider_) {
    return Status(StatusCode::kInvalidArgument,
                  file + ": this is the pack of " + pack->provider() + "." + pack->service() +
                      ", and its place is " + pack->provider() + "/" + pack->service() + kPack);
  }
  return packs_[service] = std::make_shared<const Pack>(*std::move(pack));
}

std::shared_ptr<const Pack> ServicePacks::FindMade(const std::string& service) {
  if (const auto known = packs_.find(service); known != packs_.end()) return known->second;
  if (!Has(service)) return nullptr;
  if (stackql_ == nullptr) {
    auto source = ReadSource(service);
    return source.ok() ? *std::move(source) : nullptr;
  }
  auto kept = ReadKept(service);
  if (kept != nullptr) packs_[service] = kept;
  return kept;
}

// The service's document, or nothing where there is none, and the provider.yaml as it was read.
std::vector<FileStamp> ServicePacks::SourcesOf(const StackqlService& service) const {
  const auto document = StampOf(stackql_->FileOf(service).string());
  return {document.ok() ? *document : FileStamp(), stackql_->stamp()};
}

std::shared_ptr<const Pack> ServicePacks::ReadKept(const std::string& service) {
  if (folder_.empty() || !IsPrivateFolder(folder_)) return nullptr;
  const std::string file = (folder_ / (service + kPack)).string();
  if (!StampOf(file).ok()) return nullptr;  // To open a pipe would be to wait for its writer.
  auto read = ReadFileText(file, kMaxPackBytes);
  if (!read.ok() || read->others_can_read || read->foreign) return nullptr;
  auto pack = Pack::Parse(std::move(read->text));
  const bool is_fresh = pack.ok() && pack->sources() == SourcesOf(documents_.at(service)) &&
                        pack->provider() == provider_ && pack->service() == service;
  return is_fresh ? std::make_shared<const Pack>(*std::move(pack)) : nullptr;
}

StatusOr<std::shared_ptr<const Pack>> ServicePacks::Rebuild(const std::string& service) {
  const auto document = documents_.find(service);
  if (document == documents_.end()) {
    return Status(StatusCode::kDataLoss,
                  (folder_ / (service + kPack)).string() +
                      ": a document's bytes are not those that its checksum was taken of; "
                      "apisql registry build DIR --out makes it anew of its documents");
  }
  // Asked before the documents are read: one that changes meanwhile makes the pack a stale one.
  std::vector<FileStamp> sources = SourcesOf(document->second);
  ASSIGN_OR_RETURN(PackContent content, Import(document->second));
  content.sources = std::move(sources);
  std::string bytes = PackBytes(content);
  kept_ = Keep(service, bytes);
  ASSIGN_OR_RETURN(Pack pack, Pack::Parse(std::move(bytes)));
  return packs_[service] = std::make_shared<const Pack>(std::move(pack));
}

StatusOr<PackContent> ServicePacks::Import(const StackqlService& service) const {
  PackContent content;
  content.provider = provider_;
  content.service = service.name;
  ProviderContext context = stackql_->MakeContext(service.name);
  const DocumentSink sink = [&](const std::string& file, const YamlNode& root) {
    content.tables[TableOf(provider_, file)] = {PrintYaml(root), SummaryOf(root)};
    return OkStatus();
  };
  ImportReport report;
  RETURN_IF_ERROR(stackql_->ImportService(service, context, sink, report));
  if (!context.servers.empty()) content.provider_document = PrintYaml(MakeProviderNode(context));
  content.refused = std::move(report.refused);
  content.changed = std::move(report.changed);
  return content;
}

StatusOr<std::string> ServicePacks::Export(const std::string& service) const {
  const auto document = documents_.find(service);
  if (document == documents_.end()) {
    return Status(StatusCode::kNotFound, "there are no documents of a service " + service);
  }
  ASSIGN_OR_RETURN(const PackContent content, Import(document->second));
  return PackBytes(content);
}

// Where it cannot be kept the next run imports the service again, and all is as it would be.
Status ServicePacks::Keep(const std::string& service, const std::string& bytes) const {
  if (folder_.empty()) return {StatusCode::kFailedPrecondition, "there is no cache folder"};
  RETURN_IF_ERROR(MakePrivateFolder(folder_));
  if (!IsPrivateFolder(folder_)) {
    return {StatusCode::kFailedPrecondition,
            folder_.string() + ": this is not its user's alone (mode 0700); remove it"};
  }
  return ReplaceFile((folder_ / (service + kPack)).string(), bytes);
}

}  // namespace apisql
