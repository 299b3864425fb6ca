// Constraint: one term of a WHERE clause as SQLite offers it to a table (sqlite3_index_info).
#ifndef APISQL_VTAB_PLAN_CONSTRAINT_H_
#define APISQL_VTAB_PLAN_CONSTRAINT_H_

#include <string>
#include <string_view>

namespace apisql {

enum class Operator {
  kEqual,
  kIs,
  kIn,  // An equality that SQLite can hand over as a whole list.
  kIsNull,
  kNotNull,
  kNotEqual,
  kIsNot,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kLike,
  kGlob,
  kMatch,  // REGEXP, MATCH
  kLimit,
  kOffset,
  kOther,
};
std::string_view OperatorText(Operator op);  // "=", "IN", "<" ...
bool IsEquality(Operator op);                // =, IS and IN.
bool IsRange(Operator op);                   // <, <=, > and >=.
bool IsPattern(Operator op);                 // LIKE, GLOB, REGEXP and MATCH.

struct Constraint {
  int column = -1;  // Index in Resource::columns; -1 is the rowid, and meaningless for LIMIT.
  Operator op = Operator::kOther;
  bool usable = false;    // Its value can be had in the join order that is being tried.
  bool binary = true;     // Compared with collation BINARY.
  bool nocase = false;    // Compared with collation NOCASE.
  bool constant = false;  // Its value is a literal, so it depends on no other table.
};

// True for a comparison that a scan can make itself. Not for IN: taken as one value, it makes
// SQLite run the scan once per value.
bool IsFilter(const Constraint& constraint);

// True for another comparison that can rule out values before they are asked for: <>, IS NOT, LIKE
// and GLOB. Where a statement has an outer join, it must not; see ScanPlan::ruling_out.
bool RulesOut(const Constraint& constraint);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_CONSTRAINT_H_
