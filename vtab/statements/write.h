// INSERT, UPDATE and DELETE on API tables: guarded before they run, and told of after.
#ifndef APISQL_VTAB_STATEMENTS_WRITE_H_
#define APISQL_VTAB_STATEMENTS_WRITE_H_

#include <memory>
#include <optional>
#include <vector>

#include "src/base/status.h"
#include "vtab/run/execution.h"
#include "vtab/sql/sql_text.h"
#include "vtab/sql/write_statement.h"
#include "vtab/workspace/database.h"

namespace apisql {

// The write on an API table that `sql` is, if it is one.
std::optional<WriteStatement> FindWrite(Database& database, const SqlText& sql);

// An error for a write that can never be carried out.
Status CheckPossible(Database& database, const WriteStatement& write);

// True when nothing of `write`, prepared with `access`, wants more of the rows to write than their
// key.
bool KeySuffices(Database& database, const WriteStatement& write, const StatementAccess& access);

// A run of it
//  - is refused where it would hit every row;
//  - answers RETURNING from what the server said, also for the rows that were applied before a
//    failure: they may hold the only copy of a secret;
//  - gives the requests, where dry_run kept them from being sent.
StatusOr<std::unique_ptr<Execution>> PrepareWrite(Database& database, const SqlText& sql,
                                                  const WriteStatement& write);

// What it would send. Not inside of a transaction, and not for a write that reads an API: its reads
// would be sent.
StatusOr<std::vector<PreviewedRequest>> PreviewWrite(Database& database, const SqlText& sql,
                                                     const WriteStatement& write);

// All rows of `statement`, which is at its first step.
StatusOr<ResultTable> ReadAll(SqlStatement& statement);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_WRITE_H_
