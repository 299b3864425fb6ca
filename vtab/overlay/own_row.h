// PlanOwnRow: how one row is read by itself, whatever scan has found it.
#ifndef APISQL_VTAB_OVERLAY_OWN_ROW_H_
#define APISQL_VTAB_OVERLAY_OWN_ROW_H_

#include <optional>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/plan/estimates.h"
#include "vtab/plan/scan_plan.h"

namespace apisql {

struct OwnRowPlan {
  ScanPlan plan;             // Reads all columns.
  std::vector<int> columns;  // Per argument of `plan`: the column whose value it is.
};

// A pure function of its arguments. `known`: per column, whether the value of the row is known. Of
// those the request may carry the key, inputs, and what no UPDATE changes. Nothing where no method
// reads the table. The plan may miss a parameter that is not known; see ScanPlan::missing.
std::optional<OwnRowPlan> PlanOwnRow(const Resource& resource, const std::vector<bool>& known,
                                     const Estimates& estimates);

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_OWN_ROW_H_
