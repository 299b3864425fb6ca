#include "vtab/connection/connected_tables.h"

#include "vtab/module/values.h"

namespace apisql {

void ConnectedTables::Add(const std::string& name_in_bytecode, const ApiTable* table) {
  tables_[name_in_bytecode] = table;
}

void ConnectedTables::Remove(const std::string& name_in_bytecode) {
  tables_.erase(name_in_bytecode);
}

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
