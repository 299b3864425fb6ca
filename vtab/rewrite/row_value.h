// Whether the parts of a row value, such as (k.user_email, k.name), belong to one table.
#ifndef APISQL_VTAB_REWRITE_ROW_VALUE_H_
#define APISQL_VTAB_REWRITE_ROW_VALUE_H_

#include <functional>
#include <string>
#include <vector>

#include "vtab/sql/tokens.h"

namespace apisql {

// True when `row_value`, what stands between the parentheses, is nothing but columns of one table
// of the statement `tokens`, for which `is_table` says yes. A view may take its columns from
// several tables, so the name of one, or a name that may be one's, does not do. Nor does a
// statement with a RIGHT or FULL JOIN.
bool IsOfOneTable(const std::vector<Token>& tokens, TokenSpan row_value,
                  const std::function<bool(const Token&)>& is_table);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_ROW_VALUE_H_
