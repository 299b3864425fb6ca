#include "vtab/register/lazy_tables.h"

#include <utility>

#include "vtab/module/module.h"
#include "vtab/register/catalog_table.h"

namespace apisql {

StatusOr<bool> LazyTables::Register(sqlite3* db, const std::string& table) {
  if (registered_.contains(table) || !connection_->api.catalog().Has(table)) return false;
  // A view is made while a statement that names it is prepared; what it reads comes after it.
  const auto make = [this, table](sqlite3* connected) {
    return MakeCatalogTable(connected, connection_, table, [this, connected](const auto& read) {
      return Register(connected, read).status();
    });
  };
  RETURN_IF_ERROR(RegisterTable(db, table, make));
  registered_.insert(table);
  return true;
}

}  // namespace apisql
