// RowMap: the rows that a write found, by rowid: xUpdate is told nothing else of them.
#ifndef APISQL_VTAB_TABLE_ROW_MAP_H_
#define APISQL_VTAB_TABLE_ROW_MAP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "registry/resource.h"
#include "vtab/scan/sql_value.h"

namespace apisql {

// A row as it was read before the write.
struct RowImage {
  std::shared_ptr<const Resource> resource;
  std::vector<std::optional<SqlValue>> values;  // Per column; none: not read.
  bool absent = false;                          // It turned out that there is no such row.
};

// Outlives the cursors: SQLite may close them before it calls xUpdate.
class RowMap {
 public:
  // Keeps `image` under `row_id`, or under the next free number where that is taken by another row
  // (two keys with one hash). Returns the number.
  int64_t Remember(int64_t row_id, RowImage image);
  // Null when the rowid is not of a row that this statement read.
  const RowImage* Find(int64_t row_id) const;
  void Clear() { images_.clear(); }

 private:
  std::unordered_map<int64_t, RowImage> images_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_ROW_MAP_H_
