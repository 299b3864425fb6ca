#include "vtab/workspace/database.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "vtab/ahead/prefetch_run.h"
#include "vtab/files/cell_guess.h"
#include "vtab/functions/register_functions.h"
#include "vtab/meta/meta_tables.h"
#include "vtab/rewrite/pragma_tables.h"
#include "vtab/sql/schema_statement.h"
#include "vtab/sql/tokens.h"
#include "vtab/views/view_shape.h"
#include "vtab/views/view_table.h"
#include "vtab/workspace/plan_errors.h"
#include "vtab/workspace/workspace.h"

namespace apisql {
namespace {

// RAISE(ABORT, '') ends a statement with no text at all.
std::string TextOf(const SqliteFault& fault) {
  if (!StripBlanks(fault.message).empty()) return fault.message;
  if (fault.code == SQLITE_CONSTRAINT_TRIGGER) {
    return "a trigger ended the statement by RAISE and gives no reason";
  }
  return std::string("SQLite gives no reason: ") + sqlite3_errstr(fault.code);
}

}  // namespace

Database::Database(std::shared_ptr<Connection> connection, RegisteredNames names,
                   Interruption& interruption)
    : connection_(std::move(connection)),
      names_(std::move(names)),
      authorizer_(names_, connection_->rules),
      interruption_(interruption),
      lazy_tables_(connection_) {
  names_.set_view_texts([this](const std::string& name) { return ViewText(name); });
}

Status Database::Open(const std::string& file) {
  ASSIGN_OR_RETURN(db_, OpenWorkspace(file));
  WaitForLocks(db(), interruption_);
  RETURN_IF_ERROR(CheckNoneIsHidden(db(), "main", names_));
  may_have_files_ = !FileSchemas(db()).empty();
  RETURN_IF_ERROR(RegisterMetaTables(db(), connection_));
  RETURN_IF_ERROR(RegisterFunctions(db()));
  RETURN_IF_ERROR(RegisterStored("main"));
  RETURN_IF_ERROR(change_counts_.Install(db()));
  authorizer_.Install(db());
  PollWhileStepping();
  return OkStatus();
}

// The statement that is stepped, or the run ahead of it: that ends alone.
bool Database::IsToStop() {
  PrefetchRun* prefetch_run = connection_->prefetch_run;
  return interruption_.Requested() || (prefetch_run != nullptr && prefetch_run->HasDoneEnough());
}

// Of a view with a column that has no affinity, unless it needs a value: only a virtual table asks
// for one across LEFT JOIN and GROUP BY. A view with a fault has no text: its table tells the
// fault.
std::optional<std::string> Database::ViewText(const std::string& name) {
  const auto [entry, is_new] = view_texts_.try_emplace(name);
  Catalog& catalog = connection_->api.catalog();
  if (!is_new || !catalog.Has(name)) return entry->second;
  const auto resource = catalog.Find(name);
  if (!resource.ok() || (*resource)->view_sql.empty()) return std::nullopt;
  const auto shape = ReadViewShape(**resource, catalog);
  if (!shape.ok()) return std::nullopt;
  for (const std::string& table : shape->tables) {
    if (!lazy_tables_.Register(db(), table).ok()) return std::nullopt;
  }
  const bool all_compare = std::ranges::none_of(
      shape->columns, [](const ViewColumn& column) { return column.type.empty(); });
  if (!all_compare && ViewTable::IsAnswered(db(), *shape, {})) entry->second = shape->sql;
  return entry->second;
}

void Database::PollWhileStepping() {
  const auto poll = [](void* self) { return static_cast<Database*>(self)->IsToStop() ? 1 : 0; };
  sqlite3_progress_handler(db(), PrefetchRun::kOperationsPerPoll, poll, this);
}

StatusOr<std::unique_ptr<FileTables>> Database::LoadFiles(SqlText* sql) {
  sqlite3_progress_handler(db(), 0, nullptr, nullptr);
  auto files =
      FileTables::Load(db(), [this] { return interruption_.Requested(); }, variable_text_, sql);
  PollWhileStepping();
  return files;
}

StatusOr<SqlStatement> Database::Prepare(SqlText sql) {
  if (const auto schema = ReadSchemaStatement(sql.text)) {
    RETURN_IF_ERROR(sql.Fault(CheckSchemaStatement(*schema, names_), schema->offset));
  }
  ASSIGN_OR_RETURN(std::shared_ptr<FileTables> files, LoadFiles(&sql));
  RETURN_IF_ERROR(RegisterNamed(sql));
  ASSIGN_OR_RETURN(SqliteStatement handle, PrepareHandle(sql));
  StatementAccess access{authorizer_.attaches(), authorizer_.tables_read(),
                         authorizer_.tables_read_inside()};
  if (!sql.tables.empty() || authorizer_.meets_registered()) RETURN_IF_ERROR(CheckFilesAnew());
  return SqlStatement(*this, std::move(handle), std::move(sql), std::move(access),
                      std::move(files));
}

// A name that the pass over tokens does not see stands in a view or trigger of another process, or
// in single quotes: SQLite tells it. Each is registered once, so this comes to an end.
StatusOr<SqliteStatement> Database::PrepareHandle(const SqlText& sql) {
  for (;;) {
    authorizer_.BeginStatement(sql.text);
    sqlite3_stmt* raw = nullptr;
    const int size = static_cast<int>(sql.text.size());
    const int code = sqlite3_prepare_v3(db(), sql.text.data(), size, 0, &raw, nullptr);
    if (code == SQLITE_OK) return SqliteStatement(raw);
    const SqliteFault fault = SqliteFault::Of(db(), code);
    ASSIGN_OR_RETURN(const bool again, RegisterMissing(fault.message));
    if (!again) return ErrorOf(fault, sql);
  }
}

Status Database::RegisterNamed(const SqlText& sql) {
  for (const std::string& table : sql.tables) {
    RETURN_IF_ERROR(lazy_tables_.Register(db(), table).status());
  }
  const PragmaTables asked = ReadPragmaTables(sql.text);
  for (const std::string& name : asked.any ? names_.Known() : asked.names) {
    const std::string* table = names_.Find(name);
    if (table != nullptr) RETURN_IF_ERROR(lazy_tables_.Register(db(), *table).status());
  }
  return OkStatus();
}

// ALTER TABLE and PRAGMA look at all views and triggers of the database `schema`, and tell of a
// table that is not there in words of their own, or not at all.
Status Database::RegisterStored(const std::string& schema) {
  const std::string sql =
      "SELECT sql FROM " + QuoteName(schema) + ".sqlite_schema WHERE sql IS NOT NULL";
  for (const std::string& stored : QueryTexts(db(), sql.c_str())) {
    for (const Token& token : SignificantTokens(stored)) {
      if (!token.IsName() && token.kind != TokenKind::kString) continue;
      const std::string* table = names_.Find(Unquote(token));
      if (table != nullptr) RETURN_IF_ERROR(lazy_tables_.Register(db(), *table).status());
    }
  }
  return OkStatus();
}

// True where `message` says that there is no such table, and now there is. SQLite may write the
// name of the database before it.
StatusOr<bool> Database::RegisterMissing(std::string_view message) {
  constexpr std::string_view kNoTable = "no such table: ";
  const size_t at = message.find(kNoTable);
  if (at == std::string_view::npos) return false;
  std::string_view name = message.substr(at + kNoTable.size());
  for (;;) {
    if (const std::string* table = names_.Find(name)) return lazy_tables_.Register(db(), *table);
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos) return false;
    name.remove_prefix(dot + 1);
  }
}

std::vector<std::string> Database::OtherTables() const {
  std::vector<std::string> tables = WorkspaceTables(db());
  tables.insert(tables.end(), names_.own().begin(), names_.own().end());
  return tables;
}

std::vector<std::string> Database::TableNames() const {
  std::vector<std::string> tables = names_.All();
  for (std::string& table : WorkspaceTables(db())) tables.push_back(std::move(table));
  std::ranges::sort(tables);
  return tables;
}

std::vector<std::string> Database::TablesFrom(std::string_view prefix) const {
  std::vector<std::string> tables = names_.From(prefix);
  for (std::string& table : WorkspaceTables(db())) {
    if (EqualsIgnoreCase(std::string_view(table).substr(0, prefix.size()), prefix)) {
      tables.push_back(std::move(table));
    }
  }
  std::ranges::sort(tables);
  return tables;
}

std::vector<std::string> Database::ColumnsOf(const std::string& table) {
  const std::string* known = names_.Find(table);
  if (known != nullptr && !lazy_tables_.Register(db(), *known).ok()) return {};
  return apisql::ColumnsOf(db(), table);
}

bool Database::IsJson(const ResultColumn& column) const {
  if (connection_->api.options().json_columns == JsonColumns::kText) return false;
  if (EqualsIgnoreCase(column.declared_type, FileTypeName(FileType::kJson))) return true;
  if (EqualsIgnoreCase(column.declared_type, "JSON")) return true;
  Catalog& catalog = connection_->api.catalog();
  if (column.table.empty() || !catalog.Has(column.table)) return false;
  const auto resource = catalog.Find(column.table);
  if (!resource.ok()) return false;
  return std::ranges::any_of((*resource)->columns, [&](const Column& one) {
    return one.type == ColumnType::kJson && one.name == column.column;
  });
}

void Database::EndWrite() {
  const auto& target = statement().target();
  const bool writes_api = target && connection_->api.catalog().Has(target->table);
  change_counts_.EndWrite(db(), connection_->writes.counts().absent, writes_api);
}

// An error of a table passes through SQLite as its text and a number: the statement has it whole.
Status Database::ErrorOf(const SqliteFault& fault, const SqlText& sql) const {
  // Of a function that is denied, SQLite makes an error without that code.
  const bool denied =
      (fault.code & 0xFF) == SQLITE_AUTH || fault.message.starts_with("not authorized");
  if (denied && !authorizer_.denial().empty()) {
    return {StatusCode::kFailedPrecondition, authorizer_.denial()};
  }
  // What follows asks SQLite, and with it the authorizer.
  const std::set<std::string> read = authorizer_.tables_read();
  SqliteFault told = fault;
  told.message = ImprovePlanMessage(TextOf(fault), sql.typed, read, connection_->api.catalog());
  const Statement* statement = connection_->statements.entered();
  const Status noted = statement == nullptr ? OkStatus() : statement->first_error();
  if (!noted.ok() && fault.message.ends_with(noted.message())) {
    return Status(noted).WithMessage(told.message);
  }
  return apisql::ErrorOf(db(), told, sql, names_, connection_->api.catalog());
}

// Another process may have made a table of an API's name since the file was opened.
Status Database::CheckFilesAnew() const {
  if (!may_have_files_) return OkStatus();
  for (const std::string& schema : FileSchemas(db())) {
    ReadSchemaAnew(db(), schema);
    RETURN_IF_ERROR(CheckNoneIsHidden(db(), schema, names_));
  }
  return OkStatus();
}

Status Database::CheckPreparedAnew() const {
  return authorizer_.meets_registered() ? CheckFilesAnew() : OkStatus();
}

// A database that hides an API table does not stay attached.
Status Database::CheckAttached() {
  may_have_files_ = true;
  for (const std::string& schema : QueryTexts(db(), "SELECT name FROM pragma_database_list")) {
    Status status = CheckNoneIsHidden(db(), schema, names_);
    if (status.ok()) status = RegisterStored(schema);
    if (status.ok()) continue;
    const std::string detach = "DETACH " + QuoteName(schema);
    sqlite3_exec(db(), detach.c_str(), nullptr, nullptr, nullptr);
    return status;
  }
  return OkStatus();
}

}  // namespace apisql
