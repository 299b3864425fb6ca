// Prepared: one statement, read by pull, and run as often as it is wanted.
#ifndef APISQL_VTAB_PREPARED_PREPARED_H_
#define APISQL_VTAB_PREPARED_PREPARED_H_

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "src/base/status.h"
#include "vtab/prepared/result.h"
#include "vtab/rows/sql_value.h"
#include "vtab/sql/parameters.h"

namespace apisql {

// A run begins with the first Next() and ends with the Next() that gives no row, with an error, or
// with Reset(); each run is a statement of its own, which reads everything anew. Several may be
// open at once and take turns. Not thread-safe, except Interrupt(). Destroying it ends its run and
// cancels its requests. The Session that made it must outlive it.
class Prepared {
 public:
  virtual ~Prepared() = default;

  // Empty for a statement that gives no rows. From the first row of a run on they are those of this
  // run: a table may have got other columns since, and with dry_run a write shows its requests.
  virtual std::span<const ResultColumn> columns() = 0;

  virtual std::span<const SqlParameter> parameters() const = 0;
  // Values stay from run to run. An error while a run is under way, and for a parameter that the
  // statement does not have. A name may stand without its first character.
  virtual Status Bind(int number, SqlValue value) = 0;
  virtual Status Bind(std::string_view name, SqlValue value) = 0;

  // Moves to the next row; false: there is none, and summary() tells the rest. A parameter without
  // a value is an error. Once it has failed, or come to the end, it says the same again.
  virtual StatusOr<bool> Next() = 0;
  // Of the row that Next() moved to, valid until the next call of a function of this Prepared.
  virtual std::span<const Value> values() const = 0;
  // Of the run that has come to its end.
  virtual const StatementSummary& summary() const = 0;
  // True when the rows before an error are a whole result of their own: where a write failed
  // half-way, those that RETURNING gives for what was applied.
  virtual bool rows_are_whole() const { return false; }
  // The rows that the run has written for good, when it fails behind that: "2 rows applied: id =
  // 'a', id = 'b'". Empty when none, and when the error of Next() tells it.
  virtual std::string_view work_done() const { return ""; }

  // Ends the run under way, if there is one; the next Next() begins another.
  virtual void Reset() = 0;
  // Stops the run under way at once, or at its next step. Any thread, or a signal handler.
  virtual void Interrupt() = 0;

  // Pushes up to `limit` further rows into `sink`: its Begin(), the rows, its End(). Nothing where
  // the statement gives no rows. True: the run has paused there, and may be continued.
  StatusOr<bool> Fetch(RowSink& sink, int64_t limit = std::numeric_limits<int64_t>::max());

 private:
  Status Push(RowSink& sink, int64_t limit, StatusOr<bool>* more);
};

}  // namespace apisql

#endif  // APISQL_VTAB_PREPARED_PREPARED_H_
