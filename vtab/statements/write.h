// INSERT, UPDATE and DELETE on API tables: guarded before they run, and told of after.
#ifndef APISQL_VTAB_STATEMENTS_WRITE_H_
#define APISQL_VTAB_STATEMENTS_WRITE_H_

#include <memory>

#include "src/base/status.h"
#include "vtab/prepared/result_table.h"
#include "vtab/run/execution.h"
#include "vtab/sql/sql_text.h"
#include "vtab/sql/write_statement.h"
#include "vtab/workspace/database.h"
#include "vtab/workspace/sql_statement.h"

namespace apisql {

// A run of `write`
//  - is refused where it would hit every row;
//  - answers RETURNING from what the server said, also for the rows that were applied before a
//    failure: they may hold the only copy of a secret;
//  - gives the requests, where dry_run kept them from being sent.
StatusOr<std::unique_ptr<Execution>> PrepareWrite(Database& database, const SqlText& sql,
                                                  const WriteStatement& write);

// All rows of `statement`, which is at its first step.
StatusOr<ResultTable> ReadAll(SqlStatement& statement);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_WRITE_H_
