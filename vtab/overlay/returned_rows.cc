#include "vtab/overlay/returned_rows.h"

namespace apisql {

ReturnedRows::ReturnedRows(std::vector<ReturnedRow> rows, const Resource& resource)
    : rows_(std::move(rows)) {
  std::erase_if(rows_, [&](const ReturnedRow& row) { return row.resource->name != resource.name; });
}

StatusOr<bool> ReturnedRows::Next() { return ++next_ <= rows_.size(); }

ScanCell ReturnedRows::At(int column) const {
  const ReturnedRow& row = rows_[next_ - 1];
  const auto index = static_cast<size_t>(column);
  // The column behind the last one is "_returned" itself.
  if (index >= row.values.size()) return {.kind = Cell::Kind::kInteger, .integer = 1};
  return CellOf(row.values[index], row.resource->columns[index]);
}

}  // namespace apisql
