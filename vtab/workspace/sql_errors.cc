#include "vtab/workspace/sql_errors.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "registry/model/api_words.h"
#include "registry/model/names.h"
#include "src/base/text.h"
#include "vtab/sql/tokens.h"
#include "vtab/workspace/workspace.h"

namespace apisql {
namespace {

// A dotted name in the user's text.
struct TypedName {
  std::string text;
  size_t offset = 0;
  size_t end = 0;
};

std::vector<TypedName> NamesIn(std::string_view sql) {
  const std::vector<Token> tokens = SignificantTokens(sql);
  std::vector<TypedName> names;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].IsName()) continue;
    TypedName name{Unquote(tokens[i]), tokens[i].offset, tokens[i].end()};
    for (; i + 2 < tokens.size() && tokens[i + 1].IsOperator('.') && tokens[i + 2].IsName();
         i += 2) {
      name.text += "." + Unquote(tokens[i + 2]);
      name.end = tokens[i + 2].end();
    }
    names.push_back(std::move(name));
  }
  return names;
}

bool HasColumn(sqlite3* db, const std::string& table, std::string_view column) {
  const auto names = QueryTexts(db, "SELECT name FROM pragma_table_xinfo(?1)", table);
  return std::ranges::any_of(
      names, [&](const std::string& name) { return EqualsIgnoreCase(name, column); });
}

// "acme.hr.people" is meant by acme.hr.people, hr.people and people.
bool IsMeantBy(std::string_view qualifier, std::string_view table) {
  if (table.size() > qualifier.size()) {
    const size_t before = table.size() - qualifier.size();
    if (table[before - 1] != '.') return false;
    table.remove_prefix(before);
  }
  return EqualsIgnoreCase(table, qualifier);
}

// "Did you mean "API-Key"?" of API, where API-Key stands without quotes; "" where it does not.
std::string UnquotedName(std::string_view word, const std::vector<std::string>& columns) {
  for (const std::string& column : columns) {
    const bool begins =
        column.size() > word.size() && EqualsIgnoreCase(column.substr(0, word.size()), word);
    if (!begins || SqlName(column) == column || column[word.size()] != '-') continue;
    return "Did you mean " + SqlName(column) + "?";
  }
  return "";
}

// The name that a FROM list gives to `table`: `acme.hr.people AS p`; "" when it gives none.
std::string AliasOf(std::string_view sql, std::string_view table) {
  constexpr std::string_view kNoAliases[] = {
      "on",     "using",  "where",  "join",    "natural",   "left",     "right",
      "full",   "inner",  "outer",  "cross",   "group",     "having",   "order",
      "window", "limit",  "union",  "except",  "set",       "not",      "default",
      "from",   "values", "select", "indexed", "intersect", "returning"};
  for (const TypedName& name : NamesIn(sql)) {
    if (!EqualsIgnoreCase(name.text, table)) continue;
    const std::vector<Token> rest = SignificantTokens(sql.substr(name.end));
    const size_t at = !rest.empty() && rest[0].IsWord("as") ? 1 : 0;
    if (at >= rest.size() || !rest[at].IsName()) continue;
    const bool keyword = std::ranges::any_of(
        kNoAliases, [&](std::string_view word) { return rest[at].IsWord(word); });
    if (!keyword) return Unquote(rest[at]);
  }
  return "";
}

// What stands here for a function of another database, or of a newer SQLite; "" for others.
std::string InsteadOfFunction(std::string_view function) {
  constexpr std::pair<std::string_view, std::string_view> kFunctions[] = {
      {"now", "datetime('now') is the time"},
      {"json_extract_path_text", "json ->> '$.a.b' is the member's text"},
      {"json_pretty", "json(x) writes JSON; the format line shows it in lines"},
      {"jsonb", "json(x) does for it: JSON is text here"},
      {"if", "iif(condition, value, otherwise) does for it"},
  };
  for (const auto& [name, instead] : kFunctions) {
    if (EqualsIgnoreCase(function, name)) return std::string(instead);
  }
  return "";
}

// The words that begin statements of ours, and all of SQLite's.
std::vector<std::string> Keywords() {
  std::vector<std::string> words = {"SHOW", "DESCRIBE", "EXEC", "REQUESTS", "COPY"};
  for (int i = 0; i < sqlite3_keyword_count(); ++i) {
    const char* text = nullptr;
    int size = 0;
    if (sqlite3_keyword_name(i, &text, &size) != SQLITE_OK) continue;
    words.emplace_back(text, static_cast<size_t>(size));
  }
  return words;
}

// One letter too many, too few or another, or two that have changed places.
bool IsOneSlipFrom(std::string_view typed, std::string_view word) {
  const size_t shorter = std::min(typed.size(), word.size());
  size_t front = 0;
  while (front < shorter && AsciiLower(typed[front]) == AsciiLower(word[front])) ++front;
  typed.remove_prefix(front);
  word.remove_prefix(front);
  const auto same = [](std::string_view a, std::string_view b) { return EqualsIgnoreCase(a, b); };
  if (typed.empty() || word.empty()) return typed.size() + word.size() == 1;
  if (same(typed.substr(1), word) || same(typed, word.substr(1))) return true;
  if (same(typed.substr(1), word.substr(1))) return true;
  return typed.size() > 1 && word.size() > 1 && AsciiLower(typed[0]) == AsciiLower(word[1]) &&
         AsciiLower(typed[1]) == AsciiLower(word[0]) && same(typed.substr(2), word.substr(2));
}

// A statement that failed, and its error as far as it is known.
class ErrorImprover {
 public:
  ErrorImprover(sqlite3* db, const SqliteFault& fault, const SqlText& sql,
                const RegisteredNames& names, Catalog& catalog)
      : db_(db),
        sql_(sql),
        names_(names),
        catalog_(catalog),
        message_(fault.message),
        error_(CodeOfSqlite(fault.code), message_) {
    if (fault.offset >= 0) error_ = sql.Fault(error_, static_cast<size_t>(fault.offset));
  }

  Status Improve();

 private:
  Status UnknownTable(std::string_view table);
  bool IsCalled(std::string_view table) const;
  Status UnknownColumn(std::string_view column);
  Status UnknownInsertColumn(std::string_view rest);
  std::string MeaningOf(std::string_view column) const;
  std::string MeaningIn(const std::vector<std::string>& tables, std::string_view column) const;
  Status UnknownDatabase(std::string_view database);
  Status UnknownFunction(std::string_view function);
  std::optional<Status> MisspeltKeyword();
  void PlaceOfName(std::string_view name, std::string_view behind);
  Status StrayDot();
  Status ContentOfFts();
  std::string WrongQualifier(std::string_view column) const;
  std::vector<std::string> ColumnsAtHand() const;
  // The error with a hint behind its message.
  Status Hinted(std::string hint) {
    return std::move(error_).WithMessage(message_ + ". " + hint).WithHint(std::move(hint));
  }

  sqlite3* db_;
  const SqlText& sql_;
  const RegisteredNames& names_;
  Catalog& catalog_;
  const std::string& message_;
  Status error_;
};

std::optional<std::string_view> Rest(std::string_view message, std::string_view prefix) {
  if (!message.starts_with(prefix)) return std::nullopt;
  return message.substr(prefix.size());
}

Status ErrorImprover::Improve() {
  if (const auto table = Rest(message_, "no such table: ")) return UnknownTable(*table);
  if (const auto column = Rest(message_, "no such column: ")) return UnknownColumn(*column);
  if (const auto rest = Rest(message_, "table ")) return UnknownInsertColumn(*rest);
  if (const auto rest = Rest(message_, "cannot join using column ")) {
    std::string meaning = MeaningOf(rest->substr(0, rest->find(' ')));
    return meaning.empty() ? std::move(error_) : Hinted(std::move(meaning));
  }
  if (const auto database = Rest(message_, "unknown database ")) {
    return UnknownDatabase(*database);
  }
  if (message_ == "SQL logic error") return ContentOfFts();
  if (message_ == "unrecognized token: \":\"")
    return Hinted("CAST(x AS TEXT) is what x::text is elsewhere");
  if (message_ == "incomplete input") return sql_.Fault(error_, sql_.text.size());
  if (const auto function = Rest(message_, "no such function: ")) return UnknownFunction(*function);
  if (auto error = MisspeltKeyword()) return *std::move(error);
  if (message_ == "near \".\": syntax error" && error_.place()) return StrayDot();
  return std::move(error_);
}

Status ErrorImprover::UnknownTable(std::string_view table) {
  for (const TypedName& name : NamesIn(sql_.typed)) {
    if (error_.place() || !EqualsIgnoreCase(name.text, table)) continue;
    error_ = std::move(error_).At(name.offset);
  }
  std::vector<std::string> candidates = WorkspaceTables(db_);
  const std::vector<std::string> near = names_.Near(table);
  candidates.insert(candidates.end(), near.begin(), near.end());
  if (IsCalled(table)) candidates = {"read_csv", "read_tsv", "read_json"};
  std::string suggestion = Suggestion(table, candidates);
  return suggestion.empty() ? std::move(error_) : Hinted(std::move(suggestion));
}

// Where error_ stands it is written like a function: FROM read_cvs('keys.csv').
bool ErrorImprover::IsCalled(std::string_view table) const {
  if (!error_.place()) return false;
  const std::vector<Token> tokens =
      SignificantTokens(std::string_view(sql_.typed).substr(*error_.place()));
  return tokens.size() > 1 && tokens[1].IsOperator('(') &&
         EqualsIgnoreCase(Unquote(tokens[0]), table);
}

// A column whose table is not called so in this statement; "" when it is something else.
std::string ErrorImprover::WrongQualifier(std::string_view column) const {
  const size_t dot = column.rfind('.');
  if (dot == std::string_view::npos) return "";
  const std::string last(column.substr(dot + 1));
  std::vector<std::string> right;
  bool alias_given = false;
  for (const std::string& table : sql_.tables) {
    if (!IsMeantBy(column.substr(0, dot), table) || !HasColumn(db_, table, last)) continue;
    const std::string alias = AliasOf(sql_.typed, table);
    alias_given |= !alias.empty();
    right.push_back((alias.empty() ? table : alias) + "." + last);
  }
  if (right.empty()) return "";
  return "In this statement it is " + Join(right, " or ") +
         (alias_given ? "" : ", or give the table an alias");
}

Status ErrorImprover::UnknownColumn(std::string_view column) {
  PlaceOfName(column, "set");
  std::string wrong_qualifier = WrongQualifier(column);
  if (!wrong_qualifier.empty()) return Hinted(std::move(wrong_qualifier));
  std::string meaning = MeaningOf(column);
  if (!meaning.empty()) return Hinted(std::move(meaning));
  const std::string_view last = column.substr(column.rfind('.') + 1);
  const std::vector<std::string> columns = ColumnsAtHand();
  std::string suggestion = UnquotedName(last, columns);
  if (suggestion.empty()) suggestion = ColumnSuggestion(last, columns);
  if (!suggestion.empty()) return Hinted(std::move(suggestion));
  const size_t at = error_.place().value_or(sql_.typed.size());
  if (at >= sql_.typed.size() || sql_.typed[at] != '"') return std::move(error_);
  return Hinted("Text takes single quotes: " + QuoteText(column));
}

// "confluent.iam.api_keys has no column named owner"
Status ErrorImprover::UnknownInsertColumn(std::string_view rest) {
  constexpr std::string_view kBetween = " has no column named ";
  const size_t between = rest.find(kBetween);
  if (between == std::string_view::npos) return std::move(error_);
  const std::string table(rest.substr(0, between));
  const std::string_view column = rest.substr(between + kBetween.size());
  PlaceOfName(column, "(");
  std::string hint = MeaningIn({table}, column);
  if (hint.empty()) hint = ColumnSuggestion(column, ColumnsOf(db_, table));
  return hint.empty() ? std::move(error_) : Hinted(std::move(hint));
}

// What an API calls so. A table's name or alias before it leaves that table alone, and it may also
// be the first part of the API's word: spec.owner, k.spec.owner.
std::string ErrorImprover::MeaningOf(std::string_view column) const {
  std::string meaning = MeaningIn(sql_.tables, column);
  if (!meaning.empty()) return meaning;
  for (size_t dot = column.find('.'); dot != std::string_view::npos;
       dot = column.find('.', dot + 1)) {
    const std::string_view qualifier = column.substr(0, dot);
    std::vector<std::string> tables;
    for (const std::string& table : sql_.tables) {
      const bool meant = IsMeantBy(qualifier, table);
      if (meant || EqualsIgnoreCase(AliasOf(sql_.typed, table), qualifier)) tables.push_back(table);
    }
    meaning = MeaningIn(tables, column.substr(dot + 1));
    if (!meaning.empty()) return meaning;
  }
  return "";
}

std::string ErrorImprover::MeaningIn(const std::vector<std::string>& tables,
                                     std::string_view column) const {
  std::vector<std::string> meanings;
  for (const std::string& table : tables) {
    if (!catalog_.Has(table)) continue;
    const auto resource = catalog_.Find(table);
    if (!resource.ok()) continue;
    std::string meaning = MeaningOfApiWord(**resource, column);
    if (meaning.empty()) continue;
    if (sql_.tables.size() > 1) meaning = table + ": " + meaning;
    meanings.push_back(std::move(meaning));
  }
  return Join(meanings, ". ");
}

// Where SQLite knew none: the first mention of `name` behind the first token `behind`.
void ErrorImprover::PlaceOfName(std::string_view name, std::string_view behind) {
  bool is_behind = false;
  for (const Token& token : SignificantTokens(sql_.typed)) {
    if (error_.place() || !is_behind || !token.IsName()) {
      is_behind |= EqualsIgnoreCase(token.text, behind);
      continue;
    }
    if (EqualsIgnoreCase(Unquote(token), name)) error_ = std::move(error_).At(token.offset);
  }
}

Status ErrorImprover::UnknownFunction(std::string_view function) {
  const std::vector<Token> tokens = SignificantTokens(sql_.typed);
  for (size_t i = 0; i + 1 < tokens.size() && !error_.place(); ++i) {
    if (!tokens[i].IsName() || !tokens[i + 1].IsOperator('(')) continue;
    if (EqualsIgnoreCase(Unquote(tokens[i]), function)) {
      error_ = std::move(error_).At(tokens[i].offset);
    }
  }
  if (std::string instead = InsteadOfFunction(function); !instead.empty()) {
    return Hinted(std::move(instead));
  }
  const char* sql = "SELECT DISTINCT name FROM pragma_function_list WHERE name <> ?1";
  std::string suggestion = Suggestion(function, QueryTexts(db_, sql, function));
  return suggestion.empty() ? std::move(error_) : Hinted(std::move(suggestion));
}

// SQLite stops at a word that it does not know, or behind it, where it took it for a name.
std::optional<Status> ErrorImprover::MisspeltKeyword() {
  if (!message_.ends_with(": syntax error") || !error_.place()) return std::nullopt;
  const std::vector<Token> tokens = SignificantTokens(sql_.typed);
  const auto at = std::ranges::find(tokens, *error_.place(), &Token::offset);
  if (at == tokens.end() || at->IsOperator('.')) return std::nullopt;
  const auto before = at == tokens.begin() ? at : std::prev(at);
  for (const auto& token : {at, before}) {
    if (token->kind != TokenKind::kWord || token->text.size() < 4) continue;
    const std::string word(token->text);
    if (sqlite3_keyword_check(word.c_str(), static_cast<int>(word.size())) != 0) continue;
    std::vector<std::string> near;
    for (const std::string& keyword : Keywords()) {
      if (IsOneSlipFrom(word, keyword)) near.push_back(keyword);
    }
    const auto keep = [&near](const auto& is_likely) {
      if (std::ranges::any_of(near, is_likely)) std::erase_if(near, std::not_fn(is_likely));
    };
    keep([&](const std::string& one) { return AsciiLower(one[0]) == AsciiLower(word[0]); });
    keep([&](const std::string& one) { return one.size() == word.size(); });
    if (near.empty() || near.size() > 3) continue;
    return Hinted("Did you mean " + Join(near, " or ") + "?").At(token->offset);
  }
  return std::nullopt;
}

Status ErrorImprover::UnknownDatabase(std::string_view database) {
  if (!names_.IsFirstPart(database)) return std::move(error_);
  return std::move(error_).WithMessage(message_ + ": names that begin with " +
                                       std::string(database) +
                                       ". are taken for tables of that provider");
}

// FTS5 hides why it cannot read the table that has its content.
Status ErrorImprover::ContentOfFts() {
  for (const TypedName& name : NamesIn(sql_.typed)) {
    const char* sql = "SELECT sql FROM sqlite_schema WHERE name = ?1 AND rootpage = 0";
    for (const std::string& created : QueryTexts(db_, sql, name.text)) {
      for (const Token& token : SignificantTokens(created)) {
        const std::string* table = names_.Find(Unquote(token));
        if (table == nullptr) continue;
        const std::string fill = "INSERT INTO " + name.text +
                                 " (rowid, ...) SELECT rowid, ... FROM " + *table + " fills it";
        return std::move(error_)
            .WithMessage(name.text + ": FTS5 cannot read " + *table + " by itself. " + fill)
            .WithHint(fill);
      }
    }
  }
  return std::move(error_);
}

// SQLite stops at the second dot of a name that it cannot have, and at the first where a column
// must stand alone.
Status ErrorImprover::StrayDot() {
  for (const TypedName& name : NamesIn(sql_.typed)) {
    if (*error_.place() < name.offset || *error_.place() >= name.end) continue;
    const size_t dot = name.text.find('.');
    if (dot == name.text.rfind('.')) {
      const std::string_view rest = StripBlanks(std::string_view(sql_.typed).substr(name.end));
      if (!rest.starts_with('=')) break;
      return Hinted(name.text.substr(dot + 1) + " stands here without its table").At(name.offset);
    }
    return names_.UnknownTable(name.text).At(name.offset);
  }
  return std::move(error_);
}

// Columns of the tables that the statement names, the workspace's own included.
std::vector<std::string> ErrorImprover::ColumnsAtHand() const {
  std::vector<std::string> tables = sql_.tables;
  const std::vector<std::string> workspace = WorkspaceTables(db_);
  for (const TypedName& name : NamesIn(sql_.typed)) {
    for (const std::string& table : workspace) {
      if (EqualsIgnoreCase(table, name.text)) tables.push_back(table);
    }
  }
  std::vector<std::string> columns;
  for (const std::string& table : tables) {
    const std::vector<std::string> found = ColumnsOf(db_, table);
    columns.insert(columns.end(), found.begin(), found.end());
  }
  std::ranges::sort(columns);
  columns.erase(std::ranges::unique(columns).begin(), columns.end());
  return columns;
}

}  // namespace

SqliteFault SqliteFault::Of(sqlite3* db, int code) {
  return {code, sqlite3_errmsg(db), sqlite3_error_offset(db)};
}

StatusCode CodeOfSqlite(int sqlite_code) {
  switch (sqlite_code & 0xFF) {
    case SQLITE_INTERRUPT:
      return StatusCode::kCancelled;
    case SQLITE_NOMEM:
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
      return StatusCode::kResourceExhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
      return StatusCode::kUnavailable;
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
    case SQLITE_CONSTRAINT:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return StatusCode::kFailedPrecondition;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StatusCode::kDataLoss;
    case SQLITE_INTERNAL:
    case SQLITE_MISUSE:
      return StatusCode::kInternal;
    default:
      return StatusCode::kInvalidArgument;
  }
}

Status ErrorOf(sqlite3* db, const SqliteFault& fault, const SqlText& sql,
               const RegisteredNames& names, Catalog& catalog) {
  return ErrorImprover(db, fault, sql, names, catalog).Improve();
}

}  // namespace apisql
