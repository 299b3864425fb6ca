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

std::string UnknownColumn(sqlite3* db, const std::string& message, std::string_view column,
                          const FailedSql& failed) {
  const std::string_view last = column.substr(column.rfind('.') + 1);
  const std::string suggestion = DidYouMean(last, ColumnsAtHand(db, failed));
  if (!suggestion.empty()) return message + "." + suggestion;
  const auto at = static_cast<size_t>(std::max<int64_t>(failed.offset, 0));
  const bool quoted = failed.offset >= 0 && at < failed.typed.size() && failed.typed[at] == '"';
  if (!quoted) return message;
  return message + ". Text takes single quotes: " + QuoteText(column);
}

// SQLite stops at the second dot of a name that it cannot have.
std::string StrayDot(const std::string& message, const RegisteredNames& names, FailedSql* failed) {
  for (const TypedName& name : NamesIn(failed->typed)) {
    const auto at = static_cast<size_t>(failed->offset);
    if (at < name.offset || at >= name.end) continue;
    failed->offset = static_cast<int64_t>(name.offset);
    return "no such table: " + name.text + "." + names.Suggestion(name.text);
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
