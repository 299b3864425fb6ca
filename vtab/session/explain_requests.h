// EXPLAIN REQUESTS statement: what would be sent, without sending anything.
#ifndef APISQL_VTAB_SESSION_EXPLAIN_REQUESTS_H_
#define APISQL_VTAB_SESSION_EXPLAIN_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "src/base/status.h"
#include "vtab/session/registered_names.h"
#include "vtab/session/session.h"
#include "vtab/session/statement_runner.h"
#include "vtab/table/connection.h"

namespace apisql {

struct ExplainContext {
  Connection& connection;
  StatementRunner& runner;
  const RegisteredNames& names;
};

// Gives `sink` a row per scan of an API table: step, table, method, request, pushed, checked,
// estimated_requests, note. `text` is the whole statement, `body` where the explained one begins.
StatusOr<StatementSummary> ExplainRequests(const ExplainContext& context, std::string_view text,
                                           size_t body, RowSink& sink, int64_t* error_offset);

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_EXPLAIN_REQUESTS_H_
