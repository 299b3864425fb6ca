// What became of the rows that a statement wrote to API tables.
#ifndef APISQL_VTAB_STATEMENTS_WRITE_REPORT_H_
#define APISQL_VTAB_STATEMENTS_WRITE_REPORT_H_

#include <optional>

#include "vtab/prepared/result_table.h"
#include "vtab/workspace/database.h"

namespace apisql {

// Adds it to `summary`. With dry_run it gives the requests that were not sent, where there are some
// or `shows_requests`: the statement is answered by them.
std::optional<ResultTable> ReportWrites(Database& database, bool shows_requests,
                                        StatementSummary* summary);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_WRITE_REPORT_H_
