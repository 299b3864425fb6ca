// EXPLAIN REQUESTS statement: what would be sent, without sending anything.
#ifndef APISQL_VTAB_SESSION_EXPLAIN_REQUESTS_H_
#define APISQL_VTAB_SESSION_EXPLAIN_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "src/base/status.h"
#include "vtab/session/exec_runner.h"
#include "vtab/session/registered_names.h"
#include "vtab/session/session.h"
#include "vtab/session/statement_kind.h"
#include "vtab/session/statement_runner.h"
#include "vtab/session/write_runner.h"
#include "vtab/table/connection.h"

namespace apisql {

struct ExplainContext {
  Connection& connection;
  StatementRunner& runner;
  const RegisteredNames& names;
  WriteRunner& writer;
  ExecRunner& exec;
};

// Gives `sink` a row per scan of an API table, and for writes the rows that they would send: step,
// table, method, request, pushed, checked, estimated_requests, note, body. `text` is the whole
// statement, `body` where the explained one begins.
StatusOr<StatementSummary> ExplainRequests(const ExplainContext& context, std::string_view text,
                                           size_t body, RowSink& sink, int64_t* error_offset);

// The same for an EXEC.
StatusOr<StatementSummary> ExplainExec(const ExplainContext& context, const Statement& exec,
                                       RowSink& sink);

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_EXPLAIN_REQUESTS_H_
