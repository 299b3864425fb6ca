// SQLite's errors in the user's terms: codes, nearest names, and places in what was typed.
#ifndef APISQL_VTAB_WORKSPACE_SQL_ERRORS_H_
#define APISQL_VTAB_WORKSPACE_SQL_ERRORS_H_

#include <string>

#include "registry/source/catalog.h"
#include "src/base/status.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/sql_text.h"
#include "vtab/sqlite.h"

namespace apisql {

// What SQLite says of its last failed call.
struct SqliteFault {
  int code = SQLITE_OK;
  std::string message;
  int offset = -1;  // In the text that was prepared.

  static SqliteFault Of(sqlite3* db, int code);
};

StatusCode CodeOfSqlite(int sqlite_code);

// The error of a statement that failed with `fault`, in a better text than SQLite's where there is
// one: nearest tables and columns are added, and the columns that words of an API mean. It may have
// a place that SQLite did not know.
Status ErrorOf(sqlite3* db, const SqliteFault& fault, const SqlText& sql,
               const RegisteredNames& names, Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_SQL_ERRORS_H_
