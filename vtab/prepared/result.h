// What a statement gives: columns, rows, and a summary behind its last row.
#ifndef APISQL_VTAB_PREPARED_RESULT_H_
#define APISQL_VTAB_PREPARED_RESULT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "src/base/status.h"
#include "vtab/write/write_counts.h"

namespace apisql {

struct Blob {
  std::string_view bytes;
};
// A value as SQLite hands it out; views are valid until the next row. Text may contain NUL.
using Value = std::variant<std::monostate, int64_t, double, std::string_view, Blob>;

struct ResultColumn {
  std::string name;
  std::string declared_type = {};  // TEXT, INTEGER, REAL, or "" for an expression.
  // The table and its column that it comes from, also through a view; "" where it is computed.
  std::string table = {};
  std::string column = {};
  // Its texts are JSON, to be nested where the format is JSON. Never where `SET json_columns =
  // text`.
  bool is_json = false;
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

// `error` with what has been done for good before it; itself where that is nothing.
Status WithWorkDone(Status error, std::string_view work_done);

struct StatementSummary {
  bool returned_rows = false;
  int64_t rows = 0;
  int64_t changes = 0;  // Rows of API tables count when the server has applied the write.
  int64_t requests = 0;
  bool wrote = false;  // It wrote to API tables; `outcomes` says what became of the rows.
  WriteCounts outcomes;
  // What it did for good, for an error in what comes behind it: "2 rows applied: id = 'a', ...".
  std::string work_done;
  bool in_transaction = false;        // Behind it; what it wrote waits for COMMIT.
  int64_t staged = 0;                 // Rows of it that wait.
  bool incomplete = false;            // Rows are missing, with --allow-partial.
  std::vector<std::string> warnings;  // Of rows that are missing, or may be.
  std::vector<std::string> notes;     // Of writes. The result is whole.
};

}  // namespace apisql

#endif  // APISQL_VTAB_PREPARED_RESULT_H_
