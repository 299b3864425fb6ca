#include "vtab/workspace/sql_statement.h"

#include <utility>

#include "vtab/connection/statements.h"
#include "vtab/module/values.h"
#include "vtab/sql/tokens.h"
#include "vtab/workspace/change_counts.h"
#include "vtab/workspace/database.h"

namespace apisql {
namespace {

std::string TextOf(const char* text) { return text == nullptr ? "" : text; }

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

// A failed RELEASE of the outermost savepoint has undone all local changes, but leaves SQLite
// inside of the transaction; this ends it. A RELEASE that changed nothing is left alone: no such
// savepoint, a busy database, an open foreign key.
void RollBackFailedRelease(sqlite3* db, const SqliteFault& fault, std::string_view sql) {
  const std::vector<Token> tokens = SignificantTokens(sql);
  if (tokens.empty() || !tokens[0].IsWord("release") || sqlite3_get_autocommit(db) != 0) return;
  if ((fault.code & 0xFF) == SQLITE_BUSY || fault.code == SQLITE_CONSTRAINT_FOREIGNKEY) return;
  if (fault.message.starts_with("no such savepoint")) return;
  sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace

SqlStatement::SqlStatement(Database& database, SqliteStatement handle, SqlText sql,
                           StatementAccess access, std::shared_ptr<FileTables> files)
    : database_(&database),
      files_(std::move(files)),
      handle_(std::move(handle)),
      sql_(std::move(sql)),
      access_(std::move(access)) {}

std::vector<ResultColumn> SqlStatement::columns() const {
  std::vector<ResultColumn> columns;
  for (int i = 0; i < sqlite3_column_count(handle()); ++i) {
    columns.push_back({TextOf(sqlite3_column_name(handle(), i)),
                       TextOf(sqlite3_column_decltype(handle(), i)),
                       TextOf(sqlite3_column_table_name(handle(), i)),
                       TextOf(sqlite3_column_origin_name(handle(), i))});
    columns.back().is_json = database_->IsJson(columns.back());
  }
  return columns;
}

bool SqlStatement::only_reads() const {
  return sqlite3_stmt_readonly(handle()) != 0 && sqlite3_column_count(handle()) > 0;
}

// EXPLAIN runs nothing, so it needs no values.
Status SqlStatement::Bind(const Parameters& parameters) {
  if (sqlite3_stmt_isexplain(handle()) == 0) RETURN_IF_ERROR(parameters.CheckAllSet());
  for (int i = 1; i <= sqlite3_bind_parameter_count(handle()); ++i) {
    const SqlValue* value = parameters.Find(i, sqlite3_bind_parameter_name(handle(), i));
    if (value == nullptr) continue;
    const int code = BindValue(handle(), i, *value);
    if (code != SQLITE_OK) return database_->ErrorOf(SqliteFault::Of(database_->db(), code), sql_);
  }
  return OkStatus();
}

StatusOr<bool> SqlStatement::Step() {
  const bool first = !std::exchange(running_, true);
  if (first) changes_before_ = sqlite3_total_changes64(database_->db());
  const HandleScope executing(database_->connection().statements, handle());
  database_->BeginStep(sql_);
  const int code = sqlite3_step(handle());
  if (code != SQLITE_ROW && code != SQLITE_DONE) return Fail(code);
  const bool anew = first && sqlite3_stmt_status(handle(), SQLITE_STMTSTATUS_REPREPARE, 1) > 0;
  if (anew) RETURN_IF_ERROR(database_->CheckPreparedAnew());
  if (code == SQLITE_ROW) return true;
  const bool changed = sqlite3_total_changes64(database_->db()) != changes_before_;
  changes_ = changed ? sqlite3_changes64(database_->db()) : 0;
  if (CountsChanges(handle())) database_->EndWrite();
  Reset();
  if (access_.attaches) RETURN_IF_ERROR(database_->CheckAttached());
  return false;
}

Status SqlStatement::Fail(int code) {
  const SqliteFault fault = SqliteFault::Of(database_->db(), code);
  Reset();
  RollBackFailedRelease(database_->db(), fault, sql_.text);
  return database_->ErrorOf(fault, sql_);
}

void SqlStatement::ReadRow(std::vector<Value>* row) const {
  row->clear();
  const int count = sqlite3_data_count(handle());
  for (int i = 0; i < count; ++i) row->push_back(ValueAt(handle(), i));
}

void SqlStatement::Reset() {
  running_ = false;
  sqlite3_reset(handle());
}

}  // namespace apisql
