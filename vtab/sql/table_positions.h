// TablePositions: tells, token by token, whether a table's name must come next.
#ifndef APISQL_VTAB_SQL_TABLE_POSITIONS_H_
#define APISQL_VTAB_SQL_TABLE_POSITIONS_H_

#include <vector>

#include "vtab/sql/tokens.h"

namespace apisql {

// Fed with the significant tokens of one statement, from its start.
class TablePositions {
 public:
  // True when the next token stands where only a table (or a parenthesis around tables) may stand.
  bool expects_table() const { return expects_table_; }
  void Take(const Token& token);

 private:
  void TakeOperator(const Token& token);
  void TakeWord(const Token& token);

  bool expects_table_ = false;
  bool after_distinct_ = false;          // IS [NOT] DISTINCT FROM is an expression.
  bool after_dot_ = false;               // What follows a dot is a name, never a keyword.
  std::vector<bool> in_from_ = {false};  // For each open parenthesis: inside a FROM list.
};

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_TABLE_POSITIONS_H_
