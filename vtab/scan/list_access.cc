#include "vtab/scan/list_access.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "vtab/plan/candidate.h"
#include "vtab/scan/substitute_list.h"

namespace apisql {
namespace {

// Calls visit(argument) for each that decides what is asked of the API, until it returns false.
template <typename Visit>
bool ForEachBinding(const ScanPlan& plan, std::span<const ScanArgument> arguments, Visit visit) {
  const auto pass = [&](int argument) {
    const auto index = static_cast<size_t>(argument);
    return argument < 0 || index >= arguments.size() || visit(arguments[index]);
  };
  for (const Binding& binding : plan.bindings) {
    if (!pass(binding.argument)) return false;
  }
  for (const Narrowing& narrowing : plan.narrowing) {
    if (!pass(narrowing.argument)) return false;
  }
  return pass(plan.limit_argument) && pass(plan.offset_argument);
}

}  // namespace

// Asked for each probe of a join: without a copy.
bool ListAccess::AreBound(const ScanPlan& plan, Arguments arguments) const {
  if (!rows_ || rows_->dropped()) return false;
  size_t next = 0;
  const bool same = ForEachBinding(plan, arguments, [&](const ScanArgument& argument) {
    if (next == bound_arguments_.size()) return false;
    return argument == bound_arguments_[next++];
  });
  return same && next == bound_arguments_.size();
}

void ListAccess::Keep(const BoundScan& bound, const ScanPlan& plan, Arguments arguments) {
  bound_arguments_.clear();
  ForEachBinding(plan, arguments, [&](const ScanArgument& argument) {
    bound_arguments_.push_back(argument);
    return true;
  });
  rows_ = place_.StartRows(bound);
  reads_ = 0;
}

// A value that has changed once may change with each row: then the rows of all of them are fetched
// together, once. What every request must have stays. Of more rows a page may hold fewer of those
// that are wanted.
void ListAccess::Widen() {
  const ScanPlan& now = plan();
  const Method* const method = place_.resource->FindMethod(now.method);
  if (method != nullptr && MayBeCut(*method)) return;
  const auto changes = [&](const Narrowing& narrowing) {
    const Parameter* const parameter =
        method == nullptr ? nullptr : method->ParameterOf(narrowing.column, narrowing.comparison);
    return !narrowing.known && (parameter == nullptr || !parameter->required);
  };
  if (std::ranges::none_of(now.narrowing, changes)) return;
  ScanPlan wider = now;
  std::erase_if(wider.narrowing, changes);
  widened_ = std::move(wider);
}

StatusOr<std::unique_ptr<Scan>> ListAccess::Open(std::vector<ScanArgument> arguments) {
  if (list_instead_) return LookUpIn(*list_instead_, std::move(arguments));
  if (!AreBound(plan(), arguments)) {
    if (rows_) Widen();
    if (AreBound(plan(), arguments)) return Read(rows_, std::move(arguments), ++reads_ > 1);
    ASSIGN_OR_RETURN(const BoundScan bound, Choose(arguments));
    if (list_instead_) return LookUpIn(*list_instead_, std::move(arguments));
    Keep(bound, plan(), arguments);
  }
  // The first time it may be the only time, and the first row is wanted soon.
  return Read(rows_, std::move(arguments), ++reads_ > 1);
}

StatusOr<std::unique_ptr<Scan>> ListAccess::LookUpIn(const ScanPlan& plan,
                                                     std::vector<ScanArgument> arguments) {
  if (!AreBound(plan, arguments)) {
    ASSIGN_OR_RETURN(const BoundScan bound, place_.Bind(plan, arguments));
    Keep(bound, plan, arguments);
  }
  return Read(rows_, std::move(arguments), /*by_index=*/true);
}

Status ListAccess::StartEarly(Arguments arguments) {
  if (AreBound(plan(), arguments)) return OkStatus();
  const Estimates estimates = place_.context.api().estimates();
  ASSIGN_OR_RETURN(const BoundScan values,
                   BindEachValue(*place_.resource, plan(), arguments, estimates));
  std::optional<ScanPlan> list_plan;
  if (values.CallCount() > 1) list_plan = PlanWithoutLists(*place_.resource, values, estimates);
  if (list_plan) {
    SubstituteList list(place_, *std::move(list_plan));
    ASSIGN_OR_RETURN(BoundScan all, BindList(list.plan(), arguments));
    list.Bind(std::move(all));
    JoinFacts facts = list.Facts();
    facts.look_ups_to_come = values.CallCount();
    if (DecideJoin(facts).way != JoinStep::Way::kLookUps) {
      list.AskForPage();
      return OkStatus();
    }
  }
  Keep(values, plan(), arguments);
  return OkStatus();
}

StatusOr<std::unique_ptr<Scan>> ListAccess::OpenKnown(const ScanPlan& plan,
                                                      std::vector<ScanArgument> arguments) const {
  if (AreBound(plan, arguments)) return Read(rows_, std::move(arguments), rows_->complete());
  ASSIGN_OR_RETURN(const BoundScan bound, place_.Bind(plan, arguments));
  const std::shared_ptr<RowSet> rows = bound.never_matches
                                           ? place_.cache.Rows(place_.resource, bound)
                                           : place_.cache.KnownRows(*place_.resource, bound);
  if (!rows) return std::unique_ptr<Scan>();
  return Read(rows, std::move(arguments), rows->complete());
}

// Where the rows for `arguments` stand, by an index on a column whose value or values they give;
// none where they give no such value.
StatusOr<std::optional<std::vector<RowPosition>>> ListAccess::FindInIndex(
    RowSet& rows, Arguments arguments) const {
  using Positions = std::optional<std::vector<RowPosition>>;
  const FilterTerms::Term* probe = place_.filters->Probe(arguments);
  int column = probe == nullptr ? -1 : probe->column;
  int argument = probe == nullptr ? -1 : probe->argument;
  for (const Binding& binding : place_.plan.bindings) {
    if (column >= 0 || !binding.list) continue;
    column = place_.resource->FindColumn(binding.column);
    argument = binding.argument;
  }
  if (column < 0) return Positions();
  const bool nocase = probe != nullptr && probe->nocase;
  std::vector<RowPosition> found;
  for (const SqlValue& value : arguments[static_cast<size_t>(argument)]) {
    const Column& of = place_.resource->columns[static_cast<size_t>(column)];
    const ProbeKey key = ProbeKeyOf(of, value, nocase);
    if (key.kind == ProbeKey::Kind::kAny) return Positions();
    if (key.kind == ProbeKey::Kind::kNothing) continue;
    ASSIGN_OR_RETURN(const RowIndex* by_value, rows.IndexOn(column, nocase));
    std::vector<RowPosition> of_value = by_value->Find(key);
    if (found.empty()) {
      found = std::move(of_value);
    } else {
      std::ranges::copy(of_value, std::back_inserter(found));
    }
  }
  if (arguments[static_cast<size_t>(argument)].size() == 1) return Positions(std::move(found));
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  return Positions(std::move(found));
}

StatusOr<std::unique_ptr<Scan>> ListAccess::Read(const std::shared_ptr<RowSet>& rows,
                                                 std::vector<ScanArgument> arguments,
                                                 bool by_index) const {
  std::optional<std::vector<RowPosition>> positions;
  if (by_index) {
    ASSIGN_OR_RETURN(positions, FindInIndex(*rows, arguments));
  }
  // Those of the list are the same: what is not bound there is a filter.
  RowFilter filter(place_.filters, std::move(arguments));
  if (!positions) return std::make_unique<Scan>(place_.context, rows, std::move(filter));
  return std::make_unique<Scan>(place_.context, rows, std::move(filter), *std::move(positions));
}

// What to ask for the values of `arguments`.
StatusOr<BoundScan> ListAccess::Choose(Arguments arguments) {
  const Estimates estimates = place_.context.api().estimates();
  ASSIGN_OR_RETURN(BoundScan values, BindEachValue(*place_.resource, plan(), arguments, estimates));
  if (values.never_matches || values.CallCount() == 1) return values;
  std::optional<ScanPlan> list = PlanWithoutLists(*place_.resource, values, estimates);
  if (!list) return values;
  // Where the statement may stop early, the rows of the first values may be all that it reads.
  const bool may_stop = place_.hints.depth == PrefetchDepth::kNothing || values.limited;
  if (may_stop) return place_.Bind(plan(), arguments);
  return ReadOneOf(values, *std::move(list), arguments);
}

// The list holds the rows for lists of values that are still to come, too, if they change.
StatusOr<BoundScan> ListAccess::BindList(const ScanPlan& list, Arguments arguments) const {
  if (value_calls_ > 0) return place_.Bind(list, arguments);
  return BindReplanned(*place_.resource, list, plan(), arguments, place_.context.api().estimates());
}

BoundScan ListAccess::TakeValues(const BoundScan& values, RowSet* rows) {
  if (rows != nullptr) rows->AllowCalls(std::numeric_limits<int64_t>::max());
  value_calls_ += values.CallCount();
  return values;
}

// Reads the list, the rows of the values, or both, until it is known which of them is complete
// first.
StatusOr<BoundScan> ListAccess::ReadOneOf(const BoundScan& values, ScanPlan list_plan,
                                          Arguments arguments) {
  SubstituteList list(place_, std::move(list_plan));
  ASSIGN_OR_RETURN(BoundScan all, BindList(list.plan(), arguments));
  list.Bind(std::move(all));
  std::shared_ptr<RowSet> rows;
  while (!list.complete()) {
    JoinFacts facts = list.Facts();
    const int64_t begun = rows == nullptr ? 0 : rows->calls_begun();
    facts.look_ups_sent = value_calls_ + begun;
    facts.look_ups_to_come = values.CallCount() - begun;
    // A list that has changed once may change with each row.
    facts.more_may_come = value_calls_ > 0;
    if (facts.more_may_come) facts.look_ups_expected = facts.list.requests + 1;
    const JoinStep step = DecideJoin(facts);
    if (step.way == JoinStep::Way::kLookUps) {
      list.GiveUp();
      return TakeValues(values, rows.get());
    }
    if (step.way == JoinStep::Way::kBoth) {
      list.AskForPage();
      rows = place_.cache.Rows(place_.resource, values);
      rows->AllowCalls(step.most_look_ups - value_calls_);
      rows->RunAhead(place_.hints.depth);
      rows->Start();
    }
    ASSIGN_OR_RETURN(const bool read, list.ReadPage());
    if (!read) return TakeValues(values, rows.get());
  }
  if (rows) place_.cache.Abandon(rows);
  // One list of literals is read from its first row on.
  if (value_calls_ > 0) list_instead_ = list.plan();
  return list.bound();
}

}  // namespace apisql
