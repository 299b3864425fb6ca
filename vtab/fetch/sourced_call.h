// SourcedCall: a call and what it adds to its rows.
#ifndef APISQL_VTAB_FETCH_SOURCED_CALL_H_
#define APISQL_VTAB_FETCH_SOURCED_CALL_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "vtab/fetch/page_stream.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct TreeNode;

// A call and the values that it puts into its rows' injected columns.
struct SourcedCall {
  Call call;
  std::vector<std::pair<int, SqlValue>> injected;  // Column index, value.
  // Column index, and the values that the call asks for, where a list takes several calls: another
  // call gives the rows with other values, should this one find them too.
  std::vector<std::pair<int, std::vector<SqlValue>>> own;
  // A parent that lists a row and then does not know it is a fault, not an empty answer. One row
  // of those below it, by a key that was given, may well be absent, and so may the one row of each
  // parent where the document names the error code that says so.
  bool absent_is_empty = true;
  // Its rows lead to further calls, of which TreeWalk must be told. Null: they do not.
  std::shared_ptr<const TreeNode> node;

  // Sends `wire` for the parameter.
  void Add(const Parameter& parameter, std::vector<std::string> wire);
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_SOURCED_CALL_H_
