// EXEC table.method: an action that is no INSERT, UPDATE or DELETE, sent at once; or a method that
// reads, as the SELECT that it stands for.
#ifndef APISQL_VTAB_STATEMENTS_EXEC_H_
#define APISQL_VTAB_STATEMENTS_EXEC_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "vtab/run/exec_arguments.h"
#include "vtab/run/parsed_statement.h"
#include "vtab/write/mutation.h"

namespace apisql {

// An action that takes more values than are given, from the row of another table.
struct UnfinishedExec {
  std::shared_ptr<const Resource> resource;
  const Method* method = nullptr;  // Of the resource.
  Arguments known;                 // For path, query and headers.
};

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
  // Of a method that reads, with the values of one run.
  StatusOr<std::unique_ptr<Execution>> PrepareSelect(Database& database,
                                                     const Parameters& values) const;
  // The SELECT of a method that reads, with its values as literals; none for an action. An error
  // has the place of the method's name, or of a parameter without a value.
  StatusOr<std::optional<std::string>> SelectText(Database& database,
                                                  const Parameters& values) const;
  // The action, where its values are to be looked up; none where all of them are given.
  StatusOr<std::optional<UnfinishedExec>> Unfinished(Database& database,
                                                     const Parameters& values) const;
  // What an action sends; an error as above. Values that are not given are looked up.
  StatusOr<Mutation> MakeMutation(Database& database, const Parameters& values) const;

  std::string typed;
  std::string table;
  std::string method;
  size_t place = 0;  // Of their name.
  std::vector<ExecArgument> arguments;
  std::vector<SqlParameter> argument_parameters;  // Each once, numbered behind those of RETURNING.

 private:
  StatusOr<std::unique_ptr<Execution>> PrepareReading(Database& database) const;
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXEC_H_
