// EXPLAIN ANALYZE REQUESTS statement: runs a SELECT, drops its rows, and tells what was sent for it
// and where the time went.
#ifndef APISQL_VTAB_STATEMENTS_EXPLAIN_ANALYZE_H_
#define APISQL_VTAB_STATEMENTS_EXPLAIN_ANALYZE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "src/base/status.h"
#include "vtab/run/result.h"
#include "vtab/statements/explain_requests.h"

namespace apisql {

// Gives `sink` a row per table and method that was planned or asked for, in the order of their
// first requests, and a last one named "total": table, method, estimated_requests, requests,
// retries, waited_ms, rows_fetched, rows_kept, bytes, first_ms, last_ms, max_in_flight,
// decoding_ms, rest_ms. An error of the statement is returned as it is; a statement that writes is
// refused. `text` is the whole statement, `body` where the one to run begins.
StatusOr<StatementSummary> ExplainAnalyze(const ExplainContext& context, std::string_view text,
                                          size_t body, RowSink& sink, int64_t* error_offset);

// Why a statement is not run by EXPLAIN ANALYZE REQUESTS.
Status NotAnalyzable();

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXPLAIN_ANALYZE_H_
