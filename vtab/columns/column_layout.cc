#include "vtab/columns/column_layout.h"

namespace apisql {

ColumnLayout::ColumnLayout(const Resource& resource)
    : document_columns_(static_cast<int>(resource.columns.size())) {
  for (int column = 0; column < document_columns_; ++column) {
    for (const std::string& name : resource.columns[static_cast<size_t>(column)].aliases) {
      aliases_.push_back({name, column});
    }
  }
}

ColumnSet ColumnLayout::Resolve(ColumnSet declared) const {
  ColumnSet columns = declared;
  for (size_t i = 0; i < aliases_.size(); ++i) {
    if (declared.Has(first_alias() + static_cast<int>(i))) columns.Add(aliases_[i].column);
  }
  return columns;
}

}  // namespace apisql
