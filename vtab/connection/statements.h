// Statements: which statement a cursor belongs to.
//
// HOW IT WORKS. Who knows which statement runs says so with a StatementScope around each step: a
// Session does, and so does whatever runs SQL within a callback. A plain connection says nothing,
// so there a cursor is given the statement that it may share without ever seeing old rows:
//   - a statement lives as long as it has cursors open; the last one to close drops its rows;
//   - a cursor that is opened joins the newest statement only when nothing that is busy has begun
//     since that statement began, and nothing has ended; else it begins a new one.
// SQLite has all cursors of a join open before the first is used, opens a cursor anew before it
// closes its predecessor, and closes others at the end of a statement (or of a trigger) alone. So a
// cursor that is closed, and was not just replaced, tells an end. In doubt rows are read again:
// that costs requests.
#ifndef APISQL_VTAB_CONNECTION_STATEMENTS_H_
#define APISQL_VTAB_CONNECTION_STATEMENTS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vtab/api/api_access.h"
#include "vtab/columns/column_set.h"
#include "vtab/connection/busy_statements.h"
#include "vtab/connection/statement.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/sqlite.h"

namespace apisql {

// Where a cursor was opened.
struct StatementPlace {
  std::shared_ptr<Statement> statement;
  sqlite3_stmt* handle = nullptr;  // What SQLite executes; null: not known.
  // Nothing else that runs can read what this reads.
  bool alone = false;
};

// Not thread-safe. `api` must outlive it.
class Statements {
 public:
  explicit Statements(ApiAccess& api) : api_(api) {}

  // A new statement of a session, with a number behind all others. Nothing runs in it before a
  // StatementScope names it.
  std::shared_ptr<Statement> Begin();
  // The statement that the innermost StatementScope names; null where there is none.
  Statement* entered() const {
    return entered_.empty() ? nullptr : entered_.back().statement.get();
  }

  // Called for each cursor: when it is opened, when it begins to read, and when it is closed.
  StatementPlace Open(sqlite3* db, const void* cursor);
  void Used() {
    if (entered_.empty()) opened_last_ = nullptr;
  }
  void Closed(const void* cursor);

  // The number of the statement that stages a row on `db` now: its rows count together.
  int64_t NumberOfStagedRow(sqlite3* db);
  // The write that staged last has ended, or failed: what is staged now belongs to another one.
  void EndWrite() { writing_ = nullptr; }

  // Notes what a statement that is being prepared reads.
  void NoteColumns(const Resource& resource, ColumnSet columns);
  // The same for what `plan` asks the parents of `resource` for: where the statement reads a parent
  // too, one list serves both.
  void NoteParents(const Resource& resource, const ScanPlan& plan);
  // Sizes for a plan that is made now.
  Estimates estimates();

 private:
  friend class StatementScope;
  friend class HandleScope;

  struct Place {
    std::shared_ptr<Statement> statement;
    sqlite3_stmt* handle;
    bool replays;
  };
  void NoteParents(const Method& method, std::set<std::string>* above);
  StatementPlace OpenEntered(sqlite3* db) const;
  StatementPlace OpenPlain(sqlite3* db);
  std::shared_ptr<Statement> BeginPlain(sqlite3* db, const BusyStatements& busy);
  int64_t NumberOfWrite(sqlite3* db, const BusyStatements& busy);

  ApiAccess& api_;
  std::vector<Place> entered_;
  int64_t last_number_ = 0;

  // Of a plain connection.
  std::weak_ptr<Statement> newest_;
  BusyStatements busy_at_begin_;  // Of the newest.
  BusyStatements busy_last_;      // When a cursor was last opened.
  bool ended_since_ = false;      // Some statement, after the newest began.
  const void* opened_last_ = nullptr;
  sqlite3_stmt* writing_ = nullptr;
  int64_t changes_before_ = -1;  // Rows that the connection had changed when it began.
  bool has_staged_ = false;      // It has staged a row.
  std::map<std::string, ColumnSet> columns_noted_;  // By table, of all that was prepared.
};

// While it lives, cursors that are opened belong to `statement`, which SQLite executes as `handle`.
class StatementScope {
 public:
  // `replays`: the statement runs again ahead of itself, so plans must be what they were.
  StatementScope(Statements& statements, std::shared_ptr<Statement> statement,
                 sqlite3_stmt* handle = nullptr, bool replays = false);
  ~StatementScope() { statements_.entered_.pop_back(); }
  StatementScope(const StatementScope&) = delete;
  StatementScope& operator=(const StatementScope&) = delete;

 private:
  Statements& statements_;
};

// While it lives, SQLite executes `handle` for the statement that the innermost StatementScope
// names. For who prepares within that scope, and so knows the handle later than the statement.
class HandleScope {
 public:
  HandleScope(Statements& statements, sqlite3_stmt* handle)
      : statements_(statements),
        before_(std::exchange(statements.entered_.back().handle, handle)) {}
  ~HandleScope() { statements_.entered_.back().handle = before_; }
  HandleScope(const HandleScope&) = delete;
  HandleScope& operator=(const HandleScope&) = delete;

 private:
  Statements& statements_;
  sqlite3_stmt* before_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_CONNECTION_STATEMENTS_H_
