// Step: one statement of a script that both sides run, and how its rows compare.
#ifndef APISQL_TESTS_TRANSACTIONS_STEP_H_
#define APISQL_TESTS_TRANSACTIONS_STEP_H_

#include <string>
#include <vector>

namespace apisql::transactions {

enum class StepKind { kControl, kSelect, kInsert, kUpdate, kDelete };

struct Step {
  StepKind kind = StepKind::kControl;
  std::string sql;
  std::string table = {};  // Of a write: the table that it writes.
  // Of a SELECT whose LIMIT picks any rows: the same without it. Else empty.
  std::string unlimited = {};
  bool ordered = false;  // Its ORDER BY decides the whole order.
};

// Statements in order, over one sandbox that is fresh at the first.
using Script = std::vector<Step>;

inline bool IsWrite(const Step& step) { return step.kind >= StepKind::kInsert; }

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_STEP_H_
