// Three known faults of SQLite 3.40, to tell them from ours. All lose rows on plain tables too,
// with that order of a join or with an index.
//  - From `a = b AND b = 'x' COLLATE c` it makes `a = 'x'` when it reads a first, and forgets the
//    collation (whereCode.c, "implied constraints based on transitivity"). sqlite3_test_control()
//    turns that off.
//  - `a = x COLLATE c OR a = y` it makes `a IN (x, y)`, without the collation; a third term that is
//    no equality keeps it from that.
//  - A partial automatic index for `subquery.a = 'x' COLLATE c` forgets it as well. PRAGMA
//    automatic_index turns that off.
#ifndef APISQL_TESTS_DIFFERENTIAL_TRANSITIVE_TERMS_H_
#define APISQL_TESTS_DIFFERENTIAL_TRANSITIVE_TERMS_H_

#include <string>

namespace apisql::differential {

// Gives every connection that is opened from now on the function that TransitiveTermsSql() calls.
void AddTransitiveTermsFunction();
// The statement that turns them off or on for its connection.
std::string TransitiveTermsSql(bool on);
// `sql` with such a term in each OR.
std::string WithLongerOrs(const std::string& sql);
// True when another collation than BINARY may be at work: one that is written, or that of a column
// of the workspace.
bool MayLoseCollation(const std::string& sql);

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_TRANSITIVE_TERMS_H_
