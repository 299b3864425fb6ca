#include "vtab/table/special_plan.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>

namespace apisql {
namespace {

// True when one of them is the equality that asks for the rows of the last write.
bool TakeReturnedConstraints(int column, std::vector<Constraint>* constraints) {
  bool asked = false;
  for (Constraint& constraint : *constraints) {
    if (constraint.column != column) continue;
    asked |= constraint.usable && constraint.op == Operator::kEqual;
    constraint = {.column = -1, .op = Operator::kOther, .usable = false};
  }
  return asked;
}

// In table(value, ...) SQLite gives the values to the hidden columns in their order. The document's
// own are arguments; the whole row stands behind them and is none.
bool HasTooManyArguments(const Resource& resource, std::span<const Constraint> constraints) {
  const auto is_given = [&](int column) {
    return std::ranges::any_of(constraints, [&](const Constraint& constraint) {
      return constraint.column == column && constraint.op == Operator::kEqual;
    });
  };
  for (int i = 0; i < std::ssize(resource.columns); ++i) {
    const Column& column = resource.columns[static_cast<size_t>(i)];
    if ((column.hidden || column.secret) && !is_given(i)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string_view> TakeSpecialPlan(const Resource& resource,
                                                const ColumnLayout& layout,
                                                std::vector<Constraint>* constraints) {
  const bool beyond = std::ranges::any_of(*constraints, [&](const Constraint& constraint) {
    return constraint.column == layout.arguments();
  });
  if (beyond || HasTooManyArguments(resource, *constraints)) return kArgumentsPlan;
  if (TakeReturnedConstraints(layout.returned(), constraints)) return kReturnedPlan;
  return std::nullopt;
}

void WriteSpecialPlan(std::string_view plan, sqlite3_index_info* info) {
  info->idxStr = sqlite3_mprintf("%.*s", static_cast<int>(plan.size()), plan.data());
  info->needToFreeIdxStr = 1;
  info->estimatedCost = 1;
  info->estimatedRows = 1;
}

Status TooManyArguments(const Resource& resource) {
  return {StatusCode::kInvalidArgument,
          "too many arguments in " + resource.name + "(...); write WHERE column = value"};
}

}  // namespace apisql
