// ScanPlan: how one table access will be answered. It travels as readable text in idxStr, so
// EXPLAIN QUERY PLAN shows it; it holds names and argument numbers, never values.
//
//   list_iam_v2_api_keys owner_id=$0 filter:created_at<?1 columns:3f requests:1 rows:10
//   list_cmk_v2_clusters each:environment_id columns:7 requests:11 rows:30
//   list_events send:created>=$0 filter:created>=$0 columns:3 requests:1 rows:300
//   get_iam_v2_api_key id=[$0] columns:1 requests:3 rows:3
//   list_api_keys out:user_email~like$0 each:user_email columns:1 requests:26 rows:200
//
// "$1" is argument 1 with a literal for its value, "?1" one whose value the statement computes:
// a column of another table, a parameter, datetime('now').
#ifndef APISQL_VTAB_PLAN_SCAN_PLAN_H_
#define APISQL_VTAB_PLAN_SCAN_PLAN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/columns/column_set.h"
#include "vtab/plan/constraint.h"

namespace apisql {

// A parameter that takes its value from the WHERE clause, named by the column that binds it.
struct Binding {
  std::string column;
  int argument = 0;    // Which of xFilter's arguments, from 0.
  bool list = false;   // The argument is a whole IN list.
  bool known = false;  // The value is a literal: the same for every call of the scan.
  friend bool operator==(const Binding&, const Binding&) = default;
};

// A comparison of a column that no parameter takes, for the scan to leave out rows early or to look
// rows up by. SQLite checks it again, so the scan may keep a row too many, never one too few.
struct Filter {
  std::string column;
  Operator op = Operator::kEqual;
  int argument = 0;     // NULL for IS NULL.
  bool known = false;   // As in Binding.
  bool nocase = false;  // Compared with collation NOCASE, otherwise BINARY.
  friend bool operator==(const Filter&, const Filter&) = default;
};

// A comparison of the plan that a parameter sends as well, so that the API answers fewer rows. Its
// argument is that of the filter, or of what rules out.
struct Narrowing {
  std::string column;
  Parameter::Comparison comparison = Parameter::Comparison::kGreaterEqual;  // Of the parameter.
  int argument = 0;
  bool known = false;  // As in Binding.
  friend bool operator==(const Narrowing&, const Narrowing&) = default;
};

struct ScanPlan {
  // More than any statement has: text that numbers an argument beyond it is no plan of ours.
  static constexpr int kMostArguments = 100'000;

  std::string method;
  std::vector<Binding> bindings;
  std::vector<Narrowing> narrowing;
  // Their arguments are asked for also so that SQLite knows that the plan's rows and cost depend
  // on another table: it would otherwise put this one first.
  std::vector<Filter> filters;
  // Comparisons that rule out values of parameters before they are asked for, though rows are not
  // filtered by them. SQLite offers such a comparison to the left table of a LEFT JOIN too where it
  // stands in ON, and there it must not rule out anything. No plan can tell, so whoever runs a
  // statement with an outer join clears this.
  std::vector<Filter> ruling_out;
  // Names of the required parameters whose values are enumerated from their parent table.
  std::vector<std::string> each;
  // Columns that the WHERE clause must give and does not; the scan reports them.
  std::vector<std::string> missing;
  int limit_argument = -1;  // Both are hints for the page size, -1: none.
  int offset_argument = -1;
  ColumnSet columns;     // That are read.
  int64_t requests = 1;  // Estimates.
  int64_t rows = 1;
  // What is left to SQLite alone, for people: "name LIKE".
  std::vector<std::string> checks;

  // What SQLite checks again, filters included: "created_at<", "name LIKE".
  std::vector<std::string> Checked() const;
  // The comparison that a narrowing sends; null where it is no longer one of the plan.
  const Filter* ComparisonOf(const Narrowing& narrowing) const;
  // Takes out what sends none of the plan's comparisons any more.
  void DropLostNarrowing();
  // Number of arguments that xFilter will be given.
  int arguments() const;

  // Columns of inputs that other plans give a value and this one does not. Their NULL says nothing
  // of a row, so no statement may read it, but one that compares them with NULL in WHERE.
  std::vector<int> UnaskedColumns(const Resource& resource) const;

  std::string Serialize() const;
  static StatusOr<ScanPlan> Parse(std::string_view text);
  friend bool operator==(const ScanPlan&, const ScanPlan&) = default;
};

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_SCAN_PLAN_H_
