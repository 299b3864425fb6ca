#include "vtab/sql/write_statement.h"

#include <algorithm>
#include <array>
#include <span>

#include "src/base/text.h"
#include "vtab/sql/parameters.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// The grammar takes a string where a name must stand: DELETE FROM 'demo.shop.items'.
bool CanBeName(const Token& token) { return token.IsName() || token.kind == TokenKind::kString; }

bool IsAnyOf(const Token& token, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return token.IsWord(word); });
}

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

// The tokens of one statement, and a place in them. The words that it looks for at the top level,
// such as WHERE and RETURNING, are reserved in SQLite: no bare name can look like one.
class WriteReader {
 public:
  WriteReader(std::string_view sql, const RegisteredNames& names)
      : tokens_(SignificantTokens(sql)), names_(names) {
    if (!tokens_.empty() && tokens_.back().IsOperator(';')) tokens_.pop_back();
  }

  std::optional<WriteStatement> Read() {
    TakeExplain();
    if (TakeWord("with") && !SkipCommonTables()) return std::nullopt;
    if (!TakeVerb() || !TakeTarget()) return std::nullopt;
    if (write_.verb == Verb::kInsert) TakeInsertColumns();
    if (write_.verb == Verb::kUpdate) TakeSetColumns();
    TakeRest();
    CountNames();
    return std::move(write_);
  }

  std::optional<ReturningClause> ReadReturning() {
    TakeRest();
    return write_.returning;
  }

 private:
  bool AtEnd() const { return next_ >= tokens_.size(); }
  bool AtOperator(char c) const { return !AtEnd() && tokens_[next_].IsOperator(c); }

  bool TakeWord(std::string_view word) {
    if (AtEnd() || !tokens_[next_].IsWord(word)) return false;
    ++next_;
    return true;
  }

  void TakeExplain() {
    if (!TakeWord("explain")) return;
    write_.explained = true;
    if (TakeWord("query")) TakeWord("plan");
  }

  // Leaves a parenthesis and all in it behind. False: there is none here, or it stays open.
  bool SkipParentheses() {
    if (!AtOperator('(')) return false;
    size_t depth = 0;
    for (; !AtEnd(); ++next_) {
      if (AtOperator('(')) ++depth;
      if (AtOperator(')') && --depth == 0) {
        ++next_;
        return true;
      }
    }
    return false;
  }

  // name [(columns)] AS [[NOT] MATERIALIZED] (select) [, ...]
  bool SkipCommonTables() {
    TakeWord("recursive");
    do {
      if (AtEnd() || !CanBeName(tokens_[next_++])) return false;
      if (AtOperator('(') && !SkipParentheses()) return false;
      if (!TakeWord("as")) return false;
      TakeWord("not");
      TakeWord("materialized");
      if (!SkipParentheses()) return false;
    } while (AtOperator(',') && ++next_ > 0);
    return true;
  }

  bool TakeVerb() {
    if (AtEnd()) return false;
    write_.verb_offset = tokens_[next_].offset;
    if (TakeWord("replace")) {
      write_.conflict = "REPLACE";
      return TakeWord("into");
    }
    if (TakeWord("delete")) {
      write_.verb = Verb::kDelete;
      return TakeWord("from");
    }
    if (TakeWord("update")) {
      write_.verb = Verb::kUpdate;
      return TakeConflict();
    }
    return TakeWord("insert") && TakeConflict() && TakeWord("into");
  }

  bool TakeConflict() {
    if (!TakeWord("or")) return true;
    if (AtEnd()) return false;
    write_.conflict = UpperCase(tokens_[next_++].text);
    return true;
  }

  // [schema .] table [AS alias]
  bool TakeTarget() {
    if (AtEnd() || !CanBeName(tokens_[next_])) return false;
    if (next_ + 2 < tokens_.size() && tokens_[next_ + 1].IsOperator('.')) next_ += 2;
    if (!CanBeName(tokens_[next_])) return false;
    const std::string* name = names_.Find(Unquote(tokens_[next_++]));
    if (name == nullptr) return false;
    write_.table = *name;
    if (TakeWord("as") && !AtEnd()) write_.alias = Unquote(tokens_[next_++]);
    return true;
  }

  void TakeInsertColumns() {
    if (!AtOperator('(')) return;
    const size_t open = next_;
    if (SkipParentheses()) TakeColumns(open + 1, next_ - 1);
  }

  // name [, name ...]
  void TakeColumns(size_t begin, size_t end) {
    for (size_t i = begin; i < end; i += 2) {
      if (CanBeName(tokens_[i])) write_.columns.push_back(Unquote(tokens_[i]));
    }
  }

  // SET name = expression, (name, name) = expression, ... up to what ends it.
  void TakeSetColumns() {
    while (!AtEnd() && !tokens_[next_].IsWord("set")) ++next_;
    while (!AtEnd() && (TakeWord("set") || AtOperator(','))) {
      if (AtOperator(',')) ++next_;
      const size_t begin = next_;
      if (AtOperator('(') && SkipParentheses()) {
        TakeColumns(begin + 1, next_ - 1);
      } else if (!AtEnd()) {
        TakeColumns(begin, begin + 1);
      }
      SkipExpression();
    }
  }

  void SkipExpression() {
    constexpr std::array<std::string_view, 5> kEnds = {"from", "where", "returning", "order",
                                                       "limit"};
    while (!AtEnd() && !AtOperator(',')) {
      if (IsAnyOf(tokens_[next_], kEnds) && !FollowsDistinct(next_)) return;
      if (!SkipParentheses() && !AtEnd()) ++next_;
    }
  }

  // IS [NOT] DISTINCT FROM is an operator.
  bool FollowsDistinct(size_t at) const { return at > 0 && tokens_[at - 1].IsWord("distinct"); }

  void TakeRest() {
    while (!AtEnd() && !write_.returning) {
      if (AtOperator('(')) {
        SkipParentheses();
        continue;
      }
      const Token& token = tokens_[next_++];
      if (token.IsWord("where")) write_.has_where = true;
      if (token.IsWord("from") && !FollowsDistinct(next_ - 1)) {
        write_.has_from |= write_.verb == Verb::kUpdate;
      }
      if (token.IsWord("returning")) TakeReturning(token);
    }
  }

  void TakeReturning(const Token& word) {
    const size_t end = tokens_.back().end();
    write_.returning = {word.offset, AtEnd() ? end : tokens_[next_].offset, end};
  }

  // A name before a dot qualifies a column.
  void CountNames() {
    int count = 0;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!CanBeName(tokens_[i]) || !EqualsIgnoreCase(Unquote(tokens_[i]), write_.table)) continue;
      if (i + 1 == tokens_.size() || !tokens_[i + 1].IsOperator('.')) ++count;
    }
    write_.named_once = count == 1;
  }

  std::vector<Token> tokens_;
  const RegisteredNames& names_;
  WriteStatement write_;
  size_t next_ = 0;
};

// The place of an error is that in `text`.
Status CheckExpressions(std::string_view text) {
  constexpr std::array<std::string_view, 9> kClauses = {
      "from", "where", "group", "having", "order", "limit", "union", "except", "intersect"};
  const std::vector<Token> tokens = SignificantTokens(text);
  int depth = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].IsOperator('(')) ++depth;
    if (tokens[i].IsOperator(')')) --depth;
    const bool first = i == 0 && (tokens[i].IsWord("distinct") || tokens[i].IsWord("all"));
    const bool of_distinct = i > 1 && tokens[i - 1].IsWord("distinct");
    const bool clause = depth == 0 && IsAnyOf(tokens[i], kClauses) && !of_distinct;
    if (!first && !clause && depth >= 0) continue;
    return SyntaxError(text, &tokens[i]);
  }
  return tokens.empty() || depth > 0 ? SyntaxError(text, nullptr) : OkStatus();
}

void AddSlice(const SqlText& sql, size_t begin, size_t end, SqlText* to) {
  to->places.AddSlice(sql.places, begin, end, to->text.size());
  to->text += sql.text.substr(begin, end - begin);
}

// The clause's expressions. A bare "?" counts those before it, which the SELECT does not have, so
// it gets its number.
void AddExpressions(const SqlText& sql, const ReturningClause& clause, SqlText* select) {
  size_t copied = clause.expressions;
  for (const SqlParameter& parameter : ReadParameters(sql.text)) {
    if (!parameter.bare || parameter.place < copied || parameter.place >= clause.end) continue;
    AddSlice(sql, copied, parameter.place, select);
    select->places.AddReplacement(select->text.size(), sql.places.ToOriginal(parameter.place));
    select->text += parameter.name;
    copied = parameter.place + 1;
  }
  AddSlice(sql, copied, clause.end, select);
}

}  // namespace

std::optional<WriteStatement> ReadWriteStatement(std::string_view sql,
                                                 const RegisteredNames& names) {
  return WriteReader(sql, names).Read();
}

std::optional<ReturningClause> FindReturning(std::string_view sql) {
  return WriteReader(sql, RegisteredNames(std::vector<std::string>())).ReadReturning();
}

Status CheckReturning(const SqlText& sql, const ReturningClause& returning) {
  const std::string_view text = std::string_view(sql.text).substr(
      returning.expressions, returning.end - returning.expressions);
  const Status status = CheckExpressions(text);
  return sql.Fault(status, returning.expressions + status.place().value_or(0));
}

SqlText WithoutReturning(const SqlText& sql, const WriteStatement& write) {
  SqlText stripped = sql;
  if (write.returning) stripped.text.resize(write.returning->begin);
  return stripped;
}

SqlText ReturningSelect(const SqlText& sql, const WriteStatement& write) {
  const ReturningClause& clause = *write.returning;
  SqlText select{sql.typed, "SELECT ", {}, sql.tables};
  select.places.AddReplacement(0, sql.places.ToOriginal(clause.begin));
  AddExpressions(sql, clause, &select);
  select.places.AddReplacement(select.text.size(), sql.places.ToOriginal(clause.end));
  select.text += " FROM " + QuoteName(write.table);
  if (!write.alias.empty()) select.text += " AS " + QuoteName(write.alias);
  select.text += R"( WHERE "_returned" = 1)";
  return select;
}

}  // namespace apisql
