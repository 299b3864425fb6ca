// ColumnSet: columns of a table, told apart as sqlite3_index_info::colUsed tells them: those from
// 63 on are one.
#ifndef APISQL_VTAB_COLUMNS_COLUMN_SET_H_
#define APISQL_VTAB_COLUMNS_COLUMN_SET_H_

#include <algorithm>
#include <cstdint>

namespace apisql {

class ColumnSet {
 public:
  constexpr ColumnSet() = default;
  // As in colUsed: bit 63 stands for column 63 and up.
  explicit constexpr ColumnSet(uint64_t bits) : bits_(bits) {}
  static constexpr ColumnSet All() { return ColumnSet(~uint64_t{0}); }

  void Add(int column) { bits_ |= BitOf(column); }
  void Add(ColumnSet others) { bits_ |= others.bits_; }
  bool Has(int column) const { return (bits_ & BitOf(column)) != 0; }
  bool HasAllOf(ColumnSet others) const { return (others.bits_ & ~bits_) == 0; }
  uint64_t bits() const { return bits_; }

  friend bool operator==(ColumnSet, ColumnSet) = default;

 private:
  static constexpr int kLast = 63;
  static uint64_t BitOf(int column) { return uint64_t{1} << std::clamp(column, 0, kLast); }

  uint64_t bits_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_COLUMNS_COLUMN_SET_H_
