#include "vtab/table/row_map.h"

#include <algorithm>
#include <utility>

namespace apisql {
namespace {

bool SameValue(const std::optional<SqlValue>& a, const std::optional<SqlValue>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  if (a->index() != b->index()) return false;
  if (const auto* blob = std::get_if<BlobValue>(&*a)) {
    return blob->bytes == std::get<BlobValue>(*b).bytes;
  }
  if (const auto* text = std::get_if<std::string>(&*a)) return *text == std::get<std::string>(*b);
  if (const auto* number = std::get_if<int64_t>(&*a)) return *number == std::get<int64_t>(*b);
  if (const auto* real = std::get_if<double>(&*a)) return *real == std::get<double>(*b);
  return true;
}

bool SameRow(const RowImage& a, const RowImage& b) {
  if (a.resource != b.resource) return false;
  const std::vector<std::string>& key = a.resource->key;
  if (key.empty()) return std::ranges::equal(a.values, b.values, SameValue);
  return std::ranges::all_of(key, [&](const std::string& name) {
    const int column = a.resource->FindColumn(name);
    return SameValue(a.values[column], b.values[column]);
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
