// A table of the catalog: that of an API, or a document's view over others.
#ifndef APISQL_VTAB_REGISTER_CATALOG_TABLE_H_
#define APISQL_VTAB_REGISTER_CATALOG_TABLE_H_

#include <memory>
#include <string>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/module/virtual_table.h"

namespace apisql {

// Reads the document of `name`; its faults are errors.
StatusOr<std::unique_ptr<VirtualTable>> MakeCatalogTable(
    sqlite3* db, const std::shared_ptr<Connection>& connection, const std::string& name);

}  // namespace apisql

#endif  // APISQL_VTAB_REGISTER_CATALOG_TABLE_H_
