// apisql_engine.so: the API tables in any SQLite program. apisql.so (stub.cc) opens it.
//
//   sqlite> .load ./apisql
//   sqlite> SELECT id, owner_id FROM "confluent.iam.api_keys" LIMIT 5;
//
// Credentials come from the environment or the config file, as in the apisql program.
#define APISQL_EXTENSION_MAIN
#include "vtab/sqlite.h"
SQLITE_EXTENSION_INIT1

#include <string>

#include "vtab/extension/host.h"

namespace apisql {
namespace {

constexpr int kOldestSqlite = 3038000;  // sqlite3_vtab_in and sqlite3_vtab_rhs_value.

// The SQLite library that the engine calls: the first of the process that loads it, since there is
// one `sqlite3_api` for all. Written once, so that threads that load later only read it.
const sqlite3_api_routines* TheLibrary(const sqlite3_api_routines* first) {
  static const sqlite3_api_routines* const kLibrary = sqlite3_api = first;
  return kLibrary;
}

// Why that library cannot be served; empty when it can.
std::string Refusal(const sqlite3_api_routines* library) {
  const std::string version = library->libversion();
  if (library->libversion_number() < kOldestSqlite) {
    // A newer routine than it has would be read past the end of its table of routines.
    return "apisql needs SQLite 3.38 or newer, this is " + version;
  }
  const sqlite3_api_routines* served = TheLibrary(library);
  if (served == library) return "";
  return "apisql serves one SQLite library of a process, and another one (SQLite " +
         std::string(served->libversion()) + ") has loaded it before this one (SQLite " + version +
         "); load it in connections of one library only, or use two processes";
}

int Fail(const sqlite3_api_routines* library, char** error, const std::string& text) {
  *error = library->mprintf("%s", text.c_str());
  return SQLITE_ERROR;
}

int Initialize(sqlite3* db, char** error, const sqlite3_api_routines* library) {
  if (const std::string refusal = Refusal(library); !refusal.empty()) {
    return Fail(library, error, refusal);
  }
  if (const Status attached = Host::Attach(db); !attached.ok()) {
    return Fail(library, error, "apisql: " + attached.message());
  }
  // A name look-up of libcurl may still run in a thread of its own when a transfer has been given
  // up, so the code must stay loaded.
  return SQLITE_OK_LOAD_PERMANENTLY;
}

}  // namespace
}  // namespace apisql

// NOLINTNEXTLINE(readability-identifier-naming): the name that the stub looks for.
extern "C" __attribute__((visibility("default"))) int apisql_engine_init(
    sqlite3* db, char** error, const sqlite3_api_routines* library) {
  return apisql::Initialize(db, error, library);
}
