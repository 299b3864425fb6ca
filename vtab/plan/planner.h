// PlanScan: which method answers a table access, with which parameters, at what cost.
#ifndef APISQL_VTAB_PLAN_PLANNER_H_
#define APISQL_VTAB_PLAN_PLANNER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/columns/column_set.h"
#include "vtab/plan/constraint.h"
#include "vtab/plan/estimates.h"
#include "vtab/plan/scan_plan.h"

namespace apisql {

// What one access asks for: sqlite3_index_info in our words.
struct ScanQuestion {
  std::span<const Constraint> constraints;
  bool ordered = false;  // There is an ORDER BY that SQLite will sort by itself.
  ColumnSet columns = ColumnSet::All();
};

// The plan and what SQLite has to know of it.
struct PlannedScan {
  ScanPlan plan;
  // Per constraint: xFilter's argument that carries its value, -1: SQLite keeps it to itself.
  std::vector<int> arguments;
  std::vector<bool> lists;  // Per constraint: taken as a whole list.
  double cost = 0;          // One request is 100, one row is 1; 10 a request that joins share.
  int64_t rows = 1;
  bool unique = false;  // The scan reads at most one row.
};

// A pure function of its arguments. Nothing when a required parameter is offered but not usable in
// the join order that is being tried: SQLite then tries another (SQLITE_CONSTRAINT). When it is not
// offered at all and has no parent, the plan names it in `missing` and costs more than any other.
//
// Every constraint stays with SQLite for checking: a pushed one may be one that the API ignores.
std::optional<PlannedScan> PlanScan(const Resource& resource, const ScanQuestion& question,
                                    const Estimates& estimates);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_PLANNER_H_
