#include "vtab/connection/row_map.h"

#include <algorithm>
#include <utility>

namespace apisql {
namespace {

bool SameRow(const RowImage& a, const RowImage& b) {
  if (a.resource != b.resource || a.insert != b.insert) return false;
  if (a.insert != 0) return true;
  if (a.by_inputs != nullptr || b.by_inputs != nullptr) {
    return a.by_inputs == b.by_inputs && a.KeyText() == b.KeyText();
  }
  const std::vector<std::string>& key = a.resource->key;
  if (key.empty() && !a.resource->has_one_row()) return a.values == b.values;
  return std::ranges::all_of(key, [&](const std::string& name) {
    const int column = a.resource->FindColumn(name);
    return a.values[column] == b.values[column];
  });
}

}  // namespace

int64_t RowMap::Remember(int64_t row_id, RowImage image) {
  for (;; row_id = (row_id + 1) & INT64_MAX) {
    const auto [entry, added] = images_.try_emplace(row_id, std::move(image));
    if (added) return row_id;
    if (SameRow(entry->second, image)) {
      entry->second = std::move(image);
      return row_id;
    }
  }
}

const RowImage* RowMap::Find(int64_t row_id) const {
  const auto image = images_.find(row_id);
  return image == images_.end() ? nullptr : &image->second;
}

}  // namespace apisql
