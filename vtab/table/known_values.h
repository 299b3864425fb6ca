// What a running statement tells of a plan's comparisons that SQLite did not tell when it asked for
// the plan: whether they may rule out anything, and which values are the same for the whole run.
#ifndef APISQL_VTAB_TABLE_KNOWN_VALUES_H_
#define APISQL_VTAB_TABLE_KNOWN_VALUES_H_

#include <string_view>

#include "vtab/ahead/bytecode.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/sqlite.h"

namespace apisql {

// Clears ScanPlan::ruling_out where the statement that runs on `db` may have an outer join, and of
// it LIKE and GLOB where another function has taken the place of SQLite's own.
void CheckRulingOut(sqlite3* db, ScanPlan* plan);
// The same of a statement that does not run, of which it is known whether it may have one.
void CheckRulingOut(sqlite3* db, bool joins_outer, ScanPlan* plan);
// Whether a statement of this text may: by itself, or by a view or a trigger on `db`.
bool MayJoinOuter(sqlite3* db, std::string_view sql);

// Marks as known the comparisons with parameters of the statement: literals tell of themselves.
// `site` is where the statement scans with `plan`; null: not known.
void MarkParameters(const ScanSite* site, ScanPlan* plan);

// Takes out of ScanPlan::narrowing what changes from row to row of another table, where the rows of
// all of them are fetched together. `site` as above.
void CheckNarrowing(const Resource& resource, const ScanSite* site, ScanPlan* plan);

// False where a comparison that narrows the answer or may rule out values has one that is not in
// the bytecode.
bool TellsComparisons(const ScanSite& site, const ScanPlan& plan);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_KNOWN_VALUES_H_
