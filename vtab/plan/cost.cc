#include "vtab/plan/cost.h"

#include <algorithm>

namespace apisql {
namespace {

// Parts of a table that a comparison is guessed to leave.
constexpr double kPartOfRange = 1.0 / 3;
constexpr double kPartOfLike = 1.0 / 4;
constexpr double kPartOfNull = 1.0 / 10;
constexpr double kPartOfUnequal = 9.0 / 10;

bool IsBound(const Candidate& candidate, size_t constraint) {
  return std::ranges::any_of(
      candidate.bound, [&](const BoundParameter& bound) { return bound.constraint == constraint; });
}

// A column that an earlier equality, or a parameter, has fixed already. Of all the values that a
// list in NOT IN rules out, the first stands for the others.
bool IsFixed(std::span<const Constraint> constraints, const Candidate& candidate, size_t index) {
  const int column = constraints[index].column;
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (constraints[i].column != column || !constraints[i].usable) continue;
    if (IsBound(candidate, i) || (i < index && IsEquality(constraints[i].op))) return true;
    const bool unequal = constraints[i].op == Operator::kNotEqual;
    if (i < index && unequal && constraints[index].op == Operator::kNotEqual) return true;
  }
  return false;
}

// SQLite offers the bounds of a LIKE or GLOB as ranges beside it.
bool IsBoundOfLike(std::span<const Constraint> constraints, const Constraint& range) {
  return std::ranges::any_of(constraints, [&](const Constraint& other) {
    return IsPattern(other.op) && other.column == range.column;
  });
}

double PartKept(const Resource& resource, std::span<const Constraint> constraints, size_t index,
                const Estimates& estimates) {
  const Constraint& constraint = constraints[index];
  if (IsEquality(constraint.op)) {
    const double values = constraint.op == Operator::kIn ? kValuesOfUnknownList : 1;
    const std::string& column = resource.columns[constraint.column].name;
    return std::min(1.0, values * estimates.PartOfValue(resource, column));
  }
  if (IsRange(constraint.op)) return IsBoundOfLike(constraints, constraint) ? 1 : kPartOfRange;
  switch (constraint.op) {
    case Operator::kLike:
    case Operator::kGlob:
    case Operator::kMatch:
      return kPartOfLike;
    case Operator::kIsNull:
      return kPartOfNull;
    case Operator::kNotNull:
    case Operator::kIsNot:
    case Operator::kNotEqual:
      return kPartOfUnequal;
    default:
      return 1;
  }
}

// By an equality whose value differs from call to call, so that rows are best looked up.
bool IsProbed(std::span<const Constraint> constraints) {
  return std::ranges::any_of(constraints, [](const Constraint& constraint) {
    return IsFilter(constraint) && !constraint.constant && IsEquality(constraint.op);
  });
}

}  // namespace

double RowsKept(const Resource& resource, std::span<const Constraint> constraints,
                const Candidate& candidate, const Estimates& estimates) {
  double rows = candidate.rows;
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (!constraints[i].usable || IsFixed(constraints, candidate, i)) continue;
    if (candidate.IsNarrowedBy(i)) continue;  // Reckoned with already.
    if (constraints[i].column >= 0) {
      rows *= PartKept(resource, constraints, i, estimates);
    } else if (IsEquality(constraints[i].op)) {
      rows = std::min(rows, 1.0);  // A rowid.
    }
  }
  return std::max(1.0, rows);
}

double CostOf(std::span<const Constraint> constraints, const Candidate& candidate,
              double rows_kept) {
  if (!candidate.missing.empty()) return kImpossible;
  if (candidate.Varies(constraints)) return 10 * candidate.requests + rows_kept;
  // A little more than a keyed call of as many requests: the first call reads everything.
  if (IsProbed(constraints)) return 5 + 10 * candidate.requests + rows_kept;
  return 100 * candidate.requests + candidate.rows;
}

double RowsForPlanner(const Resource& resource, std::span<const Constraint> constraints,
                      const Candidate& candidate, double rows_kept) {
  const bool looks_up = candidate.Varies(constraints) || IsProbed(constraints);
  const auto bounds_look_ups = [](const Method& method) {
    return IsOneList(method) && !MayBeCut(method);
  };
  return looks_up && std::ranges::any_of(resource.methods, bounds_look_ups) ? 1 : rows_kept;
}

}  // namespace apisql
