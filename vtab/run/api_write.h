// A write on an API table, as one that would run it and one that would only explain it see it.
#ifndef APISQL_VTAB_RUN_API_WRITE_H_
#define APISQL_VTAB_RUN_API_WRITE_H_

#include <optional>
#include <vector>

#include "src/base/status.h"
#include "vtab/prepared/parameters.h"
#include "vtab/sql/sql_text.h"
#include "vtab/sql/write_statement.h"
#include "vtab/workspace/database.h"
#include "vtab/workspace/sql_statement.h"
#include "vtab/write/mutation.h"

namespace apisql {

// The write on an API table that `sql` is, if it is one.
std::optional<WriteStatement> FindWrite(Database& database, const SqlText& sql);

// An error for a write that can never be carried out.
Status CheckPossible(Database& database, const WriteStatement& write);

// True when nothing of `write`, prepared with `access`, wants more of the rows to write than their
// key.
bool KeySuffices(Database& database, const WriteStatement& write, const StatementAccess& access);

// Runs `statement`, which is `write` without its RETURNING.
Status RunWithoutReturning(Database& database, const WriteStatement& write, SqlStatement& statement,
                           const Parameters& parameters);

// What it would send. Not inside of a transaction, and not for a write that reads an API: its reads
// would be sent.
StatusOr<std::vector<PreviewedRequest>> PreviewWrite(Database& database, const SqlText& sql,
                                                     const WriteStatement& write);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_API_WRITE_H_
