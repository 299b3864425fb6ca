#include "vtab/sql/table_positions.h"

#include <array>
#include <string_view>

namespace apisql {
namespace {

// Words that end a FROM list. ON and USING do not: a comma may follow their expression.
constexpr std::array<std::string_view, 14> kEndsFrom = {
    "select", "where",  "group",     "having", "order",  "limit",     "window",
    "union",  "except", "intersect", "set",    "values", "returning", "with"};

}  // namespace

void TablePositions::Take(const Token& token) {
  if (token.kind == TokenKind::kOperator) {
    TakeOperator(token);
  } else if (token.kind == TokenKind::kWord && !after_dot_) {
    TakeWord(token);
  } else {
    expects_table_ = false;
  }
  after_distinct_ = token.IsWord("distinct");
  after_dot_ = token.IsOperator('.');
}

void TablePositions::TakeOperator(const Token& token) {
  if (token.IsOperator('(')) {
    in_from_.push_back(expects_table_);  // FROM (a, b)
    return;
  }
  if (token.IsOperator(')') && in_from_.size() > 1) in_from_.pop_back();
  expects_table_ = token.IsOperator(',') && in_from_.back();
}

void TablePositions::TakeWord(const Token& token) {
  if (token.IsWord("from") && !after_distinct_) {
    in_from_.back() = true;
    expects_table_ = true;
    return;
  }
  if (IsOneOf(token, kEndsFrom)) in_from_.back() = false;
  constexpr std::array<std::string_view, 3> kBeforeTable = {"join", "into", "update"};
  expects_table_ = IsOneOf(token, kBeforeTable);
}

}  // namespace apisql
