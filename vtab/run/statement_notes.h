// Notes that a statement earns by its own text, before anything of it has run.
#ifndef APISQL_VTAB_RUN_STATEMENT_NOTES_H_
#define APISQL_VTAB_RUN_STATEMENT_NOTES_H_

#include <string>
#include <vector>

#include "registry/source/catalog.h"
#include "vtab/sql/sql_text.h"

namespace apisql {

// For a statement that reads or writes, or an EXPLAIN:
//   - a text that WHERE or ON compares (=, IN, IS) with a column, none of whose values it is, as
//     far as the document knows them. Where it is in doubt which column is meant, nothing is said.
//     Of values that are written, the row that has them tells.
//   - a time in another spelling than that of the column of times that it is compared with.
//   - where the requests are to be found that EXPLAIN does not show.
std::vector<std::string> StatementNotes(const SqlText& sql, Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_STATEMENT_NOTES_H_
