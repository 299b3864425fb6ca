// RowIndex: the rows of a RowSet by the value of one column, for joins on what an API cannot
// filter.
//
// What a look-up gives may hold rows too many, never one too few: SQLite compares again.
#ifndef APISQL_VTAB_ROWS_ROW_INDEX_H_
#define APISQL_VTAB_ROWS_ROW_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/rows/row_source.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct RowPosition {
  uint32_t page = 0;
  uint32_t row = 0;
  friend auto operator<=>(const RowPosition&, const RowPosition&) = default;
};

// What rows can be equal to a value under SQLite's rules of affinity
// (https://sqlite.org/datatype3.html, section 4.2).
struct ProbeKey {
  enum class Kind {
    kHash,     // Those of one hash.
    kNothing,  // None.
    kAny,      // Cannot be told from here: every row.
  };
  Kind kind = Kind::kAny;
  uint64_t hash = 0;
};
// For `column = value`, compared with collation NOCASE or BINARY.
ProbeKey ProbeKeyOf(const Column& column, const SqlValue& value, bool nocase);

class RowIndex {
 public:
  RowIndex(ColumnType type, bool nocase) : type_(type), nocase_(nocase) {}

  // Rows come in their order; Finish() comes after the last.
  void Add(const ScanCell& cell, RowPosition position);
  void Finish();

  // In the order of the rows. `key` of kind kHash.
  std::vector<RowPosition> Find(const ProbeKey& key) const;

 private:
  struct Entry {
    uint64_t hash = 0;
    RowPosition position;
  };

  ColumnType type_;
  bool nocase_;
  // The entries of bucket b stand from starts_[b] up to starts_[b + 1].
  size_t BucketOf(uint64_t hash) const { return hash >> shift_; }

  std::vector<Entry> entries_;  // By bucket, then in the order of the rows.
  std::vector<uint32_t> starts_;
  int shift_ = 63;
  std::vector<RowPosition> uncertain_;  // Values of another class than the column's.
};

}  // namespace apisql

#endif  // APISQL_VTAB_ROWS_ROW_INDEX_H_
