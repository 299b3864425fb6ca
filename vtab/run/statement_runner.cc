#include "vtab/run/statement_runner.h"

#include <set>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/run/plan_errors.h"
#include "vtab/run/sql_errors.h"
#include "vtab/run/workspace.h"
#include "vtab/sql/schema_statement.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

std::vector<ResultColumn> ColumnsOf(sqlite3_stmt* statement) {
  std::vector<ResultColumn> columns;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    const char* name = sqlite3_column_name(statement, i);
    const char* type = sqlite3_column_decltype(statement, i);
    columns.push_back({name == nullptr ? "" : name, type == nullptr ? "" : type});
  }
  return columns;
}

std::string_view BytesAt(sqlite3_stmt* statement, int column) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

Value ValueAt(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
      return BytesAt(statement, column);
    case SQLITE_BLOB:
      return Blob{BytesAt(statement, column)};
    default:
      return std::monostate();
  }
}

// RAISE(ABORT, '') ends a statement with no text at all.
std::string TextOf(const SqliteFault& fault) {
  if (!StripBlanks(fault.message).empty()) return fault.message;
  if (fault.code == SQLITE_CONSTRAINT_TRIGGER) {
    return "a trigger ended the statement by RAISE and gives no reason";
  }
  return std::string("SQLite gives no reason: ") + sqlite3_errstr(fault.code);
}

}  // namespace

StatusOr<StatementSummary> StatementRunner::Run(const RewrittenSql& sql, std::string_view typed,
                                                RowSink& sink, int64_t* error_offset) {
  ASSIGN_OR_RETURN(const SqliteStatement statement, Prepare(sql, typed, error_offset));
  return RunPrepared(statement.get(), sql, typed, sink, error_offset);
}

StatusOr<StatementSummary> StatementRunner::RunPrepared(sqlite3_stmt* statement,
                                                        const RewrittenSql& sql,
                                                        std::string_view typed, RowSink& sink,
                                                        int64_t* error_offset) {
  const int64_t changes_before = sqlite3_total_changes64(db_);
  StatementSummary summary;
  RETURN_IF_ERROR(Step(statement, sink, &summary));
  const int code = sqlite3_reset(statement);
  if (code != SQLITE_OK) {
    const SqliteFault fault = SqliteFault::Of(db_, code);
    RollBackFailedRelease(db_, fault, sql.text);
    return ErrorOf(fault, sql, typed, error_offset);
  }
  if (sqlite3_total_changes64(db_) != changes_before) summary.changes = sqlite3_changes64(db_);
  if (authorizer_.attaches()) RETURN_IF_ERROR(CheckAttached());
  if (summary.returned_rows) RETURN_IF_ERROR(sink.End());
  return summary;
}

StatusOr<SqliteStatement> StatementRunner::Prepare(const RewrittenSql& sql, std::string_view typed,
                                                   int64_t* error_offset) {
  if (const auto schema = ReadSchemaStatement(sql.text)) {
    const Status possible = CheckSchemaStatement(*schema, names_);
    if (!possible.ok())
      *error_offset = static_cast<int64_t>(sql.offsets.ToOriginal(schema->offset));
    RETURN_IF_ERROR(possible);
  }
  authorizer_.BeginStatement(sql.text);
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v3(db_, sql.text.data(), static_cast<int>(sql.text.size()), 0, &raw, nullptr);
  SqliteStatement statement(raw);
  if (code != SQLITE_OK) return ErrorOf(SqliteFault::Of(db_, code), sql, typed, error_offset);
  const bool names_registered = !sql.tables.empty() || authorizer_.meets_registered();
  if (names_registered) RETURN_IF_ERROR(CheckFilesAnew());
  return statement;
}

// Hands over rows until the end or an error of SQLite's, which sqlite3_reset() then tells.
Status StatementRunner::Step(sqlite3_stmt* statement, RowSink& sink, StatementSummary* summary) {
  int code = sqlite3_step(statement);
  // Not before the first step: that may prepare the statement anew, with other columns.
  summary->returned_rows = sqlite3_column_count(statement) > 0;
  if (code != SQLITE_ROW && code != SQLITE_DONE) return OkStatus();
  // SQLite found another schema than it had prepared the statement for.
  const bool prepared_anew = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0) > 0;
  if (prepared_anew && authorizer_.meets_registered()) RETURN_IF_ERROR(CheckFilesAnew());
  if (summary->returned_rows) RETURN_IF_ERROR(sink.Begin(ColumnsOf(statement)));
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    RETURN_IF_ERROR(GiveRow(statement, sink));
    ++summary->rows;
  }
  return OkStatus();
}

Status StatementRunner::GiveRow(sqlite3_stmt* statement, RowSink& sink) const {
  std::vector<Value> values;
  const int count = sqlite3_data_count(statement);
  values.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) values.push_back(ValueAt(statement, i));
  return sink.Row(values);
}

Status StatementRunner::CheckAttached() {
  for (const std::string& schema : QueryTexts(db_, "SELECT name FROM pragma_database_list")) {
    Status status = CheckNoneIsHidden(db_, schema, names_);
    if (status.ok()) continue;
    const std::string detach = "DETACH " + QuoteName(schema);
    sqlite3_exec(db_, detach.c_str(), nullptr, nullptr, nullptr);
    return status;
  }
  return OkStatus();
}

// Another process may have made a table of an API's name since the file was opened.
Status StatementRunner::CheckFilesAnew() const {
  for (const std::string& schema : FileSchemas(db_)) {
    ReadSchemaAnew(db_, schema);
    RETURN_IF_ERROR(CheckNoneIsHidden(db_, schema, names_));
  }
  return OkStatus();
}

Status StatementRunner::ErrorOf(const SqliteFault& fault, const RewrittenSql& sql,
                                std::string_view typed, int64_t* error_offset) {
  const int code = fault.code & 0xFF;
  // Of a function that is denied, SQLite makes an error without that code.
  const bool denied = code == SQLITE_AUTH || fault.message.starts_with("not authorized");
  if (denied && !authorizer_.denial().empty()) {
    return {StatusCode::kFailedPrecondition, authorizer_.denial()};
  }
  if (code == SQLITE_INTERRUPT) return {StatusCode::kCancelled, fault.message};
  FailedSql failed{typed, sql.tables, -1};
  if (fault.offset >= 0 && !typed.empty()) {
    const auto rewritten = static_cast<size_t>(fault.offset);
    failed.offset = static_cast<int64_t>(sql.offsets.ToOriginal(rewritten));
  }
  // What follows asks SQLite, and with it the authorizer.
  const std::set<std::string> read = authorizer_.tables_read();
  const std::string improved = ImproveMessage(
      db_, ImprovePlanMessage(TextOf(fault), typed, read, catalog_), names_, &failed);
  *error_offset = failed.offset;
  return {CodeOfSqlite(code), improved};
}

SqliteFault SqliteFault::Of(sqlite3* db, int code) {
  return {code, sqlite3_errmsg(db), sqlite3_error_offset(db)};
}

void RollBackFailedRelease(sqlite3* db, const SqliteFault& fault, std::string_view sql) {
  const std::vector<Token> tokens = SignificantTokens(sql);
  if (tokens.empty() || !tokens[0].IsWord("release") || sqlite3_get_autocommit(db) != 0) return;
  if ((fault.code & 0xFF) == SQLITE_BUSY || fault.code == SQLITE_CONSTRAINT_FOREIGNKEY) return;
  if (fault.message.starts_with("no such savepoint")) return;
  sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace apisql
