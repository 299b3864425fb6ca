// StatementRunner: one SQL statement from text to its last row.
#ifndef APISQL_VTAB_RUN_STATEMENT_RUNNER_H_
#define APISQL_VTAB_RUN_STATEMENT_RUNNER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "registry/catalog.h"
#include "src/base/status.h"
#include "vtab/run/authorizer.h"
#include "vtab/run/result.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/rewrite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {

// What SQLite says of its last failed call.
struct SqliteFault {
  int code = SQLITE_OK;
  std::string message;
  int offset = -1;  // In the text that was prepared.

  static SqliteFault Of(sqlite3* db, int code);
};

// Not thread-safe. All that it is made of must outlive it.
class StatementRunner {
 public:
  StatementRunner(sqlite3* db, Authorizer& authorizer, const RegisteredNames& names,
                  Catalog& catalog)
      : db_(db), authorizer_(authorizer), names_(names), catalog_(catalog) {}

  // Runs the statement that `sql` is the rewritten form of, and gives its rows to `sink`. `typed`
  // is what the user wrote; `*error_offset` is where in it a fault stands, -1 when that is unknown.
  StatusOr<StatementSummary> Run(const RewrittenSql& sql, std::string_view typed, RowSink& sink,
                                 int64_t* error_offset);

  // The two halves of Run(). The authorizer tells of the statement that was prepared last.
  StatusOr<SqliteStatement> Prepare(const RewrittenSql& sql, std::string_view typed,
                                    int64_t* error_offset);
  StatusOr<StatementSummary> RunPrepared(sqlite3_stmt* statement, const RewrittenSql& sql,
                                         std::string_view typed, RowSink& sink,
                                         int64_t* error_offset);

  sqlite3* db() const { return db_; }
  const Authorizer& authorizer() const { return authorizer_; }

 private:
  Status Step(sqlite3_stmt* statement, RowSink& sink, StatementSummary* summary);
  Status GiveRow(sqlite3_stmt* statement, RowSink& sink) const;
  Status CheckAttached();
  Status CheckFilesAnew() const;
  Status ErrorOf(const SqliteFault& fault, const RewrittenSql& sql, std::string_view typed,
                 int64_t* error_offset);

  sqlite3* db_;
  Authorizer& authorizer_;
  const RegisteredNames& names_;
  Catalog& catalog_;
};

// A failed RELEASE of the outermost savepoint has undone all local changes, but leaves SQLite
// inside of the transaction; this ends it. A RELEASE that changed nothing is left alone: no such
// savepoint, a busy database, an open foreign key.
void RollBackFailedRelease(sqlite3* db, const SqliteFault& fault, std::string_view sql);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_STATEMENT_RUNNER_H_
