// Execution: what a statement of one kind does when it is run. Prepared runs it.
#ifndef APISQL_VTAB_RUN_EXECUTION_H_
#define APISQL_VTAB_RUN_EXECUTION_H_

#include <vector>

#include "src/base/status.h"
#include "vtab/prepared/parameters.h"
#include "vtab/prepared/result.h"
#include "vtab/prepared/result_table.h"

namespace apisql {

// Each function is called within the scope of the statement. Not thread-safe.
class Execution {
 public:
  virtual ~Execution() = default;

  // As far as they are known.
  virtual std::vector<ResultColumn> columns() = 0;
  // Begins a run.
  virtual Status Start(const Parameters& parameters) = 0;
  // The values of the next row, valid until the next call; false: there is none.
  virtual StatusOr<bool> Next(std::vector<Value>* row) = 0;
  // Called once there is no further row: adds to `summary` what the run did.
  virtual void Finish(StatementSummary* summary) = 0;
  // Ends a run where it stands.
  virtual void Stop() = 0;
  virtual bool rows_are_whole() const { return false; }
};

// What a run gives that is over when its first row is read.
struct TableRun {
  ResultTable table;
  StatementSummary summary;  // Without what tells of the rows.
  Status failure;            // Told behind the rows, which are a whole result of their own.
};

// A statement whose work is done before its first row is given: all that SQLite does not step
// through, and writes.
class TableExecution : public Execution {
 public:
  std::vector<ResultColumn> columns() final;
  Status Start(const Parameters& parameters) final;
  StatusOr<bool> Next(std::vector<Value>* row) final;
  void Finish(StatementSummary* summary) final;
  void Stop() final;
  bool rows_are_whole() const final { return !run_.failure.ok(); }

 protected:
  // Those of a run, as far as they are known before it.
  virtual std::vector<ResultColumn> KnownColumns() { return {}; }
  virtual StatusOr<TableRun> Run(const Parameters& parameters) = 0;

 private:
  bool started_ = false;
  TableRun run_;
  size_t next_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_EXECUTION_H_
