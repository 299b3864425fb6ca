// sqlite3_index_info to the planner's words and back. https://sqlite.org/vtab.html#xbestindex
#ifndef APISQL_VTAB_MODULE_INDEX_INFO_H_
#define APISQL_VTAB_MODULE_INDEX_INFO_H_

#include <vector>

#include "vtab/plan/constraint.h"
#include "vtab/plan/planner.h"
#include "vtab/sqlite.h"

namespace apisql {

std::vector<Constraint> ReadConstraints(sqlite3_index_info* info);
// Nothing is ever omitted: SQLite checks every constraint again.
void WritePlan(const PlannedScan& planned, sqlite3_index_info* info);

}  // namespace apisql

#endif  // APISQL_VTAB_MODULE_INDEX_INFO_H_
