// DESCRIBE for people: a table as its API has it.
#ifndef APISQL_SHELL_PEOPLE_DESCRIBE_TEXT_H_
#define APISQL_SHELL_PEOPLE_DESCRIBE_TEXT_H_

#include <cstddef>
#include <string>

#include "registry/model/resource.h"
#include "vtab/prepared/result_table.h"

namespace apisql {

enum class Hidden { kLeftOut, kShown };

// Per column: type, what the API filters by, what may be written, its values, its description; then
// the methods, and a query to begin with. In lines of `width`. A pure function.
std::string DescribeText(const Resource& resource, Hidden hidden, size_t width);

// The same of a view: `rows` are those of DESCRIBE, since its columns are known to SQLite alone.
std::string DescribeViewText(const Resource& view, const ResultTable& rows, size_t width);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_DESCRIBE_TEXT_H_
