// EXEC table.method: an action that is no INSERT, UPDATE or DELETE, sent at once.
#ifndef APISQL_VTAB_STATEMENTS_EXEC_H_
#define APISQL_VTAB_STATEMENTS_EXEC_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "registry/request/column_value.h"
#include "vtab/run/parsed_statement.h"
#include "vtab/write/mutation.h"

namespace apisql {

struct ExecStatement final : ParsedStatement {
  std::vector<SqlParameter> parameters() const override;
  // A run gives RETURNING's rows, without RETURNING the row that the method answers with, where it
  // does. Refused inside of a transaction.
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;
  // What it would send; an error has the place of the method's name.
  StatusOr<Mutation> MakeMutation(Database& database) const;

  std::string typed;
  std::string table;
  std::string method;
  size_t place = 0;  // Of their name.
  std::vector<std::pair<std::string, ColumnValue>> arguments;
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXEC_H_
