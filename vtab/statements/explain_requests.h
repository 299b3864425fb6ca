// EXPLAIN REQUESTS statement: what would be sent, without sending anything.
#ifndef APISQL_VTAB_STATEMENTS_EXPLAIN_REQUESTS_H_
#define APISQL_VTAB_STATEMENTS_EXPLAIN_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/run/result.h"
#include "vtab/run/statement_runner.h"
#include "vtab/sql/registered_names.h"
#include "vtab/statements/exec_runner.h"
#include "vtab/statements/planned_request.h"
#include "vtab/statements/statement_kind.h"
#include "vtab/statements/write_runner.h"
#include "vtab/table/connection.h"

namespace apisql {

struct ExplainContext {
  Connection& connection;
  StatementRunner& runner;
  const RegisteredNames& names;
  WriteRunner& writer;
  ExecRunner& exec;
  std::function<void(const RequestRecord&)> listener;  // That the request log has.
};

// Gives `sink` a row per scan of an API table, and for writes the rows that they would send: step,
// table, method, request, pushed, checked, estimated_requests, note, body, max_concurrency,
// answered. The summary's notes tell the estimated total. `text` is the whole statement, `body`
// where the explained one begins.
StatusOr<StatementSummary> ExplainRequests(const ExplainContext& context, std::string_view text,
                                           size_t body, RowSink& sink, int64_t* error_offset);

// What a statement that only reads would send. `typed` is what the user wrote.
StatusOr<std::vector<PlannedRequest>> PlanReads(const ExplainContext& context,
                                                const RewrittenSql& sql, std::string_view typed,
                                                int64_t* error_offset);

// The rows of ExplainRequests() for an EXEC.
StatusOr<StatementSummary> ExplainExec(const ExplainContext& context, const ParsedStatement& exec,
                                       RowSink& sink);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXPLAIN_REQUESTS_H_
