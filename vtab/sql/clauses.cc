#include "vtab/sql/clauses.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace apisql {
namespace {

constexpr std::array<std::string_view, 14> kOtherParts = {
    "select", "returning", "group",  "order",     "having", "limit",  "window",
    "values", "set",       "except", "intersect", "union",  "offset", "filter"};
constexpr std::array<std::string_view, 3> kSources = {"from", "join", "into"};

}  // namespace

bool IsQuery(std::span<const Token> tokens) {
  static constexpr std::array<std::string_view, 7> kVerbs = {"select",  "values", "with",  "insert",
                                                             "replace", "update", "delete"};
  size_t first = !tokens.empty() && tokens[0].IsWord("explain") ? 1 : 0;
  if (first == 1 && tokens.size() > 1 && tokens[1].IsWord("query")) first = 3;
  return first < tokens.size() && IsOneOf(tokens[first], kVerbs);
}

void Clauses::Take(const Token& token) {
  begins_term_ = false;
  if (token.kind == TokenKind::kOperator) {
    TakeOperator(token);
  } else if (token.kind == TokenKind::kWord && !after_dot_) {
    TakeWord(token);
  }
  after_dot_ = token.IsOperator('.');
  after_distinct_ = token.IsWord("distinct");
  after_on_ = token.IsWord("on");
  after_open_ = token.IsOperator('(');
}

void Clauses::TakeOperator(const Token& token) {
  if (token.IsOperator('(')) {
    const Level around = levels_.back();  // push_back() may move the levels.
    levels_.push_back({around.part, around.counts || around.part == Part::kOther, around.in_doubt});
    begins_term_ = !around.in_doubt;
  } else if (token.IsOperator(')') && levels_.size() > 1) {
    levels_.pop_back();
  }
}

void Clauses::TakeWord(const Token& token) {
  Level& level = levels_.back();
  if (token.IsWord("between")) {
    ++level.betweens;
  } else if (token.IsWord("case") || (after_on_ && token.IsWord("conflict"))) {
    // Within CASE an AND may belong to anything. Conditions of an upsert may have to be those of an
    // index, word by word.
    level.in_doubt = true;
    level.counts |= token.IsWord("conflict");
  } else if (token.IsWord("and")) {
    begins_term_ = TakeAnd();
  } else if (token.IsWord("or")) {
    begins_term_ = !level.in_doubt;
  } else {
    Enter(token);
  }
}

bool Clauses::TakeAnd() {
  Level& level = levels_.back();
  if (level.betweens > 0) {
    --level.betweens;
    return false;
  }
  return !level.in_doubt;
}

void Clauses::Enter(const Token& word) {
  Level& level = levels_.back();
  const bool condition = word.IsWord("where") || word.IsWord("on");
  if (word.IsWord("from") && after_distinct_) return;
  if (condition && !after_open_) {
    level.part = Part::kCondition;
  } else if (condition || IsOneOf(word, kOtherParts)) {
    level.part = Part::kOther;  // FILTER (WHERE ...) is part of an expression.
  } else if (IsOneOf(word, kSources)) {
    level.part = Part::kSource;
  } else {
    return;
  }
  level.in_doubt = false;
  level.betweens = 0;
  begins_term_ = true;
}

}  // namespace apisql
