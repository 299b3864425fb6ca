#include "vtab/plan/plan_inputs.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace apisql {

std::optional<PlannedScan> PlanInputs(const Resource& resource, const ScanQuestion& question) {
  const auto is_select = [](const Method& method) { return method.verb == Verb::kSelect; };
  const auto found = std::ranges::find(resource.methods, true, &Method::by_inputs);
  if (found == resource.methods.end() || std::ranges::any_of(resource.methods, is_select)) {
    return std::nullopt;
  }
  PlannedScan planned;
  planned.plan.method = found->name;
  planned.plan.columns = question.columns;
  planned.arguments.assign(question.constraints.size(), -1);
  planned.lists.assign(question.constraints.size(), false);
  int next = 0;
  for (size_t i = 0; i < question.constraints.size(); ++i) {
    const Constraint& constraint = question.constraints[i];
    const bool equality = constraint.op == Operator::kEqual || constraint.op == Operator::kIn;
    if (constraint.usable && constraint.column < 0 && equality) {
      planned.plan.checks.push_back("rowid" + std::string(OperatorText(constraint.op)));
    }
    if (!constraint.usable || constraint.column < 0 || !equality || !constraint.binary) continue;
    planned.arguments[i] = next;
    planned.plan.filters.push_back({resource.columns[static_cast<size_t>(constraint.column)].name,
                                    Operator::kEqual, next++, constraint.constant, false});
  }
  planned.cost = 1;
  planned.rows = 1;
  return planned;
}

}  // namespace apisql
