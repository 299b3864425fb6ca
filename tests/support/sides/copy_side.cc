#include "tests/support/sides/copy_side.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "vtab/run/write_database.h"

namespace apisql {
namespace {

constexpr int kOperationsPerPoll = 1000;
// All bits of SQLITE_TESTCTRL_OPTIMIZATIONS: each turns one optimization off.
constexpr unsigned kAllOptimizations = 0xffffffff;

std::vector<PlainTable> PlainTables(std::span<const SandboxTable> tables, bool reversed) {
  std::vector<PlainTable> plain_tables;
  for (const SandboxTable& table : tables) {
    PlainTable& plain = plain_tables.emplace_back();
    plain.name = table.name;
    for (const auto& column : table.columns) plain.columns.emplace_back(column.name, column.type);
    plain.rows = table.rows;
    if (reversed) std::ranges::reverse(plain.rows);
  }
  return plain_tables;
}

Value ValueOf(sqlite3_stmt* statement, int column) {
  const auto bytes = [&] {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
    return std::string_view(data, static_cast<size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return static_cast<int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
      return bytes();
    case SQLITE_BLOB:
      return Blob{bytes()};
    default:
      return std::monostate();
  }
}

// A copy is small: in memory it is read without system calls.
StatusOr<SqliteDatabase> InMemory(const std::string& file) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open(":memory:", &raw);
  SqliteDatabase db(raw);
  sqlite3* raw_source = nullptr;
  const int source_opened = sqlite3_open(file.c_str(), &raw_source);
  const SqliteDatabase source(raw_source);
  if (opened != SQLITE_OK || source_opened != SQLITE_OK) {
    return Status(StatusCode::kInternal, "cannot open a database");
  }
  sqlite3_backup* backup = sqlite3_backup_init(raw, "main", raw_source, "main");
  if (backup != nullptr) sqlite3_backup_step(backup, -1);
  if (backup == nullptr || sqlite3_backup_finish(backup) != SQLITE_OK) {
    return Status(StatusCode::kInternal, sqlite3_errmsg(raw));
  }
  return db;
}

// Counts down from the limit of a statement; stops it at 0.
int Poll(void* operations_left) {
  auto& left = *static_cast<int64_t*>(operations_left);
  left -= kOperationsPerPoll;
  return left <= 0 ? 1 : 0;
}

}  // namespace

StatusOr<std::unique_ptr<CopySide>> CopySide::Open(std::span<const SandboxTable> tables,
                                                   const CopyOptions& options) {
  std::unique_ptr<CopySide> copy(new CopySide(options));
  RETURN_IF_ERROR(copy->Load(tables));
  sqlite3* db = copy->db_.get();
  if (!options.optimized)
    sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, db, kAllOptimizations);
  if (options.max_operations > 0) {
    sqlite3_progress_handler(db, kOperationsPerPoll, Poll, &copy->operations_);
  }
  return copy;
}

Status CopySide::Load(std::span<const SandboxTable> tables) {
  std::string folder = (std::filesystem::temp_directory_path() / "apisql_copy_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    return {StatusCode::kInternal, folder + ": cannot be created"};
  }
  const std::string file = folder + "/copy.db";
  const Status written = WriteDatabase(file, PlainTables(tables, options_.reversed));
  StatusOr<SqliteDatabase> db = written.ok() ? InMemory(file) : StatusOr<SqliteDatabase>(written);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  RETURN_IF_ERROR(db.status());
  db_ = *std::move(db);
  return OkStatus();
}

StatusOr<TextRows> CopySide::Run(const std::string& sql) {
  static const std::regex kDottedName(R"(\b(confluent|rockset)\.(\w+)\.(\w+)\b)");
  const std::string quoted = std::regex_replace(sql, kDottedName, "\"$1.$2.$3\"");
  operations_ = options_.max_operations;
  TextRows rows;
  const char* rest = quoted.c_str();
  while (*rest != '\0') {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db_.get(), rest, -1, &raw, &rest) != SQLITE_OK) return Error();
    const SqliteStatement statement(raw);
    if (raw == nullptr) break;
    RETURN_IF_ERROR(Step(raw, rows));
  }
  return rows;
}

Status CopySide::Step(sqlite3_stmt* statement, TextRows& rows) {
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    TextRow& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      row.push_back(ShowValue(ValueOf(statement, i)));
    }
  }
  return code == SQLITE_DONE ? OkStatus() : Error();
}

Status CopySide::Error() const {
  const bool stopped = sqlite3_errcode(db_.get()) == SQLITE_INTERRUPT;
  return {stopped ? StatusCode::kCancelled : StatusCode::kInvalidArgument,
          sqlite3_errmsg(db_.get())};
}

}  // namespace apisql
