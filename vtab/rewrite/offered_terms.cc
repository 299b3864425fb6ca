#include "vtab/rewrite/offered_terms.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/rewrite/row_value.h"
#include "vtab/sql/clauses.h"
#include "vtab/sql/sql_editor.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// Each value becomes a comparison of its own, for SQLite's planner to weigh.
constexpr size_t kMostValues = 100;

struct NotInList {
  TokenSpan column;
  size_t not_word = 0;
  std::vector<TokenSpan> values;
  size_t end = 0;  // Behind the ')'.
};

class Terms {
 public:
  Terms(const SqlText& sql, const RegisteredNames& names)
      : tokens_(SignificantTokens(sql.text)), text_(sql.text), names_(names), editor_(sql) {}

  // Nothing where nothing has changed.
  std::optional<SqlText> Run() {
    if (!IsQuery(tokens_) || !IsCertain()) return std::nullopt;
    bool changed = false;
    for (size_t i = 0; i < tokens_.size() && !tokens_[i].IsOperator(';');) {
      if (const std::optional<NotInList> list = ReadNotIn(i)) {
        Write(*list);
        changed = true;
        while (i < list->end) Take(i++);
        continue;
      }
      if (const std::optional<TokenSpan> values = ReadValuesOfRows(i)) {
        WrapValues(*values);
        changed = true;
      }
      Take(i++);
    }
    if (!changed) return std::nullopt;
    return editor_.Finish();
  }

 private:
  // An open parenthesis, or the one that was closed last.
  struct Parenthesis {
    size_t at = 0;
    bool begins_term = false;
  };

  bool IsAt(size_t at, char c) const { return at < tokens_.size() && tokens_[at].IsOperator(c); }
  bool IsAt(size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].IsWord(word);
  }

  // random() gives another value each time that it is named.
  bool IsCertain() const {
    return std::ranges::none_of(tokens_, [](const Token& token) {
      return token.IsWord("random") || token.IsWord("randomblob");
    });
  }

  void Take(size_t at) {
    const bool begins_term = clauses_.begins_term();
    const Token& token = tokens_[at];
    clauses_.Take(token);
    if (token.IsOperator('(')) open_.push_back({at, begins_term});
    if (open_.empty() || !token.IsOperator(')')) return;
    closed_ = open_.back();
    open_.pop_back();
  }

  // `x NOT IN (1, 2)` at `at`; x may be t.x.
  std::optional<NotInList> ReadNotIn(size_t at) const {
    if (!clauses_.begins_term() || !tokens_[at].IsName()) return std::nullopt;
    NotInList list{{at, at + 1}, 0, {}, 0};
    while (IsAt(list.column.end, '.') && list.column.end + 1 < tokens_.size() &&
           tokens_[list.column.end + 1].IsName()) {
      list.column.end += 2;
    }
    list.not_word = list.column.end;
    size_t next = list.not_word;
    if (!IsAt(next, "not") || !IsAt(next + 1, "in") || !IsAt(next + 2, '(')) return std::nullopt;
    for (next += 2; !IsAt(next, ')');) {
      const std::optional<TokenSpan> value = ReadLiteral(next + 1);
      if (!value || !(IsAt(value->end, ',') || IsAt(value->end, ')'))) return std::nullopt;
      list.values.push_back(*value);
      next = value->end;
    }
    list.end = next + 1;
    if (list.values.size() > kMostValues || IsAlias(list.column.end - 1)) return std::nullopt;
    return list;
  }

  std::optional<TokenSpan> ReadLiteral(size_t at) const {
    const size_t sign = IsAt(at, '-') || IsAt(at, '+') ? 1 : 0;
    const size_t value = at + sign;
    if (value >= tokens_.size()) return std::nullopt;
    const TokenKind kind = tokens_[value].kind;
    const bool literal = kind == TokenKind::kNumber ||
                         (sign == 0 && (kind == TokenKind::kString || kind == TokenKind::kBlob ||
                                        tokens_[value].IsWord("null")));
    return literal ? std::optional(TokenSpan{at, value + 1}) : std::nullopt;
  }

  // True where the name may stand for an expression of a select list, which would be written, and
  // perhaps evaluated, once for each value.
  bool IsAlias(size_t name) const {
    const std::string text = Unquote(tokens_[name]);
    for (size_t i = 1; i < tokens_.size(); ++i) {
      const bool text_or_name = tokens_[i].IsName() || tokens_[i].kind == TokenKind::kString;
      if (!text_or_name || !EqualsIgnoreCase(Unquote(tokens_[i]), text)) continue;
      if (!MayStandBeforeColumn(tokens_[i - 1])) return true;
    }
    return false;
  }

  // Behind AS, or behind the end of an expression, a name is a new one.
  static bool MayStandBeforeColumn(const Token& token) {
    if (token.kind == TokenKind::kOperator) return !token.IsOperator(')');
    constexpr std::array<std::string_view, 16> kWords = {
        "select", "distinct", "all",  "where", "and",  "or",        "on", "not",
        "by",     "having",   "case", "when",  "then", "returning", "in", "set"};
    return IsOneOf(token, kWords);
  }

  void Write(const NotInList& list) {
    const Token& first = tokens_[list.column.begin];
    editor_.KeepUntil(first.offset);
    const std::string_view column = TextOf(list.column);
    std::string_view before = "(";
    for (const TokenSpan& value : list.values) {
      editor_.Write(before, first.offset);
      editor_.Copy(first.offset, first.offset + column.size());
      editor_.Write(" <> ", tokens_[list.not_word].offset);
      const size_t begin = tokens_[value.begin].offset;
      editor_.Copy(begin, begin + TextOf(value).size());
      before = " AND ";
    }
    const Token& last = tokens_[list.end - 1];
    editor_.Write(")", last.offset);
    editor_.SkipUntil(last.end());
  }

  std::string_view TextOf(const TokenSpan& span) const {
    const size_t begin = tokens_[span.begin].offset;
    return std::string_view(text_).substr(begin, tokens_[span.end - 1].end() - begin);
  }

  // VALUES and its rows, where `IN (VALUES` stands at `at` behind a row value.
  std::optional<TokenSpan> ReadValuesOfRows(size_t at) const {
    if (!IsAt(at, "in") || !IsAt(at + 1, '(') || !IsAt(at + 2, "values")) return std::nullopt;
    if (at == 0 || !IsAt(at - 1, ')') || !closed_.begins_term) return std::nullopt;
    if (!clauses_.in_condition() || !IsRowOfOneTable({closed_.at + 1, at - 1})) return std::nullopt;
    size_t next = at + 3;
    for (size_t open = 0; next < tokens_.size(); ++next) {
      if (IsAt(next, ')') && open == 0) return TokenSpan{at + 2, next};
      if (IsAt(next, '(')) ++open;
      if (IsAt(next, ')')) --open;
      if (!IsPartOfValues(next)) return std::nullopt;
    }
    return std::nullopt;
  }

  // Of a list that SQLite has parted between two tables, 3.40 gives one the values for the other.
  bool IsRowOfOneTable(TokenSpan value) const {
    const auto is_table = [this](const Token& token) {
      const std::string* name = token.IsName() ? names_.Find(Unquote(token)) : nullptr;
      return name != nullptr && !names_.ViewText(*name);
    };
    return value.end > value.begin + 1 && IsOfOneTable(tokens_, value, is_table);
  }

  // The affinity of another expression may not be the same behind a SELECT of it.
  bool IsPartOfValues(size_t at) const {
    const bool mark = IsAt(at, '(') || IsAt(at, ')') || IsAt(at, ',');
    return mark || tokens_[at].kind == TokenKind::kParameter || ReadLiteral(at).has_value();
  }

  void WrapValues(const TokenSpan& values) {
    const size_t begin = tokens_[values.begin].offset;
    editor_.KeepUntil(begin);
    editor_.Write("SELECT * FROM (", begin);
    const size_t end = tokens_[values.end - 1].end();
    editor_.KeepUntil(end);
    editor_.Write(")", end);
  }

  std::vector<Token> tokens_;
  const std::string& text_;
  const RegisteredNames& names_;
  SqlEditor editor_;
  Clauses clauses_;
  std::vector<Parenthesis> open_;
  Parenthesis closed_;
};

}  // namespace

SqlText WithOfferedTerms(SqlText sql, const RegisteredNames& names) {
  if (sql.tables.empty()) return sql;
  std::optional<SqlText> rewritten = Terms(sql, names).Run();
  return rewritten ? *std::move(rewritten) : std::move(sql);
}

}  // namespace apisql
