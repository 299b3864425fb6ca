// Conditions in other words, of the same meaning, that SQLite offers to virtual tables:
//
//   WHERE x NOT IN ('a', 'b')               becomes  WHERE (x <> 'a' AND x <> 'b')
//   WHERE (x, y) IN (VALUES (1, 2), (3, 4)) becomes
//   WHERE (x, y) IN (SELECT * FROM (VALUES (1, 2), (3, 4)))
//
// A list in NOT IN, and of row values one that is a compound SELECT, SQLite keeps to itself: the
// table would be read as a whole.
#ifndef APISQL_VTAB_REWRITE_OFFERED_TERMS_H_
#define APISQL_VTAB_REWRITE_OFFERED_TERMS_H_

#include "vtab/sql/registered_names.h"
#include "vtab/sql/sql_text.h"

namespace apisql {

// `sql` has its names quoted already. A statement without tables of ours, and CREATE, which stores
// its text, stay as they are. So does what is not certain to mean the same: other values than
// literals, names that are not columns but stand for an expression, and row values of two tables.
SqlText WithOfferedTerms(SqlText sql, const RegisteredNames& names);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_OFFERED_TERMS_H_
