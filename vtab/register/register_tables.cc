#include "vtab/register/register_tables.h"

#include <algorithm>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
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
std::vector<std::string> TablesToRegister(Connection& connection) {
  const Catalog& catalog = connection.api.catalog();
  std::vector<std::string> providers = catalog.KnownProviders();
  for (const auto& [name, configured] : connection.api.config().providers()) {
    if (catalog.HasProvider(name) && std::ranges::find(providers, name) == providers.end()) {
      providers.push_back(name);
    }
  }
  std::vector<std::string> tables;
  for (const std::string& provider : providers) {
    const auto more = catalog.TablesOf(provider);
    if (!more.ok()) {  // apisql('acme.shop.orders') tells it to who asks for one.
      sqlite3_log(SQLITE_WARNING, "apisql: %s", more.status().message().c_str());
    } else if (tables.size() + more->size() > kMostTables) {
      sqlite3_log(SQLITE_NOTICE,
                  "apisql: %s has too many tables; CREATE VIRTUAL TABLE temp.t USING "
                  "apisql('...') makes one of them",
                  provider.c_str());
    } else {
      tables.insert(tables.end(), more->begin(), more->end());
    }
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

// Those of one connection, each registered once.
class RegisteredTables : public std::enable_shared_from_this<RegisteredTables> {
 public:
  explicit RegisteredTables(std::shared_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  // The tables that a view reads are added when it is made.
  Status Add(sqlite3* db, const std::string& table) {
    if (!names_.insert(table).second) return OkStatus();
    return RegisterTable(db, table, [self = shared_from_this(), table](sqlite3* connected) {
      return self->Make(connected, table);
    });
  }
  StatusOr<std::unique_ptr<VirtualTable>> Make(sqlite3* db, const std::string& table) {
    return MakeCatalogTable(db, connection_, table,
                            [this, db](const std::string& read) { return Add(db, read); });
  }

 private:
  std::shared_ptr<Connection> connection_;
  std::set<std::string> names_;
};

Status RegisterModuleForOthers(sqlite3* db, const std::shared_ptr<Connection>& connection,
                               const std::shared_ptr<RegisteredTables>& registered) {
  return RegisterTemporary(
      db, kModule,
      [connection, registered](sqlite3* connected, std::span<const char* const> arguments)
          -> StatusOr<std::unique_ptr<VirtualTable>> {
        ASSIGN_OR_RETURN(const std::string name, TableArgument(arguments));
        const std::string* table = connection->api.catalog().FindName(name);
        return registered->Make(connected, table == nullptr ? name : *table);
      });
}

}  // namespace

Status RegisterTables(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  const auto registered = std::make_shared<RegisteredTables>(connection);
  for (const std::string& table : TablesToRegister(*connection)) {
    RETURN_IF_ERROR(registered->Add(db, table));
  }
  RETURN_IF_ERROR(RegisterModuleForOthers(db, connection, registered));
  RETURN_IF_ERROR(RegisterMetaTables(db, connection));
  return RegisterFunctions(db);
}

}  // namespace apisql
