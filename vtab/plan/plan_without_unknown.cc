#include <algorithm>
#include <iterator>
#include <utility>

#include "vtab/plan/planner.h"

namespace apisql {
namespace {

// The comparisons of a plan, offered to the planner once more.
struct KnownPart {
  std::vector<Constraint> constraints;
  std::vector<int> arguments;   // Per constraint, of the first plan; -1: none.
  std::vector<Filter> unknown;  // What the new plan must look rows up by.

  void Offer(const Resource& resource, const Filter& filter) {
    constraints.push_back({.column = resource.FindColumn(filter.column),
                           .op = filter.op,
                           .usable = true,
                           .binary = !filter.nocase,
                           .nocase = filter.nocase,
                           .constant = true});
    arguments.push_back(filter.argument);
  }
};

KnownPart Divide(const Resource& resource, const ScanPlan& plan) {
  KnownPart known;
  for (const Binding& binding : plan.bindings) {
    Filter filter{binding.column, binding.list ? Operator::kIn : Operator::kEqual, binding.argument,
                  binding.known};
    if (binding.known) {
      known.Offer(resource, filter);
    } else {
      known.unknown.push_back(std::move(filter));
    }
  }
  for (const Filter& filter : plan.filters) {
    if (filter.known) {
      known.Offer(resource, filter);
    } else {
      known.unknown.push_back(filter);
    }
  }
  for (const Filter& filter : plan.ruling_out) {
    if (filter.known) known.Offer(resource, filter);
  }
  return known;
}

// Gives the arguments of `planned` their numbers in the first plan.
void Renumber(const KnownPart& known, PlannedScan* planned) {
  std::vector<int> original(static_cast<size_t>(planned->plan.arguments()), -1);
  for (size_t i = 0; i < known.constraints.size(); ++i) {
    if (planned->arguments[i] >= 0) original[planned->arguments[i]] = known.arguments[i];
  }
  for (Binding& binding : planned->plan.bindings) binding.argument = original[binding.argument];
  for (Filter& filter : planned->plan.filters) filter.argument = original[filter.argument];
  for (Filter& filter : planned->plan.ruling_out) filter.argument = original[filter.argument];
}

}  // namespace

std::optional<PlannedScan> PlanWithoutUnknown(const Resource& resource, const ScanPlan& plan,
                                              const Estimates& estimates) {
  KnownPart known = Divide(resource, plan);
  // `ordered` keeps LIMIT out: of the scan's rows only some are wanted.
  const ScanQuestion question{known.constraints, /*ordered=*/true, plan.columns};
  std::optional<PlannedScan> planned = PlanScan(resource, question, estimates);
  if (!planned || !planned->plan.missing.empty()) return std::nullopt;
  Renumber(known, &*planned);
  std::ranges::move(known.unknown, std::back_inserter(planned->plan.filters));
  planned->plan.checks = plan.checks;
  planned->arguments.clear();
  planned->lists.clear();
  return planned;
}

}  // namespace apisql
