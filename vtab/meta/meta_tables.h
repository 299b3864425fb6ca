// The tables about tables: apisql.providers, services, resources, methods, columns, requests,
// mutations.
#ifndef APISQL_VTAB_META_META_TABLES_H_
#define APISQL_VTAB_META_META_TABLES_H_

#include <memory>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/meta/meta_table.h"

namespace apisql {

// Each table's function holds its own share of `connection`. Where a document is faulty, reading
// its table's row is an error, never a missing row.
MetaTableSpec ProvidersTable(std::shared_ptr<Connection> connection);
MetaTableSpec ServicesTable(std::shared_ptr<Connection> connection);
MetaTableSpec ResourcesTable(std::shared_ptr<Connection> connection);
MetaTableSpec MethodsTable(std::shared_ptr<Connection> connection);
MetaTableSpec ColumnsTable(std::shared_ptr<Connection> connection);
MetaTableSpec RequestsTable(std::shared_ptr<Connection> connection);
MetaTableSpec MutationsTable(std::shared_ptr<Connection> connection);

// All of them. Without a connection their names and columns can be read, and no rows.
std::vector<MetaTableSpec> MetaTables(const std::shared_ptr<Connection>& connection);
Status RegisterMetaTables(sqlite3* db, const std::shared_ptr<Connection>& connection);

}  // namespace apisql

#endif  // APISQL_VTAB_META_META_TABLES_H_
