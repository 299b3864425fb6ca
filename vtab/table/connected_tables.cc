#include "vtab/table/connected_tables.h"

#include "vtab/sqlite.h"
#include "vtab/table/api_table.h"
#include "vtab/table/values.h"

namespace apisql {

std::string ConnectedTables::NameInBytecode(const ApiTable* table) {
  const sqlite3_vtab* as_sqlite_knows_it = table;
  char name[64];
  return sqlite3_snprintf(sizeof name, name, "vtab:%p",
                          static_cast<const void*>(as_sqlite_knows_it));
}

void ConnectedTables::Add(const ApiTable* table) { tables_[NameInBytecode(table)] = table; }

void ConnectedTables::Remove(const ApiTable* table) { tables_.erase(NameInBytecode(table)); }

const ApiTable* ConnectedTables::Find(const std::string& name_in_bytecode) const {
  const auto found = tables_.find(name_in_bytecode);
  return found == tables_.end() ? nullptr : found->second;
}

int ConnectedTables::TakeSlot(const ApiCursor* cursor) {
  for (int slot = 1; slot < static_cast<int>(cursors_.size()); ++slot) {
    auto& place = cursors_[static_cast<size_t>(slot)];
    if (place != nullptr || slot == kJsonSubtype) continue;
    place = cursor;
    return slot;
  }
  return 0;
}

void ConnectedTables::FreeSlot(int slot) {
  if (slot > 0) cursors_[static_cast<size_t>(slot)] = nullptr;
}

const ApiCursor* ConnectedTables::CursorAt(unsigned slot) const {
  return slot < cursors_.size() ? cursors_[slot] : nullptr;
}

}  // namespace apisql
