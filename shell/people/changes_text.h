// What a statement did that its result does not show: "(2 rows applied, 1 absent)".
#ifndef APISQL_SHELL_PEOPLE_CHANGES_TEXT_H_
#define APISQL_SHELL_PEOPLE_CHANGES_TEXT_H_

#include <cstdint>
#include <string>

#include "vtab/prepared/result.h"

namespace apisql {

// "1 row", "1,000 rows".
std::string RowCount(int64_t count);

// A line with its end; "" where the result says all. `cost` stands behind the counts.
std::string ChangesText(const StatementSummary& summary, const std::string& cost);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_CHANGES_TEXT_H_
