// The one sqlite3_module, of every VirtualTable: callbacks that cast, forward and report.
// https://sqlite.org/vtab.html
#ifndef APISQL_VTAB_MODULE_MODULE_H_
#define APISQL_VTAB_MODULE_MODULE_H_

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "src/base/status.h"
#include "vtab/module/virtual_table.h"

namespace apisql {

// Called when a statement first names the table. Its error is the statement's.
using TableFactory = std::function<StatusOr<std::unique_ptr<VirtualTable>>(sqlite3* db)>;

// Makes `name` an eponymous table of `db`. Registered once more, the name is the new table's, and
// statements that are prepared already keep the old one.
Status RegisterTable(sqlite3* db, const std::string& name, TableFactory make);

// Called for CREATE VIRTUAL TABLE with what stands in its parentheses, as it was written.
using ArgumentFactory = std::function<StatusOr<std::unique_ptr<VirtualTable>>(
    sqlite3* db, std::span<const char* const> arguments)>;

// Makes `name` a module: CREATE VIRTUAL TABLE temp.t USING name(arguments). Elsewhere than in temp
// such a table is refused: it would stand in a file that other programs open.
Status RegisterTemporary(sqlite3* db, const std::string& name, ArgumentFactory make);

}  // namespace apisql

#endif  // APISQL_VTAB_MODULE_MODULE_H_
