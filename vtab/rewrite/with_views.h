// The views of documents in a statement, as common table expressions in front of it:
//
//   SELECT n FROM "acme.hr.counts"     becomes
//   WITH "acme.hr.counts" AS NOT MATERIALIZED (SELECT count(*) AS n FROM "acme.hr.people")
//   SELECT n FROM "acme.hr.counts"
//
// SQLite then expands the view where it is named, as it does one of CREATE VIEW. Elsewhere (in a
// stored view, a trigger, a plain connection) a virtual table stands for it, whose columns always
// have an affinity; in an ordinary view count(*) has none.
#ifndef APISQL_VTAB_REWRITE_WITH_VIEWS_H_
#define APISQL_VTAB_REWRITE_WITH_VIEWS_H_

#include "vtab/sql/registered_names.h"
#include "vtab/sql/sql_text.h"

namespace apisql {

// `sql` has its names quoted already. CREATE keeps the names: what it stores outlives the session.
SqlText WithViews(SqlText sql, const RegisteredNames& names);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_WITH_VIEWS_H_
