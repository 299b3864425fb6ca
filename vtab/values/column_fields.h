// AddFields: a column as fields of the page that it is read from.
#ifndef APISQL_VTAB_VALUES_COLUMN_FIELDS_H_
#define APISQL_VTAB_VALUES_COLUMN_FIELDS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"
#include "src/json/path.h"
#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// The field of the column, where a body has it at its own path or, of a parameter's column, at
// Column::answered.
Field FieldOf(const Column& column);

// Every place of a row that has what is secret.
std::vector<JsonPath> SecretPaths(const Resource& resource);

// Adds what stands in for the columns that have several paths, behind all fields of columns.
// `fields`: by column, its field, or -1.
void AddStandIns(const Resource& resource, std::span<const int> fields, PageShape* shape);

// Fills the fields of columns that are headers, from the answer that `page` came in.
Status FillHeaders(const Resource& resource, std::span<const int> fields, const PageShape& shape,
                   const Response& response, Page* page);

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_COLUMN_FIELDS_H_
