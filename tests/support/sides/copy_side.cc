#include "tests/support/sides/copy_side.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "vtab/sql/tokens.h"
#include "vtab/workspace/write_database.h"

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
    for (const auto& row : table.rows) {
      std::vector<SqlValue>& values = plain.rows.emplace_back();
      for (const auto& cell : row) {
        values.push_back(std::visit([](const auto& one) -> SqlValue { return one; }, cell));
      }
    }
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

SandboxTable::Value Owned(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::monostate();
}

void Bind(sqlite3_stmt* statement, int parameter, const SandboxTable::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text(statement, parameter, text->data(), static_cast<int>(text->size()),
                      SQLITE_TRANSIENT);
  } else if (const auto* integer = std::get_if<int64_t>(&value)) {
    sqlite3_bind_int64(statement, parameter, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement, parameter, *real);
  } else {
    sqlite3_bind_null(statement, parameter);
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

bool CopySide::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

StatusOr<SqliteStatement> CopySide::Prepare(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return Error();
  operations_ = options_.max_operations;
  return SqliteStatement(raw);
}

StatusOr<SandboxTable> CopySide::Read(const SandboxTable& table) {
  SandboxTable now = {.name = table.name, .columns = table.columns, .rows = {}};
  ASSIGN_OR_RETURN(const SqliteStatement statement,
                   Prepare("SELECT * FROM " + QuoteName(table.name)));
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    auto& row = now.rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement.get()); ++i) {
      row.push_back(Owned(ValueOf(statement.get(), i)));
    }
  }
  if (code != SQLITE_DONE) return Error();
  return now;
}

Status CopySide::Refill(const SandboxTable& table) {
  RETURN_IF_ERROR(Run("DELETE FROM " + table.name).status());
  std::string values = "?";
  for (size_t i = 1; i < table.columns.size(); ++i) values += ", ?";
  ASSIGN_OR_RETURN(const SqliteStatement statement,
                   Prepare("INSERT INTO " + QuoteName(table.name) + " VALUES (" + values + ")"));
  for (const auto& row : table.rows) RETURN_IF_ERROR(Insert(statement.get(), row));
  return OkStatus();
}

Status CopySide::Insert(sqlite3_stmt* statement, std::span<const SandboxTable::Value> row) {
  for (size_t i = 0; i < row.size(); ++i) Bind(statement, static_cast<int>(i) + 1, row[i]);
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE ? OkStatus() : Error();
}

Status CopySide::Error() const {
  const bool stopped = sqlite3_errcode(db_.get()) == SQLITE_INTERRUPT;
  return {stopped ? StatusCode::kCancelled : StatusCode::kInvalidArgument,
          sqlite3_errmsg(db_.get())};
}

}  // namespace apisql
