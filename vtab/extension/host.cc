#include "vtab/extension/host.h"

#include <filesystem>
#include <utility>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/files/user_folder.h"
#include "vtab/connection/settings.h"
#include "vtab/register/register_tables.h"
#include "vtab/sqlite.h"

namespace apisql {
namespace {

// SQLite looks at sqlite3_interrupt and at the host's progress handler only between opcodes, so
// while a callback waits it has to make some. A kept statement would block sqlite3_close.
bool IsInterrupted(sqlite3* db) {
  return sqlite3_exec(db,
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) "
                      "SELECT count(*) FROM n",
                      nullptr, nullptr, nullptr) == SQLITE_INTERRUPT;
}

bool HasTables(sqlite3* db) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(db, "SELECT 1 FROM \"apisql.requests\"", -1, &statement, nullptr);
  sqlite3_finalize(statement);
  return code == SQLITE_OK;
}

StatusOr<Config> LoadConfig() {
  const std::string file = Config::DefaultFile();
  if (std::error_code ignored; !std::filesystem::exists(file, ignored)) return Config();
  return Config::Load(file);
}

}  // namespace

Host::Host(sqlite3* db, std::unique_ptr<Catalog> catalog, Config config)
    : transport_(MakeCurlTransport({})),
      connection_(std::move(catalog), std::move(config), *transport_, Clock::Real(),
                  [db] { return IsInterrupted(db); }) {}

Status Host::Attach(sqlite3* db) {
  if (HasTables(db)) return OkStatus();
  ASSIGN_OR_RETURN(Config config, LoadConfig());
  config.set_credentials_advice("the file is read when a connection loads the extension");
  auto catalog = Catalog::Builtin();
  catalog->set_cache_folder(CacheFolder());
  for (const std::string& directory : config.provider_directories()) {
    RETURN_IF_ERROR(
        catalog->AddFromElsewhere(directory, {}).Annotate(config.FileName() + ": provider_dirs"));
  }
  auto host = std::make_shared<Host>(db, std::move(catalog), std::move(config));
  const std::shared_ptr<Connection> connection(host, &host->connection_);
  RETURN_IF_ERROR(connection->api.CheckConfig());
  RETURN_IF_ERROR(ApplyConfiguredSettings(*connection));
  return RegisterTables(db, connection);
}

}  // namespace apisql
