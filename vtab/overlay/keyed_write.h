// Which rows a write names by their whole key, so that nothing has to be read before it.
#ifndef APISQL_VTAB_OVERLAY_KEYED_WRITE_H_
#define APISQL_VTAB_OVERLAY_KEYED_WRITE_H_

#include <span>

#include "registry/model/resource.h"
#include "vtab/connection/statement.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/values/bound_values.h"

namespace apisql {

// True when `plan` is that of the row that `target` writes, the WHERE clause gives its whole key,
// and the request of the write needs nothing else. It must send all of the key, and whatever else
// the plan would ask for: what it does not send, nobody would compare. What only asks for secrets
// leaves out no row.
bool WritesByKey(const Resource& resource, const WriteTarget& target, const ScanPlan& plan);

// True when the plan's values are all texts of text columns. Other values may compare with a key
// otherwise than as the text that a request would carry, and a column of another type shows its
// value in a form of its own: of '2' and 2 one row would be two.
bool AreTexts(const Resource& resource, const ScanPlan& plan, std::span<const ScanArgument> values);

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_KEYED_WRITE_H_
