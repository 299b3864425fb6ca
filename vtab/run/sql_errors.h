// SQLite's errors in the user's terms: codes, nearest names, and places in what was typed.
#ifndef APISQL_VTAB_RUN_SQL_ERRORS_H_
#define APISQL_VTAB_RUN_SQL_ERRORS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sqlite.h"

namespace apisql {

StatusCode CodeOfSqlite(int sqlite_code);

// The statement that failed.
struct FailedSql {
  std::string_view typed;                  // As the user wrote it.
  const std::vector<std::string>& tables;  // Registered tables that it names.
  int64_t offset = -1;                     // In `typed`, where SQLite knew it; else -1.
};

// A better text for SQLite's `message`, where there is one: nearest tables and columns added. May
// find the offset that SQLite did not know.
std::string ImproveMessage(sqlite3* db, std::string message, const RegisteredNames& names,
                           FailedSql* failed);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_SQL_ERRORS_H_
