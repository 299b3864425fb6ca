// CopySide: statements on plain tables with a sandbox's state, answered by nothing but SQLite.
#ifndef APISQL_TESTS_SUPPORT_SIDES_COPY_SIDE_H_
#define APISQL_TESTS_SUPPORT_SIDES_COPY_SIDE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "sandbox/sandbox.h"
#include "src/base/status.h"
#include "tests/support/sides/rows.h"
#include "vtab/sqlite_handles.h"

namespace apisql {

struct CopyOptions {
  bool reversed = false;  // The rows of each table in the other order.
  bool optimized = true;  // False: SQLite's optimizer uses no optimization that it can do without.
  int64_t max_operations = 0;  // Of one statement, roughly; beyond it is kCancelled. 0: no limit.
};

// Not thread-safe.
class CopySide {
 public:
  static StatusOr<std::unique_ptr<CopySide>> Open(std::span<const SandboxTable> tables,
                                                  const CopyOptions& options = {});

  // The rows of all statements in `sql`, or the first error. Dotted names are written as for the
  // API tables: confluent.iam.users.
  StatusOr<TextRows> Run(const std::string& sql);

  // True after BEGIN, or a SAVEPOINT outside of it, until its end.
  bool in_transaction() const;
  // The rows of the table of that name as they are now.
  StatusOr<SandboxTable> Read(const SandboxTable& table);
  // Replaces them.
  Status Refill(const SandboxTable& table);

 private:
  explicit CopySide(const CopyOptions& options) : options_(options) {}
  Status Load(std::span<const SandboxTable> tables);
  StatusOr<SqliteStatement> Prepare(const std::string& sql);
  Status Insert(sqlite3_stmt* statement, std::span<const SandboxTable::Value> row);
  Status Step(sqlite3_stmt* statement, TextRows& rows);
  Status Error() const;

  CopyOptions options_;
  int64_t operations_ = 0;
  SqliteDatabase db_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_SIDES_COPY_SIDE_H_
