#include "vtab/meta/meta_tables.h"

namespace apisql {

std::vector<MetaTableSpec> MetaTables(const std::shared_ptr<Connection>& connection) {
  return {ProvidersTable(connection), ServicesTable(connection), ResourcesTable(connection),
          MethodsTable(connection),   ColumnsTable(connection),  RequestsTable(connection),
          MutationsTable(connection)};
}

Status RegisterMetaTables(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  for (MetaTableSpec& table : MetaTables(connection)) {
    RETURN_IF_ERROR(RegisterMetaTable(db, std::move(table)));
  }
  return OkStatus();
}

}  // namespace apisql
