// Narrowing: which comparison of a WHERE clause may be sent by a parameter that takes another one
// than `=`. What is sent only narrows the answer: every comparison is made again.
#ifndef APISQL_VTAB_PLAN_NARROWING_H_
#define APISQL_VTAB_PLAN_NARROWING_H_

#include <string_view>

#include "registry/model/resource.h"
#include "vtab/plan/constraint.h"

namespace apisql {

// As a plan and an error write it behind a column: ">=", "~prefix".
std::string_view ComparisonText(Parameter::Comparison comparison);

// True where the rows that `op` keeps are among those that `parameter` asks for, with a value that
// suits. `=` is a range of one value, and a prefix of itself.
bool MayNarrow(const Parameter& parameter, Operator op);

// True where both mean the same, so that the API answers no row too many.
bool IsSame(Parameter::Comparison comparison, Operator op);

// 0: best. A range before an equality, which is two of them.
int NarrowingRank(Operator op);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_NARROWING_H_
