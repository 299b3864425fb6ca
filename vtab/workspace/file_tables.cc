#include "vtab/workspace/file_tables.h"

#include <algorithm>
#include <utility>

#include "vtab/module/values.h"
#include "vtab/sql/sql_editor.h"
#include "vtab/sql/tokens.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

constexpr int64_t kRowsPerPoll = 1024;

Status FileTableFailure(sqlite3* db) {
  return {StatusCode::kFailedPrecondition, std::string("cannot keep it: ") + sqlite3_errmsg(db)};
}

Status ExecuteFor(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return OkStatus();
  return FileTableFailure(db);
}

bool IsTemporaryTable(sqlite3* db, const std::string& name) {
  return sqlite3_table_column_metadata(db, "temp", name.c_str(), nullptr, nullptr, nullptr, nullptr,
                                       nullptr, nullptr) == SQLITE_OK;
}

// What the statement shows of it in messages and query plans.
std::string FileTableName(sqlite3* db, const FileCall& call) {
  std::string name = "read_csv(";
  if (call.kind == FileCall::Kind::kTsv) name = "read_tsv(";
  if (call.kind == FileCall::Kind::kJson) name = "read_json(";
  name += QuoteText(call.file) + ")";
  std::string one = name;
  for (int i = 2; IsTemporaryTable(db, one); ++i) one = name + " " + std::to_string(i);
  return one;
}

FileFormat FormatOfCall(const FileCall& call) {
  if (call.kind == FileCall::Kind::kJson) return FileFormat::kJson;
  if (call.kind == FileCall::Kind::kTsv) return FileFormat::kTsv;
  return FileFormatOf(call.file) == FileFormat::kTsv ? FileFormat::kTsv : FileFormat::kCsv;
}

std::string ColumnList(const TableFile& file) {
  std::string text;
  for (const FileColumn& column : file.columns()) {
    text += (text.empty() ? "" : ", ") + QuoteName(column.name) + " ";
    text += FileTypeName(column.type);
  }
  return text;
}

}  // namespace

FileTables::~FileTables() {
  for (const Loaded& one : loaded_) {
    // Where another statement is running SQLite refuses; the table then lives as long as `db_`.
    const std::string drop = "DROP TABLE IF EXISTS temp." + QuoteName(one.table);
    sqlite3_exec(db_, drop.c_str(), nullptr, nullptr, nullptr);
  }
}

StatusOr<std::unique_ptr<FileTables>> FileTables::Load(sqlite3* db,
                                                       std::function<bool()> interrupted,
                                                       const VariableText& variable, SqlText* sql) {
  StatusOr<std::vector<FileCall>> calls = FindFileCalls(sql->text, variable);
  if (!calls.ok()) {
    const size_t place = calls.status().place().value_or(0);
    return sql->Fault(std::move(calls).status(), place);
  }
  if (calls->empty()) return std::unique_ptr<FileTables>();
  auto tables = std::make_unique<FileTables>(db, std::move(interrupted));
  SqlEditor editor(*sql);
  for (const FileCall& call : *calls) {
    StatusOr<std::string> table = tables->TableOf(call);
    if (!table.ok()) return sql->Fault(std::move(table).status(), call.begin);
    editor.KeepUntil(call.begin);
    editor.Write(QuoteName(*table), call.begin);
    editor.SkipUntil(call.end);
  }
  *sql = editor.Finish();
  return tables;
}

StatusOr<std::string> FileTables::TableOf(const FileCall& call) {
  const auto same = [&](const Loaded& one) {
    return one.kind == call.kind && one.file == call.file;
  };
  const auto found = std::ranges::find_if(loaded_, same);
  if (found != loaded_.end()) return found->table;
  const std::string table = FileTableName(db_, call);
  RETURN_IF_ERROR(Fill(call, table));
  return table;
}

// A savepoint, so that the rows are one transaction and no half of them is left by an error. What
// the user's statements have set last_insert_rowid() to stays.
Status FileTables::Fill(const FileCall& call, const std::string& table) {
  ASSIGN_OR_RETURN(const std::unique_ptr<TableFile> file,
                   ReadTableFile(call.file, FormatOfCall(call)));
  const sqlite3_int64 last_row = sqlite3_last_insert_rowid(db_);
  const std::string name = "temp." + QuoteName(table);
  RETURN_IF_ERROR(ExecuteFor(db_, "SAVEPOINT \"apisql file\""));
  Status status = ExecuteFor(db_, "CREATE TABLE " + name + " (" + ColumnList(*file) + ")");
  if (status.ok()) status = InsertRows(table, *file);
  // Without it SQLite takes each table for one of a million rows, and plans joins accordingly.
  if (status.ok()) status = ExecuteFor(db_, "ANALYZE " + name);
  if (!status.ok()) {
    // Its own failure would say less than the one that it follows.
    sqlite3_exec(db_, "ROLLBACK TO \"apisql file\"", nullptr, nullptr, nullptr);
  }
  const Status released = ExecuteFor(db_, "RELEASE \"apisql file\"");
  sqlite3_set_last_insert_rowid(db_, last_row);
  if (status.code() == StatusCode::kCancelled) return status;
  RETURN_IF_ERROR(std::move(status).Annotate(call.file));
  RETURN_IF_ERROR(released);
  loaded_.push_back({call.kind, call.file, table});
  return OkStatus();
}

Status FileTables::InsertRows(const std::string& table, const TableFile& file) {
  std::string sql = "INSERT INTO temp." + QuoteName(table) + " VALUES (?";
  for (size_t i = 1; i < file.columns().size(); ++i) sql += ",?";
  sql += ")";
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
    return FileTableFailure(db_);
  }
  const SqliteStatement statement(raw);
  int64_t count = 0;
  return file.ForEachRow([&](std::span<const SqlValue> row) {
    if (count++ % kRowsPerPoll == 0 && interrupted_()) {
      return Status(StatusCode::kCancelled, "interrupted");
    }
    for (size_t i = 0; i < row.size(); ++i) BindValue(raw, static_cast<int>(i + 1), row[i]);
    if (sqlite3_step(raw) != SQLITE_DONE) return FileTableFailure(db_);
    sqlite3_reset(raw);
    return OkStatus();
  });
}

}  // namespace apisql
