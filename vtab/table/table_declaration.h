// The columns of a table of an API, as SQLite is told of them.
#ifndef APISQL_VTAB_TABLE_TABLE_DECLARATION_H_
#define APISQL_VTAB_TABLE_TABLE_DECLARATION_H_

#include <string>

#include "registry/model/resource.h"

namespace apisql {

// CREATE TABLE for sqlite3_declare_vtab, with the columns of ColumnLayout. TEXT, INTEGER and REAL
// only, and no constraints: SQLite believes what is declared and checks none of it
// (https://sqlite.org/vtab.html, 2.1.3).
std::string DeclarationOf(const Resource& resource);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_TABLE_DECLARATION_H_
