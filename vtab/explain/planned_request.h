// PlannedRequest: one scan of an API table, or one write, put into words.
#ifndef APISQL_VTAB_EXPLAIN_PLANNED_REQUEST_H_
#define APISQL_VTAB_EXPLAIN_PLANNED_REQUEST_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "registry/config/config.h"
#include "registry/model/resource.h"
#include "registry/request/request_builder.h"
#include "src/base/status.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/plan/scan_plan.h"

namespace apisql {

struct PlannedRequest {
  std::string table;
  std::string method;
  std::string request;  // GET https://.../api-keys?spec.owner={owner_id}
  std::string pushed;
  std::string checked;
  int64_t estimated_requests = 0;
  // Where they are known: it will be between these.
  std::optional<int64_t> least_requests = {};
  std::optional<int64_t> most_requests = {};
  std::string note;
  std::string body;
  int64_t max_concurrency = 0;  // Requests of its kind under way at once; 0: not known.
  std::string answered = {};    // How a scan is answered that is more than a list to be read.
};

// The argument of a binding; what is not known counts as an expression.
ArgumentSource ArgumentOf(const ScanSite& site, const Binding& binding);

// Where the requests of a method go; empty: nowhere that the document declares.
std::string BaseUrlOf(const Resource& resource, const Method& method, const Config& config,
                      const Arguments& known);

// The value of a parameter of `method` that a constant of the site binds, as far as there is one.
Arguments KnownArguments(const Resource& resource, const Method& method, const ScanPlan& plan,
                         const ScanSite& site);

// Names the column that an argument comes from: "confluent.iam.users.id". "" when it cannot.
using ColumnNamer = std::function<std::string(const ArgumentSource& source)>;

// `plan` is how the statement follows the site's plan. An error when it does not belong to
// `resource`.
StatusOr<PlannedRequest> DescribeRequest(const Resource& resource, const ScanSite& site,
                                         const ScanPlan& plan, const Config& config,
                                         const ColumnNamer& name_column);

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_PLANNED_REQUEST_H_
