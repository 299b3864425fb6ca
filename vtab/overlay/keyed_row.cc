#include "vtab/overlay/keyed_row.h"

#include <string>
#include <utility>

#include "vtab/module/values.h"

namespace apisql {

KeyedRow::KeyedRow(std::shared_ptr<const Resource> resource,
                   std::vector<std::optional<SqlValue>> known, Fetch fetch)
    : resource_(std::move(resource)), known_(std::move(known)), fetch_(std::move(fetch)) {}

StatusOr<bool> KeyedRow::Next() { return !std::exchange(started_, true); }

Status KeyedRow::Load(int column) {
  const auto index = static_cast<size_t>(column);
  if (fetched_ || index >= known_.size() || known_[index]) return OkStatus();
  ASSIGN_OR_RETURN(const std::unique_ptr<RowSource> row, fetch_());
  ASSIGN_OR_RETURN(const bool exists, row->Next());
  fetched_ = true;
  absent_ = !exists;
  for (size_t i = 0; i < known_.size(); ++i) {
    if (known_[i]) continue;
    known_[i] = exists ? ValueOf(row->At(static_cast<int>(i))) : SqlValue();
  }
  return OkStatus();
}

ScanCell KeyedRow::At(int column) const {
  const auto index = static_cast<size_t>(column);
  if (index >= known_.size() || !known_[index]) return {};
  return CellOf(*known_[index], resource_->columns[index]);
}

int64_t KeyedRow::RowId() const {
  return RowIdOfKey(*resource_, [this](int column) { return At(column); });
}

std::optional<RowImage> KeyedRow::StagedImage() const {
  return RowImage{resource_, known_, absent_};
}

}  // namespace apisql
