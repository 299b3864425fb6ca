// RowFilter: the comparisons of a plan, made before SQLite makes them.
//
// It saves SQLite the rows that cannot pass, and tells which rows ahead of the current one will be
// asked for. SQLite compares again, so a row too many is harmless; one too few is never left out:
// where SQLite's rules of affinity (https://sqlite.org/datatype3.html, section 4) would have to
// convert a value, the row stays.
#ifndef APISQL_VTAB_VALUES_ROW_FILTER_H_
#define APISQL_VTAB_VALUES_ROW_FILTER_H_

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/rows/row_source.h"
#include "vtab/values/bound_values.h"

namespace apisql {

// False when `cell op value` is certainly not true. `op` is one that a Filter can have; LIKE and
// GLOB are taken for SQLite's own functions.
bool MayPass(const ScanCell& cell, Operator op, const SqlValue& value, bool nocase);

// The comparisons of a plan without their values.
class FilterTerms {
 public:
  struct Term {
    int column = 0;
    Operator op = Operator::kEqual;
    int argument = 0;
    bool known = false;
    bool nocase = false;
    bool number = false;  // SQLite may convert a text in this column before it compares.

    // True when SQLite may compare as numbers what MayPass() has compared as texts.
    bool MayConvert(const ScanCell& cell, const SqlValue& value) const;
  };

  FilterTerms(const Resource& resource, std::span<const Filter> filters);
  const std::vector<Term>& terms() const { return terms_; }
  // The equality to look rows up by: one whose value changes from call to call. Null: none.
  const Term* Probe(std::span<const ScanArgument> arguments) const;

 private:
  std::vector<Term> terms_;
};

class RowFilter {
 public:
  RowFilter() = default;
  // `arguments` are xFilter's.
  RowFilter(std::shared_ptr<const FilterTerms> terms, std::vector<ScanArgument> arguments)
      : terms_(std::move(terms)), arguments_(std::move(arguments)) {}

  // Ends its use.
  std::vector<ScanArgument> TakeArguments() { return std::move(arguments_); }

  // `at(column)` gives the row's cells.
  template <typename CellAt>
  bool Passes(const CellAt& at) const {
    if (terms_ == nullptr) return true;
    for (const FilterTerms::Term& term : terms_->terms()) {
      const ScanCell cell = at(term.column);
      if (term.number && cell.kind == Cell::Kind::kText) continue;
      const auto index = static_cast<size_t>(term.argument);
      if (index >= arguments_.size() || arguments_[index].size() != 1) continue;
      const SqlValue& value = arguments_[index][0];
      if (MayPass(cell, term.op, value, term.nocase)) continue;
      if (!term.MayConvert(cell, value)) return false;
    }
    return true;
  }

 private:
  std::shared_ptr<const FilterTerms> terms_;
  std::vector<ScanArgument> arguments_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_ROW_FILTER_H_
