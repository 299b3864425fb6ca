// apisql.so: the API tables in any SQLite program.
//
//   sqlite> .load ./apisql
//   sqlite> SELECT id, owner_id FROM "confluent.iam.api_keys" LIMIT 5;
//
// Credentials come from the environment or the config file, as in the apisql program.
#define APISQL_EXTENSION_MAIN
#include "vtab/sqlite.h"
SQLITE_EXTENSION_INIT1

#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

#include "registry/catalog.h"
#include "registry/config.h"
#include "src/base/clock.h"
#include "src/http/transport.h"
#include "vtab/table/connection.h"
#include "vtab/table/meta_tables.h"
#include "vtab/table/settings.h"

namespace apisql {
namespace {

constexpr int kOldestSqlite = 3038000;  // sqlite3_vtab_in and sqlite3_vtab_rhs_value.

// What a connection of a program lives on; a Session has these from its owner.
struct Host {
  Host(sqlite3* db, Config config)
      : transport(MakeCurlTransport({})),
        connection(Catalog::Builtin(), std::move(config), *transport, Clock::Real(),
                   [db] { return IsInterrupted(db); }) {}

  // SQLite looks at sqlite3_interrupt and at the host's progress handler only between opcodes, so
  // while a callback waits it has to make some. A kept statement would block sqlite3_close.
  static bool IsInterrupted(sqlite3* db) {
    return sqlite3_exec(db,
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) "
                        "SELECT count(*) FROM n",
                        nullptr, nullptr, nullptr) == SQLITE_INTERRUPT;
  }

  std::unique_ptr<Transport> transport;
  Connection connection;
};

bool IsLoaded(sqlite3* db) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(db, "SELECT 1 FROM \"apisql.requests\"", -1, &statement, nullptr);
  sqlite3_finalize(statement);
  return code == SQLITE_OK;
}

Status Load(sqlite3* db) {
  Config config;
  const std::string file = Config::DefaultFile();
  if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
    ASSIGN_OR_RETURN(config, Config::Load(file));
  }
  auto host = std::make_shared<Host>(db, std::move(config));
  const std::shared_ptr<Connection> connection(host, &host->connection);
  RETURN_IF_ERROR(Connection::Register(db, connection));
  RETURN_IF_ERROR(ApplyConfiguredSettings(*connection));
  return RegisterMetaTables(db, connection);
}

int Initialize(sqlite3* db, char** error) {
  if (sqlite3_libversion_number() < kOldestSqlite) {
    // A newer routine than the host has would be read past the end of its table of routines.
    *error = sqlite3_mprintf("apisql needs SQLite 3.38 or newer, this is %s", sqlite3_libversion());
    return SQLITE_ERROR;
  }
  if (!IsLoaded(db)) {
    if (const Status loaded = Load(db); !loaded.ok()) {
      *error = sqlite3_mprintf("apisql: %s", loaded.message().c_str());
      return SQLITE_ERROR;
    }
  }
  // A name look-up of libcurl may still run in a thread of its own when a transfer has been given
  // up, so the code must stay loaded.
  return SQLITE_OK_LOAD_PERMANENTLY;
}

}  // namespace
}  // namespace apisql

// NOLINTNEXTLINE(readability-identifier-naming): the name that SQLite looks for.
extern "C" __attribute__((visibility("default"))) int sqlite3_apisql_init(
    sqlite3* db, char** error, const sqlite3_api_routines* routines) {
  SQLITE_EXTENSION_INIT2(routines);
  return apisql::Initialize(db, error);
}
