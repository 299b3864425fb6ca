// The callbacks of https://sqlite.org/vtab.html for tables whose rows are listed at once in
// xFilter.
#include "vtab/table/meta_module.h"

#include <utility>

#include "src/base/text.h"
#include "vtab/scan/row_hash.h"
#include "vtab/sqlite.h"
#include "vtab/table/callback.h"

namespace apisql {
namespace {

// Co-owns the table: on re-registration SQLite frees the module's data before it disconnects.
struct MetaVtab : sqlite3_vtab {
  std::shared_ptr<const MetaTable> table;
};

struct MetaCursor : sqlite3_vtab_cursor {
  std::vector<MetaRow> rows;
  size_t position = 0;

  const MetaTable& table() const { return *static_cast<const MetaVtab*>(pVtab)->table; }
};

std::string MetaDeclaration(const MetaTable& table) {
  std::vector<std::string> columns;
  for (const MetaColumn& column : table.columns) {
    columns.push_back("\"" + column.name + "\" " + column.type);
  }
  return "CREATE TABLE x(" + Join(columns, ", ") + ")";
}

int MetaConnect(sqlite3* db, void* client_data, int /*argc*/, const char* const* /*argv*/,
                sqlite3_vtab** vtab, char** /*error*/) {
  const auto& table = *static_cast<std::shared_ptr<const MetaTable>*>(client_data);
  const int declared = sqlite3_declare_vtab(db, MetaDeclaration(*table).c_str());
  if (declared != SQLITE_OK) return declared;
  auto made = std::make_unique<MetaVtab>();
  made->table = table;
  *vtab = made.release();
  return SQLITE_OK;
}

int MetaDisconnect(sqlite3_vtab* vtab) {
  delete static_cast<MetaVtab*>(vtab);
  return SQLITE_OK;
}

// True when `constraint` is a BINARY `=` on a key column with a value at hand.
bool NarrowsRows(const MetaTable& table, sqlite3_index_info* info, int i) {
  const auto& constraint = info->aConstraint[i];
  return constraint.usable != 0 && constraint.op == SQLITE_INDEX_CONSTRAINT_EQ &&
         constraint.iColumn >= 0 && static_cast<size_t>(constraint.iColumn) < table.key_columns &&
         EqualsIgnoreCase(sqlite3_vtab_collation(info, i), "BINARY");
}

// The plan is a letter per argument: 'a' gives the first column, 'b' the second.
int MetaBestIndex(sqlite3_vtab* vtab, sqlite3_index_info* info) {
  const MetaTable& table = *static_cast<MetaVtab*>(vtab)->table;
  std::string plan;
  for (int i = 0; i < info->nConstraint; ++i) {
    if (!NarrowsRows(table, info, i)) continue;
    const char letter = static_cast<char>('a' + info->aConstraint[i].iColumn);
    if (plan.find(letter) != std::string::npos) continue;
    plan += letter;
    info->aConstraintUsage[i].argvIndex = static_cast<int>(plan.size());
  }
  info->estimatedCost = plan.empty() ? 1000 : 10;
  info->estimatedRows = plan.empty() ? 1000 : 10;
  info->idxStr = sqlite3_mprintf("%s", plan.c_str());
  info->needToFreeIdxStr = 1;
  return info->idxStr == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int MetaOpen(sqlite3_vtab* /*vtab*/, sqlite3_vtab_cursor** cursor) {
  *cursor = std::make_unique<MetaCursor>().release();
  return SQLITE_OK;
}

int MetaClose(sqlite3_vtab_cursor* cursor) {
  delete static_cast<MetaCursor*>(cursor);
  return SQLITE_OK;
}

std::string MetaText(sqlite3_value* value) {
  const auto* text = static_cast<const char*>(sqlite3_value_blob(value));
  const auto size = static_cast<size_t>(sqlite3_value_bytes(value));
  return text == nullptr ? std::string() : std::string(text, size);
}

int MetaFilter(sqlite3_vtab_cursor* base, int /*number*/, const char* plan, int argc,
               sqlite3_value** argv) {
  auto* cursor = static_cast<MetaCursor*>(base);
  cursor->rows.clear();
  cursor->position = 0;
  std::vector<std::optional<std::string>> keys(cursor->table().key_columns);
  for (int i = 0; i < argc; ++i) {
    const int type = sqlite3_value_type(argv[i]);
    if (type == SQLITE_NULL) return SQLITE_OK;  // `=` with NULL is never true.
    // SQLite has not converted the value to the column's type; only text can be compared here.
    if (type == SQLITE_TEXT) keys[static_cast<size_t>(plan[i] - 'a')] = MetaText(argv[i]);
  }
  StatusOr<std::vector<MetaRow>> rows = cursor->table().rows(keys);
  if (!rows.ok()) return Report(base->pVtab, rows.status());
  cursor->rows = *std::move(rows);
  return SQLITE_OK;
}

int MetaNext(sqlite3_vtab_cursor* cursor) {
  ++static_cast<MetaCursor*>(cursor)->position;
  return SQLITE_OK;
}

int MetaEof(sqlite3_vtab_cursor* base) {
  const auto* cursor = static_cast<MetaCursor*>(base);
  return cursor->position >= cursor->rows.size() ? 1 : 0;
}

int MetaColumnValue(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const auto* cursor = static_cast<MetaCursor*>(base);
  const MetaValue& value = cursor->rows[cursor->position][static_cast<size_t>(column)];
  if (const auto* number = std::get_if<int64_t>(&value)) {
    sqlite3_result_int64(context, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return SQLITE_OK;
}

// A row must have the same rowid in every scan of a statement, whatever narrowed the scan: SQLite
// merges the terms of an OR by it.
int MetaRowId(sqlite3_vtab_cursor* base, sqlite3_int64* row_id) {
  const auto* cursor = static_cast<MetaCursor*>(base);
  const MetaRow& row = cursor->rows[cursor->position];
  RowHash hash;
  for (size_t i = 0; i < cursor->table().identity_columns; ++i) {
    if (const auto* number = std::get_if<int64_t>(&row[i])) {
      hash.Add(static_cast<uint64_t>(*number));
    } else if (const auto* text = std::get_if<std::string>(&row[i])) {
      hash.Add(*text);
    }
  }
  *row_id = hash.RowId();
  return SQLITE_OK;
}

const sqlite3_module kMetaModule = {
    .iVersion = 2,
    .xCreate = nullptr,  // Eponymous only.
    .xConnect = Guarded<MetaConnect>,
    .xBestIndex = Guarded<MetaBestIndex>,
    .xDisconnect = Guarded<MetaDisconnect>,
    .xDestroy = nullptr,
    .xOpen = Guarded<MetaOpen>,
    .xClose = Guarded<MetaClose>,
    .xFilter = Guarded<MetaFilter>,
    .xNext = Guarded<MetaNext>,
    .xEof = Guarded<MetaEof>,
    .xColumn = Guarded<MetaColumnValue>,
    .xRowid = Guarded<MetaRowId>,
    .xUpdate = nullptr,  // SQLite: "table apisql.columns may not be modified".
    .xBegin = nullptr,
    .xSync = nullptr,
    .xCommit = nullptr,
    .xRollback = nullptr,
    .xFindFunction = nullptr,
    .xRename = nullptr,
    .xSavepoint = nullptr,
    .xRelease = nullptr,
    .xRollbackTo = nullptr,
    .xShadowName = nullptr,
};

}  // namespace

Status RegisterMetaTable(sqlite3* db, MetaTable table) {
  const std::string name = table.name;
  auto holder = std::make_unique<std::shared_ptr<const MetaTable>>(
      std::make_shared<const MetaTable>(std::move(table)));
  const auto destroy = [](void* data) {
    delete static_cast<std::shared_ptr<const MetaTable>*>(data);
  };
  // On failure SQLite has called `destroy` already.
  const int code =
      sqlite3_create_module_v2(db, name.c_str(), &kMetaModule, holder.release(), destroy);
  if (code == SQLITE_OK) return OkStatus();
  return {StatusCode::kInternal, "cannot register " + name + ": " + sqlite3_errstr(code)};
}

}  // namespace apisql
