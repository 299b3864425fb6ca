#include "vtab/module/module.h"

#include <utility>

#include "src/base/text.h"
#include "vtab/module/callback.h"

namespace apisql {
namespace {

VirtualTable* AsTable(sqlite3_vtab* table) { return static_cast<VirtualTable*>(table); }
VirtualCursor* AsCursor(sqlite3_vtab_cursor* cursor) { return static_cast<VirtualCursor*>(cursor); }

int ReportError(sqlite3_vtab* table, const Status& status) {
  if (status.ok()) return SQLITE_OK;
  AsTable(table)->NoteError(status);
  const Redactor* redactor = AsTable(table)->redactor();
  return Report(table, redactor == nullptr ? status : redactor->Redact(status));
}

std::string Shown(const VirtualTable& table, std::string text) {
  const Redactor* redactor = table.redactor();
  return redactor == nullptr ? text : redactor->Redact(std::move(text));
}

// Hands `made` to SQLite, which hands it back to Disconnect().
int HandOver(sqlite3* db, StatusOr<std::unique_ptr<VirtualTable>> made, sqlite3_vtab** table,
             char** error) {
  if (!made.ok()) {
    *error = sqlite3_mprintf("%s", made.status().message().c_str());
    return SqliteCode(made.status());
  }
  const int code = sqlite3_declare_vtab(db, (*made)->Declaration().c_str());
  if (code != SQLITE_OK) return code;
  // SQLite acts on OR ROLLBACK and OR FAIL where a row is refused as a constraint.
  sqlite3_vtab_config(db, SQLITE_VTAB_CONSTRAINT_SUPPORT, 1);
  *table = made->release();
  return SQLITE_OK;
}

int Connect(sqlite3* db, void* client_data, int, const char* const*, sqlite3_vtab** table,
            char** error) {
  return HandOver(db, (*static_cast<const TableFactory*>(client_data))(db), table, error);
}

// SQLite gives the names of the module, of the database and of the table before the arguments.
int ConnectTemporary(sqlite3* db, void* client_data, int argc, const char* const* argv,
                     sqlite3_vtab** table, char** error) {
  constexpr size_t kNames = 3;
  const std::span<const char* const> words(argv, static_cast<size_t>(argc));
  if (!EqualsIgnoreCase(words[1], "temp")) {
    *error = sqlite3_mprintf(
        "a table of an API is made in temp alone: CREATE VIRTUAL TABLE temp.%s", words[2]);
    return SQLITE_ERROR;
  }
  return HandOver(db,
                  (*static_cast<const ArgumentFactory*>(client_data))(db, words.subspan(kNames)),
                  table, error);
}

// Another function than xConnect: by that SQLite tells a module without a table of its own name.
int CreateTemporary(sqlite3* db, void* client_data, int argc, const char* const* argv,
                    sqlite3_vtab** table, char** error) {
  return ConnectTemporary(db, client_data, argc, argv, table, error);
}

int Disconnect(sqlite3_vtab* table) {
  delete AsTable(table);
  return SQLITE_OK;
}

int BestIndex(sqlite3_vtab* table, sqlite3_index_info* info) {
  return AsTable(table)->BestIndex(info) ? SQLITE_OK : SQLITE_CONSTRAINT;
}

int Open(sqlite3_vtab* table, sqlite3_vtab_cursor** cursor) {
  *cursor = AsTable(table)->OpenCursor().release();  // SQLite hands it back to Close().
  return SQLITE_OK;
}

int Close(sqlite3_vtab_cursor* cursor) {
  delete AsCursor(cursor);
  return SQLITE_OK;
}

int FilterCursor(sqlite3_vtab_cursor* cursor, int, const char* plan, int argc,
                 sqlite3_value** argv) {
  return ReportError(cursor->pVtab,
                     AsCursor(cursor)->Filter(plan, {argv, static_cast<size_t>(argc)}));
}

int Next(sqlite3_vtab_cursor* cursor) {
  return ReportError(cursor->pVtab, AsCursor(cursor)->Next());
}

int Eof(sqlite3_vtab_cursor* cursor) { return AsCursor(cursor)->AtEnd() ? 1 : 0; }

int ReadColumn(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int column) {
  return ReportError(cursor->pVtab, AsCursor(cursor)->Column(context, column));
}

int RowId(sqlite3_vtab_cursor* cursor, sqlite3_int64* row_id) {
  *row_id = AsCursor(cursor)->RowId();
  return SQLITE_OK;
}

int Update(sqlite3_vtab* table, int argc, sqlite3_value** argv, sqlite3_int64* row_id) {
  int64_t id = 0;
  const Status status = AsTable(table)->Write({argv, static_cast<size_t>(argc)}, &id);
  const bool inserts = argc > 1 && sqlite3_value_type(argv[0]) == SQLITE_NULL;
  if (status.ok() && inserts) *row_id = id;
  const int code = ReportError(table, status);
  return code == SQLITE_ERROR && AsTable(table)->EndsByConflictClause() ? SQLITE_CONSTRAINT : code;
}

int Begin(sqlite3_vtab* table) {
  const Status status = AsTable(table)->BeginWrite();
  WriteSet* writes = AsTable(table)->writes();
  if (status.ok() && writes != nullptr) writes->Begin(table);
  return ReportError(table, status);
}

// The transaction's hooks come for every table that takes part; all tables share one WriteSet. One
// that CREATE VIRTUAL TABLE has made takes part without Begin(), and may be a table without writes.
int Sync(sqlite3_vtab* table) {
  WriteSet* writes = AsTable(table)->writes();
  return writes == nullptr ? SQLITE_OK : ReportError(table, writes->Sync());
}

int Commit(sqlite3_vtab* table) {
  if (WriteSet* writes = AsTable(table)->writes()) writes->Commit();
  AsTable(table)->EndTransaction();
  return SQLITE_OK;
}

int Rollback(sqlite3_vtab* table) {
  if (WriteSet* writes = AsTable(table)->writes()) {
    // A hook that cannot fail has no other way to tell.
    if (writes->Rollback()) {
      sqlite3_log(SQLITE_WARNING, "apisql: a transaction was rolled back behind its requests: %s",
                  Shown(*AsTable(table), writes->untold()).c_str());
    }
  }
  AsTable(table)->EndTransaction();
  return SQLITE_OK;
}

int Savepoint(sqlite3_vtab* table, int number) {
  if (WriteSet* writes = AsTable(table)->writes()) writes->Savepoint(table, number);
  return SQLITE_OK;
}

int Release(sqlite3_vtab* table, int number) {
  if (WriteSet* writes = AsTable(table)->writes()) writes->Release(number);
  return SQLITE_OK;
}

int RollbackTo(sqlite3_vtab* table, int number) {
  if (WriteSet* writes = AsTable(table)->writes()) writes->RollbackTo(number);
  AsTable(table)->EndOfUndo();
  return SQLITE_OK;
}

const sqlite3_module kModule = {
    .iVersion = 2,       // With savepoints.
    .xCreate = nullptr,  // Eponymous only: no CREATE VIRTUAL TABLE.
    .xConnect = Guarded<Connect>,
    .xBestIndex = Guarded<BestIndex>,
    .xDisconnect = Guarded<Disconnect>,
    .xDestroy = nullptr,
    .xOpen = Guarded<Open>,
    .xClose = Guarded<Close>,
    .xFilter = Guarded<FilterCursor>,
    .xNext = Guarded<Next>,
    .xEof = Guarded<Eof>,
    .xColumn = Guarded<ReadColumn>,
    .xRowid = Guarded<RowId>,
    .xUpdate = Guarded<Update>,
    .xBegin = Guarded<Begin>,
    .xSync = Guarded<Sync>,
    .xCommit = Guarded<Commit>,
    .xRollback = Guarded<Rollback>,
    .xFindFunction = nullptr,
    .xRename = nullptr,
    .xSavepoint = Guarded<Savepoint>,
    .xRelease = Guarded<Release>,
    .xRollbackTo = Guarded<RollbackTo>,
    .xShadowName = nullptr,
};

const sqlite3_module kTemporaryModule = [] {
  sqlite3_module module = kModule;
  module.xCreate = Guarded<CreateTemporary>;
  module.xConnect = Guarded<ConnectTemporary>;
  module.xDestroy = Guarded<Disconnect>;
  // For reading: writes are held to rules by the names of the catalog's tables, and it has another.
  module.xUpdate = nullptr;
  return module;
}();

// On failure SQLite has destroyed `factory` already.
template <typename Factory>
Status Register(sqlite3* db, const std::string& name, const sqlite3_module& module,
                Factory factory) {
  const auto destroy = [](void* data) { delete static_cast<Factory*>(data); };
  auto owned = std::make_unique<Factory>(std::move(factory));
  const int code = sqlite3_create_module_v2(db, name.c_str(), &module, owned.release(), destroy);
  if (code == SQLITE_OK) return OkStatus();
  return {StatusCode::kInternal, "cannot register " + name + ": " + sqlite3_errstr(code)};
}

}  // namespace

Status RegisterTable(sqlite3* db, const std::string& name, TableFactory make) {
  return Register(db, name, kModule, std::move(make));
}

Status RegisterTemporary(sqlite3* db, const std::string& name, ArgumentFactory make) {
  return Register(db, name, kTemporaryModule, std::move(make));
}

}  // namespace apisql
