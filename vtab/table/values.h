// Values between SQLite and the scan.
#ifndef APISQL_VTAB_TABLE_VALUES_H_
#define APISQL_VTAB_TABLE_VALUES_H_

#include <span>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "src/rows/page_shape.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/scan/scan.h"
#include "vtab/sqlite.h"

namespace apisql {

// Functions of SQLite's JSON extension nest values with this subtype instead of quoting them.
inline constexpr int kJsonSubtype = 'J';

// TEXT, INTEGER or REAL.
std::string_view DeclaredType(ColumnType type);

// xFilter's arguments, IN lists read out.
StatusOr<std::vector<ScanArgument>> ReadArguments(const ScanPlan& plan,
                                                  std::span<sqlite3_value*> arguments);

SqlValue ReadValue(sqlite3_value* value);

void SetResult(sqlite3_context* context, const ScanCell& cell);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_VALUES_H_
