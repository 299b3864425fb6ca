// Statement: all that lives as long as one SQL statement: what it has asked APIs for, its shape,
// its target where it writes, its warnings, and its first error as a whole Status.
#ifndef APISQL_VTAB_CONNECTION_STATEMENT_H_
#define APISQL_VTAB_CONNECTION_STATEMENT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/ahead/statement_shape.h"
#include "vtab/api/api_access.h"
#include "vtab/api/scan_context.h"
#include "vtab/fetch/row_cache.h"
#include "vtab/scan/table_accesses.h"
#include "vtab/sizes/table_statistics.h"
#include "vtab/sqlite.h"

namespace apisql {

// What a statement writes.
struct WriteTarget {
  std::string table;
  Verb verb = Verb::kSelect;
  // The table is named once in the statement, and nothing of its rows is wanted but their key: a
  // WHERE that gives the whole key then needs no GET before the write.
  bool whole_key_suffices = false;
  bool has_where = true;
  bool has_from = false;  // UPDATE ... FROM, which reads every column of the table.
};

// Owned by whoever runs it (a Session's statement), or by the cursors that it has open (a plain
// connection), together. Not thread-safe. `api` must outlive it.
class Statement {
 public:
  // `number` labels its requests.
  Statement(ApiAccess& api, int64_t number);
  // Warnings that nobody has taken go to SQLite's log: a host has no other place for them.
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  int64_t number() const { return context_.statement_number(); }
  ScanContext& context() { return context_; }
  RowCache& cache() { return *cache_; }
  TableAccesses& accesses() { return *accesses_; }

  // What it writes; none: it only reads, or writes no table of an API by its own text.
  const std::optional<WriteTarget>& target() const { return target_; }
  void set_target(std::optional<WriteTarget> target);
  // Early requests are made for statements that only read: what others read depends on what they
  // may send.
  bool only_reads() const { return !context_.writes(); }

  // Drops what it has fetched: its second half must see what its first has written. No cursor of it
  // may be open.
  void ForgetRows();

  // The plan of the run `handle` of a statement of SQLite's: this one, or one that a view of a
  // document runs for it. Null handle: nothing is known. `make` reads it when it is asked first.
  template <typename Make>
  const StatementShape& ShapeOf(const sqlite3_stmt* handle, Make make) {
    const auto known = shapes_.find(handle);
    if (known != shapes_.end()) return known->second;
    if (shapes_.empty()) sizes_at_start_ = context_.api().sizes();
    return shapes_[handle] = make();
  }
  // As they were when the first plan was read: by them the same text gets the same plan again.
  const TableStatistics& sizes_at_start() const { return sizes_at_start_; }

  // The first error that a table reported to SQLite, which keeps text and number only.
  const Status& first_error() const { return first_error_; }
  void NoteError(const Status& status) {
    if (first_error_.ok()) first_error_ = status;
  }

 private:
  ScanContext context_;
  std::unique_ptr<RowCache> cache_;
  std::unique_ptr<TableAccesses> accesses_;
  std::optional<WriteTarget> target_;
  std::map<const sqlite3_stmt*, StatementShape> shapes_;
  TableStatistics sizes_at_start_;
  Status first_error_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_CONNECTION_STATEMENT_H_
