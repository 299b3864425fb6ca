// ScanPlan: how one table access will be answered. It travels as readable text in idxStr, so
// EXPLAIN QUERY PLAN shows it; it holds names and argument numbers, never values.
//
//   list_iam_v2_api_keys owner_id=$0 columns:3f requests:1 rows:10 check:created_at<
//   list_cmk_v2_clusters each:environment_id columns:7 requests:11 rows:30
//   get_iam_v2_api_key id=[$0] columns:1 requests:3 rows:3
#ifndef APISQL_VTAB_PLAN_SCAN_PLAN_H_
#define APISQL_VTAB_PLAN_SCAN_PLAN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

// A parameter that takes its value from the WHERE clause, named by the column that binds it.
struct Binding {
  std::string column;
  int argument = 0;   // Which of xFilter's arguments, from 0.
  bool list = false;  // The argument is a whole IN list.
  friend bool operator==(const Binding&, const Binding&) = default;
};

struct ScanPlan {
  std::string method;
  std::vector<Binding> bindings;
  // Equalities with another table's columns that no parameter takes. Their arguments are asked for
  // all the same: SQLite would otherwise believe that the plan's rows and cost hold without the
  // other table, and put this one first.
  std::vector<Binding> probes;
  // Names of the required parameters whose values are enumerated from their parent table.
  std::vector<std::string> each;
  // Columns that the WHERE clause must give and does not; the scan reports them.
  std::vector<std::string> missing;
  int limit_argument = -1;  // Both are hints for the page size, -1: none.
  int offset_argument = -1;
  uint64_t columns = 0;  // sqlite3_index_info::colUsed: bit 63 stands for column 63 and up.
  int64_t requests = 1;  // Estimates.
  int64_t rows = 1;
  // What is left to SQLite, for people: "created_at<".
  std::vector<std::string> checks;

  bool Uses(int column) const { return ((columns >> (column < 63 ? column : 63)) & 1) != 0; }
  // Number of arguments that xFilter will be given.
  int arguments() const;

  std::string Serialize() const;
  static StatusOr<ScanPlan> Parse(std::string_view text);
  friend bool operator==(const ScanPlan&, const ScanPlan&) = default;
};

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_SCAN_PLAN_H_
