#include "vtab/rewrite/right_join.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "vtab/sql/clauses.h"
#include "vtab/sql/sql_editor.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// Words that follow a table without an alias, and that join more tables or end FROM.
constexpr std::array<std::string_view, 10> kJoins = {
    "join", "left", "right", "full", "inner", "cross", "natural", "outer", "using", "indexed"};
constexpr std::array<std::string_view, 9> kEnds = {"where",  "group", "having", "order",    "limit",
                                                   "window", "union", "except", "intersect"};

struct RightJoin {
  TokenSpan left;
  size_t join_word = 0;
  TokenSpan right;
};

class Joins {
 public:
  explicit Joins(const SqlText& sql) : tokens_(SignificantTokens(sql.text)), editor_(sql) {}

  // Nothing where nothing has changed.
  std::optional<SqlText> Run() {
    if (!IsQuery(tokens_)) return std::nullopt;
    bool changed = false;
    for (size_t i = 0; i < tokens_.size() && !tokens_[i].IsOperator(';'); ++i) {
      Take(i);
      if (const std::optional<RightJoin> join = ReadJoin(i)) {
        Swap(*join);
        changed = true;
      }
    }
    if (!changed) return std::nullopt;
    return editor_.Finish();
  }

 private:
  // One open parenthesis.
  struct Level {
    bool selects = false;  // Its text began with SELECT.
    bool has_star = false;
  };

  bool IsAt(size_t at, char c) const { return at < tokens_.size() && tokens_[at].IsOperator(c); }
  bool IsAt(size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].IsWord(word);
  }
  template <typename Words>
  bool IsAnyAt(size_t at, const Words& words) const {
    return at < tokens_.size() && IsOneOf(tokens_[at], words);
  }

  void Take(size_t at) {
    clauses_.Take(tokens_[at]);
    if (IsAt(at, '(')) levels_.emplace_back();
    if (IsAt(at, ')') && levels_.size() > 1) levels_.pop_back();
    if (IsAt(at, "select")) levels_.back() = {true, false};
    levels_.back().has_star |= IsAt(at, '*') && !IsFactor(at);
  }

  // True for the * of a * b and of t.*.
  bool IsFactor(size_t star) const {
    if (star == 0) return false;
    return !IsAt(star - 1, ',') && !IsAt(star - 1, "select") && !IsAt(star - 1, "distinct") &&
           !IsAt(star - 1, "all");
  }

  // The FROM at `at`, where it is nothing but a RIGHT JOIN of two tables.
  std::optional<RightJoin> ReadJoin(size_t at) const {
    const Level& level = levels_.back();
    if (!IsAt(at, "from") || IsAt(at - 1, "distinct")) return std::nullopt;
    if (!level.selects || level.has_star || clauses_.text_counts()) return std::nullopt;
    RightJoin join;
    join.left = ReadTable(at + 1);
    join.join_word = join.left.end;
    if (!IsAt(join.join_word, "right")) return std::nullopt;
    const size_t word = join.join_word + (IsAt(join.join_word + 1, "outer") ? 2 : 1);
    if (!IsAt(word, "join")) return std::nullopt;
    join.right = ReadTable(word + 1);
    const bool found = join.left.end > join.left.begin && join.right.end > join.right.begin;
    if (!found || !IsAt(join.right.end, "on") || !EndsFrom(join.right.end)) return std::nullopt;
    return join;
  }

  // A name and perhaps an alias; empty where there is none.
  TokenSpan ReadTable(size_t at) const {
    if (!IsNewNameAt(at)) return {at, at};
    TokenSpan table{at, at + 1};
    while (IsAt(table.end, '.') && IsNewNameAt(table.end + 1)) table.end += 2;
    if (IsAt(table.end, "as")) {
      return IsNewNameAt(table.end + 1) ? TokenSpan{at, table.end + 2} : TokenSpan{at, at};
    }
    if (IsNewNameAt(table.end)) ++table.end;
    return table;
  }

  bool IsNewNameAt(size_t at) const {
    if (at >= tokens_.size() || !tokens_[at].IsName()) return false;
    return !IsAnyAt(at, kJoins) && !IsAnyAt(at, kEnds) && !IsAt(at, "on") && !IsAt(at, "as") &&
           !IsAt(at, "not");
  }

  // True when no other table follows the ON at `at`.
  bool EndsFrom(size_t at) const {
    size_t open = 0;
    for (size_t i = at; i < tokens_.size() && !IsAt(i, ';'); ++i) {
      if (IsAt(i, '(')) ++open;
      if (open == 0 && (IsAt(i, ')') || IsAnyAt(i, kEnds))) return true;
      if (IsAt(i, ')')) --open;
      if (open == 0 && (IsAt(i, ',') || IsAnyAt(i, kJoins))) return false;
    }
    return true;
  }

  void Swap(const RightJoin& join) {
    editor_.KeepUntil(tokens_[join.left.begin].offset);
    Copy(join.right);
    editor_.Write(" LEFT JOIN ", tokens_[join.join_word].offset);
    Copy(join.left);
    const size_t end = tokens_[join.right.end - 1].end();
    editor_.Write(" ", end);
    editor_.SkipUntil(end);
  }

  void Copy(const TokenSpan& table) {
    editor_.Copy(tokens_[table.begin].offset, tokens_[table.end - 1].end());
  }

  std::vector<Token> tokens_;
  SqlEditor editor_;
  Clauses clauses_;
  std::vector<Level> levels_ = {Level()};
};

}  // namespace

SqlText WithLeftJoins(SqlText sql) {
  if (sql.tables.empty()) return sql;
  std::optional<SqlText> rewritten = Joins(sql).Run();
  return rewritten ? *std::move(rewritten) : std::move(sql);
}

}  // namespace apisql
