// Catalog: providers of StackQL, and of packs, whose services are read when they are asked for.
#include <algorithm>
#include <optional>
#include <utility>

#include "registry/document/document.h"
#include "registry/document/table_document.h"
#include "registry/source/catalog_impl.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// The provider's document in a pack, which has the servers of one service.
StatusOr<std::shared_ptr<const Provider>> ReadPackedProvider(const Pack& pack, const Origin& origin,
                                                             const std::string& file) {
  ASSIGN_OR_RETURN(const std::string_view text, pack.ProviderDocument());
  ASSIGN_OR_RETURN(Document document, OpenDocument(text, file));
  document.origin = origin;
  RETURN_IF_ERROR(CheckDeclares(document, false, pack.provider()));
  ASSIGN_OR_RETURN(const auto read, ReadProviderDocument(document));
  Provider provider = *read;
  provider.service = pack.service();
  return std::make_shared<const Provider>(std::move(provider));
}

}  // namespace

Status Catalog::Impl::OpenPacks(const std::string& provider, Folder& folder) {
  const std::string& named = folder.packs->provider();
  if (named != provider) {
    return {StatusCode::kInvalidArgument, folder.path + ": its provider.yaml says name: " + named +
                                              ", and the folder of a provider is called as it is"};
  }
  ASSIGN_OR_RETURN(const bool free, MakeRoomFor(provider, folder));
  if (!free) {
    folder.packs = nullptr;
    return OkStatus();
  }
  providers_[provider] = {.file = folder.path, .origin = folder.origin};
  return OkStatus();
}

Status Catalog::Impl::OpenServiceOf(const std::string& table) {
  const std::vector<std::string> parts = Split(table, '.');
  return parts.size() == 3 ? OpenService(parts[0], parts[1]) : OpenFolder(parts[0]);
}

// A faulty service takes no other with it. The first fault.
Status Catalog::Impl::OpenServices(const std::string& provider) {
  RETURN_IF_ERROR(OpenFolder(provider));
  const auto folder = folders_.find(provider);
  if (folder == folders_.end() || folder->second.packs == nullptr) return OkStatus();
  Status first;
  for (const std::string& service : folder->second.packs->services()) {
    const Status opened = OpenService(provider, service);
    if (first.ok()) first = opened;
  }
  return first;
}

Status Catalog::Impl::OpenService(const std::string& provider, std::string_view service) {
  RETURN_IF_ERROR(OpenFolder(provider));
  const auto found = folders_.find(provider);
  if (found == folders_.end() || found->second.packs == nullptr) return OkStatus();
  Folder& folder = found->second;
  if (folder.services.contains(service) || !folder.packs->Has(service)) return OkStatus();
  const auto fault = folder.faulty_services.find(service);
  if (fault != folder.faulty_services.end()) return fault->second;
  const std::string name(service);
  const Status opened = OpenNewService(provider, folder, name);
  if (!opened.ok()) folder.faulty_services.emplace(name, opened);
  return opened;
}

Status Catalog::Impl::OpenNewService(const std::string& provider, Folder& folder,
                                     const std::string& service) {
  ASSIGN_OR_RETURN(auto pack, folder.packs->Find(service));
  const std::string file = folder.path + ": " + provider + "/provider.yaml";
  std::shared_ptr<const Provider> owner;
  if (pack->has_provider_document()) {
    auto read = ReadPackedProvider(*pack, folder.origin, file);
    if (read.status().code() == StatusCode::kDataLoss) {
      ASSIGN_OR_RETURN(pack, folder.packs->Rebuild(service));
      read = ReadPackedProvider(*pack, folder.origin, file);
    }
    RETURN_IF_ERROR(read.status());
    owner = *std::move(read);
  }
  AddTables(provider, folder, *pack, std::move(owner));
  return OkStatus();
}

// A table of that name which is there already, such as one that was added to the provider, stays.
void Catalog::Impl::AddTables(const std::string& provider, Folder& folder, const Pack& pack,
                              std::shared_ptr<const Provider> owner) {
  const std::string& service = pack.service();
  if (owner != nullptr) {
    for (const std::string& table : pack.TableNames()) {
      const std::string file =
          folder.path + ": " + provider + "/" + table.substr(provider.size() + 1) + ".yaml";
      tables_.try_emplace(
          table, Entry<Resource>{.file = file, .origin = folder.origin, .service = service});
    }
  }
  folder.services[service] = std::move(owner);
  ListAliases();
}

// The service's tables, where its pack is there.
void Catalog::Impl::OpenMade(const std::string& provider, std::string_view service) {
  const auto folder = folders_.find(provider);
  if (folder == folders_.end() || folder->second.packs == nullptr) return;
  if (folder->second.packs->FindMade(std::string(service)) == nullptr) return;
  (void)OpenService(provider, service);
}

void Catalog::Impl::OpenNearServices(const std::string& provider, const std::string& service) {
  const auto folder = folders_.find(provider);
  if (folder == folders_.end() || folder->second.packs == nullptr) return;
  for (const std::string& near : NearestNames(service, folder->second.packs->services())) {
    OpenMade(provider, near);
  }
  OpenMade(provider, service);
}

// A document whose bytes were changed beneath its checksum is made anew.
StatusOr<Document> Catalog::Impl::OpenPacked(const std::string& table,
                                             const Entry<Resource>& entry) {
  ServicePacks& packs = *folders_.find(ProviderOf(table))->second.packs;
  ASSIGN_OR_RETURN(auto pack, packs.Find(entry.service));
  auto text = pack->TableDocument(table);
  if (text.status().code() == StatusCode::kDataLoss) {
    ASSIGN_OR_RETURN(pack, packs.Rebuild(entry.service));
    text = pack->TableDocument(table);
  }
  RETURN_IF_ERROR(text.status());
  ++parsed_;
  ASSIGN_OR_RETURN(Document document, OpenDocument(*text, entry.file));
  document.origin = entry.origin;
  return document;
}

// An import gives tables no aliases, no stage and no number of rows, so that those are as in any
// table that says nothing of them.
StatusOr<std::shared_ptr<const Resource>> Catalog::Impl::FindForList(std::string_view name) {
  const auto found = tables_.find(name);
  const bool in_pack = found != tables_.end() && !found->second.service.empty();
  if (!in_pack || found->second.content != nullptr) return Find(name);
  ASSIGN_OR_RETURN(
      const auto pack,
      folders_.find(ProviderOf(found->first))->second.packs->Find(found->second.service));
  const TableSummary* summary = pack->Summary(name);
  if (summary == nullptr) return Find(name);
  Resource resource;
  resource.name = found->first;
  resource.description = summary->description;
  resource.key = summary->key;
  return std::make_shared<const Resource>(std::move(resource));
}

StatusOr<std::shared_ptr<const Provider>> Catalog::Impl::ProviderOfTable(const std::string& table) {
  const std::vector<std::string> parts = Split(table, '.');
  return parts.size() == 3 ? ProviderOfService(parts[0], parts[1]) : FindProvider(parts[0]);
}

// Also of a table that was added to one of StackQL's providers by a document of its own: to ask any
// service's servers for it would be to guess.
StatusOr<std::shared_ptr<const Provider>> Catalog::Impl::ProviderOfService(
    const std::string& provider, const std::string& service) {
  (void)OpenFolder(provider);  // Tables that are there already stay where it is faulty.
  const auto folder = folders_.find(provider);
  if (folder == folders_.end() || folder->second.packs == nullptr) return FindProvider(provider);
  RETURN_IF_ERROR(OpenService(provider, service));
  const auto owner = folder->second.services.find(service);
  if (owner != folder->second.services.end() && owner->second != nullptr) return owner->second;
  return Status(StatusCode::kInvalidArgument,
                provider + " has no service " + service +
                    " whose servers could be asked; tables can be added to its services: " +
                    Join(folder->second.packs->services(), ", "));
}

// Of a provider as a whole the first service tells how it is asked: one that is open, else one
// whose pack is there, else any. A provider that cannot be asked has no servers.
StatusOr<std::shared_ptr<const Provider>> Catalog::Impl::ProviderOfPacks(
    const std::string& provider, const Folder& folder) {
  std::shared_ptr<const Provider> known;
  const auto take_known = [&] {
    for (const auto& [service, owner] : folder.services) {
      if (known == nullptr) known = owner;
    }
  };
  take_known();
  for (const std::string& service : folder.packs->services()) {
    if (known != nullptr || !folder.packs->refusal().empty()) break;
    OpenMade(provider, service);
    take_known();
  }
  for (const std::string& service : folder.packs->services()) {
    if (known != nullptr || !folder.packs->refusal().empty()) break;
    (void)OpenService(provider, service);  // Whoever asks one of its tables is told.
    take_known();
  }
  Provider whole = known == nullptr ? Provider() : *known;
  if (known == nullptr) {
    whole.name = provider;
    whole.origin = folder.origin;
    whole.description = provider + ", of which nothing can be asked: " +
                        (folder.packs->refusal().empty() ? "no service of it has a table"
                                                         : folder.packs->refusal());
  }
  whole.service.clear();
  if (!whole.servers.empty()) whole.servers.resize(1);  // Others are other services' own.
  return std::make_shared<const Provider>(std::move(whole));
}

StatusOr<std::vector<std::string>> Catalog::Impl::TablesOf(std::string_view provider,
                                                           std::string_view service) {
  const std::string lower = AsciiLower(provider);
  const std::string of_service = AsciiLower(service);
  RETURN_IF_ERROR(OpenService(lower, of_service));
  return NamesWith(lower + "." + of_service + ".");
}

StatusOr<std::vector<std::string>> Catalog::Impl::ServicesOf(std::string_view provider) {
  const std::string lower = AsciiLower(provider);
  RETURN_IF_ERROR(OpenFolder(lower));
  std::vector<std::string> services;
  const auto folder = folders_.find(lower);
  if (folder != folders_.end() && folder->second.packs != nullptr) {
    services = folder->second.packs->services();
  }
  for (const std::string& table : NamesWith(lower + ".")) services.push_back(Split(table, '.')[1]);
  std::ranges::sort(services);
  services.erase(std::ranges::unique(services).begin(), services.end());
  return services;
}

StatusOr<std::optional<size_t>> Catalog::Impl::CountTables(std::string_view provider) {
  const std::string lower = AsciiLower(provider);
  RETURN_IF_ERROR(OpenFolder(lower));
  const auto folder = folders_.find(lower);
  if (folder != folders_.end() && folder->second.packs != nullptr) {
    for (const std::string& service : folder->second.packs->services()) {
      OpenMade(lower, service);
      if (!folder->second.services.contains(service)) return std::optional<size_t>();
    }
  }
  return std::optional(NamesWith(lower + ".").size());
}

StatusOr<ServiceNotes> Catalog::Impl::NotesOf(std::string_view provider, std::string_view service) {
  const std::string lower = AsciiLower(provider);
  RETURN_IF_ERROR(OpenFolder(lower));
  const auto folder = folders_.find(lower);
  if (folder == folders_.end() || folder->second.packs == nullptr) return ServiceNotes();
  const std::string of_service = AsciiLower(service);
  if (!folder->second.packs->Has(of_service)) return ServiceNotes();
  ASSIGN_OR_RETURN(const auto pack, folder->second.packs->Find(of_service));
  return ServiceNotes{pack->refused(), pack->changed()};
}

// What the import said of a table that is not there, or of one of its methods.
std::string Catalog::Impl::WhyLeftOut(std::string_view table) {
  const std::string lower = AsciiLower(table);
  const std::vector<std::string> parts = Split(lower, '.');
  const auto folder = folders_.find(parts[0]);
  if (parts.size() != 3 || folder == folders_.end() || folder->second.packs == nullptr) return "";
  const auto pack = folder->second.packs->FindMade(parts[1]);
  if (pack == nullptr) return "";
  for (const ImportNote& note : pack->refused()) {
    const bool meant = note.name == lower || note.name.starts_with(lower + ".") ||
                       note.name == parts[0] + "." + parts[1];
    if (!meant) continue;
    return note.name + " was left out, since " + note.reason + " (" + note.file + ":" +
           std::to_string(note.line) + ")";
  }
  return "";
}

}  // namespace apisql
