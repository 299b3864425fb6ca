#include "vtab/overlay/own_row.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "vtab/columns/column_set.h"
#include "vtab/plan/constraint.h"
#include "vtab/plan/planner.h"

namespace apisql {
namespace {

// What else is known of the row may be what is to be changed. What no UPDATE changes may be what
// the request for one row wants beside the key: else all parents are asked. A header tells of the
// answer, and may be another in the next.
bool NamesRow(const Resource& resource, const Column& column) {
  if (column.source == Column::Source::kHeader) return false;
  return std::ranges::find(resource.key, column.name) != resource.key.end() ||
         column.source == Column::Source::kParameter || !column.on_update;
}

// However short a list may be: it has no header of the row. Inputs are known, or not asked for.
ColumnSet AllButInputs(const Resource& resource) {
  ColumnSet columns;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    const bool input = resource.columns[i].source == Column::Source::kParameter;
    if (!input) columns.Add(static_cast<int>(i));
  }
  return columns;
}

}  // namespace

std::optional<OwnRowPlan> PlanOwnRow(const Resource& resource, const std::vector<bool>& known,
                                     const Estimates& estimates) {
  std::vector<Constraint> constraints;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    if (!known[i] || !NamesRow(resource, resource.columns[i])) continue;
    // Asked for once, as if the value stood in the text: no list pays for it.
    constraints.push_back(
        {.column = static_cast<int>(i), .op = Operator::kEqual, .usable = true, .constant = true});
  }
  auto planned = PlanScan(resource, {constraints, false, AllButInputs(resource)}, estimates);
  if (!planned) return std::nullopt;
  OwnRowPlan own{std::move(planned->plan), {}};
  own.plan.columns = ColumnSet::All();
  own.columns.resize(static_cast<size_t>(own.plan.arguments()));
  for (size_t i = 0; i < constraints.size(); ++i) {
    const int argument = planned->arguments[i];
    if (argument >= 0) own.columns[static_cast<size_t>(argument)] = constraints[i].column;
  }
  return own;
}

}  // namespace apisql
