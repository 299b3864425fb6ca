// Catalog: every table there is. Names are known at once; a document is read when it is first used.
#ifndef APISQL_REGISTRY_SOURCE_CATALOG_H_
#define APISQL_REGISTRY_SOURCE_CATALOG_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/provider.h"
#include "registry/model/resource.h"
#include "src/base/status.h"

namespace apisql {

// Another name of a table. Both are full names.
struct TableAlias {
  std::string alias;
  std::string table;
};

// Not thread-safe. What it hands out is immutable and stays valid after the Catalog is gone.
class Catalog {
 public:
  // The documents compiled into the program.
  static std::unique_ptr<Catalog> Builtin();
  ~Catalog();

  // Adds every *.yaml below `directory`: documents of ours, as the built-in ones are. A table of
  // the same name replaces the one that is there. An error names file, line and rule. A directory's
  // provider may be given there or be known already.
  Status AddDirectory(const std::string& directory);
  // The same of documents that somebody else has written. One that takes the name of a provider, of
  // a table or of its alias that is there is an error, unless the name is in `replaced`.
  Status AddFromElsewhere(const std::string& directory, const std::vector<std::string>& replaced);

  // Full names of all tables, sorted. Parses nothing.
  const std::vector<std::string>& TableNames() const;
  // Sorted; none is the name of a table. Parses nothing.
  const std::vector<TableAlias>& TableAliases() const;
  bool Has(std::string_view table) const;  // By its name alone, ASCII case ignored.

  // The table of that name, no alias (ASCII case ignored). kNotFound names the nearest tables; a
  // faulty document is kInvalidArgument with file, line and rule.
  StatusOr<std::shared_ptr<const Resource>> Find(std::string_view table);
  StatusOr<std::shared_ptr<const Provider>> FindProvider(std::string_view provider);
  std::vector<std::string> ProviderNames() const;

  // How many documents have been parsed so far: tests show that start-up parses none.
  int documents_parsed() const;

 private:
  Catalog();
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_CATALOG_H_
