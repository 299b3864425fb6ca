#include "vtab/register/register_tables.h"

#include <string>

#include "vtab/meta/meta_tables.h"
#include "vtab/module/module.h"
#include "vtab/register/catalog_table.h"

namespace apisql {

Status RegisterTables(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  for (const std::string& table : connection->names.all()) {
    RETURN_IF_ERROR(RegisterTable(db, table, [connection, table](sqlite3* connected) {
      return MakeCatalogTable(connected, connection, table);
    }));
  }
  return RegisterMetaTables(db, connection);
}

}  // namespace apisql
