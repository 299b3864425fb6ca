// Makes the tables of a connection known to SQLite.
#ifndef APISQL_VTAB_REGISTER_REGISTER_TABLES_H_
#define APISQL_VTAB_REGISTER_REGISTER_TABLES_H_

#include <memory>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/sqlite.h"

namespace apisql {

// Registers one eponymous module per table of the catalog, quoted dotted names
// ("confluent.iam.api_keys"), and behind them apisql's own tables. Documents are read when a table
// is first named in a statement.
Status RegisterTables(sqlite3* db, const std::shared_ptr<Connection>& connection);

}  // namespace apisql

#endif  // APISQL_VTAB_REGISTER_REGISTER_TABLES_H_
