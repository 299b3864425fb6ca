// PrefetchRun: a second run of the executing SELECT over what is in memory, to learn which look-ups
// it will come to.
//
// A nested loop asks for one row of its inner table after the other, each a round trip. Which keys
// will be asked for depends on comparisons, functions and other tables that only SQLite can
// evaluate, so SQLite is let evaluate them: the statement runs once more, within the xFilter that
// has to wait, and its look-ups are written down instead of being made.
//
// Nothing is sent or waited for, and no result of the statement depends on a run ahead. It ends
// where rows are needed that are not there yet. Keys come only from places that stand before the
// look-up in the program: what stands behind it cannot change its keys, and finds no rows.
#ifndef APISQL_VTAB_AHEAD_PREFETCH_RUN_H_
#define APISQL_VTAB_AHEAD_PREFETCH_RUN_H_

#include <cstddef>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/ahead/statement_shape.h"
#include "vtab/fetch/row_cache.h"
#include "vtab/fetch/scan.h"
#include "vtab/scan/table_access.h"
#include "vtab/scan/table_accesses.h"
#include "vtab/sqlite.h"

namespace apisql {

class PrefetchRun {
 public:
  // All must outlive it. `site` is the place of `access` in the program that `shape` knows.
  PrefetchRun(const StatementShape& shape, const ScanSite& site, const TableAccesses& accesses,
              const TableAccess& access)
      : shape_(shape), site_(site), accesses_(accesses), access_(access) {}

  // Steps the same SELECT, its parameters filled in, to its end or to that of the run.
  void Run(sqlite3_stmt* statement);
  PrefetchKeys TakeLookUps();

  // What a cursor reads while it runs; null: no rows. After an error SQLite ends the run.
  // `table` is its NameInBytecode().
  StatusOr<std::unique_ptr<Scan>> Open(const std::string& table, const Resource& resource,
                                       std::string_view plan, std::span<sqlite3_value*> arguments);
  // Called for each row that a cursor reads.
  Status CountRow();
  // True ends the run. A session asks every kOperationsPerPoll operations of SQLite's, under a
  // millisecond, for what no cursor sees: a recursion that only a row of an API ends.
  bool HasDoneEnough() { return ++polls_ > kMostPolls; }
  static constexpr int kOperationsPerPoll = 10'000;

 private:
  StatusOr<std::unique_ptr<Scan>> OpenWanted(std::span<sqlite3_value*> arguments);
  Status Note(BoundScan look_up);

  static constexpr int kMostPolls = 100;  // A million operations: about 20 ms.

  const StatementShape& shape_;
  const ScanSite& site_;
  const TableAccesses& accesses_;
  const TableAccess& access_;
  PrefetchKeys to_come_;
  std::set<std::string> noted_;
  size_t rows_ = 0;  // Those read, and the scans that were to read them.
  int polls_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_AHEAD_PREFETCH_RUN_H_
