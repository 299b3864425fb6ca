// RowChanges: what is other in a result than in the result before.
#ifndef APISQL_SHELL_SCRIPT_ROW_CHANGES_H_
#define APISQL_SHELL_SCRIPT_ROW_CHANGES_H_

#include <cstdint>
#include <vector>

#include "vtab/rows/sql_value.h"

namespace apisql {

using ResultRow = std::vector<SqlValue>;

enum class RowChange : char { kCame = '+', kWent = '-', kChanged = '~' };

struct ChangedRow {
  RowChange change = RowChange::kCame;
  ResultRow row;  // As it is now; as it was, where it went.
};

struct RowChanges {
  std::vector<ChangedRow>
      rows;  // Those that came or changed in the order of `now`, then the others.
  int64_t came = 0;
  int64_t went = 0;
  int64_t changed = 0;
};

// `key` are the columns that together tell rows apart. Where it is empty, or two rows have the same
// key, a row that is not there as a whole has come, or gone: as often as it is there more, or less.
RowChanges Compare(const std::vector<ResultRow>& before, const std::vector<ResultRow>& now,
                   const std::vector<size_t>& key);

}  // namespace apisql

#endif  // APISQL_SHELL_SCRIPT_ROW_CHANGES_H_
