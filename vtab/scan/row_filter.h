// RowFilter: the comparisons of a plan, made before SQLite makes them.
//
// It saves SQLite the rows that cannot pass, and tells which rows ahead of the current one will be
// asked for. SQLite compares again, so a row too many is harmless; one too few is never left out:
// where SQLite's rules of affinity (https://sqlite.org/datatype3.html, section 4) would have to
// convert a value, the row stays.
#ifndef APISQL_VTAB_SCAN_ROW_FILTER_H_
#define APISQL_VTAB_SCAN_ROW_FILTER_H_

#include <span>
#include <vector>

#include "registry/resource.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/scan/bound_values.h"
#include "vtab/scan/row_source.h"

namespace apisql {

// False when `cell op value` is certainly not true. `op` is one that a Filter can have.
bool MayPass(const ScanCell& cell, Operator op, const SqlValue& value, bool nocase);

class RowFilter {
 public:
  RowFilter() = default;
  // `arguments` are xFilter's. Keeps copies of the values.
  RowFilter(const Resource& resource, std::span<const Filter> filters,
            std::span<const ScanArgument> arguments);

  // `at(column)` gives the row's cells.
  template <typename CellAt>
  bool Passes(const CellAt& at) const {
    for (const Term& term : terms_) {
      const ScanCell cell = at(term.column);
      if (term.number && cell.kind == Cell::Kind::kText) continue;
      if (!MayPass(cell, term.op, term.value, term.nocase)) return false;
    }
    return true;
  }

 private:
  struct Term {
    int column = 0;
    Operator op = Operator::kEqual;
    SqlValue value;
    bool nocase = false;
    bool number = false;  // SQLite may convert a text in this column before it compares.
  };
  std::vector<Term> terms_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_ROW_FILTER_H_
