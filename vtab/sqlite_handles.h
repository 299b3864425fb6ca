// Owners of SQLite's handles.
#ifndef APISQL_VTAB_SQLITE_HANDLES_H_
#define APISQL_VTAB_SQLITE_HANDLES_H_

#include <memory>

#include "vtab/sqlite.h"

namespace apisql {

struct SqliteCloser {
  // close_v2: a statement that is still alive keeps the connection until it is finalized.
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using SqliteDatabase = std::unique_ptr<sqlite3, SqliteCloser>;

struct SqliteFinalizer {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteFinalizer>;

// Of what SQLite has allocated.
struct SqliteFreer {
  void operator()(void* memory) const { sqlite3_free(memory); }
};
using SqliteString = std::unique_ptr<char, SqliteFreer>;

}  // namespace apisql

#endif  // APISQL_VTAB_SQLITE_HANDLES_H_
