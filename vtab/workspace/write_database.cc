#include "vtab/workspace/write_database.h"

#include <filesystem>

#include "src/base/text.h"
#include "vtab/module/values.h"
#include "vtab/sql/tokens.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

Status DumpError(sqlite3* db, const std::string& file) {
  return {StatusCode::kFailedPrecondition, file + ": " + sqlite3_errmsg(db)};
}

Status Execute(sqlite3* db, const std::string& file, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return OkStatus();
  return DumpError(db, file);
}

std::string CreateSql(const PlainTable& table) {
  std::vector<std::string> columns;
  for (const auto& [name, type] : table.columns) columns.push_back(QuoteName(name) + " " + type);
  return "CREATE TABLE " + QuoteName(table.name) + "(" + Join(columns, ", ") + ")";
}

std::string InsertSql(const PlainTable& table) {
  const std::vector<std::string> marks(table.columns.size(), "?");
  return "INSERT INTO " + QuoteName(table.name) + " VALUES(" + Join(marks, ", ") + ")";
}

Status WriteTable(sqlite3* db, const std::string& file, const PlainTable& table) {
  RETURN_IF_ERROR(Execute(db, file, CreateSql(table)));
  sqlite3_stmt* raw = nullptr;
  const std::string sql = InsertSql(table);
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
    return DumpError(db, file);
  }
  const SqliteStatement insert(raw);
  for (const auto& row : table.rows) {
    if (row.size() != table.columns.size()) {
      return {StatusCode::kInternal, table.name + ": a row has the wrong number of values"};
    }
    for (size_t i = 0; i < row.size(); ++i) {
      if (BindValue(raw, static_cast<int>(i) + 1, row[i]) != SQLITE_OK) {
        return DumpError(db, file);
      }
    }
    if (sqlite3_step(raw) != SQLITE_DONE) return DumpError(db, file);
    sqlite3_reset(raw);
  }
  return OkStatus();
}

Status WriteTables(sqlite3* db, const std::string& file, std::span<const PlainTable> tables) {
  RETURN_IF_ERROR(Execute(db, file, "BEGIN"));
  for (const PlainTable& table : tables) RETURN_IF_ERROR(WriteTable(db, file, table));
  return Execute(db, file, "COMMIT");
}

}  // namespace

Status WriteDatabase(const std::string& file, std::span<const PlainTable> tables) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    return {StatusCode::kFailedPrecondition, file + ": the file exists already"};
  }
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  SqliteDatabase db(raw);
  Status status = opened == SQLITE_OK ? WriteTables(raw, file, tables) : DumpError(raw, file);
  if (status.ok()) return status;
  db.reset();
  // Ours alone: it did not exist before. Half a dump would look like a whole one.
  std::filesystem::remove(file, ignored);
  return status;
}

}  // namespace apisql
