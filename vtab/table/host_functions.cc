#include "vtab/table/host_functions.h"

#include <string>

#include "vtab/sqlite_handles.h"

namespace apisql {

// As bytecode names them: lower(1), and max(-1) where any number of arguments will do.
bool MayCallHost(sqlite3* db, const StatementShape& shape) {
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(db,
                     "SELECT name || '(' || narg || ')' FROM pragma_function_list "
                     "WHERE NOT builtin AND NOT flags & ?",
                     -1, &raw, nullptr);
  const SqliteStatement functions(raw);
  if (raw == nullptr) return true;
  sqlite3_bind_int(raw, 1, SQLITE_DETERMINISTIC);
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    if (name == nullptr || shape.Names(name)) return true;
  }
  return code != SQLITE_DONE;
}

}  // namespace apisql
