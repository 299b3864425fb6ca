// RIGHT JOIN as the LEFT JOIN that it is:
//
//   FROM a.b.keys AS k RIGHT JOIN a.b.users AS u ON k.owner = u.id    becomes
//   FROM a.b.users AS u LEFT JOIN a.b.keys AS k ON k.owner = u.id
//
// SQLite runs a RIGHT JOIN with its left table outside, reads the right one for each of its rows,
// and offers no condition of WHERE to either. The other one it can look up by u.id.
#ifndef APISQL_VTAB_REWRITE_RIGHT_JOIN_H_
#define APISQL_VTAB_REWRITE_RIGHT_JOIN_H_

#include "vtab/sql/sql_text.h"

namespace apisql {

// `sql` has its names quoted already. Only a FROM of two plain tables with ON is changed, and only
// where no * of the select list tells which of them comes first. Statements without tables of ours,
// and CREATE, which stores its text, stay as they are.
SqlText WithLeftJoins(SqlText sql);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_RIGHT_JOIN_H_
