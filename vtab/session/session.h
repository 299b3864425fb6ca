// Session: the statement layer above SQLite. What the shell, the tests and scripts talk to.
#ifndef APISQL_VTAB_SESSION_SESSION_H_
#define APISQL_VTAB_SESSION_SESSION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/request_log.h"
#include "src/http/transport/transport.h"
#include "vtab/prepared/prepared.h"
#include "vtab/prepared/result.h"
#include "vtab/write/pending_writes.h"

namespace apisql {

class Catalog;
class Config;

struct SessionOptions {
  std::string database;  // Workspace file; empty: in memory.
  // Where sizes of tables are kept from session to session when learn_sizes is disk; empty: never.
  std::string cache_folder;
  bool read_only = false;
  bool allow_partial = false;
  bool dry_run = false;
  std::vector<std::pair<std::string, std::string>> settings;  // As SET would.
  // Polled. While it is true, every statement ends as interrupted, also one that only begins: who
  // runs a script says so here. Null: never.
  std::function<bool()> interrupted;
  // The text of the variable :name, for read_csv(:name) and its like, which need it before their
  // statement is prepared; an error when it has none. Null: no variables.
  std::function<StatusOr<std::string>(std::string_view name)> variable_text;
  std::function<void(const RequestRecord&)> trace;  // Called for each finished request.
  // Called about every 100 ms while a statement waits for the network.
  std::function<void(const RequestLog&)> progress;
};

// Somebody who sits before the session. What it gives may not use the session.
struct WriteSupervision {
  // Asked before the rows of a statement outside of BEGIN leave, unless confirm_writes is off. No
  // ends the statement with kDeclined. Null: nobody is asked.
  AskConsent ask;
  // Called when an interruption has come while rows are sent: no further one leaves, and what is
  // under way has two seconds, or until the next interruption. Null: an interruption ends all at
  // once.
  std::function<void()> stopping;
};

// Not thread-safe, except Interrupt(). `transport` and `clock` must outlive the Session.
class Session {
 public:
  static StatusOr<std::unique_ptr<Session>> Open(std::unique_ptr<Catalog> catalog, Config config,
                                                 Transport& transport, const Clock& clock,
                                                 SessionOptions options);
  virtual ~Session() = default;

  // Makes one statement, of any kind, ready to be run. Nothing is sent. The place of an error, here
  // and when it runs, counts from the front of `sql`.
  virtual StatusOr<std::unique_ptr<Prepared>> Prepare(std::string_view sql) = 0;

  // Runs the first statement of `*sql` and removes it, with its ';', from the front. Blank and
  // comment-only text runs nothing and is ok. Requests of the statement are over when it returns.
  StatusOr<StatementSummary> RunNext(std::string_view* sql, RowSink& sink);

  // Removes the first statement, with its ';', from the front of `*sql` and returns it.
  static std::string_view TakeStatement(std::string_view* sql);
  // True when `sql` ends outside of a string, comment and trigger body, with a ';'.
  static bool IsComplete(std::string_view sql);
  // True when there is nothing in it but blanks, comments and ';'.
  static bool IsBlank(std::string_view sql);

  // Words that may stand where `sql` ends: keywords, tables, columns. For completion.
  virtual std::vector<std::string> Complete(std::string_view sql) = 0;

  // Names of all tables, and of the workspace's own tables and views. Looks into the folder of each
  // provider.
  virtual std::vector<std::string> TableNames() = 0;
  // Those that begin with `prefix`, and more: for completion. Of a provider that no statement has
  // named, and `prefix` does not, "acme." alone.
  virtual std::vector<std::string> TablesFrom(std::string_view prefix) {
    (void)prefix;
    return TableNames();
  }

  virtual const RequestLog& requests() const = 0;
  // Rows of the open transaction that wait for COMMIT.
  virtual int64_t staged_rows() const = 0;
  // True while a SELECT may show values that are secret.
  virtual bool reveals_secrets() const { return false; }
  virtual bool in_transaction() const = 0;
  virtual bool read_only() const = 0;
  virtual Catalog& catalog() = 0;
  // Secrets of the providers that are known without asking a file or a command for them, to be
  // taken out of texts that are kept.
  virtual std::vector<std::string> CredentialsAtHand() { return {}; }

  // What it was before is forgotten.
  virtual void Supervise(WriteSupervision supervision) = 0;

  // Stops all statements under way; forgotten when there is none. May be called from a signal
  // handler or another thread.
  virtual void Interrupt() = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_SESSION_H_
