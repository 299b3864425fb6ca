// What stands beside the API tables in both databases: views over them, and a plain table whose
// columns have other types and collations than any API column.
#ifndef APISQL_TESTS_DIFFERENTIAL_WORKSPACE_H_
#define APISQL_TESTS_DIFFERENTIAL_WORKSPACE_H_

#include <string>
#include <vector>

#include "src/base/status.h"
#include "tests/differential/schema.h"
#include "tests/support/sides/copy_side.h"

namespace apisql::differential {

// Statements that make it. Its values are those of `tables`, and some like them.
std::string WorkspaceSql(const std::vector<Table>& tables);

// Its tables, as `copy` has them after WorkspaceSql().
StatusOr<std::vector<Table>> WorkspaceTables(CopySide& copy);

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_WORKSPACE_H_
