// ServicePacks: the tables of one provider that documents of StackQL, or packs, describe, service
// by service. A service is imported once; its pack is kept in a folder of the user's cache.
#ifndef APISQL_REGISTRY_PACK_SERVICE_PACKS_H_
#define APISQL_REGISTRY_PACK_SERVICE_PACKS_H_

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/pack/pack.h"
#include "registry/stackql/stackql_provider.h"
#include "src/base/status.h"

namespace apisql {

// Not thread-safe. Packs that it hands out stay valid when it makes others of the same service.
class ServicePacks {
 public:
  // Of StackQL's provider.yaml, which is read, and nothing else. Packs are kept below
  // `cache_folder`; "": in memory alone. They are believed where the folder and the file are this
  // user's alone, and both sources have the size, times and inode that they had.
  static StatusOr<ServicePacks> OfStackql(const std::filesystem::path& provider_file,
                                          const std::string& cache_folder);
  // Of a folder with a pack for each service of the provider, SERVICE.pack, which are their own
  // source.
  static StatusOr<ServicePacks> OfPacks(const std::filesystem::path& folder, std::string provider);
  // True for a folder with packs.
  static bool HoldsPacks(const std::filesystem::path& folder);

  const std::string& provider() const { return provider_; }
  // Why nothing of the provider can be asked; "": it can.
  const std::string& refusal() const;
  const std::vector<std::string>& services() const { return services_; }  // Sorted.
  bool Has(std::string_view service) const;

  // kNotFound where there is no such service. A pack that is a source and cannot be believed is an
  // error; any other is made anew.
  StatusOr<std::shared_ptr<const Pack>> Find(const std::string& service);
  // The same, but null where the service would have to be imported.
  std::shared_ptr<const Pack> FindMade(const std::string& service);
  // Whether the pack that was imported last could be kept.
  const Status& kept() const { return kept_; }
  // The bytes of a pack that is its own source. kNotFound where there is no such service, or packs
  // are the source.
  StatusOr<std::string> Export(const std::string& service) const;
  // Imports it, whatever packs there are. For one whose documents turn out to be changed.
  StatusOr<std::shared_ptr<const Pack>> Rebuild(const std::string& service);

 private:
  ServicePacks() = default;

  std::vector<FileStamp> SourcesOf(const StackqlService& service) const;
  StatusOr<std::shared_ptr<const Pack>> ReadSource(const std::string& service);
  std::shared_ptr<const Pack> ReadKept(const std::string& service);
  StatusOr<PackContent> Import(const StackqlService& service) const;
  Status Keep(const std::string& service, const std::string& bytes) const;

  std::string provider_;
  std::vector<std::string> services_;
  std::filesystem::path folder_;  // With the packs; empty: none are kept.
  // StackQL's; none where packs are the source.
  std::unique_ptr<StackqlProvider> stackql_;
  std::map<std::string, StackqlService> documents_;
  std::map<std::string, std::shared_ptr<const Pack>> packs_;
  Status kept_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_PACK_SERVICE_PACKS_H_
