#include "vtab/scan/scan_context.h"

#include <algorithm>

namespace apisql {

void ScanContext::AddWarning(std::string text) {
  if (std::ranges::find(warnings_, text) == warnings_.end()) warnings_.push_back(std::move(text));
}

uint64_t ScanContext::ColumnsOf(const Resource& resource) const {
  // Without a key its identity is the whole row.
  if (writes_ || reads_whole_rows_ || resource.key.empty()) return ~uint64_t{0};
  const auto noted = columns_.find(resource.name);
  uint64_t columns = noted == columns_.end() ? 0 : noted->second;
  for (const std::string& name : resource.key) {
    columns |= uint64_t{1} << std::min(resource.FindColumn(name), 63);
  }
  return columns;
}

}  // namespace apisql
