// WriteGuard: what a statement may write to a table of an API, and what it writes by its own text.
//
// A Session says which statement runs, and has looked at it. In a plain connection the text of the
// statements that are busy tells: a table is never told whether a row comes from DELETE FROM t,
// from DELETE FROM t WHERE ..., or from a trigger that someone's file brought along.
#ifndef APISQL_VTAB_TABLE_WRITE_GUARD_H_
#define APISQL_VTAB_TABLE_WRITE_GUARD_H_

#include <optional>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/sqlite.h"

namespace apisql {

// The write that the only writing statement of a plain connection is; none where its text is no
// write on a table of an API, or where several statements are writing.
std::optional<WriteTarget> FindPlainTarget(sqlite3* db, const Connection& connection,
                                           const StatementPlace& place);

// An error for an UPDATE or DELETE of every row, unless the rules allow it.
Status CheckWhere(const WriteTarget& target, Connection& connection);

// An error for a row that may not be staged: RETURNING in a plain connection, a missing WHERE, a
// trigger, OR REPLACE and OR IGNORE.
Status CheckWrite(sqlite3* db, Connection& connection, const Resource& resource, Verb verb);

// An error, once, for the first write of a plain connection behind a transaction whose rows were
// sent and that SQLite then rolled back: no error could tell it, and the rows must not be sent
// again by a program that repeats what failed.
Status CheckEarlierCommit(Connection& connection);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_WRITE_GUARD_H_
