// ApiTable: a resource of an API as a table.
#ifndef APISQL_VTAB_TABLE_API_TABLE_H_
#define APISQL_VTAB_TABLE_API_TABLE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/columns/column_layout.h"
#include "vtab/connection/connection.h"
#include "vtab/module/virtual_table.h"
#include "vtab/overlay/row_by_key.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/rows/row_source.h"
#include "vtab/scan/table_access.h"
#include "vtab/values/bound_values.h"

namespace apisql {

// Behind the document's columns stand hidden ones; see ColumnLayout. WHERE "_returned" = 1 gives
// the rows that the last write was answered with.
class ApiTable final : public VirtualTable {
 public:
  ApiTable(sqlite3* db, std::shared_ptr<Connection> connection,
           std::shared_ptr<const Resource> resource);
  ~ApiTable() override;

  std::string Declaration() const override;
  bool BestIndex(sqlite3_index_info* info) const override;
  std::unique_ptr<VirtualCursor> OpenCursor() const override;
  Status BeginWrite() override;
  Status Write(std::span<sqlite3_value*> arguments, int64_t* row_id) override;
  bool EndsByConflictClause() const override;
  WriteSet* writes() const override { return &connection_->writes; }
  void NoteError(const Status& status) const override;
  const Redactor* redactor() const override { return &connection_->api.client().redactor(); }
  void EndTransaction() override {
    connection_->rows_found.Clear();
    connection_->statements.EndWrite();
  }
  void EndOfUndo() override { connection_->statements.EndWrite(); }

  // Where a new cursor belongs.
  StatementPlace OpenPlace(const void* cursor) const;
  // Where the statement of `place` reads this table with the plan that BestIndex() left; valid as
  // long as the statement. Null for plans that read no rows of the API; see OpenOther().
  StatusOr<TableAccess*> FindAccess(const StatementPlace& place, std::string_view plan) const;
  // The rows of such a plan, or of a key that is to be written.
  StatusOr<std::unique_ptr<RowSource>> OpenOther(const StatementPlace& place, std::string_view plan,
                                                 std::span<sqlite3_value*> arguments) const;
  // Lays what the transaction has staged over `answer`, the rows of `plan` with `arguments`; null
  // where the plan names the whole key of a row that only the transaction knows.
  std::unique_ptr<RowSource> Overlay(const StatementPlace& place, const ScanPlan& plan,
                                     std::span<const ScanArgument> arguments,
                                     std::shared_ptr<const StagedRows> staged,
                                     std::unique_ptr<RowSource> answer) const;
  // Starts the requests that the statement will come to after it has begun this plan.
  void StartWhatFollows(const StatementPlace& place, std::string_view plan) const;
  // The rowid of the current row. A statement that writes needs the row again when it writes it,
  // so it is remembered.
  int64_t RowIdOf(const StatementPlace& place, const RowSource& rows) const;
  const Resource& resource() const { return *resource_; }
  const ColumnLayout& layout() const { return layout_; }
  Connection& connection() const { return *connection_; }

 private:
  int document_columns() const { return static_cast<int>(resource_->columns.size()); }
  const StatementShape& ShapeOf(const StatementPlace& place) const;
  PrefetchKeys LookUpsAhead(const std::shared_ptr<Statement>& statement, sqlite3_stmt* handle,
                            const std::string& plan, const TableAccess& access) const;
  Status CheckScan(const StatementPlace& place) const;
  // The method of the row to be written that WHERE gives the inputs; null: rows are read.
  StatusOr<const Method*> FindByInputs(const StatementPlace& place) const;
  Status CheckStaged() const;
  TableAccess& AddAccess(const StatementPlace& place, std::string_view plan_text,
                         ScanPlan plan) const;
  Status StartEarly(const StatementPlace& place, const ScanSite& site) const;
  std::unique_ptr<RowSource> OpenKeyedRow(const StatementPlace& place, const ScanPlan& plan,
                                          std::vector<ScanArgument> values) const;
  Status CheckRow(Verb verb);

  sqlite3* db_;
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<const Resource> resource_;
  const ColumnLayout layout_;
  const RowByKey row_by_key_;
  int64_t checked_ = 0;  // The statement whose writes are known to be allowed.
  Verb checked_verb_ = Verb::kSelect;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_API_TABLE_H_
