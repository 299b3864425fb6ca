// WriteSet: the writes of one connection's transaction. Staged row by row, sent at COMMIT.
//
// SQLite calls the hooks of every table of a transaction; all of them share one WriteSet. The order
// of the hooks is SQLite's (https://sqlite.org/vtab.html, 2.16 and on), and two of its habits rule
// what happens here: xSync comes again when a COMMIT ends in SQLITE_BUSY, and xRollback can follow
// a successful xSync. So each mutation is marked before it leaves, and is never sent again.
#ifndef APISQL_VTAB_WRITE_WRITE_SET_H_
#define APISQL_VTAB_WRITE_WRITE_SET_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/write/mutation.h"
#include "vtab/write/mutation_log.h"
#include "vtab/write/mutation_sender.h"

namespace apisql {

// Not thread-safe. `client` must outlive it.
class WriteSet {
 public:
  WriteSet(Client& client, Pause pause);

  WriteOptions& options() { return options_; }

  // Forgets what the statement before left to be taken.
  void BeginStatement();
  // Adds a row. An error when the statement stages more than max_affected_rows.
  Status Stage(Mutation mutation);
  // The last row that is staged under that key; null when there is none, or the key is "".
  const Mutation* LastOf(const Resource& resource, const std::string& key) const;
  bool empty() const { return staged_.empty(); }
  size_t size() const { return staged_.size(); }

  // The hooks. Sync() sends what has not been sent, in the order of staging, and stops at the first
  // row that is not applied; the error names that row and counts what became of all.
  Status Sync();
  void Commit();
  void Rollback();
  // xBegin of `table`: an xSavepoint that comes next for it is of a level that is open already.
  void Begin(const void* table) { beginning_ = table; }
  void Savepoint(const void* table, int number);
  void Release(int number);
  void RollbackTo(int number);

  // What became of the rows since BeginStatement().
  const WriteCounts& counts() const { return counts_; }
  // Rows that the server answered since BeginStatement(), in statement order. Taking them leaves
  // none: secrets are handed out once.
  std::vector<ReturnedRow> TakeReturned();
  bool answered() const { return !returned_.empty(); }  // There are some to take.
  std::vector<PreviewedRequest> TakePreviews();
  std::vector<std::string> TakeWarnings();
  void AddWarning(std::string text) { warnings_.push_back(std::move(text)); }

  // The latest outcomes of the session.
  const MutationLog& log() const { return log_; }

 private:
  void Preview();
  void Truncate(size_t size);
  void Count(const Mutation& mutation);
  std::string CountsText(size_t rows) const;

  MutationSender sender_;
  WriteOptions options_;
  std::vector<Mutation> staged_;
  // Where in staged_ the last row of each table and key stands.
  std::map<std::pair<std::string, std::string>, size_t> last_of_;
  std::map<int, size_t> marks_;      // Savepoint number -> size of staged_ when it was set.
  const void* beginning_ = nullptr;  // The table whose xBegin was the last hook.
  int64_t last_number_ = 0;
  int64_t staged_in_statement_ = 0;
  WriteCounts counts_;
  std::vector<ReturnedRow> returned_;
  std::vector<PreviewedRequest> previews_;
  std::vector<std::string> warnings_;
  MutationLog log_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_WRITE_SET_H_
