// generate_series(start, stop, step): the table of integers that SQLite's shell and PostgreSQL
// have.
//
//   SELECT value FROM generate_series(1, 10, 3);   -- 1, 4, 7, 10
#ifndef APISQL_VTAB_FUNCTIONS_SERIES_TABLE_H_
#define APISQL_VTAB_FUNCTIONS_SERIES_TABLE_H_

#include <memory>
#include <string>
#include <string_view>

#include "vtab/module/virtual_table.h"

namespace apisql {

inline constexpr std::string_view kSeriesTable = "generate_series";

// It counts from `start` by `step` (1; 0 is 1) while it is not beyond `stop` (4294967295). No rows
// where one of them is NULL. Without `start` its use is an error.
class SeriesTable final : public ReadOnlyTable {
 public:
  SeriesTable() : ReadOnlyTable("generate_series cannot be written") {}

  std::string Declaration() const override;
  bool BestIndex(sqlite3_index_info* info) const override;
  std::unique_ptr<VirtualCursor> OpenCursor() const override;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FUNCTIONS_SERIES_TABLE_H_
