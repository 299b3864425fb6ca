// WriteRunner: runs statements so that writes to API tables are guarded before, and told of after.
#ifndef APISQL_VTAB_STATEMENTS_WRITE_RUNNER_H_
#define APISQL_VTAB_STATEMENTS_WRITE_RUNNER_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/run/result.h"
#include "vtab/run/statement_runner.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/rewrite.h"
#include "vtab/sql/write_statement.h"
#include "vtab/table/connection.h"

namespace apisql {

// Not thread-safe. All that it is made of must outlive it. Every function runs within a statement
// of the connection (Connection::BeginStatement), which it may begin anew to name what is written.
class WriteRunner {
 public:
  WriteRunner(Connection& connection, StatementRunner& runner, const RegisteredNames& names)
      : connection_(connection), runner_(runner), names_(names) {}

  // Runs any statement of SQLite's: StatementRunner::Run() with
  //  - writes to API tables refused that could not do what they say, or would hit every row;
  //  - RETURNING answered from what the server said, also for the rows that were applied before a
  //    failure: they may hold the only copy of a secret;
  //  - the requests as the result, where dry_run kept them from being sent.
  StatusOr<StatementSummary> Run(const RewrittenSql& sql, std::string_view typed, RowSink& sink,
                                 int64_t* error_offset);

  // What a write on an API table would send. Not inside of a transaction, and not for a write that
  // reads an API: its reads would be sent.
  StatusOr<std::vector<PreviewedRequest>> Preview(const RewrittenSql& sql,
                                                  const WriteStatement& write,
                                                  std::string_view typed, int64_t* error_offset);

  // The write on an API table that `sql` is, if it is one.
  std::optional<WriteStatement> Find(const RewrittenSql& sql) const;
  // An error for a write that can never be carried out.
  Status CheckPossible(const WriteStatement& write) const;
  // True when nothing of the statement that was prepared last, which is `write`, wants more of the
  // rows to write than their key.
  bool KeySuffices(const WriteStatement& write) const;
  bool in_transaction() const { return sqlite3_get_autocommit(runner_.db()) == 0; }

  // Fills in what became of the statement's rows. With dry_run their requests go to `sink`.
  Status Finish(bool shows_requests, RowSink& sink, StatementSummary* summary);

 private:
  StatusOr<StatementSummary> RunPlain(const RewrittenSql& sql, std::string_view typed,
                                      RowSink& sink, int64_t* error_offset);
  StatusOr<StatementSummary> RunWrite(const RewrittenSql& sql, const WriteStatement& write,
                                      std::string_view typed, RowSink& sink, int64_t* error_offset);
  // Prepares and runs it, without RETURNING.
  StatusOr<StatementSummary> RunStripped(const RewrittenSql& sql, const WriteStatement& write,
                                         std::string_view typed, RowSink& sink,
                                         int64_t* error_offset);
  Status CheckAllowed(const WriteStatement& write) const;
  int64_t StagedNow() const;

  Connection& connection_;
  StatementRunner& runner_;
  const RegisteredNames& names_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_WRITE_RUNNER_H_
