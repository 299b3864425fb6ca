#include "vtab/api/scan_context.h"

#include <algorithm>

namespace apisql {

void ScanContext::AddWarning(std::string text) {
  incomplete_ = true;
  AddDoubt(std::move(text));
}

void ScanContext::AddDoubt(std::string text) {
  if (std::ranges::find(warnings_, text) == warnings_.end()) warnings_.push_back(std::move(text));
}

void ScanContext::WarnOnce(const std::string& about, std::string text) {
  if (warned_.insert(about).second) AddWarning(std::move(text));
}

void ScanContext::LearnTotal(const Resource& resource, int64_t total, int64_t page_rows) {
  told_.LearnTotal(resource.name, total, page_rows);
  api_.LearnTotal(resource, total, page_rows);
}

ListLength ScanContext::LengthOf(const Resource& resource, const ScanPlan& list) {
  const ListLength told = Estimates(api_.catalog(), &told_).LengthOf(resource, list);
  if (told.trust == ListLength::Trust::kExact) return told;
  return api_.estimates().LengthOf(resource, list);
}

ColumnSet ScanContext::ColumnsOf(const Resource& resource) const {
  // Without a key its identity is the whole row.
  if (writes_ || reads_whole_rows_ || resource.key.empty()) return ColumnSet::All();
  const auto noted = columns_.find(resource.name);
  ColumnSet columns = noted == columns_.end() ? ColumnSet() : noted->second;
  for (const std::string& name : resource.key) columns.Add(resource.FindColumn(name));
  return columns;
}

}  // namespace apisql
