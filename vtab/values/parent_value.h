// What a call sends for a row of a parent table.
#ifndef APISQL_VTAB_VALUES_PARENT_VALUE_H_
#define APISQL_VTAB_VALUES_PARENT_VALUE_H_

#include <string>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// What is sent to `resource` for `value`, which a row of the parent has in its column `source`.
// Empty where the row has no value. An error where the parameter's own column could not show it.
StatusOr<std::string> SentFor(const Resource& resource, const Parameter& parameter,
                              const Column& source, const SqlValue& value);

// A parent's row without the value cannot be asked for what is below it, so that the answer would
// lack those rows.
Status LacksValue(const Resource& resource, const Parameter& parameter);

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_PARENT_VALUE_H_
