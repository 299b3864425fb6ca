// SqlStatement: one statement of SQLite's, prepared. The only code that steps SQLite for a user.
#ifndef APISQL_VTAB_WORKSPACE_SQL_STATEMENT_H_
#define APISQL_VTAB_WORKSPACE_SQL_STATEMENT_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "vtab/prepared/parameters.h"
#include "vtab/prepared/result.h"
#include "vtab/sql/sql_text.h"
#include "vtab/sqlite_handles.h"
#include "vtab/workspace/file_tables.h"

namespace apisql {

class Database;

// What the authorizer saw while a statement was prepared.
struct StatementAccess {
  bool attaches = false;                // It attaches a database.
  std::set<std::string> tables;         // Registered tables that it reads,
  std::set<std::string> tables_inside;  // and those that it reads through a view.
};

// Made by Database::Prepare(), which must outlive it. Not thread-safe. Errors have their place
// where that is known.
class SqlStatement {
 public:
  // `files` are the tables that only this statement has; null: none.
  SqlStatement(Database& database, SqliteStatement handle, SqlText sql, StatementAccess access,
               std::shared_ptr<FileTables> files = nullptr);

  sqlite3_stmt* handle() const { return handle_.get(); }
  const SqlText& sql() const { return sql_; }
  const StatementAccess& access() const { return access_; }
  std::vector<ResultColumn> columns() const;
  // It gives rows and changes nothing, a transaction included.
  bool only_reads() const;

  // Gives the parameters their values: before the first Step() and after Reset().
  Status Bind(const Parameters& parameters);
  // Moves to the next row; false: the statement is done, and can be run again. Only within a
  // StatementScope.
  StatusOr<bool> Step();
  // Of the current row; valid until the next Step() or Reset().
  void ReadRow(std::vector<Value>* row) const;
  void Reset();
  // Rows that the last run changed in tables of the workspace.
  int64_t changes() const { return changes_; }

 private:
  Status Fail(int code);

  Database* database_;
  // Before the handle, so that nothing reads them any more when they are dropped.
  std::shared_ptr<FileTables> files_;
  SqliteStatement handle_;
  SqlText sql_;
  StatementAccess access_;
  bool running_ = false;
  int64_t changes_before_ = 0;
  int64_t changes_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_SQL_STATEMENT_H_
