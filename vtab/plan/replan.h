// Replan: the plan for the same rows where some of its values are not sent.
#ifndef APISQL_VTAB_PLAN_REPLAN_H_
#define APISQL_VTAB_PLAN_REPLAN_H_

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "registry/model/resource.h"
#include "vtab/plan/estimates.h"
#include "vtab/plan/scan_plan.h"

namespace apisql {

// Which bindings of a plan another plan may use; `index` is that in ScanPlan::bindings.
using KeepBinding = std::function<bool(const Binding& binding, size_t index)>;

// `plan` without the bindings that are not kept: single values become equality filters, to look
// rows up by, and lists are left to SQLite. Arguments keep their numbers, LIMIT hints are dropped.
// `requests` of the result is what it costs once, however often the scan is called. Nothing when a
// parameter would be missing that has no parent.
// Of the columns `unbound` no comparison is bound, another one of the same column neither.
std::optional<ScanPlan> Replan(const Resource& resource, const ScanPlan& plan,
                               const Estimates& estimates, const KeepBinding& keep,
                               std::span<const std::string> unbound = {});

// The same for rows that can be asked for by their values, too: none where the list may be cut to a
// page, behind which some of them may be.
std::optional<ScanPlan> ListInstead(const Resource& resource, const ScanPlan& plan,
                                    const Estimates& estimates, const KeepBinding& keep);

// For a scan inside a join, which is called with one value after another: the plan that asks for
// the rows of all values at once.
std::optional<ScanPlan> PlanWithoutUnknown(const Resource& resource, const ScanPlan& plan,
                                           const Estimates& estimates);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_REPLAN_H_
