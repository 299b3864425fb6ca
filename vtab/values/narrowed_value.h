// NarrowedValue: what a parameter that takes another comparison than `=` sends for a comparison of
// the WHERE clause.
#ifndef APISQL_VTAB_VALUES_NARROWED_VALUE_H_
#define APISQL_VTAB_VALUES_NARROWED_VALUE_H_

#include "registry/model/resource.h"
#include "vtab/plan/constraint.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// No row that passes `op value` is outside of what is asked for. kUnknown: SQLite may compare
// otherwise than the API does, or the parameter cannot say it; nothing is to be sent.
WireValue NarrowedValue(const SqlValue& value, Operator op, const Column& column,
                        const Parameter& parameter);

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_NARROWED_VALUE_H_
