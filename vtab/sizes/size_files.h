// SizeFiles: what earlier sessions have seen of the tables of all providers, each where its
// provider is asked now, and where this session leaves what it has seen.
#ifndef APISQL_VTAB_SIZES_SIZE_FILES_H_
#define APISQL_VTAB_SIZES_SIZE_FILES_H_

#include <optional>
#include <set>
#include <string>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "vtab/sizes/size_file.h"
#include "vtab/sizes/table_statistics.h"

namespace apisql {

// Not thread-safe. `catalog` and `config` must outlive it.
class SizeFiles {
 public:
  SizeFiles(Catalog& catalog, const Config& config, std::string folder);

  // Of each known provider, read when it is asked for first, and no more after that: a statement
  // that is prepared twice must be planned by the same sizes.
  const TableStatistics& Earlier();

  // Writes the file of each provider of which `seen` knows a table. Another session may have
  // written it meanwhile: what it has seen stays, but for the tables that this one knows. No file
  // is written where that fails: the next session then knows less.
  void Keep(const TableStatistics& seen) const;

 private:
  // None for a provider whose document is faulty.
  std::optional<SizeFile> FileOf(const std::string& provider) const;

  Catalog& catalog_;
  const Config& config_;
  std::string folder_;
  std::set<std::string> read_;  // Providers.
  TableStatistics earlier_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SIZES_SIZE_FILES_H_
