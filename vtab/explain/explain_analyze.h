// EXPLAIN ANALYZE REQUESTS statement: runs a SELECT, drops its rows, and tells what was sent for it
// and where the time went.
#ifndef APISQL_VTAB_EXPLAIN_EXPLAIN_ANALYZE_H_
#define APISQL_VTAB_EXPLAIN_EXPLAIN_ANALYZE_H_

#include <cstddef>
#include <string>

#include "vtab/run/parsed_statement.h"

namespace apisql {

// Runs the statement that begins at `body` of what the user typed. A run gives a row per table and
// method that was planned or asked for, in the order of their first requests, and a last one named
// "total": table, method, estimated_requests, requests, retries, waited_ms, rows_fetched,
// rows_kept, bytes, first_ms, last_ms, max_in_flight, decoding_ms, rest_ms. A statement that writes
// is refused, and one that is not SQLite's own (`is_sql` is false).
Parsed MakeExplainAnalyze(std::string typed, size_t body, bool is_sql);

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_EXPLAIN_ANALYZE_H_
