#include "vtab/plan/replan.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "vtab/plan/candidate.h"
#include "vtab/plan/planner.h"

namespace apisql {
namespace {

// The comparisons of a plan, offered to the planner once more.
struct KnownPart {
  std::vector<Constraint> constraints;
  std::vector<int> arguments;  // Per constraint, of the first plan; -1: none.
  std::vector<Filter> left;    // What the new plan must look rows up by.

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

KnownPart Divide(const Resource& resource, const ScanPlan& plan, const KeepBinding& keep,
                 std::span<const std::string> unbound) {
  KnownPart known;
  const auto may_bind = [&](const std::string& column) {
    return std::ranges::find(unbound, column) == unbound.end();
  };
  for (size_t i = 0; i < plan.bindings.size(); ++i) {
    const Binding& binding = plan.bindings[i];
    Filter filter{binding.column, binding.list ? Operator::kIn : Operator::kEqual, binding.argument,
                  binding.known};
    if (may_bind(binding.column) && keep(binding, i)) {
      known.Offer(resource, filter);
    } else if (!binding.list) {
      known.left.push_back(std::move(filter));
    }
  }
  for (const Filter& filter : plan.filters) {
    if (filter.known && may_bind(filter.column)) {
      known.Offer(resource, filter);
    } else {
      known.left.push_back(filter);
    }
  }
  for (const Filter& filter : plan.ruling_out) {
    if (filter.known) known.Offer(resource, filter);
  }
  return known;
}

// A header that only the answer for one row has is in no list. What only a parameter gives is NULL
// in rows that were not asked for with it, so that the rows of a list cannot be told apart by it.
bool GivesWhatIsLeft(const Resource& resource, const ScanPlan& plan, const ScanPlan& list) {
  const Method* const from = resource.FindMethod(plan.method);
  const Method* const to = resource.FindMethod(list.method);
  for (int i = 0; i < static_cast<int>(resource.columns.size()); ++i) {
    const Column& column = resource.columns[static_cast<size_t>(i)];
    if (!plan.columns.Has(i) || from == nullptr || to == nullptr) continue;
    if (from->GivesHeader(column) && !to->GivesHeader(column)) return false;
  }
  const std::vector<int> unasked = list.UnaskedColumns(resource);
  return std::ranges::none_of(plan.bindings, [&](const Binding& binding) {
    return std::ranges::find(unasked, resource.FindColumn(binding.column)) != unasked.end();
  });
}

// Gives the arguments of `planned` their numbers in the first plan.
void Renumber(const KnownPart& known, PlannedScan* planned) {
  std::vector<int> original(static_cast<size_t>(planned->plan.arguments()), -1);
  for (size_t i = 0; i < known.constraints.size(); ++i) {
    if (planned->arguments[i] >= 0) original[planned->arguments[i]] = known.arguments[i];
  }
  for (Binding& binding : planned->plan.bindings) binding.argument = original[binding.argument];
  for (Narrowing& one : planned->plan.narrowing) one.argument = original[one.argument];
  for (Filter& filter : planned->plan.filters) filter.argument = original[filter.argument];
  for (Filter& filter : planned->plan.ruling_out) filter.argument = original[filter.argument];
}

}  // namespace

std::optional<ScanPlan> Replan(const Resource& resource, const ScanPlan& plan,
                               const Estimates& estimates, const KeepBinding& keep,
                               std::span<const std::string> unbound) {
  KnownPart known = Divide(resource, plan, keep, unbound);
  // `ordered` keeps LIMIT out: of the scan's rows only some are wanted.
  const ScanQuestion question{known.constraints, /*ordered=*/true, plan.columns};
  std::optional<PlannedScan> planned = PlanScan(resource, question, estimates);
  if (!planned || !planned->plan.missing.empty()) return std::nullopt;
  if (!GivesWhatIsLeft(resource, plan, planned->plan)) return std::nullopt;
  Renumber(known, &*planned);
  std::ranges::move(known.left, std::back_inserter(planned->plan.filters));
  planned->plan.checks = plan.checks;
  return std::move(planned->plan);
}

std::optional<ScanPlan> ListInstead(const Resource& resource, const ScanPlan& plan,
                                    const Estimates& estimates, const KeepBinding& keep) {
  std::optional<ScanPlan> list = Replan(resource, plan, estimates, keep);
  const Method* const method = list ? resource.FindMethod(list->method) : nullptr;
  if (method == nullptr || MayBeCut(*method)) return std::nullopt;
  return list;
}

std::optional<ScanPlan> PlanWithoutUnknown(const Resource& resource, const ScanPlan& plan,
                                           const Estimates& estimates) {
  return ListInstead(resource, plan, estimates,
                     [](const Binding& binding, size_t /*index*/) { return binding.known; });
}

}  // namespace apisql
