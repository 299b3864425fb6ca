// A known fault of SQLite 3.40, to tell it from ours.
//
// From `a = b AND b = 'x' COLLATE c` SQLite makes `a = 'x'` when it reads a first, and forgets the
// collation (whereCode.c, "implied constraints based on transitivity"): rows are lost on plain
// tables too, in that order of a join. sqlite3_test_control() turns it off.
#ifndef APISQL_TESTS_DIFFERENTIAL_TRANSITIVE_TERMS_H_
#define APISQL_TESTS_DIFFERENTIAL_TRANSITIVE_TERMS_H_

#include <string>

namespace apisql::differential {

// Gives every connection that is opened from now on the function that TransitiveTermsSql() calls.
void AddTransitiveTermsFunction();
// The statement that turns them off or on for its connection.
std::string TransitiveTermsSql(bool on);
// True when another collation than BINARY may be at work: one that is written, or that of a column
// of the workspace.
bool MayLoseCollation(const std::string& sql);

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_TRANSITIVE_TERMS_H_
