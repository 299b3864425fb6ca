// Values between SQLite and the scan.
#ifndef APISQL_VTAB_MODULE_VALUES_H_
#define APISQL_VTAB_MODULE_VALUES_H_

#include <span>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "src/rows/shape/page_shape.h"
#include "vtab/fetch/scan.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/sqlite.h"

namespace apisql {

// Functions of SQLite's JSON extension nest values with this subtype instead of quoting them.
inline constexpr int kJsonSubtype = 'J';

// TEXT, INTEGER or REAL.
std::string_view DeclaredType(ColumnType type);

// xFilter's arguments, IN lists read out. `memory` is used again where it is large enough: a join
// comes here for each row of another table.
StatusOr<std::vector<ScanArgument>> ReadArguments(const ScanPlan& plan,
                                                  std::span<sqlite3_value*> arguments,
                                                  std::vector<ScanArgument> memory = {});

SqlValue ReadValue(sqlite3_value* value);
// All of an IN list that was claimed by sqlite3_vtab_in().
StatusOr<std::vector<SqlValue>> ReadList(sqlite3_value* list);
// SQLite's result code.
int BindValue(sqlite3_stmt* statement, int parameter, const SqlValue& value);
void SetResult(sqlite3_context* context, const SqlValue& value);

inline void SetText(sqlite3_context* context, const ScanCell& cell) {
  // Copied, though the page lives on for a while: min(), max() and the bare columns of an aggregate
  // keep a static text's pointer until the group ends (sqlite3VdbeMemCopy copies no MEM_Static).
  //
  // With -1 for its length SQLite copies the NUL behind the text too. It would otherwise allocate
  // anew for each function that wants one, such as length().
  const std::string_view text = cell.text;
  const char* bytes = text.data() == nullptr ? "" : text.data();
  if (!cell.may_hold_nul || text.find('\0') == std::string_view::npos) {
    return sqlite3_result_text(context, bytes, -1, SQLITE_TRANSIENT);
  }
  sqlite3_result_text64(context, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// In line: called for each value of each row.
inline void SetResult(sqlite3_context* context, const ScanCell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return sqlite3_result_null(context);
    case Cell::Kind::kInteger:
      return sqlite3_result_int64(context, cell.integer);
    case Cell::Kind::kReal:
      return sqlite3_result_double(context, cell.real);
    case Cell::Kind::kText:
      return SetText(context, cell);
    case Cell::Kind::kJson:
      SetText(context, cell);
      return sqlite3_result_subtype(context, kJsonSubtype);
  }
}

}  // namespace apisql

#endif  // APISQL_VTAB_MODULE_VALUES_H_
