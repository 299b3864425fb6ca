#include "vtab/run/statement_notes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>

#include "src/base/text.h"
#include "vtab/sql/clauses.h"
#include "vtab/sql/table_positions.h"
#include "vtab/sql/tokens.h"
#include "vtab/sqlite.h"

namespace apisql {
namespace {

constexpr std::string_view kBeforeComparison[] = {"where", "on", "and", "or", "not"};

bool IsKeyword(const Token& token) {
  return token.kind == TokenKind::kWord &&
         sqlite3_keyword_check(token.text.data(), static_cast<int>(token.text.size())) != 0;
}

// The comparisons of one statement with columns whose values a document knows.
class ValueNotes {
 public:
  ValueNotes(const SqlText& sql, Catalog& catalog) : tokens_(SignificantTokens(sql.typed)) {
    for (const std::string& table : sql.tables) {
      const auto resource = catalog.Find(table);
      if (resource.ok()) resources_.push_back(*resource);
    }
    FindNames();
  }

  std::vector<std::string> Notes() {
    Clauses clauses;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      clauses.Take(tokens_[i]);
      if (clauses.in_condition() && BeginsComparison(i)) Compare(i + 1);
    }
    return std::move(notes_);
  }

 private:
  const Token* At(size_t i) const { return i < tokens_.size() ? &tokens_[i] : nullptr; }
  bool IsOperator(size_t i, char c) const { return At(i) != nullptr && At(i)->IsOperator(c); }

  // The name that begins at `*at`, which is moved behind it; "" where there is none.
  std::string TakeName(size_t* at) const {
    std::string name;
    while (At(*at) != nullptr && At(*at)->IsName() && (name.empty() || IsOperator(*at - 1, '.'))) {
      name += (name.empty() ? "" : ".") + Unquote(*At(*at));
      *at += IsOperator(*at + 1, '.') ? 2 : 1;
    }
    return name;
  }

  const Resource* FindTable(std::string_view name) const {
    for (const auto& resource : resources_) {
      if (EqualsIgnoreCase(resource->name, name)) return resource.get();
    }
    return nullptr;
  }

  // The tables by the names that columns may have before them.
  void FindNames() {
    TablePositions positions;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (positions.expects_table() && tokens_[i].IsName()) AddTable(i);
      positions.Take(tokens_[i]);
    }
  }

  void AddTable(size_t at) {
    const std::string name = TakeName(&at);
    const Resource* table = FindTable(name);
    only_api_tables_ &= table != nullptr;
    if (table == nullptr) return;
    for (size_t dot = 0; dot != std::string::npos; dot = name.find('.', dot + 1)) {
      by_name_[AsciiLower(name.substr(dot == 0 ? 0 : dot + 1))] = table;
    }
    if (At(at) != nullptr && At(at)->IsWord("as")) ++at;
    if (At(at) != nullptr && At(at)->IsName() && !IsKeyword(*At(at))) {
      by_name_[AsciiLower(Unquote(*At(at)))] = table;
    }
  }

  bool BeginsComparison(size_t i) const {
    return IsOneOf(tokens_[i], kBeforeComparison) || tokens_[i].IsOperator('(');
  }

  // Behind it nothing may go on with an expression, such as || or COLLATE.
  bool EndsComparison(size_t at) const {
    const Token* token = At(at);
    if (token == nullptr || token->IsOperator(')') || token->IsOperator(';')) return true;
    return token->kind == TokenKind::kWord && !token->IsWord("collate") && IsKeyword(*token);
  }

  bool TakeEquals(size_t* at) const {
    const Token* token = At(*at);
    if (token == nullptr || (token->text != "=" && token->text != "==" && !token->IsWord("is"))) {
      return false;
    }
    ++*at;
    return true;
  }

  const Token* TakeText(size_t* at) const {
    const Token* token = At(*at);
    if (token == nullptr || token->kind != TokenKind::kString) return nullptr;
    ++*at;
    return token;
  }

  void Compare(size_t at) {
    std::vector<const Token*> texts;
    std::string column;
    if (const Token* text = TakeText(&at)) {
      texts.push_back(text);
      if (!TakeEquals(&at)) return;
      column = TakeName(&at);
    } else {
      column = TakeName(&at);
      if (column.empty() || !TakeOther(&at, &texts)) return;
    }
    if (!column.empty() && EndsComparison(at)) Check(column, texts);
  }

  bool TakeOther(size_t* at, std::vector<const Token*>* texts) const {
    if (At(*at) != nullptr && At(*at)->IsWord("not")) ++*at;
    if (At(*at) != nullptr && At(*at)->IsWord("in")) {
      if (!IsOperator(++*at, '(')) return false;
      do {
        const Token* text = TakeText(&++*at);
        if (text == nullptr) return false;
        texts->push_back(text);
      } while (IsOperator(*at, ','));
      return IsOperator((*at)++, ')');
    }
    if (!TakeEquals(at)) return false;
    if (At(*at) != nullptr && At(*at)->IsWord("not")) ++*at;
    const Token* text = TakeText(at);
    if (text != nullptr) texts->push_back(text);
    return text != nullptr;
  }

  // Null where more than one table may be meant, or none is.
  const Resource* TableOf(const std::string& name) const {
    const size_t dot = name.rfind('.');
    if (dot != std::string::npos) {
      const auto found = by_name_.find(AsciiLower(name.substr(0, dot)));
      return found == by_name_.end() ? nullptr : found->second;
    }
    const Resource* table = nullptr;
    for (const auto& resource : resources_) {
      if (resource->FindColumn(name) < 0) continue;
      if (table != nullptr) return nullptr;
      table = resource.get();
    }
    return only_api_tables_ ? table : nullptr;
  }

  void Check(const std::string& name, const std::vector<const Token*>& texts) {
    const Resource* table = TableOf(name);
    const int index = table == nullptr ? -1 : table->FindColumn(name.substr(name.rfind('.') + 1));
    if (index < 0) return;
    const Column& column = table->columns[static_cast<size_t>(index)];
    if (column.values.empty() || column.type != ColumnType::kText) return;
    for (const Token* text : texts) {
      if (std::ranges::find(column.values, Unquote(*text)) != column.values.end()) continue;
      std::string note = table->name + ": " + column.name + " has no value " +
                         std::string(text->text) + " today; it has " + Join(column.values, ", ");
      if (std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(std::move(note));
    }
  }

  std::vector<Token> tokens_;
  std::vector<std::shared_ptr<const Resource>> resources_;
  std::map<std::string, const Resource*> by_name_;  // In lower case.
  bool only_api_tables_ = true;
  std::vector<std::string> notes_;
};

}  // namespace

std::vector<std::string> StatementNotes(const SqlText& sql, Catalog& catalog) {
  if (sql.tables.empty()) return {};
  const std::vector<Token> tokens = SignificantTokens(sql.typed);
  if (!tokens.empty() && tokens[0].IsWord("explain")) {
    if (tokens.size() > 1 && tokens[1].IsWord("query")) return {};
    return {"this is the bytecode of SQLite; EXPLAIN REQUESTS shows what would be sent"};
  }
  return ValueNotes(sql, catalog).Notes();
}

}  // namespace apisql
