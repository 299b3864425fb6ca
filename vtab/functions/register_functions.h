// Makes the functions known to SQLite.
#ifndef APISQL_VTAB_FUNCTIONS_REGISTER_FUNCTIONS_H_
#define APISQL_VTAB_FUNCTIONS_REGISTER_FUNCTIONS_H_

#include "src/base/status.h"
#include "vtab/sqlite.h"

namespace apisql {

// Registers those of SqlFunctions(), and generate_series, of whose name `db` has none: a function
// of a newer SQLite, or of the program that has opened `db`, stays what it is.
Status RegisterFunctions(sqlite3* db);

}  // namespace apisql

#endif  // APISQL_VTAB_FUNCTIONS_REGISTER_FUNCTIONS_H_
