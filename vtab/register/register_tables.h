// Makes the tables of a plain connection known to SQLite, all at once: its host prepares statements
// without telling which tables they name.
#ifndef APISQL_VTAB_REGISTER_REGISTER_TABLES_H_
#define APISQL_VTAB_REGISTER_REGISTER_TABLES_H_

#include <memory>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/sqlite.h"

namespace apisql {

// Registers one eponymous module per table, quoted dotted names ("confluent.iam.api_keys"), of the
// providers that the catalog knows and of those that the config file names, up to some thousands;
// behind them apisql's own tables and functions; and for the others a module that makes one of
// them:
//
//   CREATE VIRTUAL TABLE temp.issues USING apisql('github.repos.issues');
//
// Documents are read when a table is first named in a statement.
Status RegisterTables(sqlite3* db, const std::shared_ptr<Connection>& connection);

}  // namespace apisql

#endif  // APISQL_VTAB_REGISTER_REGISTER_TABLES_H_
