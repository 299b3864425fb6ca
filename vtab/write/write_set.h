// WriteSet: the writes of one connection's transaction. Staged row by row, sent at COMMIT.
//
// SQLite calls the hooks of every table of a transaction; all of them share one WriteSet. The order
// of the hooks is SQLite's (https://sqlite.org/vtab.html, 2.16 and on), and two of its habits rule
// what happens here: xSync comes again when a COMMIT ends in SQLITE_BUSY, and xRollback can follow
// a successful xSync. So each mutation is marked before it leaves, and is never sent again.
#ifndef APISQL_VTAB_WRITE_WRITE_SET_H_
#define APISQL_VTAB_WRITE_WRITE_SET_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/write/mutation.h"
#include "vtab/write/mutation_log.h"
#include "vtab/write/mutation_sender.h"
#include "vtab/write/pending_writes.h"
#include "vtab/write/staged_rows.h"
#include "vtab/write/write_counts.h"

namespace apisql {

// A row that a statement has matched, whether or not there was something to change.
struct TouchedRow {
  RowImage image;      // After the write; of a DELETE before it.
  int64_t number = 0;  // Of its mutation; 0: nothing is to be sent for it.
  bool deletes = false;
};

// Whether somebody is asked before rows leave.
enum class Asking {
  kNever,  // What is sent was staged by statements before, or there is nobody to be asked.
  kBeforeSending,
};

// Not thread-safe. `client` must outlive it.
class WriteSet {
 public:
  WriteSet(Client& client, Pause pause);

  WriteOptions& options() { return options_; }

  // Who is asked; null: nobody. It may not use the connection.
  void set_ask(AskConsent ask) { ask_ = std::move(ask); }
  // Makes the idempotency keys of rows; for tests. RandomUuid() without it.
  void set_new_key(std::function<std::string()> new_key) { new_key_ = std::move(new_key); }
  // Who may stop the sending; null: nobody. Must outlive its use.
  void set_watch(SendingWatch* watch) { sender_.set_watch(watch); }

  // Forgets what the statement before left to be taken.
  void BeginStatement(Asking asking = Asking::kNever);
  // Adds the row that `mutation` writes. A row that the statement has written already is written
  // once all the same: the last one counts. An error when the statement writes more rows than
  // max_affected_rows.
  Status Stage(Mutation mutation);
  // The same for a row that has the values already: nothing is to be sent for it.
  Status StageUnchanged(RowImage image);
  bool empty() const { return staged_.empty(); }
  int64_t waiting() const;  // Rows that have not been sent.

  // The rows of `resource` as the transaction has them; null where it has written none.
  std::shared_ptr<const StagedRows> Rows(const Resource& resource);
  // What statements before `statement` have staged last for the row that the INSERT of the number
  // `insert` makes: the INSERT itself, or a change of it.
  const Mutation* LastOfInsert(int64_t insert, int64_t statement) const;

  // True when a statement before `statement` has staged a change of the row of `key`.
  bool HasStaged(const Resource& resource, const std::string& key, int64_t statement) const;

  // The hooks. Sync() sends what has not been sent, in the order of staging, and stops at the first
  // row that is not applied; the error names that row and counts what became of all. kDeclined when
  // somebody was asked and said no: then nothing has left.
  Status Sync();
  void Commit();
  // True: rows of the transaction had been sent, and no error has told so.
  bool Rollback();
  // xBegin of `table`: an xSavepoint that comes next for it is of a level that is open already.
  void Begin(const void* table) { beginning_ = table; }
  void Savepoint(const void* table, int number);
  void Release(int number);
  void RollbackTo(int number);

  // What became of the rows since BeginStatement().
  const WriteCounts& counts() const { return counts_; }
  // The rows that have left since BeginStatement(), for an error that comes after them: "2 rows
  // applied: id = 'a', id = 'b'". Empty when none has left, and when an error of Sync() has told
  // it.
  const std::string& untold() const { return untold_; }
  // The same of a transaction that was rolled back all the same, as SQLite does when its own commit
  // fails. Told once.
  std::string TakeUntoldRollback() { return std::exchange(untold_rollback_, {}); }
  // The rows for RETURNING: what the server answered since BeginStatement(), in statement order;
  // inside of a transaction the rows that the statement has matched, as they are staged. Taking
  // them leaves none: secrets are handed out once.
  std::vector<ReturnedRow> TakeReturned();
  bool answered() const { return !returned_.empty(); }  // There are some of the server's to take.
  std::vector<PreviewedRequest> TakePreviews();
  std::vector<std::string> TakeWarnings();
  // Told once, for however many rows it holds.
  void AddWarning(std::string text);

  // The latest outcomes of the session.
  const MutationLog& log() const { return log_; }

 private:
  Status Touch(TouchedRow row, const std::string& identity, std::optional<size_t>* known);
  Mutation* Find(int64_t number);
  Status CheckRequestsLeft() const;
  Status Ask();
  void MergeIntoInserts();
  void SetOutcome(Mutation* mutation, Outcome outcome);
  void Preview();
  void TakeAnswers(std::vector<ReturnedRow> answers);
  void Truncate(size_t size);
  void Count(const Mutation& mutation);

  Client& client_;
  MutationSender sender_;
  WriteOptions options_;
  AskConsent ask_;
  std::function<std::string()> new_key_;
  Asking asking_ = Asking::kNever;  // Of the statement.
  std::vector<Mutation> staged_;
  std::map<int, size_t> marks_;      // Savepoint number -> size of staged_ when it was set.
  const void* beginning_ = nullptr;  // The table whose xBegin was the last hook.
  int64_t last_number_ = 0;
  std::vector<TouchedRow> touched_;  // By the statement.
  std::map<std::pair<std::string, std::string>, size_t> touched_by_key_;
  std::map<std::string, std::shared_ptr<const StagedRows>> rows_;  // By table, until it is written.
  WriteCounts counts_;
  std::string untold_;
  std::string untold_rollback_;
  std::vector<ReturnedRow> returned_;
  std::vector<PreviewedRequest> previews_;
  std::vector<std::string> warnings_;
  MutationLog log_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_WRITE_SET_H_
