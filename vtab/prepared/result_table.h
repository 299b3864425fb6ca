// ResultTable: a result that is there as a whole, of a statement that SQLite does not step through.
#ifndef APISQL_VTAB_PREPARED_RESULT_TABLE_H_
#define APISQL_VTAB_PREPARED_RESULT_TABLE_H_

#include <string>
#include <vector>

#include "vtab/prepared/result.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct ResultTable {
  std::vector<ResultColumn> columns;
  std::vector<std::vector<SqlValue>> rows;
};

// Valid as long as `value` stays.
Value ViewOf(const SqlValue& value);
SqlValue CopyOf(const Value& value);

}  // namespace apisql

#endif  // APISQL_VTAB_PREPARED_RESULT_TABLE_H_
