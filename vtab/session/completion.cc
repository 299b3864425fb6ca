#include "vtab/session/completion.h"

#include <algorithm>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sql/split.h"
#include "vtab/sql/table_positions.h"
#include "vtab/sql/tokens.h"
#include "vtab/sqlite.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

std::string_view LastWord(std::string_view sql) {
  size_t begin = sql.size();
  while (begin > 0 && (IsWordByte(sql[begin - 1]) || sql[begin - 1] == '.')) --begin;
  return sql.substr(begin);
}

std::string_view LastStatement(std::string_view sql) {
  for (;;) {
    const size_t size = FirstStatementSize(sql);
    if (size == sql.size() && !IsCompleteSql(sql)) return sql;
    sql.remove_prefix(size);
    if (sql.empty()) return sql;
  }
}

// The name in double quotes that is still open at the end, with its quote; "" when there is none.
std::string_view OpenName(std::string_view statement) {
  const std::vector<Token> tokens = Tokenize(statement);
  if (tokens.empty() || tokens.back().kind != TokenKind::kIllegal) return "";
  const std::string_view text = tokens.back().text;
  const bool name = text.starts_with('"') && text.find_first_of("\n;") == std::string_view::npos;
  return name ? statement.substr(statement.size() - text.size()) : "";
}

class Completer {
 public:
  Completer(std::string_view statement, const CompletionSource& source)
      : word_(OpenName(statement).empty() ? LastWord(statement) : OpenName(statement)),
        before_(statement.substr(0, statement.size() - word_.size())),
        source_(source) {}

  std::vector<std::string> Run() {
    const std::vector<Token> tokens = SignificantTokens(before_);
    if (InsideOfText()) return {};
    if (tokens.empty()) {
      for (const StatementKind& kind : StatementKinds()) AddWord(kind.word);
    } else if (ExpectsTable(tokens)) {
      AddTables();
    } else if (word_.starts_with('"')) {
      AddQuotedColumns();
    } else {
      if (!word_.empty()) AddKeywords();
      if (!word_.empty()) AddTables();
      AddColumns();
    }
    std::ranges::sort(found_);
    found_.erase(std::ranges::unique(found_).begin(), found_.end());
    return std::move(found_);
  }

 private:
  // In a comment, or in quotes that are still open.
  bool InsideOfText() const {
    const std::vector<Token> tokens = Tokenize(before_);
    if (tokens.empty()) return false;
    const Token& last = tokens.back();
    if (last.kind == TokenKind::kIllegal) return last.text.size() > 0 && !IsWordByte(last.text[0]);
    return last.kind == TokenKind::kComment && !last.text.ends_with("*/");
  }

  static bool ExpectsTable(const std::vector<Token>& tokens) {
    TablePositions positions;
    for (const Token& token : tokens) positions.Take(token);
    const Token& last = tokens.back();
    if (positions.expects_table()) return true;
    return std::ranges::any_of(StatementKinds(), [&](const StatementKind& kind) {
      if (!tokens[0].IsWord(kind.word)) return false;
      const std::vector<std::string> before = Split(kind.before_table, ' ');
      return std::ranges::any_of(before, [&](const auto& word) { return last.IsWord(word); });
    });
  }

  void AddTables() {
    for (const std::string& table : source_.names.From(word_)) AddWord(table);
    for (const std::string& table : source_.tables) AddWord(table);
  }

  void AddWord(std::string_view word) {
    if (EqualsIgnoreCase(word.substr(0, word_.size()), word_)) found_.emplace_back(word);
  }

  // SQLite's keywords and our own, in the letter case of what was typed.
  void AddKeywords() {
    std::vector<std::string> words;
    for (const StatementKind& kind : StatementKinds()) {
      words.emplace_back(kind.word);
      if (kind.completes == nullptr) continue;
      for (std::string& word : kind.completes()) words.push_back(std::move(word));
    }
    for (int i = 0; i < sqlite3_keyword_count(); ++i) {
      const char* text = nullptr;
      int size = 0;
      if (sqlite3_keyword_name(i, &text, &size) != SQLITE_OK) continue;
      words.emplace_back(text, static_cast<size_t>(size));
    }
    const bool lower = word_[0] >= 'a' && word_[0] <= 'z';
    for (const std::string& word : words) AddWord(lower ? AsciiLower(word) : word);
  }

  void AddColumns() {
    const size_t dot = word_.rfind('.');
    const std::string qualifier(dot == std::string_view::npos ? "" : word_.substr(0, dot + 1));
    for (const std::string& table : TablesNamed()) {
      for (const std::string& column : source_.columns_of(table)) {
        if (SqlName(column) == column) AddWord(qualifier + column);
      }
    }
  }

  // A name that needs quotes is offered behind the first of them: what was typed stays.
  void AddQuotedColumns() {
    for (const std::string& table : TablesNamed()) {
      for (const std::string& column : source_.columns_of(table)) AddWord(QuoteName(column));
    }
  }

  std::vector<std::string> TablesNamed() const {
    std::vector<std::string> tables;
    const auto rewritten = RewriteSql(before_, source_.names);
    if (rewritten.ok()) tables = rewritten->tables;
    for (const Token& token : SignificantTokens(before_)) {
      const std::string name = token.IsName() ? Unquote(token) : "";
      for (const std::string& table : source_.tables) {
        if (EqualsIgnoreCase(table, name) && !source_.names.Has(name)) tables.push_back(table);
      }
    }
    return tables;
  }

  std::string_view word_;
  std::string_view before_;
  const CompletionSource& source_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> CompleteSql(std::string_view sql, const CompletionSource& source) {
  return Completer(LastStatement(sql), source).Run();
}

}  // namespace apisql
