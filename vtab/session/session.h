// Session: the statement layer above SQLite. What the shell, the tests and scripts talk to.
#ifndef APISQL_VTAB_SESSION_SESSION_H_
#define APISQL_VTAB_SESSION_SESSION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "registry/catalog.h"
#include "registry/config.h"
#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/request_log.h"
#include "src/http/transport.h"
#include "vtab/write/mutation.h"

namespace apisql {

struct Blob {
  std::string_view bytes;
};
// A value as SQLite hands it out; views are valid until the next row. Text may contain NUL.
using Value = std::variant<std::monostate, int64_t, double, std::string_view, Blob>;

struct ResultColumn {
  std::string name;
  std::string declared_type;  // TEXT, INTEGER, REAL, or "" for an expression.
};

// Takes the result of one statement, row by row, as it arrives.
class RowSink {
 public:
  virtual ~RowSink() = default;
  // Called once per statement that returns columns, before its first row.
  virtual Status Begin(std::span<const ResultColumn> columns) = 0;
  virtual Status Row(std::span<const Value> values) = 0;
  // Called after the last row; not when the statement failed. One exception: where a write failed
  // half-way, the rows that RETURNING gives for what was applied are a whole result of their own.
  virtual Status End() = 0;
};

struct SessionOptions {
  std::string database;  // Workspace file; empty: in memory.
  bool read_only = false;
  bool allow_partial = false;
  bool dry_run = false;
  std::vector<std::pair<std::string, std::string>> settings;  // As SET would.
  std::function<bool()> interrupted;                          // Polled while waiting; null: never.
  std::function<void(const RequestRecord&)> trace;            // Called for each finished request.
  // Called about every 100 ms while a statement waits for the network.
  std::function<void(const RequestLog&)> progress;
};

// What went wrong in a statement, and where in what the user typed.
struct StatementError {
  Status status;
  int64_t offset = -1;  // Byte offset in the text given to Run(); -1: no position.
};

struct StatementSummary {
  bool returned_rows = false;
  int64_t rows = 0;
  int64_t changes = 0;  // Rows of API tables count when the server has applied the write.
  int64_t requests = 0;
  bool wrote = false;  // It wrote to API tables; `outcomes` says what became of the rows.
  WriteCounts outcomes;
  int64_t staged = 0;                 // Rows that wait for COMMIT.
  std::vector<std::string> warnings;  // Of partial results, with --allow-partial.
  std::vector<std::string> notes;     // Of writes. The result is whole.
};

// Not thread-safe, except Interrupt(). `transport` and `clock` must outlive the Session.
class Session {
 public:
  static StatusOr<std::unique_ptr<Session>> Open(std::unique_ptr<Catalog> catalog, Config config,
                                                 Transport& transport, const Clock& clock,
                                                 SessionOptions options);
  virtual ~Session() = default;

  // Runs the first statement of `*sql` and removes it, with its ';', from the front. Blank and
  // comment-only text runs nothing and is ok. Requests of the statement are over when it returns.
  virtual StatusOr<StatementSummary> RunNext(std::string_view* sql, RowSink& sink,
                                             StatementError* error) = 0;

  // True when `sql` ends outside of a string, comment and trigger body, with a ';'.
  static bool IsComplete(std::string_view sql);
  // True when there is nothing in it but blanks, comments and ';'.
  static bool IsBlank(std::string_view sql);

  // Words that may stand where `sql` ends: keywords, tables, columns. For completion.
  virtual std::vector<std::string> Complete(std::string_view sql) = 0;

  // Names of the registered tables, and of the workspace's own tables and views.
  virtual std::vector<std::string> TableNames() = 0;

  virtual const RequestLog& requests() const = 0;
  // Rows of the open transaction that wait for COMMIT.
  virtual int64_t staged_rows() const = 0;
  virtual Catalog& catalog() = 0;

  // Stops the running statement. May be called from a signal handler or another thread.
  virtual void Interrupt() = 0;
};

// Writes plain tables into a SQLite file: `apisql sandbox --dump`. An error when the file exists.
struct PlainTable {
  std::string name;
  std::vector<std::pair<std::string, std::string>> columns;  // Name and type.
  std::vector<std::vector<std::variant<std::monostate, int64_t, double, std::string>>> rows;
};
Status WriteDatabase(const std::string& file, std::span<const PlainTable> tables);

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_SESSION_H_
