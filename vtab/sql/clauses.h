// Clauses: tells, token by token, whether a condition stands there that may be put in other words.
#ifndef APISQL_VTAB_SQL_CLAUSES_H_
#define APISQL_VTAB_SQL_CLAUSES_H_

#include <span>
#include <string_view>
#include <vector>

#include "vtab/sql/tokens.h"

namespace apisql {

// Fed with the significant tokens of one SELECT, INSERT, UPDATE or DELETE, from its start. Where it
// is in doubt it says no.
class Clauses {
 public:
  // True within WHERE and ON, but where the text itself counts: that of an expression in a select
  // list names a column of the result, and those of ORDER BY, GROUP BY and ON CONFLICT are compared
  // with others.
  bool in_condition() const {
    return levels_.back().part == Part::kCondition && !levels_.back().counts;
  }
  // True when the operand that comes next has no operator before it but AND or OR, so that a
  // comparison of it is a term of its own. The AND of BETWEEN is another one.
  bool begins_term() const { return in_condition() && begins_term_; }

  // True where the text itself counts, as it does around in_condition().
  bool text_counts() const { return levels_.back().counts; }

  void Take(const Token& token);

 private:
  enum class Part {
    kSource,     // FROM, and all that stands before a SELECT.
    kCondition,  // WHERE and ON.
    kOther,
  };
  // One open parenthesis.
  struct Level {
    Part part = Part::kSource;
    bool counts = false;    // It stands where the text counts.
    bool in_doubt = false;  // Its conditions are not to be touched any more.
    int betweens = 0;       // That still lack their AND.
  };

  void TakeOperator(const Token& token);
  void TakeWord(const Token& token);
  void Enter(const Token& word);
  // True for an AND that parts terms.
  bool TakeAnd();

  std::vector<Level> levels_ = {Level()};
  bool begins_term_ = false;
  bool after_dot_ = false;       // What follows a dot is a name, never a keyword.
  bool after_distinct_ = false;  // IS [NOT] DISTINCT FROM is an expression.
  bool after_on_ = false;
  bool after_open_ = false;  // '('
};

// True for a statement of those, or an EXPLAIN of one. CREATE stores its text, as it was typed.
bool IsQuery(std::span<const Token> tokens);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_CLAUSES_H_
