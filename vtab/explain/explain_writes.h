// The requests of an INSERT, UPDATE or DELETE, put into words without sending them.
#ifndef APISQL_VTAB_EXPLAIN_EXPLAIN_WRITES_H_
#define APISQL_VTAB_EXPLAIN_EXPLAIN_WRITES_H_

#include <optional>
#include <span>
#include <vector>

#include "registry/config/config.h"
#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/explain/planned_request.h"
#include "vtab/plan/estimates.h"
#include "vtab/sql/write_statement.h"
#include "vtab/write/mutation.h"

namespace apisql {

// A request that is known already.
PlannedRequest DescribePreview(const Method& method, const PreviewedRequest& preview);
StatusOr<std::vector<PlannedRequest>> DescribePreviews(const Resource& resource, Verb verb,
                                                       std::span<const PreviewedRequest> previews);

// A request of which `known` is given, and other values are looked up in the rows of parents.
PlannedRequest DescribeUnfinished(const Resource& resource, const Method& method,
                                  const Arguments& known, const Config& config);

// One row for all requests of the write: URL and body with "{column}" where a value is known only
// when the statement runs. `sites` are the scans of API tables that the statement makes; `target`,
// null when there is none, is the one that finds the rows to write.
StatusOr<PlannedRequest> DescribeWrite(const Resource& resource, const WriteStatement& write,
                                       std::span<const ScanSite> sites, const ScanSite* target,
                                       const Config& config);

// The read of each row by itself before it is written; none where what finds the rows reads them
// so.
StatusOr<std::optional<PlannedRequest>> DescribeOwnRead(
    const Resource& resource, const WriteStatement& write, std::span<const ScanSite> sites,
    const ScanSite& target, const Estimates& estimates, const Config& config);

// True when the request for a row depends on what the APIs have: their row, or that of a parent.
bool ReadsForEachRow(const Method& method);

// True when the scan that finds the rows to write names them by their whole key, so that nothing
// has to be read for it. `key_suffices`: nothing else in the statement wants more of the rows.
bool IsNamedByKey(const Resource& resource, const WriteStatement& write, const ScanSite& target,
                  bool key_suffices);

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_EXPLAIN_WRITES_H_
