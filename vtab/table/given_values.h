// The values of a row to write, one per column of the document.
#ifndef APISQL_VTAB_TABLE_GIVEN_VALUES_H_
#define APISQL_VTAB_TABLE_GIVEN_VALUES_H_

#include <span>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/columns/column_layout.h"
#include "vtab/rows/row_image.h"
#include "vtab/sqlite.h"

namespace apisql {

// `arguments` are xUpdate's for an INSERT or UPDATE (https://sqlite.org/vtab.html#xupdate); the
// values live as long as they do. What came by an alias stands at its column; an error where both
// are given. `image` is the row as the statement found it; null for an INSERT, and where the
// statement found none.
StatusOr<std::vector<sqlite3_value*>> GivenValues(const Resource& resource,
                                                  const ColumnLayout& layout,
                                                  std::span<sqlite3_value*> arguments,
                                                  const RowImage* image);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_GIVEN_VALUES_H_
