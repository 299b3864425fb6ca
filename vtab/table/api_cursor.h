// ApiCursor: reads an API table. For a statement that writes it also keeps what it read.
#ifndef APISQL_VTAB_TABLE_API_CURSOR_H_
#define APISQL_VTAB_TABLE_API_CURSOR_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/fetch/scan.h"
#include "vtab/module/virtual_table.h"
#include "vtab/rows/row_source.h"
#include "vtab/scan/table_access.h"
#include "vtab/table/api_table.h"

namespace apisql {

class ApiCursor final : public VirtualCursor {
 public:
  explicit ApiCursor(const ApiTable& table);
  ~ApiCursor() override;

  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override;
  Status Next() override;
  bool AtEnd() const override { return at_end_; }
  Status Column(sqlite3_context* context, int column) override;
  int64_t RowId() override;

 private:
  Status Open(std::string_view plan, std::span<sqlite3_value*> arguments);
  Status OpenOverlaid(std::shared_ptr<const StagedRows> staged, std::vector<ScanArgument> values,
                      std::span<const OuterValue> outer);
  void TraceRows() const;
  Status CheckAsked(int column) const;
  std::span<const OuterValue> OuterValuesOf(std::span<sqlite3_value*> arguments);
  // The scan that is on the current row; null when there is none.
  const Scan* supplier() const { return at_end_ ? nullptr : rows_->Answer(); }

  const ApiTable& table_;
  StatementPlace place_;
  int slot_;  // Marks the values that come from this cursor.
  TableAccess* access_ = nullptr;
  std::string plan_;      // Of access_.
  Scan* scan_ = nullptr;  // rows_, where that is one.
  std::unique_ptr<RowSource> rows_;
  bool at_end_ = true;
  std::vector<OuterValue> outer_values_;  // Of the arguments of the last Open().
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_API_CURSOR_H_
