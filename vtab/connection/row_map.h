// RowMap: the rows that a write found, by rowid: xUpdate is told nothing else of them.
#ifndef APISQL_VTAB_CONNECTION_ROW_MAP_H_
#define APISQL_VTAB_CONNECTION_ROW_MAP_H_

#include <cstdint>
#include <unordered_map>

#include "vtab/rows/row_image.h"

namespace apisql {

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

#endif  // APISQL_VTAB_CONNECTION_ROW_MAP_H_
