// Candidate: one select method, and how it would be called for the constraints of an access.
#ifndef APISQL_VTAB_PLAN_CANDIDATE_H_
#define APISQL_VTAB_PLAN_CANDIDATE_H_

#include <span>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/plan/constraint.h"
#include "vtab/plan/estimates.h"

namespace apisql {

// Gives the whole table, without a value for anything.
bool IsOneList(const Method& method);

// A list of unknown paging: its answer may be one page of many, and the others are not asked for.
bool MayBeCut(const Method& method);

struct BoundParameter {
  const Parameter* parameter = nullptr;
  size_t constraint = 0;  // Index of the one that gives the value.
};

// Points into the resource that it was made for.
struct Candidate {
  const Method* method = nullptr;
  std::vector<BoundParameter> bound;
  std::vector<BoundParameter> narrowing;  // Of other comparisons than `=`; see narrowing.h.
  std::vector<const Parameter*> each;     // Enumerated from their parents.
  const Parameter* walked = nullptr;      // Of `each`, the one that goes down a tree; null: none.
  bool at_top = false;                    // It could, and only the rows at its top are wanted.
  std::vector<const Parameter*>
      missing;                         // Required, or compared in WHERE, and nobody gives a value.
  bool waits_for_other_table = false;  // A missing value is offered, only not in this order.
  // True where rows are wanted by a value that only another method can be asked with.
  bool lacks_parameter = false;
  // The statement reads a column that only a parameter gives, and this method is not asked with it.
  bool lacks_column = false;
  double requests = 1;
  double rows = 1;  // That the calls return, before SQLite checks the rest.

  // True where a value may change from call to call. A list counts as fixed: nearly all are, and
  // nothing tells.
  bool Varies(std::span<const Constraint> constraints) const;
  bool Takes(std::string_view column) const;
  bool IsNarrowedBy(size_t constraint) const;
  bool AnswersOneRow() const { return method->rows_kind == RowsKind::kObject; }
};

// `method` with every parameter bound that the usable constraints can bind.
Candidate MakeCandidate(const Resource& resource, const Method& method,
                        std::span<const Constraint> constraints, const Estimates& estimates);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_CANDIDATE_H_
