// The sqlite3_module of API tables: callbacks that cast, forward and report.
// https://sqlite.org/vtab.html
#ifndef APISQL_VTAB_TABLE_MODULE_H_
#define APISQL_VTAB_TABLE_MODULE_H_

#include <memory>
#include <string>

#include "src/base/status.h"
#include "vtab/table/connection.h"

namespace apisql {

// Makes `table` an eponymous table of `db`. Cheap: the document is read when a statement names it.
Status RegisterModule(sqlite3* db, const std::string& table,
                      const std::shared_ptr<Connection>& connection);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_MODULE_H_
