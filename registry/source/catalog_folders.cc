// Catalog: the folders of a registry, each of which is looked into when its provider is asked for.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "registry/document/table_document.h"
#include "registry/model/names.h"
#include "registry/source/catalog_impl.h"
#include "registry/source/registry_layout.h"
#include "src/base/text.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

Status Fault(const std::string& place, const std::string& text) {
  return {StatusCode::kInvalidArgument, place + ": " + text};
}

}  // namespace

Status Catalog::Impl::AddFromElsewhere(const std::string& directory,
                                       const std::vector<std::string>& replaced) {
  std::error_code unknown;
  const fs::path real = fs::weakly_canonical(directory, unknown);
  if (directories_.contains(unknown ? directory : real.string())) return OkStatus();
  ASSIGN_OR_RETURN(const auto providers, ProvidersIn(directory));
  RETURN_IF_ERROR(providers ? AddRegistry(directory, *providers, replaced)
                            : AddDirectory(directory, Origin{directory}, replaced));
  directories_.insert(unknown ? directory : real.string());
  return OkStatus();
}

Status Catalog::Impl::AddRegistry(const std::string& directory,
                                  const std::vector<ProviderPlace>& providers,
                                  const std::vector<std::string>& replaced) {
  Folders added;
  for (const auto& [provider, place] : providers) {
    const std::string path = place.string();
    if (const auto twice = added.find(provider); twice != added.end()) {
      return Fault(path, "there is a provider " + provider + " already, in " + twice->second.path);
    }
    if (provider == kOwnTables)
      return Fault(path, "apisql is the name of the program's own tables");
    const auto folder = folders_.find(provider);
    const auto known = providers_.find(provider);
    if (folder != folders_.end()) {
      return Fault(path, "there is a provider " + provider + " already, in " + folder->second.path);
    }
    if (known != providers_.end() && !known->second.origin.is_ours()) {
      return Fault(path, "there is a provider " + provider + " already, in " + known->second.file);
    }
    Folder& one = added[provider];
    one.path = path;
    one.origin = Origin{directory};
    one.replaced = replaced;
  }
  folders_.merge(added);
  return OkStatus();
}

Status Catalog::Impl::OpenFolder(std::string_view provider) {
  const auto found = folders_.find(provider);
  if (found == folders_.end()) return OkStatus();
  Folder& folder = found->second;
  if (!std::exchange(folder.opened, true)) folder.fault = OpenNew(found->first, folder);
  return folder.fault;
}

Status Catalog::Impl::OpenNew(const std::string& provider, Folder& folder) {
  const auto stackql = StackqlProviderFile(folder.path);
  if (stackql || ServicePacks::HoldsPacks(folder.path)) {
    auto packs = stackql ? ServicePacks::OfStackql(*stackql, cache_folder_)
                         : ServicePacks::OfPacks(folder.path, provider);
    RETURN_IF_ERROR(packs.status());
    folder.packs = std::make_unique<ServicePacks>(*std::move(packs));
    return OpenPacks(provider, folder);
  }
  ASSIGN_OR_RETURN(const ProviderFolder found,
                   ProviderFolder::List(folder.path, provider, &parsed_));
  folder.empty = found.provider_file.empty() && found.tables.empty();
  if (folder.empty) return OkStatus();
  const bool is_there = providers_.contains(provider);
  if (found.provider_file.empty() && !is_there) {
    return Fault(folder.path, "it has tables and no provider.yaml, and no provider " + provider +
                                  " is built in");
  }
  if (!found.provider_file.empty()) {
    ASSIGN_OR_RETURN(const bool free, MakeRoomFor(provider, folder));
    if (!free) return OkStatus();
  }
  RETURN_IF_ERROR(CheckTables(found, folder));
  if (!found.provider_file.empty()) {
    providers_[provider] = {.file = found.provider_file, .origin = folder.origin};
  }
  for (const auto& [name, file] : found.tables) {
    tables_.insert_or_assign(name, Entry<Resource>{.file = file, .origin = folder.origin});
  }
  ListAliases();
  return OkStatus();
}

// False where a provider of that name stays, which the user is told.
StatusOr<bool> Catalog::Impl::MakeRoomFor(const std::string& provider, const Folder& folder) {
  if (!providers_.contains(provider)) return true;
  if (Contains(folder.replaced, provider)) {
    DropProvider(provider);
    return true;
  }
  notes_.push_back(provider + " is built in, so that " + folder.path +
                   " is passed over; --replace " + provider + " lets it take that place");
  return false;
}

// With all its tables: those of the new one may be others.
void Catalog::Impl::DropProvider(const std::string& provider) {
  providers_.erase(provider);
  std::erase_if(tables_, [&](const auto& one) { return ProviderOf(one.first) == provider; });
  ListAliases();
}

// The same as of documents that are read when they are added.
Status Catalog::Impl::CheckTables(const ProviderFolder& found, const Folder& folder) const {
  Problems problems;
  for (const auto& [name, file] : found.tables) {
    if (Contains(folder.replaced, name)) continue;
    const std::string taken = TakenBy(true, name, folder.origin);
    if (taken.empty()) continue;
    problems.Note(Fault(file + ":1", taken + "; --replace " + name + " lets it"));
  }
  return problems.ToStatus();
}

// A name that two tables have is none, and a fault of the folder.
void Catalog::Impl::ReadAliases(const std::string& provider, Folder& folder) {
  const std::string prefix = provider + ".";
  const auto begin = tables_.lower_bound(prefix);
  std::map<std::string, std::string> given;
  std::set<std::string> ambiguous;
  Problems problems;
  for (auto table = begin; table != tables_.end() && table->first.starts_with(prefix); ++table) {
    auto& [name, entry] = *table;
    if (entry.origin != folder.origin) continue;
    entry.aliases = AliasesIn(entry.file);
    for (const std::string& alias : entry.aliases) {
      const std::string owner = tables_.contains(alias) ? alias : OwnerOfAlias(alias);
      const auto known = given.try_emplace(alias, owner.empty() ? name : owner).first;
      if (known->second == name) continue;
      problems.Note(
          Fault(entry.file + ":1", "aliases: " + alias + " is the name of " + known->second));
      ambiguous.insert(alias);
    }
  }
  for (auto table = begin; table != tables_.end() && table->first.starts_with(prefix); ++table) {
    auto& [name, entry] = *table;
    if (entry.origin != folder.origin) continue;
    std::erase_if(entry.aliases, [&](const std::string& alias) {
      return ambiguous.contains(alias) || !IsTableName(alias) || !alias.starts_with(prefix);
    });
  }
  if (folder.fault.ok()) folder.fault = problems.ToStatus();
  ListAliases();
}

const std::string* Catalog::Impl::FindName(std::string_view name) {
  if (std::ranges::count(name, '.') != 2) return nullptr;
  const std::string lower = AsciiLower(name);
  const std::string provider = ProviderOf(lower);
  const Status opened = OpenServiceOf(lower);  // Where it is faulty, Find() tells it.
  const auto find = [&]() -> const std::string* {
    if (const auto table = tables_.find(lower); table != tables_.end()) return &table->first;
    const auto alias = aliases_.find(lower);
    return alias == aliases_.end() ? nullptr : &tables_.find(alias->second)->first;
  };
  const std::string* found = find();
  const auto folder = folders_.find(provider);
  if (found != nullptr || folder == folders_.end()) return found;
  if (!opened.ok()) return &*of_faulty_.insert(lower).first;
  if (!std::exchange(folder->second.aliases_read, true)) {
    ReadAliases(provider, folder->second);
    found = find();
  }
  if (found != nullptr || folder->second.fault.ok()) return found;
  return &*of_faulty_.insert(lower).first;
}

bool Catalog::Impl::Has(std::string_view table) {
  const std::string lower = AsciiLower(table);
  return OpenServiceOf(lower).ok() ? tables_.contains(lower) : FindName(table) != nullptr;
}

bool Catalog::Impl::HasProvider(std::string_view name) const {
  const std::string lower = AsciiLower(name);
  const auto folder = folders_.find(lower);
  return providers_.contains(lower) || (folder != folders_.end() && !folder->second.empty);
}

std::vector<std::string> Catalog::Impl::ProviderNames() const {
  std::vector<std::string> names = KnownProviders();
  for (const auto& [name, folder] : folders_) {
    if (!folder.empty && !providers_.contains(name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> Catalog::Impl::KnownProviders() const {
  std::vector<std::string> names;
  names.reserve(providers_.size());
  for (const auto& [name, entry] : providers_) names.push_back(name);
  return names;
}

StatusOr<std::vector<std::string>> Catalog::Impl::TablesOf(std::string_view provider) {
  const std::string lower = AsciiLower(provider);
  RETURN_IF_ERROR(OpenServices(lower));
  return NamesWith(lower + ".");
}

std::vector<std::string> Catalog::Impl::NamesWith(const std::string& prefix) const {
  std::vector<std::string> names;
  for (auto table = tables_.lower_bound(prefix);
       table != tables_.end() && table->first.starts_with(prefix); ++table) {
    names.push_back(table->first);
  }
  return names;
}

std::vector<std::string> Catalog::Impl::TableNames() {
  for (const std::string& provider : ProviderNames()) (void)OpenServices(provider);
  return NamesWith("");
}

std::vector<std::string> Catalog::Impl::KnownTableNames() {
  for (const std::string& provider : ProviderNames()) (void)OpenFolder(provider);
  return NamesWith("");
}

std::vector<std::string> Catalog::Impl::NamesNear(std::string_view name) {
  if (name.find('.') != std::string_view::npos) {
    const std::vector<std::string> parts = Split(AsciiLower(name), '.');
    std::vector<std::string> providers = NearestNames(parts[0], ProviderNames());
    providers.push_back(parts[0]);
    for (const std::string& provider : providers) {
      (void)OpenFolder(provider);
      OpenNearServices(provider, parts[1]);
    }
  }
  return NamesWith("");
}

std::vector<std::string> Catalog::Impl::NamesFrom(std::string_view prefix) {
  const std::string lower = AsciiLower(prefix);
  const std::vector<std::string> parts = Split(lower, '.');
  if (parts.size() > 1) (void)OpenFolder(parts[0]);
  if (parts.size() > 2) OpenMade(parts[0], parts[1]);
  std::vector<std::string> names = NamesWith(lower);
  const auto packs = folders_.find(parts[0]);
  if (parts.size() == 2 && packs != folders_.end() && packs->second.packs != nullptr) {
    for (const std::string& service : packs->second.packs->services()) {
      const std::string all = parts[0] + "." + service + ".";
      const bool opened = packs->second.services.contains(service);
      if (!opened && all.starts_with(lower)) names.push_back(all);
    }
  }
  for (const auto& [provider, folder] : folders_) {
    const std::string all = provider + ".";
    if (!folder.opened && all.starts_with(lower)) names.push_back(all);
  }
  std::ranges::sort(names);
  return names;
}

std::vector<TableAlias> Catalog::Impl::TableAliases() const {
  std::vector<TableAlias> aliases;
  for (const auto& [alias, table] : aliases_) aliases.push_back({alias, table});
  return aliases;
}

}  // namespace apisql
