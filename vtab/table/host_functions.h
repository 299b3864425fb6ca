// Functions that the host has given to SQLite, and that do something else than give a value.
#ifndef APISQL_VTAB_TABLE_HOST_FUNCTIONS_H_
#define APISQL_VTAB_TABLE_HOST_FUNCTIONS_H_

#include "vtab/ahead/statement_shape.h"
#include "vtab/sqlite.h"

namespace apisql {

// True where the statement may call a function of the host that is not marked as deterministic: it
// may count, write a log, or ask somebody, so it is never called more often than SQLite would call
// it. random() and its like are SQLite's own: nobody sees that they were called.
bool MayCallHost(sqlite3* db, const StatementShape& shape);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_HOST_FUNCTIONS_H_
