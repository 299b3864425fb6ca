// ParsedStatement: what the words of one statement mean. One class per kind of statement.
#ifndef APISQL_VTAB_RUN_PARSED_STATEMENT_H_
#define APISQL_VTAB_RUN_PARSED_STATEMENT_H_

#include <memory>
#include <vector>

#include "src/base/status.h"
#include "vtab/run/execution.h"
#include "vtab/sql/parameters.h"
#include "vtab/workspace/database.h"

namespace apisql {

class ParsedStatement {
 public:
  virtual ~ParsedStatement() = default;

  virtual std::vector<SqlParameter> parameters() const { return {}; }
  // The SQL that it is a longer way of saying, with the same places; "" where there is none.
  virtual std::string_view meaning() const { return {}; }
  // Makes it ready to be run. Sends nothing. `database` must outlive what it gives.
  virtual StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const = 0;
};

using Parsed = StatusOr<std::unique_ptr<ParsedStatement>>;

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_PARSED_STATEMENT_H_
