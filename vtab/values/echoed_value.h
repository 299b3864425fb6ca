// EchoedValue: what a column that only a parameter gives shows in the rows of a request, which is
// the value that was sent, in the column's class.
#ifndef APISQL_VTAB_VALUES_ECHOED_VALUE_H_
#define APISQL_VTAB_VALUES_ECHOED_VALUE_H_

#include <optional>
#include <string>

#include "registry/model/resource.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// As src/rows/decode.h reads a text of a body: 3 for '03' where the column is an integer,
// '1.0' for 1.0 where it is text. JSON stays as it was sent. None for what the column's type does
// not understand.
std::optional<SqlValue> ReadEchoed(const Column& column, const std::string& sent);

// The same; what is not understood stays text.
SqlValue EchoedValue(const Column& column, std::string sent);

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_ECHOED_VALUE_H_
