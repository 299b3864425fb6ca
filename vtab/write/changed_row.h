// What a row looks like after a write, before the server has answered it.
#ifndef APISQL_VTAB_WRITE_CHANGED_ROW_H_
#define APISQL_VTAB_WRITE_CHANGED_ROW_H_

#include <optional>
#include <span>
#include <vector>

#include "registry/model/resource.h"
#include "registry/request/write_builder.h"
#include "src/base/status.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// Puts `changes` into `values`, one per column of `resource` (none: not known). A value takes the
// form in which the API would show it: '5' in a text column, our own time text, 0 and 1. It goes
// into the row's JSON, so that the JSON columns around a changed column, and the columns within a
// changed JSON column, follow. A secret that is written is shown nowhere. An error for a value that
// the column does not take.
Status PutChanges(const Resource& resource, std::span<const ColumnChange> changes,
                  std::vector<std::optional<SqlValue>>* values);

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_CHANGED_ROW_H_
