#include "vtab/register/register_tables.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "src/base/text.h"
#include "vtab/functions/register_functions.h"
#include "vtab/meta/meta_tables.h"
#include "vtab/module/module.h"
#include "vtab/register/catalog_table.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// To register n modules costs n * n: 2,000 take a millisecond, and 18,000 a sixth of a second.
constexpr size_t kMostTables = 2000;

constexpr const char* kModule = "apisql";

// Those of the providers whose documents the user needs not name again.
StatusOr<std::vector<std::string>> TablesToRegister(Connection& connection) {
  const Catalog& catalog = connection.api.catalog();
  std::vector<std::string> providers = catalog.KnownProviders();
  for (const auto& [name, configured] : connection.api.config().providers()) {
    if (catalog.HasProvider(name) && std::ranges::find(providers, name) == providers.end()) {
      providers.push_back(name);
    }
  }
  std::vector<std::string> tables;
  for (const std::string& provider : providers) {
    ASSIGN_OR_RETURN(const std::vector<std::string> more, catalog.TablesOf(provider));
    if (tables.size() + more.size() > kMostTables) continue;
    tables.insert(tables.end(), more.begin(), more.end());
  }
  return tables;
}

// The name in apisql('github.repos.issues'), which may also stand in double quotes, or without.
StatusOr<std::string> TableArgument(std::span<const char* const> arguments) {
  const std::string text = arguments.size() == 1 ? arguments[0] : "";
  const std::vector<Token> tokens = SignificantTokens(text);
  if (tokens.empty()) {
    return Status(StatusCode::kInvalidArgument,
                  "apisql takes the name of one table: CREATE VIRTUAL TABLE temp.t USING "
                  "apisql('provider.service.table')");
  }
  return tokens.size() == 1 ? Unquote(tokens[0]) : std::string(StripBlanks(text));
}

Status RegisterModuleForOthers(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  return RegisterTemporary(db, kModule,
                           [connection](sqlite3* connected, std::span<const char* const> arguments)
                               -> StatusOr<std::unique_ptr<VirtualTable>> {
                             ASSIGN_OR_RETURN(const std::string name, TableArgument(arguments));
                             const std::string* table = connection->api.catalog().FindName(name);
                             return MakeCatalogTable(connected, connection,
                                                     table == nullptr ? name : *table);
                           });
}

}  // namespace

Status RegisterTables(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  ASSIGN_OR_RETURN(const std::vector<std::string> tables, TablesToRegister(*connection));
  for (const std::string& table : tables) {
    RETURN_IF_ERROR(RegisterTable(db, table, [connection, table](sqlite3* connected) {
      return MakeCatalogTable(connected, connection, table);
    }));
  }
  RETURN_IF_ERROR(RegisterModuleForOthers(db, connection));
  RETURN_IF_ERROR(RegisterMetaTables(db, connection));
  return RegisterFunctions(db);
}

}  // namespace apisql
