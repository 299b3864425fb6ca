// EXPLAIN REQUESTS statement: what would be sent, without sending anything.
#ifndef APISQL_VTAB_EXPLAIN_EXPLAIN_REQUESTS_H_
#define APISQL_VTAB_EXPLAIN_EXPLAIN_REQUESTS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/explain/planned_request.h"
#include "vtab/run/execution.h"
#include "vtab/run/parsed_statement.h"
#include "vtab/sql/parameters.h"
#include "vtab/sql/sql_text.h"
#include "vtab/workspace/database.h"

namespace apisql {

// Tells what a statement would send. Sends nothing.
using RequestPlan = std::function<StatusOr<std::vector<PlannedRequest>>(Database& database,
                                                                        const Parameters& values)>;

// A run gives a row per scan of an API table, and for writes the rows that they would send: step,
// table, method, request, pushed, checked, estimated_requests, note, body, max_concurrency,
// answered. The summary's notes tell the estimated total. Parameters need no values, but
// for those of EXEC.
class ExplainRequestsStatement final : public ParsedStatement {
 public:
  // `plan` is that of the explained statement, and `parameters` are its own.
  ExplainRequestsStatement(std::vector<SqlParameter> parameters, RequestPlan plan)
      : parameters_(std::move(parameters)), plan_(std::move(plan)) {}

  std::vector<SqlParameter> parameters() const override { return parameters_; }
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

 private:
  std::vector<SqlParameter> parameters_;
  RequestPlan plan_;
};

// What a statement of SQLite's own would send, that begins at `begin` of what the user typed.
StatusOr<std::vector<PlannedRequest>> PlanSql(Database& database, std::string_view typed,
                                              size_t begin);
// What a statement that only reads would send.
StatusOr<std::vector<PlannedRequest>> PlanReads(Database& database, const SqlText& sql);

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_EXPLAIN_REQUESTS_H_
