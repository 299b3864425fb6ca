// StatementRun: the Prepared of a session. Holds together what one run of a statement needs: its
// number, its scope in the tables, its parameters, its interruption and its summary.
#ifndef APISQL_VTAB_RUN_STATEMENT_RUN_H_
#define APISQL_VTAB_RUN_STATEMENT_RUN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/prepared/parameters.h"
#include "vtab/prepared/prepared.h"
#include "vtab/run/execution.h"
#include "vtab/workspace/database.h"

namespace apisql {

class StatementRun final : public Prepared {
 public:
  using Maker = std::function<StatusOr<std::unique_ptr<Execution>>()>;

  // `make` prepares the statement; it is called within the statement's scope. `notes` are told
  // behind each run.
  static StatusOr<std::unique_ptr<Prepared>> Prepare(Database& database,
                                                     std::vector<SqlParameter> parameters,
                                                     Maker make,
                                                     std::vector<std::string> notes = {});
  StatementRun(Database& database, std::vector<SqlParameter> parameters, Maker make,
               std::vector<std::string> notes);
  ~StatementRun() override;
  StatementRun(const StatementRun&) = delete;
  StatementRun& operator=(const StatementRun&) = delete;

  std::span<const ResultColumn> columns() override { return columns_; }
  std::span<const SqlParameter> parameters() const override { return parameters_.declared(); }
  Status Bind(int number, SqlValue value) override;
  Status Bind(std::string_view name, SqlValue value) override;
  StatusOr<bool> Next() override;
  std::span<const Value> values() const override { return row_; }
  const StatementSummary& summary() const override { return summary_; }
  bool rows_are_whole() const override { return rows_are_whole_; }
  std::string_view work_done() const override { return work_done_; }
  void Reset() override;
  void Interrupt() override { interruption_.Request(); }

 private:
  enum class State { kReady, kUnderWay, kOver };
  class Turn;

  Status Make();
  Status Begin();
  StatusOr<bool> Advance();
  StatusOr<bool> Step(bool first);
  Status Explained(Status failure) const;
  const Redactor& redactor() const;
  void RedactSummary();
  void End();
  Status CheckIdle() const;

  Database& database_;
  Parameters parameters_;
  Maker make_;
  const std::vector<std::string> notes_;
  Interruption::Run interruption_;
  std::shared_ptr<Statement> statement_;
  std::unique_ptr<Execution> execution_;  // Behind its statement, whose cursors it has open.
  State state_ = State::kReady;
  bool has_run_ = false;
  std::vector<ResultColumn> columns_;
  std::vector<Value> row_;
  StatementSummary summary_;
  int64_t requests_ = 0;
  int64_t rows_ = 0;
  bool rows_are_whole_ = false;
  bool in_transaction_ = false;  // At its beginning.
  std::string work_done_;
  Status failure_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_STATEMENT_RUN_H_
