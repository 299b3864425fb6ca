// AccessExplainer: how each scan of a statement will be answered, and how many requests all runs of
// it together may cost.
#ifndef APISQL_VTAB_EXPLAIN_EXPLAIN_ACCESS_H_
#define APISQL_VTAB_EXPLAIN_EXPLAIN_ACCESS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/ahead/statement_shape.h"
#include "vtab/connection/connection.h"
#include "vtab/explain/join_forecast.h"
#include "vtab/plan/planner.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/values/bound_values.h"

namespace apisql {

struct ExplainedAccess {
  // "30 look-ups by owner_id, up to 8 at once"; empty where the list is simply read.
  std::string text;
  int64_t requests = 1;  // A guess, as all estimates: of all runs of the scan.
  // Between these it will be, where an answer to a look-up has one page. None: nothing bounds it.
  int64_t least = 0;
  std::optional<int64_t> most = {};
};

// Says what vtab/scan/table_access.h will do, by the same rule, for one program of SQLite's.
class AccessExplainer {
 public:
  // `resources` gives null for what is no table of an API. `starts_early`: the statement only
  // reads.
  AccessExplainer(Program program, StatementShape::Resources resources, Connection& connection,
                  bool starts_early);

  // The one of the program's that scans the site's table by its plan; null where there are several,
  // or where the statement does not look at its own program.
  const ScanSite* OnlySite(const ScanSite& site) const {
    return shape_.OnlySite(site.table, site.plan);
  }
  // `site` is one of the program's, `plan` how the statement follows its plan.
  ExplainedAccess Explain(const Resource& resource, const ScanSite& site, const ScanPlan& plan);

 private:
  using Bindings = std::vector<const Binding*>;

  std::string StartText(const ScanSite& site) const;
  ExplainedAccess ExplainList(const Resource& resource, const ScanSite& site,
                              const ScanPlan& planned) const;
  ExplainedAccess ExplainValues(const Resource& resource, const ScanSite& site,
                                const ScanPlan& plan, const Binding& values,
                                const std::optional<BoundScan>& bound,
                                ExplainedAccess access) const;
  ExplainedAccess ExplainLookUps(const Resource& resource, const ScanSite& site,
                                 const ScanPlan& plan, const Bindings& unknown) const;
  ExplainedAccess Explained(JoinForecast forecast, const ScanSite& site) const;
  double KeysFor(const ScanSite& site, const Bindings& unknown) const;
  double RowsAround(const ScanSite& site) const;
  double RowsThrough(const ScanSite& site) const;
  const ScanSite* SupplierOf(const ScanSite& site, const Bindings& unknown) const;

  Program program_;
  StatementShape::Resources resources_;
  StatementShape shape_;
  Connection& connection_;
  bool starts_early_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_EXPLAIN_ACCESS_H_
