// AccessPlace: what the parts of a TableAccess share: the table, the plan, and the statement.
#ifndef APISQL_VTAB_SCAN_ACCESS_PLACE_H_
#define APISQL_VTAB_SCAN_ACCESS_PLACE_H_

#include <memory>
#include <span>
#include <vector>

#include "vtab/api/scan_context.h"
#include "vtab/fetch/row_cache.h"
#include "vtab/plan/join_rule.h"
#include "vtab/scan/access_hints.h"
#include "vtab/values/bound_values.h"
#include "vtab/values/row_filter.h"

namespace apisql {

// Not thread-safe. `context` and `cache` must outlive it.
struct AccessPlace {
  ScanContext& context;
  RowCache& cache;
  std::shared_ptr<const Resource> resource;
  ScanPlan plan;
  AccessHints hints;
  std::shared_ptr<const FilterTerms> filters;  // All comparisons of the plan.
  std::vector<const Binding*> unknown;  // Of `plan`: those whose values change from call to call.

  StatusOr<BoundScan> Bind(const ScanPlan& with, std::span<const ScanArgument> arguments) const {
    return BindValues(*resource, with, arguments, context.api().estimates());
  }

  // The rows that answer `bound`, their first requests sent.
  std::shared_ptr<RowSet> StartRows(const BoundScan& bound) const;

  // What is known of a list before and while it is read; `rows` may be null. The look-ups are left
  // to the caller.
  JoinFacts FactsOfList(const ScanPlan& list, const RowSet* rows) const;
};

// The same before the statement runs.
JoinFacts FactsOfList(ApiAccess& api, const Resource& resource, const ScanPlan& list);

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_ACCESS_PLACE_H_
