// Which staged rows concern a scan.
#ifndef APISQL_VTAB_OVERLAY_STAGED_KEY_H_
#define APISQL_VTAB_OVERLAY_STAGED_KEY_H_

#include <span>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/values/bound_values.h"
#include "vtab/write/staged_rows.h"

namespace apisql {

// The staged row whose whole key `plan` gives as texts; null where it gives less, or another key.
const StagedRow* FindStaged(const Resource& resource, const ScanPlan& plan,
                            std::span<const ScanArgument> arguments, const StagedRows& staged);

// The staged rows that may stand in the answer to `plan`, in their order:
//   - a value that no row shows, only the request that asked for it, must have been asked for: an
//     optional input that this scan does not give must not have been given to the row either;
//   - where the whole key is given, SQLite reads one row at most, so no other may stand before it.
std::vector<const StagedRow*> FindThatStandIn(const Resource& resource, const ScanPlan& plan,
                                              std::span<const ScanArgument> arguments,
                                              const StagedRows& staged);

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_STAGED_KEY_H_
