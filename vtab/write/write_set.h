// WriteSet: the writes of one connection's transaction. Staged row by row, sent at COMMIT.
//
// SQLite calls the hooks of every table of a transaction; all of them share one WriteSet. The order
// of the hooks is SQLite's (https://sqlite.org/vtab.html, 2.16 and on), and two of its habits rule
// what happens here: xSync comes again when a COMMIT ends in SQLITE_BUSY, and xRollback can follow a
// successful xSync. So each mutation is marked before it leaves, and is never sent again.
#ifndef APISQL_VTAB_WRITE_WRITE_SET_H_
#define APISQL_VTAB_WRITE_WRITE_SET_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "src/http/client.h"
#include "vtab/write/mutation.h"

namespace apisql {

struct WriteOptions {
  int64_t max_affected_rows = 0;  // Of one statement; 0: no limit.
  int write_concurrency = 1;      // Rows sent side by side; rows of one key keep their order.
  bool dry_run = false;
  bool await = false;  // After a 202, wait until the document's done or failed state.
};

struct WriteCounts {
  int64_t applied = 0, absent = 0, failed = 0, unknown = 0, unsent = 0, previewed = 0;
};

// Not thread-safe. The constructor's arguments must outlive it.
class WriteSet {
 public:
  // `pause` sleeps that many milliseconds, and returns kCancelled when the user interrupts.
  WriteSet(Client& client, std::function<Status(int64_t)> pause);

  WriteOptions& options() { return options_; }

  // Called before a statement is run and after it.
  void BeginStatement();
  // Adds a row. An error when the statement stages more than max_affected_rows.
  Status Stage(Mutation mutation);
  bool empty() const { return staged_.empty(); }

  // The hooks. Sync() sends what has not been sent, in the order of staging, and stops at the first
  // row that is not applied; the error counts what became of all rows.
  Status Sync();
  void Commit();
  void Rollback();
  void Savepoint(int number);
  void Release(int number);
  void RollbackTo(int number);

  // What became of the rows since BeginStatement().
  const WriteCounts& counts() const { return counts_; }
  // Rows that the server answered since BeginStatement(), in statement order. Taking them leaves
  // none: secrets are handed out once.
  std::vector<ReturnedRow> TakeReturned();
  std::vector<PreviewedRequest> TakePreviews();
  std::vector<std::string> TakeWarnings();

  // The latest outcomes of the session, oldest first.
  const std::deque<MutationRecord>& records() const { return records_; }

 private:
  Status SendAll();
  void Finish(Mutation* mutation);

  Client& client_;
  std::function<Status(int64_t)> pause_;
  WriteOptions options_;
  std::vector<Mutation> staged_;
  std::map<int, size_t> marks_;
  int64_t last_number_ = 0;
  int64_t staged_in_statement_ = 0;
  WriteCounts counts_;
  std::vector<ReturnedRow> returned_;
  std::vector<PreviewedRequest> previews_;
  std::vector<std::string> warnings_;
  std::deque<MutationRecord> records_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_WRITE_SET_H_
