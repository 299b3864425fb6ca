#include "vtab/plan/planner.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace apisql {
namespace {

// Guesses where documents are silent.
constexpr double kValuesOfUnknownList = 3;
constexpr double kPageSizeUnknown = 100;
constexpr double kImpossible = 1e99;

struct BoundParameter {
  const Parameter* parameter = nullptr;
  int constraint = -1;  // -1: not bound by the WHERE clause.
};

// One select method and how it would be called.
struct Candidate {
  const Method* method = nullptr;
  std::vector<BoundParameter> bound;
  std::vector<const Parameter*> each;
  std::vector<const Parameter*> missing;
  bool waits_for_other_table = false;  // A required value is offered, only not in this order.
  double requests = 1;
  double rows = 1;  // That the calls return, before SQLite checks the rest.
};

bool IsEquality(Operator op) {
  return op == Operator::kEqual || op == Operator::kIs || op == Operator::kIn;
}

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

int FindBinding(const Resource& resource, std::span<const Constraint> constraints,
                const Parameter& parameter) {
  int best = -1;
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (!constraints[i].usable || !BindsColumn(resource, constraints[i], parameter)) continue;
    if (best < 0 || BindingRank(constraints[i]) < BindingRank(constraints[best])) {
      best = static_cast<int>(i);
    }
  }
  return best;
}

bool OfferedInAnotherOrder(const Resource& resource, std::span<const Constraint> constraints,
                           const Parameter& parameter) {
  return std::ranges::any_of(constraints, [&](const Constraint& constraint) {
    return !constraint.usable && BindsColumn(resource, constraint, parameter);
  });
}

// Two parameters of one wire name (a filter that two columns share) cannot both be sent.
bool NameTaken(const Candidate& candidate, const Parameter& parameter) {
  return std::ranges::any_of(candidate.bound, [&](const BoundParameter& bound) {
    return bound.parameter->name == parameter.name && bound.parameter->place == parameter.place;
  });
}

// Everything in one request, whatever it is asked for.
bool IsUnpagedList(const Method& method) {
  return method.paging.style == "none" && method.rows_kind != RowsKind::kObject &&
         std::ranges::none_of(method.parameters, &Parameter::required);
}

Candidate BindParameters(const Resource& resource, const Method& method,
                         std::span<const Constraint> constraints) {
  Candidate candidate;
  candidate.method = &method;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.column.empty()) continue;
    const int constraint = FindBinding(resource, constraints, parameter);
    if (constraint >= 0 && !NameTaken(candidate, parameter)) {
      candidate.bound.push_back({&parameter, constraint});
    } else if (parameter.required && parameter.parent) {
      candidate.each.push_back(&parameter);
    } else if (parameter.required) {
      candidate.missing.push_back(&parameter);
      candidate.waits_for_other_table |= OfferedInAnotherOrder(resource, constraints, parameter);
    }
  }
  return candidate;
}

bool AnswersOneRow(const Method& method) { return method.rows_kind == RowsKind::kObject; }

double PagesOf(const Method& method, double rows) {
  if (method.paging.style == "none" || AnswersOneRow(method)) return 1;
  const double size = method.paging.max_page_size > 0
                          ? static_cast<double>(method.paging.max_page_size)
                          : kPageSizeUnknown;
  return std::max(1.0, std::ceil(rows / size));
}

// Rows of one call that has the candidate's values, of `rows` that the table has.
double RowsOfCall(const Resource& resource, const Candidate& candidate,
                  const Estimates& estimates) {
  if (AnswersOneRow(*candidate.method)) return 1;
  const double all = estimates.Rows(resource);
  double rows = all;
  for (const BoundParameter& bound : candidate.bound) {
    rows *= std::min(1.0, estimates.RowsPerValue(resource, bound.parameter->column) / all);
  }
  return rows;
}

// Fills `requests` and `rows`.
void Estimate(const Resource& resource, std::span<const Constraint> constraints,
              const Estimates& estimates, Candidate* candidate) {
  const Method& method = *candidate->method;
  double rows = RowsOfCall(resource, *candidate, estimates);
  double calls = 1;      // Requests that differ in a value, before paging.
  double in_one = 1;     // Values of lists that one request can carry.
  double enumerate = 0;  // Requests that list the parents.
  for (const BoundParameter& bound : candidate->bound) {
    if (constraints[bound.constraint].op != Operator::kIn) continue;
    (bound.parameter->repeatable ? in_one : calls) *= kValuesOfUnknownList;
  }
  for (const Parameter* parameter : candidate->each) {
    const double parents = estimates.RowsOf(parameter->parent->table);
    enumerate += std::ceil(parents / kPageSizeUnknown);
    calls *= parents;
    rows /= parents;
  }
  rows *= in_one;
  const auto seen = candidate->bound.empty() ? estimates.RequestsOfScan(resource) : std::nullopt;
  candidate->requests = (seen ? *seen : calls * PagesOf(method, rows)) + enumerate;
  candidate->rows = rows * calls;
}

// Rows that are left after every usable constraint, pushed or not.
double RowsKept(const Resource& resource, std::span<const Constraint> constraints,
                const Estimates& estimates, double rows) {
  for (const Constraint& constraint : constraints) {
    if (!constraint.usable || constraint.column < 0) continue;
    switch (constraint.op) {
      case Operator::kEqual:
      case Operator::kIs:
      case Operator::kIn:
        rows = std::min(rows,
                        estimates.RowsPerValue(resource, resource.columns[constraint.column].name) *
                            (constraint.op == Operator::kIn ? kValuesOfUnknownList : 1));
        break;
      case Operator::kLess:
      case Operator::kLessEqual:
      case Operator::kGreater:
      case Operator::kGreaterEqual:
        rows /= 3;
        break;
      case Operator::kLike:
        rows /= 4;
        break;
      case Operator::kIsNull:
        rows /= 10;
        break;
      case Operator::kNotNull:
      case Operator::kIsNot:
      case Operator::kNotEqual:
        rows *= 0.9;
        break;
      default:
        break;
    }
  }
  return std::max(1.0, rows);
}

bool DependsOnOtherTable(std::span<const Constraint> constraints, const Candidate& candidate) {
  return std::ranges::any_of(candidate.bound, [&](const BoundParameter& bound) {
    return !constraints[bound.constraint].constant;
  });
}

// Comparisons that a scan can make itself. Not IN: taken as one value, it makes SQLite run the scan
// once per value.
bool IsFilter(const Constraint& constraint) {
  if (!constraint.usable || constraint.column < 0) return false;
  if (!constraint.binary && !constraint.nocase) return false;
  switch (constraint.op) {
    case Operator::kEqual:
    case Operator::kIs:
    case Operator::kIsNull:
    case Operator::kNotNull:
    case Operator::kNotEqual:
    case Operator::kIsNot:
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return true;
    default:
      return false;
  }
}

// By an equality whose value differs from call to call, so that rows are best looked up.
bool IsProbed(std::span<const Constraint> constraints) {
  return std::ranges::any_of(constraints, [](const Constraint& constraint) {
    return IsFilter(constraint) && !constraint.constant &&
           (constraint.op == Operator::kEqual || constraint.op == Operator::kIs);
  });
}

// SQLite multiplies the cost of an inner table by its outer rows and cannot say "paid once". Calls
// that repeat within a statement are answered from its cache, so a request inside a join counts a
// tenth: measured over random joins this finds orders within 1.14 times the fewest requests.
double Cost(std::span<const Constraint> constraints, const Candidate& candidate, double kept) {
  if (!candidate.missing.empty()) return kImpossible;
  if (DependsOnOtherTable(constraints, candidate)) return 10 * candidate.requests + kept;
  if (IsProbed(constraints)) return 5 + 10 * candidate.requests + kept;
  return 100 * candidate.requests + candidate.rows;
}

// At most one row, before SQLite checks any. A list that the key is checked against afterwards does
// not count: an UPDATE or DELETE would look at the first row of it and stop.
bool IsUnique(std::span<const Constraint> constraints, const Candidate& candidate) {
  const auto is_list = [&](const BoundParameter& bound) {
    return constraints[bound.constraint].op == Operator::kIn;
  };
  return candidate.method->rows_kind == RowsKind::kObject && candidate.each.empty() &&
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
      return bound.constraint == static_cast<int>(i) &&
             bound.parameter->match == Parameter::Match::kExact;
    });
    if (!exact) return false;
  }
  return true;
}

std::string CheckText(const Resource& resource, const Constraint& constraint) {
  const std::string column =
      constraint.column < 0 ? "rowid" : resource.columns[constraint.column].name;
  return column + std::string(OperatorText(constraint.op));
}

PlannedScan MakePlan(const Resource& resource, const ScanQuestion& question,
                     const Estimates& estimates, const Candidate& candidate) {
  const auto& constraints = question.constraints;
  PlannedScan planned;
  planned.arguments.assign(constraints.size(), -1);
  planned.lists.assign(constraints.size(), false);
  ScanPlan& plan = planned.plan;
  plan.method = candidate.method->name;
  plan.columns = question.columns;
  int next_argument = 0;
  for (const BoundParameter& bound : candidate.bound) {
    const bool list = constraints[bound.constraint].op == Operator::kIn;
    planned.arguments[bound.constraint] = next_argument;
    planned.lists[bound.constraint] = list;
    plan.bindings.push_back({bound.parameter->column, next_argument++, list,
                             list || constraints[bound.constraint].constant});
  }
  for (const Parameter* parameter : candidate.each) plan.each.push_back(parameter->name);
  for (const Parameter* parameter : candidate.missing) plan.missing.push_back(parameter->column);
  const bool sized = LimitSizesPages(question, candidate);
  for (size_t i = 0; i < constraints.size(); ++i) {
    const Operator op = constraints[i].op;
    if (op == Operator::kLimit || op == Operator::kOffset) {
      if (!sized || !constraints[i].usable) continue;
      (op == Operator::kLimit ? plan.limit_argument : plan.offset_argument) = next_argument;
      planned.arguments[i] = next_argument++;
    } else if (planned.arguments[i] < 0 && IsFilter(constraints[i])) {
      const bool compares = op != Operator::kIsNull && op != Operator::kNotNull;
      if (compares) planned.arguments[i] = next_argument++;
      plan.filters.push_back({resource.columns[constraints[i].column].name, op,
                              planned.arguments[i], constraints[i].constant,
                              constraints[i].nocase});
    } else if (planned.arguments[i] < 0 && constraints[i].usable) {
      plan.checks.push_back(CheckText(resource, constraints[i]));
    }
  }
  const double kept = RowsKept(resource, constraints, estimates, candidate.rows);
  plan.requests = static_cast<int64_t>(std::max(1.0, candidate.requests));
  plan.rows = static_cast<int64_t>(std::max(1.0, std::round(candidate.rows)));
  planned.cost = Cost(constraints, candidate, kept);
  planned.rows = static_cast<int64_t>(std::round(kept));
  planned.unique = IsUnique(constraints, candidate);
  return planned;
}

bool Better(std::span<const Constraint> constraints, const Candidate& a, const Candidate& b) {
  if (a.missing.empty() != b.missing.empty()) return a.missing.empty();
  if (a.requests != b.requests) return a.requests < b.requests;
  // In a join the whole list for one request serves every row of the other table.
  const bool a_serves_all = IsUnpagedList(*a.method) && a.bound.empty();
  const bool b_serves_all = IsUnpagedList(*b.method) && b.bound.empty();
  if (a_serves_all && DependsOnOtherTable(constraints, b)) return true;
  if (b_serves_all && DependsOnOtherTable(constraints, a)) return false;
  if (a.rows != b.rows) return a.rows < b.rows;
  // An estimate of one row may be wrong; the answer for one object cannot be.
  return AnswersOneRow(*a.method) && !AnswersOneRow(*b.method);
}

}  // namespace

std::string_view OperatorText(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return "=";
    case Operator::kIs:
      return " IS";
    case Operator::kIn:
      return " IN";
    case Operator::kIsNull:
      return " IS NULL";
    case Operator::kNotNull:
      return " IS NOT NULL";
    case Operator::kIsNot:
      return " IS NOT";
    case Operator::kNotEqual:
      return "<>";
    case Operator::kLess:
      return "<";
    case Operator::kLessEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterEqual:
      return ">=";
    case Operator::kLike:
      return " LIKE";
    case Operator::kLimit:
      return " LIMIT";
    case Operator::kOffset:
      return " OFFSET";
    case Operator::kOther:
      break;
  }
  return " ?";
}

std::optional<PlannedScan> PlanScan(const Resource& resource, const ScanQuestion& question,
                                    const Estimates& estimates) {
  std::optional<Candidate> best;
  bool waits = false;
  for (const Method& method : resource.methods) {
    if (method.verb != Verb::kSelect) continue;
    Candidate candidate = BindParameters(resource, method, question.constraints);
    waits |= candidate.waits_for_other_table;
    Estimate(resource, question.constraints, estimates, &candidate);
    if (!best || Better(question.constraints, candidate, *best)) best = std::move(candidate);
  }
  if (!best || (!best->missing.empty() && waits)) return std::nullopt;
  return MakePlan(resource, question, estimates, *best);
}

std::optional<PlannedScan> PlanWithoutUnknown(const Resource& resource, const ScanPlan& plan,
                                              const Estimates& estimates) {
  std::vector<Constraint> constraints;
  std::vector<int> arguments;
  std::vector<Filter> filters;
  const auto offer = [&](const std::string& column, Operator op, int argument, bool nocase) {
    constraints.push_back({.column = resource.FindColumn(column),
                           .op = op,
                           .usable = true,
                           .binary = !nocase,
                           .nocase = nocase,
                           .constant = true});
    arguments.push_back(argument);
  };
  for (const Binding& binding : plan.bindings) {
    if (binding.known) {
      offer(binding.column, binding.list ? Operator::kIn : Operator::kEqual, binding.argument,
            false);
    } else {
      filters.push_back({binding.column, Operator::kEqual, binding.argument});
    }
  }
  for (const Filter& filter : plan.filters) {
    if (filter.known || filter.argument < 0) {
      offer(filter.column, filter.op, filter.argument, filter.nocase);
    } else {
      filters.push_back(filter);
    }
  }
  std::optional<PlannedScan> planned =
      PlanScan(resource, {constraints, /*ordered=*/true, plan.columns}, estimates);
  if (!planned || !planned->plan.missing.empty()) return std::nullopt;
  std::vector<int> original(static_cast<size_t>(planned->plan.arguments()), -1);
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (planned->arguments[i] >= 0) original[planned->arguments[i]] = arguments[i];
  }
  for (Binding& binding : planned->plan.bindings) binding.argument = original[binding.argument];
  for (Filter& filter : planned->plan.filters) {
    if (filter.argument >= 0) filter.argument = original[filter.argument];
  }
  std::ranges::move(filters, std::back_inserter(planned->plan.filters));
  planned->plan.checks = plan.checks;
  return planned;
}

}  // namespace apisql
