// BusyStatements: the statements of a connection that have begun and not ended, as far as SQLite's
// list of prepared statements tells.
//
// Which of them is executing cannot be had from that list in every version, only what it rules out:
// a statement that is not in it has ended, and one that is new in it has begun. Handles without SQL
// text (those of incremental blobs, and of the shadow tables of FTS5 and rtree) are never counted:
// they are busy and run no statement.
#ifndef APISQL_VTAB_CONNECTION_BUSY_STATEMENTS_H_
#define APISQL_VTAB_CONNECTION_BUSY_STATEMENTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "vtab/sqlite.h"

namespace apisql {

// One run of a prepared statement.
struct BusyStatement {
  sqlite3_stmt* handle = nullptr;
  int64_t run = 0;    // SQLite's counter; 0 for a write, whose triggers move it.
  size_t text = 0;    // Hash of its SQL: handles are reused for other statements.
  bool gave = false;  // It has given a row.
  bool writes = false;
};

class BusyStatements {
 public:
  BusyStatements() = default;
  // Those of `db` now, the one prepared last first.
  static BusyStatements Of(sqlite3* db);

  const std::vector<BusyStatement>& all() const { return all_; }
  bool empty() const { return all_.empty(); }
  // The one that must be executing, where there is no other; else null.
  sqlite3_stmt* Only() const { return all_.size() == 1 ? all_[0].handle : nullptr; }
  // True when each of `later` was busy when this was taken, in the same run.
  bool Cover(const BusyStatements& later) const;
  // The only one that has begun since `earlier` was taken; null when none has, or several have.
  sqlite3_stmt* OnlyNewSince(const BusyStatements& earlier) const;
  bool AnyWrites() const;

 private:
  bool Has(const BusyStatement& later) const;

  std::vector<BusyStatement> all_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_CONNECTION_BUSY_STATEMENTS_H_
