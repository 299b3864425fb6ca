// A table of the catalog: that of an API, or a document's view over others.
#ifndef APISQL_VTAB_REGISTER_CATALOG_TABLE_H_
#define APISQL_VTAB_REGISTER_CATALOG_TABLE_H_

#include <functional>
#include <memory>
#include <string>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/module/virtual_table.h"

namespace apisql {

// Called for each table that a view reads. Null: nobody needs to know.
using ReadsTable = std::function<Status(const std::string& table)>;

// Reads the document of `name`; its faults are errors.
StatusOr<std::unique_ptr<VirtualTable>> MakeCatalogTable(
    sqlite3* db, const std::shared_ptr<Connection>& connection, const std::string& name,
    const ReadsTable& reads = nullptr);

}  // namespace apisql

#endif  // APISQL_VTAB_REGISTER_CATALOG_TABLE_H_
