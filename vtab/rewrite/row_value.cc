#include "vtab/rewrite/row_value.h"

#include <algorithm>
#include <optional>

#include "src/base/text.h"

namespace apisql {
namespace {

class RowValue {
 public:
  RowValue(const std::vector<Token>& tokens, TokenSpan span,
           const std::function<bool(const Token&)>& is_table)
      : tokens_(tokens), span_(span), is_table_(is_table) {}

  bool IsOfOneTable() const {
    if (JoinsLeftOverRows()) return false;
    const std::optional<std::string> qualifier = Qualifier();
    if (!qualifier) return false;
    return qualifier->empty() ? ReadsOneTable() : IsTableAlone(*qualifier);
  }

 private:
  bool IsAt(size_t at, char c) const { return at < tokens_.size() && tokens_[at].IsOperator(c); }
  bool IsAt(size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].IsWord(word);
  }

  // SQLite 3.40 loses rows of a RIGHT or FULL JOIN where a table takes a row value's list as
  // constraints of its own. The words may be names; then as much is lost as a few requests.
  bool JoinsLeftOverRows() const {
    return std::ranges::any_of(
        tokens_, [](const Token& token) { return token.IsWord("full") || token.IsWord("right"); });
  }

  // What all names are qualified with, "" for nothing; none where they differ.
  std::optional<std::string> Qualifier() const {
    std::optional<std::string> qualifier;
    for (size_t i = span_.begin; i < span_.end; ++i) {
      const bool qualified = IsAt(i + 1, '.');
      const size_t name = qualified ? i + 2 : i;
      if (name >= span_.end || !tokens_[i].IsName() || !tokens_[name].IsName()) return std::nullopt;
      const std::string found = qualified ? Unquote(tokens_[i]) : "";
      if (qualifier && !EqualsIgnoreCase(*qualifier, found)) return std::nullopt;
      qualifier = found;
      i = name + 1;
      if (i < span_.end && !IsAt(i, ',')) return std::nullopt;
    }
    return qualifier;
  }

  // True when the name is that of a table, or its alias, wherever it stands in the statement.
  bool IsTableAlone(const std::string& name) const {
    bool found = false;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].IsName() || !EqualsIgnoreCase(Unquote(tokens_[i]), name)) continue;
      if (IsAt(i + 1, '.')) continue;
      if (!is_table_(tokens_[i]) && !IsAliasOfTable(i)) return false;
      found = true;
    }
    return found;
  }

  bool IsAliasOfTable(size_t at) const {
    const size_t behind = at > 0 && IsAt(at - 1, "as") ? at - 1 : at;
    return behind > 0 && is_table_(tokens_[behind - 1]);
  }

  bool ReadsOneTable() const {
    size_t tables = 0;
    bool own = false;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (IsAt(i, "join")) return false;
      if (!IsAt(i, "from") && !IsAt(i, "update")) continue;
      ++tables;
      own = i + 1 < tokens_.size() && is_table_(tokens_[i + 1]) && !IsList(i + 1);
    }
    return tables == 1 && own;
  }

  // True where a comma follows before a WHERE.
  bool IsList(size_t at) const {
    for (size_t i = at; i < tokens_.size() && !IsAt(i, "where"); ++i) {
      if (IsAt(i, ',')) return true;
    }
    return false;
  }

  const std::vector<Token>& tokens_;
  TokenSpan span_;
  const std::function<bool(const Token&)>& is_table_;
};

}  // namespace

bool IsOfOneTable(const std::vector<Token>& tokens, TokenSpan row_value,
                  const std::function<bool(const Token&)>& is_table) {
  return RowValue(tokens, row_value, is_table).IsOfOneTable();
}

}  // namespace apisql
