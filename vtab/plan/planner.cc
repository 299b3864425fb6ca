#include "vtab/plan/planner.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "registry/model/names.h"
#include "vtab/plan/candidate.h"
#include "vtab/plan/cost.h"
#include "vtab/plan/narrowing.h"

namespace apisql {
namespace {

// At most one row, before SQLite checks any. A call that lacks a value has no rows but an error,
// and SQLite leaves out a LEFT JOIN of which it wants nothing but one row. A list that the key is
// checked against afterwards does not count: an UPDATE or DELETE would look at the first row of it
// and stop.
bool IsUnique(std::span<const Constraint> constraints, const Candidate& candidate) {
  const auto is_list = [&](const BoundParameter& bound) {
    return constraints[bound.constraint].op == Operator::kIn;
  };
  return candidate.AnswersOneRow() && candidate.each.empty() && candidate.missing.empty() &&
         std::ranges::none_of(candidate.bound, is_list);
}

// True when the rows that the API returns are the rows that the query keeps, in the order in which
// the query wants them, so that LIMIT tells how many are worth asking for.
bool LimitSizesPages(const ScanQuestion& question, const Candidate& candidate) {
  if (question.ordered) return false;
  for (size_t i = 0; i < question.constraints.size(); ++i) {
    const Operator op = question.constraints[i].op;
    if (op == Operator::kLimit || op == Operator::kOffset) continue;
    const bool exact = std::ranges::any_of(candidate.bound, [&](const BoundParameter& bound) {
      return bound.constraint == i && bound.parameter->match == Parameter::Match::kExact;
    });
    const bool narrowed = std::ranges::any_of(candidate.narrowing, [&](const auto& bound) {
      return bound.constraint == i && bound.parameter->match == Parameter::Match::kExact &&
             IsSame(bound.parameter->comparison, op);
    });
    if (!exact && !narrowed) return false;
  }
  return true;
}

std::string CheckText(const Resource& resource, const Constraint& constraint) {
  const std::string column =
      constraint.column < 0 ? "rowid" : SqlName(resource.columns[constraint.column].name);
  return column + std::string(OperatorText(constraint.op));
}

// "created>=" where it is no equality that is wanted.
std::string MissingText(const Parameter& parameter) {
  if (parameter.comparison == Parameter::Comparison::kEqual) return parameter.column;
  return parameter.column + std::string(ComparisonText(parameter.comparison));
}

// Hands the constraints of one access to the plan, each as the argument that it will be.
class PlanMaker {
 public:
  PlanMaker(const Resource& resource, const ScanQuestion& question, const Candidate& candidate)
      : resource_(resource), question_(question), candidate_(candidate) {
    planned_.arguments.assign(question.constraints.size(), -1);
    planned_.lists.assign(question.constraints.size(), false);
    planned_.plan.method = candidate.method->name;
    planned_.plan.columns = question.columns;
  }

  PlannedScan Make(const Estimates& estimates) {
    for (const BoundParameter& bound : candidate_.bound) AddBinding(bound);
    ScanPlan& plan = planned_.plan;
    for (const Parameter* parameter : candidate_.each) plan.each.push_back(parameter->id());
    for (const Parameter* parameter : candidate_.missing)
      plan.missing.push_back(MissingText(*parameter));
    const bool sized = LimitSizesPages(question_, candidate_);
    for (size_t i = 0; i < question_.constraints.size(); ++i) {
      const Operator op = question_.constraints[i].op;
      if (!question_.constraints[i].usable || planned_.arguments[i] >= 0) continue;
      if (op == Operator::kLimit || op == Operator::kOffset) {
        if (sized) AddPageHint(i);
      } else {
        AddComparison(i);
      }
    }
    for (const BoundParameter& bound : candidate_.narrowing) AddNarrowing(bound);
    AddEstimates(estimates);
    return std::move(planned_);
  }

 private:
  int TakeArgument(size_t constraint) {
    planned_.arguments[constraint] = next_argument_;
    return next_argument_++;
  }

  void AddBinding(const BoundParameter& bound) {
    const Constraint& constraint = question_.constraints[bound.constraint];
    const bool list = constraint.op == Operator::kIn;
    planned_.lists[bound.constraint] = list;
    planned_.plan.bindings.push_back({bound.parameter->column, TakeArgument(bound.constraint), list,
                                      list || constraint.constant});
  }

  // Its constraint has its argument by now.
  void AddNarrowing(const BoundParameter& bound) {
    const Constraint& constraint = question_.constraints[bound.constraint];
    const int argument = planned_.arguments[bound.constraint];
    if (argument < 0) return;
    const bool null = constraint.op == Operator::kIsNull || constraint.op == Operator::kNotNull;
    planned_.plan.narrowing.push_back({bound.parameter->column, bound.parameter->comparison,
                                       argument, constraint.constant || null});
  }

  void AddPageHint(size_t index) {
    ScanPlan& plan = planned_.plan;
    const bool limit = question_.constraints[index].op == Operator::kLimit;
    (limit ? plan.limit_argument : plan.offset_argument) = TakeArgument(index);
  }

  void AddComparison(size_t index) {
    const Constraint& constraint = question_.constraints[index];
    const bool narrows = candidate_.IsNarrowedBy(index) && constraint.op == Operator::kNotNull;
    const bool asked = candidate_.IsNarrowedBy(index) || IsAskedFor(constraint.column);
    if (narrows || (RulesOut(constraint) && asked)) {
      planned_.plan.ruling_out.push_back({resource_.columns[constraint.column].name, constraint.op,
                                          TakeArgument(index), constraint.constant || narrows,
                                          false});
      return;
    }
    if (IsListForWrites(constraint)) {
      planned_.plan.filters.push_back({resource_.columns[constraint.column].name, Operator::kEqual,
                                       TakeArgument(index), constraint.constant, false});
      return;
    }
    if (!IsFilter(constraint) || !IsRead(constraint.column)) {
      planned_.plan.checks.push_back(CheckText(resource_, constraint));
      return;
    }
    // IS NULL has no value to pass, and is claimed all the same: what is not claimed may be about
    // the left table of a LEFT JOIN, and must not filter it.
    const bool null = constraint.op == Operator::kIsNull;
    planned_.plan.filters.push_back({resource_.columns[constraint.column].name, constraint.op,
                                     TakeArgument(index), constraint.constant || null,
                                     constraint.nocase});
  }

  // An IN for an input that writes alone take is theirs, value by value; a SELECT has no use for
  // it.
  bool IsListForWrites(const Constraint& constraint) const {
    if (constraint.op != Operator::kIn || !constraint.binary || constraint.column < 0) return false;
    const std::string& name = resource_.columns[constraint.column].name;
    return resource_.SelectParameterOf(name) == nullptr &&
           std::ranges::any_of(resource_.methods, [&](const Method& method) {
             return method.by_inputs && method.ParameterOf(name) != nullptr;
           });
  }

  // False where only another method gives it: SQLite asks for it, and gets an error.
  bool IsRead(int column) const {
    return candidate_.method->GivesHeader(resource_.columns[static_cast<size_t>(column)]);
  }

  // True where requests are made for values of the column. The rowid (-1) is never asked for.
  bool IsAskedFor(int column) const {
    if (column < 0) return false;
    const std::string& name = resource_.columns[column].name;
    const auto binds = [&](const BoundParameter& bound) { return bound.parameter->column == name; };
    const auto fills = [&](const Parameter* parameter) { return parameter->column == name; };
    return std::ranges::any_of(candidate_.bound, binds) ||
           std::ranges::any_of(candidate_.each, fills);
  }

  void AddEstimates(const Estimates& estimates) {
    const double kept = RowsKept(resource_, question_.constraints, candidate_, estimates);
    planned_.plan.requests = static_cast<int64_t>(std::max(1.0, std::round(candidate_.requests)));
    planned_.plan.rows = static_cast<int64_t>(std::max(1.0, std::round(candidate_.rows)));
    planned_.cost = ReadsUnasked() ? kImpossible : CostOf(question_.constraints, candidate_, kept);
    const double told = RowsForPlanner(resource_, question_.constraints, candidate_, kept);
    planned_.rows = static_cast<int64_t>(std::round(told));
    planned_.unique = IsUnique(question_.constraints, candidate_);
  }

  // True when the statement reads an input that nothing here gives. SQLite plans the branches of an
  // OR each by itself, without the terms around it, which may give it: that is no way to go. The
  // scan of a write is said to read all columns.
  bool ReadsUnasked() const {
    if (question_.columns == ColumnSet::All()) return false;
    return std::ranges::any_of(planned_.plan.UnaskedColumns(resource_),
                               [&](int column) { return question_.columns.Has(column); });
  }

  const Resource& resource_;
  const ScanQuestion& question_;
  const Candidate& candidate_;
  PlannedScan planned_;
  int next_argument_ = 0;
};

// Everything in one request, whatever it is asked for.
bool IsUnpagedList(const Method& method) {
  return method.paging.style == "none" && IsOneList(method);
}

// A row behind the page that a list is cut to is found where it is asked for: no request that the
// list saves is worth it.
bool FindsWhatIsCutOff(const Candidate& candidate, const Candidate& list) {
  if (!MayBeCut(*list.method) || !candidate.missing.empty()) return false;
  if (candidate.bound.empty() || !candidate.each.empty()) return false;
  return !MayBeCut(*candidate.method) || list.bound.empty();
}

// Where the tables that give the values come first, which is another order of the join.
bool OthersFindWhatIsCutOff(const Resource& resource, std::span<const Constraint> constraints,
                            const Candidate& list, const Estimates& estimates) {
  if (!MayBeCut(*list.method)) return false;
  std::vector<Constraint> usable(constraints.begin(), constraints.end());
  for (Constraint& constraint : usable) constraint.usable = true;
  return std::ranges::any_of(resource.methods, [&](const Method& method) {
    return method.verb == Verb::kSelect && &method != list.method &&
           FindsWhatIsCutOff(MakeCandidate(resource, method, usable, estimates), list);
  });
}

// The scan of a write is said to read all columns, and needs few.
bool LacksColumn(const Resource& resource, const ScanQuestion& question,
                 const Candidate& candidate) {
  if (question.columns == ColumnSet::All()) return false;
  for (int i = 0; i < static_cast<int>(resource.columns.size()); ++i) {
    const Column& column = resource.columns[static_cast<size_t>(i)];
    if (question.columns.Has(i) && !candidate.method->GivesHeader(column)) return true;
    const bool input = column.source == Column::Source::kParameter && question.columns.Has(i);
    if (!input || candidate.Takes(column.name)) continue;
    if (resource.SelectParameterOf(column.name) != nullptr) return true;
  }
  return false;
}

bool Better(std::span<const Constraint> constraints, const Candidate& a, const Candidate& b) {
  if (a.missing.empty() != b.missing.empty()) return a.missing.empty();
  // Of two that cannot be called the error should name what the user can give.
  if (a.lacks_parameter != b.lacks_parameter) return b.lacks_parameter;
  if (a.lacks_column != b.lacks_column) return b.lacks_column;
  if (FindsWhatIsCutOff(a, b)) return true;
  if (FindsWhatIsCutOff(b, a)) return false;
  if (a.requests != b.requests) return a.requests < b.requests;
  // In a join the whole list for one request serves every row of the other table.
  const bool a_serves_all = IsUnpagedList(*a.method) && a.bound.empty();
  const bool b_serves_all = IsUnpagedList(*b.method) && b.bound.empty();
  if (a_serves_all && b.Varies(constraints)) return true;
  if (b_serves_all && a.Varies(constraints)) return false;
  if (a.rows != b.rows) return a.rows < b.rows;
  // An estimate of one row may be wrong; the answer for one object cannot be.
  return a.AnswersOneRow() && !b.AnswersOneRow();
}

}  // namespace

std::optional<PlannedScan> PlanScan(const Resource& resource, const ScanQuestion& question,
                                    const Estimates& estimates) {
  std::optional<Candidate> best;
  bool waits = false;
  for (const Method& method : resource.methods) {
    if (method.verb != Verb::kSelect) continue;
    Candidate candidate = MakeCandidate(resource, method, question.constraints, estimates);
    waits |= candidate.waits_for_other_table;
    candidate.lacks_column = LacksColumn(resource, question, candidate);
    if (!best || Better(question.constraints, candidate, *best)) best = std::move(candidate);
  }
  if (!best || (!best->missing.empty() && waits)) return std::nullopt;
  PlannedScan planned = PlanMaker(resource, question, *best).Make(estimates);
  if (OthersFindWhatIsCutOff(resource, question.constraints, *best, estimates)) {
    planned.cost += kCutList;
  }
  return planned;
}

}  // namespace apisql
