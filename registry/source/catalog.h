// Catalog: every table there is. A name is looked up; a document is read when it is first used, and
// the folder of a provider is looked into when that provider is first asked for.
#ifndef APISQL_REGISTRY_SOURCE_CATALOG_H_
#define APISQL_REGISTRY_SOURCE_CATALOG_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/provider.h"
#include "registry/model/resource.h"
#include "registry/stackql/import_note.h"
#include "src/base/status.h"

namespace apisql {

// Another name of a table. Both are full names.
struct TableAlias {
  std::string alias;
  std::string table;
};

// What an import says of a service (registry/stackql/import_report.h).
struct ServiceNotes {
  std::vector<ImportNote> refused;
  std::vector<ImportNote> changed;
};

// Names are compared as SQL does: ASCII case is ignored. Not thread-safe. What it hands out is
// immutable; shared pointers stay valid after the Catalog is gone.
class Catalog {
 public:
  // The documents compiled into the program.
  static std::unique_ptr<Catalog> Builtin();
  ~Catalog();

  // Where packs are kept between runs (registry/pack/service_packs.h); without, in memory alone.
  // Counts for what is added afterwards.
  void set_cache_folder(const std::string& folder);

  // Adds every *.yaml below `directory`: documents of ours, as the built-in ones are. A table of
  // the same name replaces the one that is there. An error names file, line and rule. A directory's
  // provider may be given there or be known already.
  Status AddDirectory(const std::string& directory);

  // Adds documents that somebody else has written. Where there are some in `directory` itself, all
  // below it are read as by AddDirectory(), but that one which takes the name of a provider, of a
  // table or of its alias that is there is an error, unless the name is in `replaced`.
  //
  // Else it is a registry: each folder in it has the documents of the provider that it is called
  // as, and nothing of it is looked at before that provider is asked for. Faults are told then. A
  // provider that is built in stays, with a note, unless its name is in `replaced`: then it gives
  // way, with all its tables. A folder without a provider document adds tables to a provider that
  // is there. A directory that was added before is passed over. Of StackQL's registry
  // (registry/source/registry_layout.h) a service is imported when one of its tables is asked for.
  Status AddFromElsewhere(const std::string& directory, const std::vector<std::string>& replaced);

  // The full name of a table by that name or by another one that it has; null when there is none.
  // Opens documents only to find other names in the folder of the provider that `name` begins with.
  // Where that folder is faulty, each name of three parts is taken for one: Find() tells the fault.
  // Valid as long as the Catalog.
  const std::string* FindName(std::string_view name) const;
  bool Has(std::string_view table) const;  // By its own name alone. Opens no document.

  // The table of that name, no alias. kNotFound names the nearest tables; a faulty document is
  // kInvalidArgument with file, line and rule.
  StatusOr<std::shared_ptr<const Resource>> Find(std::string_view table);
  // The same for lists of tables: of one in a pack only name, description and key, for which its
  // document is not read.
  StatusOr<std::shared_ptr<const Resource>> FindForList(std::string_view table);
  StatusOr<std::shared_ptr<const Provider>> FindProvider(std::string_view provider);

  bool HasProvider(std::string_view provider) const;
  std::vector<std::string> ProviderNames() const;  // Sorted. Looks into no folder.
  // Those whose tables are known by now: the built-in ones, and those that were asked for.
  std::vector<std::string> KnownProviders() const;

  // Full names of the tables of one provider, sorted. A fault of its folder is an error.
  StatusOr<std::vector<std::string>> TablesOf(std::string_view provider) const;
  // The same of one service of it, for which no other service is imported.
  StatusOr<std::vector<std::string>> TablesOf(std::string_view provider,
                                              std::string_view service) const;
  // Names of its services, sorted. Imports none.
  StatusOr<std::vector<std::string>> ServicesOf(std::string_view provider) const;
  // How many tables a provider has; none where services would have to be imported to know.
  StatusOr<std::optional<size_t>> CountTables(std::string_view provider) const;
  // Why there is no table of that name, where an import has left it out; "" where none has. Imports
  // nothing.
  std::string WhyLeftOut(std::string_view table) const;
  // What of a service could not be taken over, or is called by EXEC; none for documents of ours.
  StatusOr<ServiceNotes> NotesOf(std::string_view provider, std::string_view service) const;
  // Of all providers, for who wants all: every folder is looked into, and what is faulty left out.
  std::vector<std::string> TableNames() const;
  // The same without those of services that were not asked for: imports nothing.
  std::vector<std::string> KnownTableNames() const;
  // Those that `name`, which is none, may have been meant for: of the providers that are known, and
  // of those with names nearest to its first part. Imports nothing.
  std::vector<std::string> NamesNear(std::string_view name) const;
  // Those that begin with `prefix`, sorted; "acme." for each provider that was not asked for, and
  // "acme.shop." for each service that was not. Imports nothing.
  std::vector<std::string> NamesFrom(std::string_view prefix) const;
  // Other names of the tables of known providers, sorted, as far as no document need be opened.
  std::vector<TableAlias> TableAliases() const;

  // What the user should know of the providers that were asked for since the last call.
  std::vector<std::string> TakeNotes();

  // How many documents have been parsed so far: tests show that start-up parses none.
  int documents_parsed() const;

 private:
  Catalog();
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_CATALOG_H_
