#include "vtab/run/sql_errors.h"

#include <algorithm>
#include <optional>

#include "src/base/text.h"
#include "vtab/run/workspace.h"
#include "vtab/sql/tokens.h"

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

std::string UnknownTable(sqlite3* db, const std::string& message, std::string_view table,
                         const RegisteredNames& names, FailedSql* failed) {
  for (const TypedName& name : NamesIn(failed->typed)) {
    if (failed->offset >= 0 || !EqualsIgnoreCase(name.text, table)) continue;
    failed->offset = static_cast<int64_t>(name.offset);
  }
  std::vector<std::string> candidates = WorkspaceTables(db);
  candidates.insert(candidates.end(), names.all().begin(), names.all().end());
  const std::string suggestion = DidYouMean(table, candidates);
  return suggestion.empty() ? message : message + "." + suggestion;
}

// Columns of the tables that the statement names, the workspace's own included.
std::vector<std::string> ColumnsAtHand(sqlite3* db, const FailedSql& failed) {
  std::vector<std::string> tables = failed.tables;
  const std::vector<std::string> workspace = WorkspaceTables(db);
  for (const TypedName& name : NamesIn(failed.typed)) {
    for (const std::string& table : workspace) {
      if (EqualsIgnoreCase(table, name.text)) tables.push_back(table);
    }
  }
  std::vector<std::string> columns;
  for (const std::string& table : tables) {
    const auto found =
        QueryTexts(db, "SELECT name FROM pragma_table_xinfo(?1) WHERE name <> '_returned'", table);
    columns.insert(columns.end(), found.begin(), found.end());
  }
  std::ranges::sort(columns);
  columns.erase(std::ranges::unique(columns).begin(), columns.end());
  return columns;
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

// The name that a FROM list gives to `table`: `acme.hr.people AS p`; "" when it gives none.
std::string AliasOf(std::string_view sql, std::string_view table) {
  constexpr std::string_view kNoAliases[] = {
      "on",    "using", "where", "join",   "natural", "left",    "right",     "full",     "inner",
      "outer", "cross", "group", "having", "order",   "window",  "limit",     "union",    "except",
      "set",   "not",   "from",  "values", "select",  "indexed", "intersect", "returning"};
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

// A column whose table is not called so in this statement; "" when it is something else.
std::string WrongQualifier(sqlite3* db, std::string_view column, const FailedSql& failed) {
  const size_t dot = column.rfind('.');
  if (dot == std::string_view::npos) return "";
  const std::string last(column.substr(dot + 1));
  std::vector<std::string> right;
  bool alias_given = false;
  for (const std::string& table : failed.tables) {
    if (!IsMeantBy(column.substr(0, dot), table) || !HasColumn(db, table, last)) continue;
    const std::string alias = AliasOf(failed.typed, table);
    alias_given |= !alias.empty();
    right.push_back((alias.empty() ? table : alias) + "." + last);
  }
  if (right.empty()) return "";
  const std::string hint = alias_given ? "" : ", or give the table an alias";
  return ". In this statement it is " + Join(right, " or ") + hint;
}

std::string UnknownColumn(sqlite3* db, const std::string& message, std::string_view column,
                          const FailedSql& failed) {
  const std::string wrong_qualifier = WrongQualifier(db, column, failed);
  if (!wrong_qualifier.empty()) return message + wrong_qualifier;
  const std::string_view last = column.substr(column.rfind('.') + 1);
  const std::string suggestion = DidYouMean(last, ColumnsAtHand(db, failed));
  if (!suggestion.empty()) return message + "." + suggestion;
  const auto at = static_cast<size_t>(std::max<int64_t>(failed.offset, 0));
  const bool quoted = failed.offset >= 0 && at < failed.typed.size() && failed.typed[at] == '"';
  if (!quoted) return message;
  return message + ". Text takes single quotes: " + QuoteText(column);
}

// FTS5 hides why it cannot read the table that has its content.
std::string ContentOfFts(sqlite3* db, const std::string& message, const RegisteredNames& names,
                         const FailedSql& failed) {
  for (const TypedName& name : NamesIn(failed.typed)) {
    const char* sql = "SELECT sql FROM sqlite_schema WHERE name = ?1 AND rootpage = 0";
    for (const std::string& created : QueryTexts(db, sql, name.text)) {
      for (const Token& token : SignificantTokens(created)) {
        const std::string* table = names.Find(Unquote(token));
        if (table == nullptr) continue;
        return name.text + ": FTS5 cannot read " + *table + " by itself. INSERT INTO " + name.text +
               " (rowid, ...) SELECT rowid, ... FROM " + *table + " fills it";
      }
    }
  }
  return message;
}

// SQLite stops at the second dot of a name that it cannot have, and at the first where a column
// must stand alone.
std::string StrayDot(const std::string& message, const RegisteredNames& names, FailedSql* failed) {
  for (const TypedName& name : NamesIn(failed->typed)) {
    const auto at = static_cast<size_t>(failed->offset);
    if (at < name.offset || at >= name.end) continue;
    failed->offset = static_cast<int64_t>(name.offset);
    if (std::ranges::count(name.text, '.') == 1) {
      return message + ". " + name.text.substr(name.text.find('.') + 1) +
             " stands here without its table";
    }
    const std::string suggestion = names.Suggestion(name.text);
    return "no such table: " + name.text + (suggestion.empty() ? "" : "." + suggestion);
  }
  return message;
}

std::optional<std::string_view> Rest(std::string_view message, std::string_view prefix) {
  if (!message.starts_with(prefix)) return std::nullopt;
  return message.substr(prefix.size());
}

}  // namespace

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

std::string ImproveMessage(sqlite3* db, std::string message, const RegisteredNames& names,
                           FailedSql* failed) {
  if (const auto table = Rest(message, "no such table: ")) {
    return UnknownTable(db, message, *table, names, failed);
  }
  if (const auto column = Rest(message, "no such column: ")) {
    return UnknownColumn(db, message, *column, *failed);
  }
  if (const auto database = Rest(message, "unknown database ");
      database && names.IsFirstPart(*database)) {
    return message + ": names that begin with " + std::string(*database) +
           ". are taken for tables of that provider";
  }
  if (message == "SQL logic error") return ContentOfFts(db, message, names, *failed);
  if (message == "near \".\": syntax error" && failed->offset >= 0) {
    return StrayDot(message, names, failed);
  }
  if (EqualsIgnoreCase(message, "near \"show\": syntax error")) {
    return message +
           ". SHOW takes PROVIDERS, SERVICES, RESOURCES, METHODS, SETTINGS, TABLES or "
           "INSERT INTO";
  }
  return message;
}

}  // namespace apisql
