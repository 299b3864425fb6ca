// Database: the workspace's SQLite connection, the tables registered in it, and what preparing and
// stepping a statement in it needs.
#ifndef APISQL_VTAB_WORKSPACE_DATABASE_H_
#define APISQL_VTAB_WORKSPACE_DATABASE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/register/lazy_tables.h"
#include "vtab/rewrite/file_calls.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sqlite_handles.h"
#include "vtab/workspace/authorizer.h"
#include "vtab/workspace/change_counts.h"
#include "vtab/workspace/interruption.h"
#include "vtab/workspace/sql_errors.h"
#include "vtab/workspace/sql_statement.h"

namespace apisql {

// Not thread-safe. `interruption` must outlive it, and it all SqlStatements.
class Database {
 public:
  // `names` are those of the catalog's tables, and of those that `connection` and the session add.
  Database(std::shared_ptr<Connection> connection, RegisteredNames names,
           Interruption& interruption);

  // Opens the file, in memory when it has no name. Tables of the catalog are registered when a
  // statement names them, by itself or through what is stored in the file. Once, before all else.
  Status Open(const std::string& file);

  // Where a statement that reads a file finds its name when it is a variable; null: nowhere.
  void set_variable_text(VariableText variable) { variable_text_ = std::move(variable); }

  // Prepares one statement, and reads the files that stand in it as tables; the place of an error
  // is that of `sql`.
  StatusOr<SqlStatement> Prepare(SqlText sql);

  sqlite3* db() const { return db_.get(); }
  Connection& connection() { return *connection_; }
  const RegisteredNames& names() const { return names_; }
  Authorizer& authorizer() { return authorizer_; }
  Interruption& interruption() { return interruption_; }
  // The one that runs now. Only within a StatementScope.
  Statement& statement() { return *connection_->statements.entered(); }
  bool in_transaction() const { return sqlite3_get_autocommit(db()) == 0; }

  // Tables that the catalog does not have: apisql.requests, the workspace's own.
  std::vector<std::string> OtherTables() const;
  // All that a statement can name, sorted; and those of them that `prefix` may be the beginning of.
  std::vector<std::string> TableNames() const;
  std::vector<std::string> TablesFrom(std::string_view prefix) const;
  std::vector<std::string> ColumnsOf(const std::string& table);
  // True for a column of an API table that its document calls JSON, and for one of a file or of the
  // workspace whose declared type is; never with `SET json_columns = text`.
  bool IsJson(const ResultColumn& column) const;

  // For SqlStatement: called before each step; after a write has succeeded; after a failed call;
  // after an ATTACH; where SQLite has found another schema than it had prepared the statement for.
  void BeginStep(const SqlText& sql) { authorizer_.BeginStatement(sql.text); }
  void EndWrite();
  Status ErrorOf(const SqliteFault& fault, const SqlText& sql) const;
  Status CheckAttached();
  Status CheckPreparedAnew() const;

 private:
  bool IsToStop();
  void PollWhileStepping();
  StatusOr<std::unique_ptr<FileTables>> LoadFiles(SqlText* sql);
  Status CheckFilesAnew() const;
  StatusOr<SqliteStatement> PrepareHandle(const SqlText& sql);
  Status RegisterNamed(const SqlText& sql);
  Status RegisterStored(const std::string& schema);
  StatusOr<bool> RegisterMissing(std::string_view message);
  std::optional<std::string> ViewText(const std::string& name);

  std::shared_ptr<Connection> connection_;
  RegisteredNames names_;
  std::map<std::string, std::optional<std::string>> view_texts_;  // As far as they were asked for.
  Authorizer authorizer_;
  Interruption& interruption_;
  ChangeCounts change_counts_;
  VariableText variable_text_;
  bool may_have_files_ = false;  // Other processes may change a database of the connection.
  LazyTables lazy_tables_;
  // After all that its callbacks use, so that it closes first.
  SqliteDatabase db_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_DATABASE_H_
