#include "vtab/run/statement_notes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "src/times/time.h"
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

// The comparisons of one statement with columns whose values a document knows, or with times.
class ValueNotes {
  enum class Way { kEquality, kRange };

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

  // "=", IS, or a range.
  std::optional<Way> TakeOperator(size_t* at) const {
    const Token* token = At(*at);
    if (token == nullptr) return std::nullopt;
    const bool equals = token->text == "=" || token->text == "==" || token->IsWord("is");
    constexpr std::string_view kRanges[] = {"<", "<=", ">", ">="};
    const bool range = std::ranges::find(kRanges, token->text) != std::end(kRanges);
    if (!equals && !range) return std::nullopt;
    ++*at;
    return equals ? Way::kEquality : Way::kRange;
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
    std::optional<Way> way;
    if (const Token* text = TakeText(&at)) {
      texts.push_back(text);
      way = TakeOperator(&at);
      if (way) column = TakeName(&at);
    } else {
      column = TakeName(&at);
      if (!column.empty()) way = TakeOther(&at, &texts);
    }
    if (way && !column.empty() && EndsComparison(at)) Check(column, *way, texts);
  }

  std::optional<Way> TakeOther(size_t* at, std::vector<const Token*>* texts) const {
    if (At(*at) != nullptr && At(*at)->IsWord("not")) ++*at;
    if (At(*at) != nullptr && At(*at)->IsWord("in")) {
      if (!TakeList(at, texts)) return std::nullopt;
      return Way::kEquality;
    }
    const std::optional<Way> way = TakeOperator(at);
    if (!way) return std::nullopt;
    if (At(*at) != nullptr && At(*at)->IsWord("not")) ++*at;
    const Token* text = TakeText(at);
    if (text == nullptr) return std::nullopt;
    texts->push_back(text);
    return way;
  }

  bool TakeList(size_t* at, std::vector<const Token*>* texts) const {
    if (!IsOperator(++*at, '(')) return false;
    do {
      const Token* text = TakeText(&++*at);
      if (text == nullptr) return false;
      texts->push_back(text);
    } while (IsOperator(*at, ','));
    return IsOperator((*at)++, ')');
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

  void Check(const std::string& name, Way way, const std::vector<const Token*>& texts) {
    const Resource* table = TableOf(name);
    const int index = table == nullptr ? -1 : table->FindColumn(name.substr(name.rfind('.') + 1));
    if (index < 0) return;
    const Column& column = table->columns[static_cast<size_t>(index)];
    for (const Token* text : texts) {
      std::string note;
      if (column.type == ColumnType::kTimestamp) note = TimeNote(column, way, *text);
      if (column.type == ColumnType::kText && way == Way::kEquality) note = NoValue(column, *text);
      if (note.empty()) continue;
      note = table->name + ": " + note;
      if (std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(std::move(note));
    }
  }

  static std::string NoValue(const Column& column, const Token& text) {
    const std::vector<std::string>& values = column.values;
    if (values.empty() || std::ranges::find(values, Unquote(text)) != values.end()) return "";
    return SqlName(column.name) + " has no value " + std::string(text.text) + " today; it has " +
           Join(values, ", ");
  }

  // A part of a time, such as its date, bounds a range as well as the time itself.
  static std::string TimeNote(const Column& column, Way way, const Token& text) {
    const std::string given = Unquote(text);
    const std::optional<std::string> time = SqliteTime(given);
    if (!time || *time == given) return "";
    if (way == Way::kRange && (time->starts_with(given) || given.starts_with(*time))) return "";
    return SqlName(column.name) + " is compared as a text; for " + std::string(text.text) +
           " write '" + *time + "'";
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
