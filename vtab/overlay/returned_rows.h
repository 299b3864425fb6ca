// ReturnedRows: what the server answered to the last write, as rows of the table: the rows that
// "_returned" = 1 asks for. They hold one-time secrets, so they can be read once.
#ifndef APISQL_VTAB_OVERLAY_RETURNED_ROWS_H_
#define APISQL_VTAB_OVERLAY_RETURNED_ROWS_H_

#include <memory>
#include <utility>
#include <vector>

#include "vtab/rows/row_source.h"
#include "vtab/write/mutation.h"

namespace apisql {

class ReturnedRows final : public RowSource {
 public:
  // Keeps those of `rows` that belong to `resource`.
  ReturnedRows(std::vector<ReturnedRow> rows, const Resource& resource);

  StatusOr<bool> Next() override;
  ScanCell At(int column) const override;
  int64_t RowId() const override { return static_cast<int64_t>(next_); }

 private:
  std::vector<ReturnedRow> rows_;
  size_t next_ = 0;  // The current row is the one before.
};

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_RETURNED_ROWS_H_
