#include "vtab/connection/busy_statements.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace apisql {

BusyStatements BusyStatements::Of(sqlite3* db) {
  BusyStatements busy;
  for (sqlite3_stmt* s = sqlite3_next_stmt(db, nullptr); s != nullptr;
       s = sqlite3_next_stmt(db, s)) {
    const char* sql = sqlite3_stmt_busy(s) == 0 ? nullptr : sqlite3_sql(s);
    if (sql == nullptr) continue;
    const bool writes = sqlite3_stmt_readonly(s) == 0;
    busy.all_.push_back({s, writes ? 0 : sqlite3_stmt_status(s, SQLITE_STMTSTATUS_RUN, 0),
                         std::hash<std::string_view>()(sql), sqlite3_data_count(s) > 0, writes});
  }
  return busy;
}

// In SQLite 3.40 a statement that goes on has no row meanwhile, from 3.41 on it keeps the last one.
// One that had a row and has none is taken for another: at worst rows are read anew.
bool BusyStatements::Has(const BusyStatement& later) const {
  return std::ranges::any_of(all_, [&](const BusyStatement& known) {
    return known.handle == later.handle && known.run == later.run && known.text == later.text &&
           (later.gave || !known.gave);
  });
}

bool BusyStatements::Cover(const BusyStatements& later) const {
  return std::ranges::all_of(later.all_, [this](const auto& one) { return Has(one); });
}

sqlite3_stmt* BusyStatements::OnlyNewSince(const BusyStatements& earlier) const {
  sqlite3_stmt* found = nullptr;
  for (const BusyStatement& one : all_) {
    if (earlier.Has(one)) continue;
    if (found != nullptr) return nullptr;
    found = one.handle;
  }
  return found;
}

bool BusyStatements::AnyWrites() const {
  return std::ranges::any_of(all_, [](const BusyStatement& one) { return one.writes; });
}

}  // namespace apisql
