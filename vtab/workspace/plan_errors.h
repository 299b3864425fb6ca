// Errors of statements whose tables wait for each other's values.
#ifndef APISQL_VTAB_WORKSPACE_PLAN_ERRORS_H_
#define APISQL_VTAB_WORKSPACE_PLAN_ERRORS_H_

#include <set>
#include <string>
#include <string_view>

#include "registry/source/catalog.h"

namespace apisql {

// A better text for `message`, where it says that no order of the tables gives each what it needs,
// or that a table needs a value which `sql` gives from a table that is read later. `tables` are
// those that the statement reads.
std::string ImprovePlanMessage(std::string message, std::string_view sql,
                               const std::set<std::string>& tables, Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_PLAN_ERRORS_H_
