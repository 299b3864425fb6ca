// EXEC table.method: an action that is no INSERT, UPDATE or DELETE, sent at once; or a method that
// reads, as the SELECT that it stands for.
#ifndef APISQL_VTAB_STATEMENTS_EXEC_H_
#define APISQL_VTAB_STATEMENTS_EXEC_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/request/column_value.h"
#include "vtab/run/parsed_statement.h"
#include "vtab/write/mutation.h"

namespace apisql {

struct ExecStatement final : ParsedStatement {
  std::vector<SqlParameter> parameters() const override;
  // A run of an action gives RETURNING's rows, without RETURNING the row that the method answers
  // with, where it does. Refused inside of a transaction.
  //
  // A method that reads is SELECT * FROM the table WHERE each argument's column has its value, in
  // all that follows: staged rows are seen, a read-only session may run it, NULL is equal to
  // nothing. The planner is not bound to the method; but all that the method needs is given, so
  // that what it takes instead costs no more.
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;
  // The SELECT of a method that reads, with its values as literals; none for an action. An error
  // has the place of the method's name.
  StatusOr<std::optional<std::string>> SelectText(Database& database) const;
  // What an action would send; an error has the place of the method's name.
  StatusOr<Mutation> MakeMutation(Database& database) const;

  std::string typed;
  std::string table;
  std::string method;
  size_t place = 0;  // Of their name.
  std::vector<std::pair<std::string, ColumnValue>> arguments;
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXEC_H_
