// PlanInputs: the scan of an UPDATE or DELETE by inputs in a table that no method reads.
#ifndef APISQL_VTAB_PLAN_PLAN_INPUTS_H_
#define APISQL_VTAB_PLAN_PLAN_INPUTS_H_

#include <optional>

#include "registry/model/resource.h"
#include "vtab/plan/planner.h"

namespace apisql {

// The plan names that method, which is no select, and passes on all equalities; an IN comes value
// by value. Nothing where the table can be read, as PlanScan() has plans for it, and where it has
// no such method.
std::optional<PlannedScan> PlanInputs(const Resource& resource, const ScanQuestion& question);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_PLAN_INPUTS_H_
