// What every callback of a sqlite3_module needs: failures stay on our side of C, and an error's
// code and text leave together.
#ifndef APISQL_VTAB_MODULE_CALLBACK_H_
#define APISQL_VTAB_MODULE_CALLBACK_H_

#include <new>

#include "src/base/status.h"
#include "vtab/sqlite.h"

namespace apisql {

// SQLITE_BUSY never: xSync must not return it, and nothing here can be waited for.
inline int SqliteCode(const Status& status) {
  if (status.ok()) return SQLITE_OK;
  return status.code() == StatusCode::kCancelled ? SQLITE_INTERRUPT : SQLITE_ERROR;
}

// Hands an error to the table that the callback was called for.
inline int Report(sqlite3_vtab* table, const Status& status) {
  if (status.ok()) return SQLITE_OK;
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = sqlite3_mprintf("%s", status.message().c_str());
  return SqliteCode(status);
}

// Wraps a callback for the C side: memory that runs out there must not unwind through SQLite.
template <auto Callback, typename... Args>
int Guarded(Args... args) noexcept {
  try {
    return Callback(args...);
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
}

}  // namespace apisql

#endif  // APISQL_VTAB_MODULE_CALLBACK_H_
