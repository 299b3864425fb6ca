#include "vtab/plan/candidate.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "registry/model/tree_parameter.h"
#include "vtab/plan/narrowing.h"

namespace apisql {
namespace {

constexpr double kPageSizeUnknown = 100;
constexpr double kRowsAtTop = 10;

// An IS whose value is not known may turn out to ask for NULL, which no parameter can say.
bool BindsColumn(const Resource& resource, const Constraint& constraint,
                 const Parameter& parameter) {
  return constraint.column >= 0 && IsEquality(constraint.op) && constraint.binary &&
         (constraint.op != Operator::kIs || constraint.constant) &&
         resource.columns[constraint.column].name == parameter.column;
}

// How good a binding is: a single value before a list, a literal before another table's column.
int BindingRank(const Constraint& constraint) {
  return (constraint.op == Operator::kIn ? 2 : 0) + (constraint.constant ? 0 : 1);
}

std::optional<size_t> FindBinding(const Resource& resource, std::span<const Constraint> constraints,
                                  const Parameter& parameter) {
  std::optional<size_t> best;
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (!constraints[i].usable || !BindsColumn(resource, constraints[i], parameter)) continue;
    if (!best || BindingRank(constraints[i]) < BindingRank(constraints[*best])) best = i;
  }
  return best;
}

// A plan's other comparisons have no NULL and no list, and a literal is as good as it gets.
bool Narrows(const Resource& resource, const Constraint& constraint, const Parameter& parameter) {
  return constraint.column >= 0 && constraint.binary && MayNarrow(parameter, constraint.op) &&
         (constraint.op != Operator::kIs || constraint.constant) &&
         resource.columns[static_cast<size_t>(constraint.column)].name == parameter.column;
}

std::optional<size_t> FindNarrowing(const Resource& resource,
                                    std::span<const Constraint> constraints,
                                    const Parameter& parameter) {
  const auto rank = [](const Constraint& constraint) {
    return 2 * NarrowingRank(constraint.op) + (constraint.constant ? 0 : 1);
  };
  std::optional<size_t> best;
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (!constraints[i].usable || !Narrows(resource, constraints[i], parameter)) continue;
    if (!best || rank(constraints[i]) < rank(constraints[*best])) best = i;
  }
  return best;
}

bool OfferedInAnotherOrder(const Resource& resource, std::span<const Constraint> constraints,
                           const Parameter& parameter) {
  return std::ranges::any_of(constraints, [&](const Constraint& constraint) {
    return !constraint.usable && (parameter.comparison == Parameter::Comparison::kEqual
                                      ? BindsColumn(resource, constraint, parameter)
                                      : Narrows(resource, constraint, parameter));
  });
}

// Two parameters of one wire name (a filter that two columns share) cannot both be sent, unless
// what they say can be joined.
bool NameTaken(const Candidate& candidate, const Parameter& parameter) {
  if (parameter.is_formatted()) return false;
  return std::ranges::any_of(candidate.bound, [&](const BoundParameter& bound) {
    return bound.parameter->name == parameter.name && bound.parameter->place == parameter.place;
  });
}

// True for the rows of the request that leaves the parameter out, where it is all that tells their
// parent: no other row has NULL there.
bool AreAtTop(const Resource& resource, std::span<const Constraint> constraints,
              const Parameter& tree) {
  const int column = resource.FindColumn(tree.column);
  if (!tree.parent->begins_without_value() || column < 0) return false;
  if (resource.columns[static_cast<size_t>(column)].source != Column::Source::kParameter) {
    return false;
  }
  return std::ranges::any_of(constraints, [&](const Constraint& constraint) {
    return constraint.usable && constraint.column == column && constraint.op == Operator::kIsNull;
  });
}

// Whether the method goes down its tree, which it does where no constraint gives the parent.
void ChooseWalk(const Resource& resource, std::span<const Constraint> constraints,
                Candidate* candidate) {
  const Parameter* const tree = TreeParameterOf(*candidate->method);
  if (tree == nullptr || FindBinding(resource, constraints, *tree)) return;
  candidate->at_top = AreAtTop(resource, constraints, *tree);
  if (!candidate->at_top) candidate->walked = tree;
}

// Where the API leaves out a row of a tree nobody comes to the rows below it. An input that no row
// has is the same for all of the tree.
bool CutsTree(const Resource& resource, const Parameter& parameter) {
  const int column = resource.FindColumn(parameter.column);
  return !parameter.required && column >= 0 &&
         resource.columns[static_cast<size_t>(column)].source != Column::Source::kParameter;
}

void BindParameters(const Resource& resource, std::span<const Constraint> constraints,
                    Candidate* candidate) {
  ChooseWalk(resource, constraints, candidate);
  for (const Parameter& parameter : candidate->method->parameters) {
    const bool equality = parameter.comparison == Parameter::Comparison::kEqual;
    if (parameter.column.empty() || !equality) continue;
    const std::optional<size_t> constraint = FindBinding(resource, constraints, parameter);
    const bool cuts = candidate->walked != nullptr && CutsTree(resource, parameter);
    if (constraint && !cuts && !NameTaken(*candidate, parameter)) {
      candidate->bound.push_back({&parameter, *constraint});
    } else if (&parameter == candidate->walked || (parameter.required && parameter.parent)) {
      candidate->each.push_back(&parameter);
    } else if (parameter.required) {
      candidate->missing.push_back(&parameter);
      candidate->waits_for_other_table |= OfferedInAnotherOrder(resource, constraints, parameter);
    }
  }
}

// Behind the equalities: what one of those sends needs no range.
void BindNarrowing(const Resource& resource, std::span<const Constraint> constraints,
                   Candidate* candidate) {
  const auto is_bound = [&](size_t constraint) {
    return std::ranges::find(candidate->bound, constraint, &BoundParameter::constraint) !=
           candidate->bound.end();
  };
  for (const Parameter& parameter : candidate->method->parameters) {
    if (parameter.comparison == Parameter::Comparison::kEqual) continue;
    if (candidate->walked != nullptr && CutsTree(resource, parameter)) continue;
    const std::optional<size_t> constraint = FindNarrowing(resource, constraints, parameter);
    if (constraint && !is_bound(*constraint)) {
      candidate->narrowing.push_back({&parameter, *constraint});
    } else if (parameter.required) {
      candidate->missing.push_back(&parameter);
      candidate->waits_for_other_table |= OfferedInAnotherOrder(resource, constraints, parameter);
    }
  }
}

// True for a comparison that NULL fails and another value might not.
bool WantsValue(const Constraint& constraint) {
  switch (constraint.op) {
    case Operator::kIsNull:
    case Operator::kIsNot:
    case Operator::kLimit:
    case Operator::kOffset:
      return false;
    default:
      return constraint.column >= 0;
  }
}

// Columns that only a parameter gives are NULL in the rows of methods that were not asked with it:
// compared in WHERE they would leave those rows out, though nobody knows whether they belong there.
void AddUnasked(const Resource& resource, std::span<const Constraint> constraints,
                Candidate* candidate) {
  for (const Constraint& constraint : constraints) {
    if (!WantsValue(constraint)) continue;
    const Column& column = resource.columns[static_cast<size_t>(constraint.column)];
    if (column.source != Column::Source::kParameter || candidate->Takes(column.name)) continue;
    const Parameter* const parameter = resource.SelectParameterOf(column.name);
    if (parameter == nullptr) continue;
    candidate->missing.push_back(parameter);
    if (const Parameter* own = candidate->method->ParameterOf(column.name)) {
      candidate->waits_for_other_table |= OfferedInAnotherOrder(resource, constraints, *own);
    } else {
      candidate->lacks_parameter = true;
    }
  }
}

double PagesOf(const Candidate& candidate, double rows) {
  const PagingSpec& paging = candidate.method->paging;
  if (paging.is_one_request() || candidate.AnswersOneRow()) return 1;
  const double size =
      paging.max_page_size > 0 ? static_cast<double>(paging.max_page_size) : kPageSizeUnknown;
  return std::max(1.0, std::ceil(rows / size));
}

// Of all calls with one value of each parameter.
double RowsOfValues(const Resource& resource, const Candidate& candidate,
                    const Estimates& estimates) {
  if (candidate.AnswersOneRow()) return 1;
  double rows = estimates.Rows(resource);
  for (const BoundParameter& bound : candidate.bound) {
    rows *= estimates.PartOfValue(resource, bound.parameter->column);
  }
  constexpr double kPartOfNarrowing = 1.0 / 3;
  for (size_t i = 0; i < candidate.narrowing.size(); ++i) rows *= kPartOfNarrowing;
  return rows;
}

// Fills `requests` and `rows`.
void Estimate(const Resource& resource, std::span<const Constraint> constraints,
              const Estimates& estimates, Candidate* candidate) {
  double rows = RowsOfValues(resource, *candidate, estimates);  // Of one call.
  double calls = 1;      // Requests that differ in a value, before paging.
  double enumerate = 0;  // Requests that list the parents.
  for (const BoundParameter& bound : candidate->bound) {
    if (constraints[bound.constraint].op != Operator::kIn) continue;
    (bound.parameter->repeatable ? rows : calls) *= kValuesOfUnknownList;
  }
  for (const Parameter* parameter : candidate->each) {
    if (parameter == candidate->walked) continue;
    const double parents = estimates.RowsOf(parameter->parent->table);
    enumerate += std::ceil(parents / kPageSizeUnknown);
    calls *= parents;
    rows /= parents;
  }
  if (candidate->walked != nullptr) {
    const auto roots = static_cast<double>(candidate->walked->parent->roots->size());
    const double nodes = std::max(1.0, roots) + rows;
    calls *= nodes;
    rows /= nodes;
  }
  if (candidate->at_top) rows = std::min(rows, kRowsAtTop);
  const bool whole = candidate->bound.empty() && candidate->narrowing.empty();
  const auto seen = whole && !candidate->at_top ? estimates.RequestsOfScan(resource) : std::nullopt;
  candidate->requests = (seen ? *seen : calls * PagesOf(*candidate, rows)) + enumerate;
  candidate->rows = rows * calls;
}

}  // namespace

bool IsOneList(const Method& method) {
  return method.verb == Verb::kSelect && method.rows_kind != RowsKind::kObject &&
         TreeParameterOf(method) == nullptr &&
         std::ranges::none_of(method.parameters, &Parameter::required);
}

bool MayBeCut(const Method& method) {
  return method.paging.is_unknown() && method.rows_kind != RowsKind::kObject;
}

bool Candidate::Varies(std::span<const Constraint> constraints) const {
  return std::ranges::any_of(bound, [&](const BoundParameter& parameter) {
    const Constraint& constraint = constraints[parameter.constraint];
    return !constraint.constant && constraint.op != Operator::kIn;
  });
}

bool Candidate::Takes(std::string_view column) const {
  const auto is_of = [&](const Parameter* parameter) { return parameter->column == column; };
  const auto binds = [&](const BoundParameter& given) { return is_of(given.parameter); };
  return std::ranges::any_of(bound, binds) || std::ranges::any_of(each, is_of) ||
         std::ranges::any_of(missing, is_of);
}

bool Candidate::IsNarrowedBy(size_t constraint) const {
  return std::ranges::find(narrowing, constraint, &BoundParameter::constraint) != narrowing.end();
}

Candidate MakeCandidate(const Resource& resource, const Method& method,
                        std::span<const Constraint> constraints, const Estimates& estimates) {
  Candidate candidate;
  candidate.method = &method;
  BindParameters(resource, constraints, &candidate);
  BindNarrowing(resource, constraints, &candidate);
  AddUnasked(resource, constraints, &candidate);
  Estimate(resource, constraints, estimates, &candidate);
  return candidate;
}

}  // namespace apisql
