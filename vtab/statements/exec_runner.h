// EXEC table.method: an action that is no INSERT, UPDATE or DELETE, sent at once.
#ifndef APISQL_VTAB_STATEMENTS_EXEC_RUNNER_H_
#define APISQL_VTAB_STATEMENTS_EXEC_RUNNER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/run/result.h"
#include "vtab/sql/registered_names.h"
#include "vtab/statements/statement_kind.h"
#include "vtab/statements/write_runner.h"
#include "vtab/table/connection.h"

namespace apisql {

// Not thread-safe. All that it is made of must outlive it.
class ExecRunner {
 public:
  ExecRunner(Connection& connection, StatementRunner& runner, const RegisteredNames& names,
             WriteRunner& writer)
      : connection_(connection), runner_(runner), names_(names), writer_(writer) {}

  // Runs `statement`, which is a kExec read from `text`. Gives RETURNING's rows to `sink`, without
  // RETURNING the row that the method answers with, where it does. Refused inside of a transaction.
  StatusOr<StatementSummary> Run(const ParsedStatement& statement, std::string_view text, RowSink& sink,
                                 int64_t* error_offset);

  // What it would send.
  StatusOr<PreviewedRequest> Preview(const ParsedStatement& statement);

 private:
  StatusOr<Mutation> MakeMutation(const ParsedStatement& statement);
  StatusOr<const Method*> FindMethod(const Resource& resource, const ParsedStatement& statement) const;
  Status CheckAllowed(const ParsedStatement& statement) const;
  // The SELECT that gives the answer; empty text: there is none to give.
  StatusOr<RewrittenSql> SelectOf(const Mutation& mutation, std::string_view text,
                                  int64_t* error_offset) const;
  Status Send(Mutation mutation);

  Connection& connection_;
  StatementRunner& runner_;
  const RegisteredNames& names_;
  WriteRunner& writer_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXEC_RUNNER_H_
