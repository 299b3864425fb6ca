// ChangeCounts: what changes() and total_changes() tell of writes to API tables. SQLite counts rows
// that were handed over; a row that the server says is not there was not changed.
#ifndef APISQL_VTAB_WORKSPACE_CHANGE_COUNTS_H_
#define APISQL_VTAB_WORKSPACE_CHANGE_COUNTS_H_

#include <cstdint>

#include "src/base/status.h"
#include "vtab/sqlite.h"

namespace apisql {

// SQLite has no call that sets its counts, so functions of the same names take the place of its
// own. Inside of a transaction they tell what was staged: nothing is known of its rows yet.
class ChangeCounts {
 public:
  ChangeCounts() = default;
  ChangeCounts(const ChangeCounts&) = delete;
  ChangeCounts& operator=(const ChangeCounts&) = delete;

  // Once. It must outlive `db`.
  Status Install(sqlite3* db);

  // A statement of `db` that counts rows has succeeded: `absent` of those that it sent were not
  // there. `by_its_text`: the statement itself wrote them, and not a trigger of its table, whose
  // rows changes() leaves out.
  void EndWrite(sqlite3* db, int64_t absent, bool by_its_text);

  int64_t changes(sqlite3* db) const;
  int64_t total_changes(sqlite3* db) const;

 private:
  int64_t last_changes_ = 0;  // As SQLite counts them, of the write that ended last,
  int64_t last_absent_ = 0;   // and those of them that were not there.
  int64_t total_absent_ = 0;
};

// True for a statement after which SQLite's changes() is about its rows.
bool CountsChanges(sqlite3_stmt* statement);

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_CHANGE_COUNTS_H_
