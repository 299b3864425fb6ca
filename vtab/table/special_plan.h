// Plans that read no rows of the API.
#ifndef APISQL_VTAB_TABLE_SPECIAL_PLAN_H_
#define APISQL_VTAB_TABLE_SPECIAL_PLAN_H_

#include <optional>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/columns/column_layout.h"
#include "vtab/plan/constraint.h"
#include "vtab/sqlite.h"

namespace apisql {

inline constexpr std::string_view kReturnedPlan = "returned";    // Gives what a write was answered.
inline constexpr std::string_view kArgumentsPlan = "arguments";  // Is TooManyArguments().

// The one that the constraints ask for, none where rows are read. Takes the constraints on
// "_returned" out of the planner's sight. Columns are the document's, or hidden ones of `layout`.
std::optional<std::string_view> TakeSpecialPlan(const Resource& resource,
                                                const ColumnLayout& layout,
                                                std::vector<Constraint>* constraints);

void WriteSpecialPlan(std::string_view plan, sqlite3_index_info* info);

// The error of table(value, ...) with more values than the document has hidden columns.
Status TooManyArguments(const Resource& resource);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_SPECIAL_PLAN_H_
