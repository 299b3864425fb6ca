#include "vtab/register/catalog_table.h"

#include <utility>

#include "vtab/table/api_table.h"
#include "vtab/views/view_table.h"

namespace apisql {

StatusOr<std::unique_ptr<VirtualTable>> MakeCatalogTable(
    sqlite3* db, const std::shared_ptr<Connection>& connection, const std::string& name,
    const ReadsTable& reads) {
  ASSIGN_OR_RETURN(auto resource, connection->api.catalog().Find(name));
  if (resource->view_sql.empty()) {
    return std::make_unique<ApiTable>(db, connection, std::move(resource));
  }
  ASSIGN_OR_RETURN(auto view, ViewTable::Make(db, connection, *resource));
  for (const std::string& table : view->tables()) {
    if (reads) RETURN_IF_ERROR(reads(table));
  }
  return view;
}

}  // namespace apisql
