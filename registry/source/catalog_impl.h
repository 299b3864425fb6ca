// Catalog::Impl: the documents of a Catalog by name, and the folders that were not looked into yet.
#ifndef APISQL_REGISTRY_SOURCE_CATALOG_IMPL_H_
#define APISQL_REGISTRY_SOURCE_CATALOG_IMPL_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/document/document.h"
#include "registry/pack/service_packs.h"
#include "registry/source/catalog.h"
#include "registry/source/problems.h"
#include "registry/source/provider_folder.h"
#include "registry/source/registry_layout.h"

namespace apisql {

inline constexpr std::string_view kOwnTables = "apisql";  // apisql.requests and the like.

class Catalog::Impl {
 public:
  void AddEmbedded();
  Status AddDirectory(const std::string& directory, const Origin& origin,
                      const std::vector<std::string>& replaced);
  Status AddFromElsewhere(const std::string& directory, const std::vector<std::string>& replaced);

  const std::string* FindName(std::string_view name);
  bool Has(std::string_view table);
  StatusOr<std::shared_ptr<const Resource>> Find(std::string_view name);
  StatusOr<std::shared_ptr<const Resource>> FindForList(std::string_view name);
  StatusOr<std::shared_ptr<const Provider>> FindProvider(std::string_view name);

  bool HasProvider(std::string_view name) const;
  std::vector<std::string> ProviderNames() const;
  std::vector<std::string> KnownProviders() const;
  StatusOr<std::vector<std::string>> TablesOf(std::string_view provider);
  StatusOr<std::vector<std::string>> TablesOf(std::string_view provider, std::string_view service);
  StatusOr<std::vector<std::string>> ServicesOf(std::string_view provider);
  StatusOr<std::optional<size_t>> CountTables(std::string_view provider);
  StatusOr<ServiceNotes> NotesOf(std::string_view provider, std::string_view service);
  std::string WhyLeftOut(std::string_view table);
  void set_cache_folder(const std::string& folder) { cache_folder_ = folder; }
  std::vector<std::string> TableNames();
  std::vector<std::string> KnownTableNames();
  std::vector<std::string> NamesNear(std::string_view name);
  std::vector<std::string> NamesFrom(std::string_view prefix);
  std::vector<TableAlias> TableAliases() const;
  std::vector<std::string> TakeNotes() { return std::exchange(notes_, {}); }
  int parsed() const { return parsed_; }

 private:
  // A document that is there, and what was read from it so far.
  template <typename T>
  struct Entry {
    std::string file;
    Origin origin;
    std::string_view embedded = {};  // Of the program.
    std::string text = {};     // Of one that was read when it was added. Else the file has it.
    std::string service = {};  // Of one that is in the service's pack.
    std::vector<std::string> aliases = {};
    std::shared_ptr<const T> content = nullptr;
  };

  // One of a registry.
  struct Folder {
    std::string path;
    std::unique_ptr<ServicePacks> packs = nullptr;  // Null: it has documents of ours.
    std::map<std::string, Status, std::less<>> faulty_services = {};
    // Of the services that were asked for, each with the servers of its own.
    std::map<std::string, std::shared_ptr<const Provider>, std::less<>> services = {};
    Origin origin;
    std::vector<std::string> replaced;
    bool opened = false;
    bool empty = false;  // It has no documents, and so is no provider's.
    bool aliases_read = false;
    Status fault = {};
  };
  using Folders = std::map<std::string, Folder, std::less<>>;

  template <typename T>
  StatusOr<Document> Open(const Entry<T>& entry);

  // Looks into the folder of `provider`, where there is one and that was not done. Its fault.
  Status OpenFolder(std::string_view provider);
  Status OpenNew(const std::string& provider, Folder& folder);
  Status OpenPacks(const std::string& provider, Folder& folder);
  StatusOr<bool> MakeRoomFor(const std::string& provider, const Folder& folder);
  // Reads the pack of the service, where the provider has packs and that was not done.
  Status OpenService(const std::string& provider, std::string_view service);
  Status OpenNewService(const std::string& provider, Folder& folder, const std::string& service);
  Status OpenServiceOf(const std::string& table);
  Status OpenServices(const std::string& provider);
  void AddTables(const std::string& provider, Folder& folder, const Pack& pack,
                 std::shared_ptr<const Provider> owner);
  void OpenMade(const std::string& provider, std::string_view service);
  void OpenNearServices(const std::string& provider, const std::string& service);
  StatusOr<Document> OpenPacked(const std::string& table, const Entry<Resource>& entry);
  StatusOr<std::shared_ptr<const Provider>> ProviderOfTable(const std::string& table);
  StatusOr<std::shared_ptr<const Provider>> ProviderOfService(const std::string& provider,
                                                              const std::string& service);
  StatusOr<std::shared_ptr<const Provider>> ProviderOfPacks(const std::string& provider,
                                                            const Folder& folder);
  Status CheckTables(const ProviderFolder& found, const Folder& folder) const;
  void DropProvider(const std::string& provider);
  void ReadAliases(const std::string& provider, Folder& folder);
  Status AddRegistry(const std::string& directory, const std::vector<ProviderPlace>& providers,
                     const std::vector<std::string>& replaced);

  Status AddNew(const Document& document, std::string text);
  void ReadProviders(const std::vector<Document>& documents, Impl& added, Problems& problems);
  void ReadTables(const std::vector<Document>& documents, Impl& added, const std::string& directory,
                  Problems& problems);
  Status CheckReplaces(const Document& document, const std::vector<std::string>& replaced);
  std::string TakenBy(bool table, const std::string& name, const Origin& origin) const;
  std::string OwnerOfAlias(std::string_view name) const;
  void CheckAliases(const Impl& added, Problems& problems) const;
  StatusOr<std::shared_ptr<const Provider>> ProviderFor(const Document& document, Impl& added,
                                                        const std::string& directory);
  void Take(Impl&& added);
  void ListAliases();
  std::vector<std::string> NamesWith(const std::string& prefix) const;

  Status NoProvider(std::string_view name) const;
  std::string WhereToLook(std::string_view table);
  Status NoTable(std::string_view name);

  std::map<std::string, Entry<Provider>, std::less<>> providers_;
  std::map<std::string, Entry<Resource>, std::less<>> tables_;
  std::map<std::string, std::string, std::less<>> aliases_;  // None is the name of a table.
  Folders folders_;                                          // By provider.
  std::set<std::string, std::less<>> directories_;           // That were added.
  std::set<std::string, std::less<>> of_faulty_;  // Names in faulty folders, that were looked up.
  std::vector<std::string> notes_;
  std::string cache_folder_;
  int parsed_ = 0;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_CATALOG_IMPL_H_
