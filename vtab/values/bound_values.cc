#include "vtab/values/bound_values.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/names.h"
#include "src/json/text.h"
#include "vtab/plan/replan.h"
#include "vtab/values/narrowed_value.h"
#include "vtab/values/parent_comparisons.h"
#include "vtab/values/row_filter.h"

namespace apisql {
namespace {

// Rows that make a page where an API has no largest size, or no pages at all.
constexpr int64_t kUnpagedRows = 100;

// A binding with its converted values, and whether all of them may be sent.
struct Converted {
  BoundParameterValues bound;
  bool sendable = true;
};

// True when another comparison of the WHERE clause with the same column rules a value out:
// id = 'a' AND id = 'b'.
bool IsRuledOut(const ScanPlan& plan, std::span<const ScanArgument> arguments,
                const std::string& column, const SqlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return false;
  const ScanCell cell{.kind = Cell::Kind::kText, .text = *text};
  const auto rules_out = [&](const Filter& filter) {
    const auto index = static_cast<size_t>(filter.argument);
    // The rows are kept for calls with other values of what is not known.
    if (filter.column != column || !filter.known || filter.argument < 0) return false;
    if (index >= arguments.size() || arguments[index].size() != 1) return false;
    return !MayPass(cell, filter.op, arguments[index][0], filter.nocase);
  };
  return std::ranges::any_of(plan.filters, rules_out) ||
         std::ranges::any_of(plan.ruling_out, rules_out);
}

StatusOr<Converted> Convert(const Resource& resource, const Method& method, const ScanPlan& plan,
                            const Binding& binding, std::span<const ScanArgument> arguments) {
  Converted converted;
  BoundParameterValues& bound = converted.bound;
  bound.parameter = method.ParameterOf(binding.column);
  bound.column = resource.FindColumn(binding.column);
  if (bound.parameter == nullptr || bound.column < 0 ||
      static_cast<size_t>(binding.argument) >= arguments.size()) {
    return Status(StatusCode::kInternal, "plan and document differ at " + binding.column);
  }
  const ScanArgument& values = arguments[binding.argument];
  std::set<std::string> known;  // A list may have very many.
  for (const SqlValue& value : values) {
    WireValue wire = ToWire(value, resource.columns[bound.column], *bound.parameter);
    if (wire.kind == WireValue::Kind::kNothing) continue;
    const ColumnType type = resource.columns[bound.column].type;
    const bool is_text = type == ColumnType::kText || type == ColumnType::kTimestamp;
    if (is_text && IsRuledOut(plan, arguments, binding.column, value)) continue;
    converted.sendable &= wire.kind == WireValue::Kind::kSend;
    const bool repeated = values.size() > 1 && !known.insert(wire.text).second;
    if (!repeated) bound.values.push_back({std::move(wire.text), value});
  }
  return converted;
}

// Of what every request must have.
Status CannotNarrow(const Resource& resource, const Method& method, const Filter& comparison,
                    const SqlValue& value) {
  const Column& column =
      resource.columns[static_cast<size_t>(resource.FindColumn(comparison.column))];
  const bool time = column.type == ColumnType::kTimestamp;
  const std::string name = SqlName(column.name);
  return {StatusCode::kInvalidArgument,
          resource.name + ": " + method.name + " must be asked with a value of " + name + ", and " +
              name + " " + std::string(OperatorText(comparison.op)) + " " +
              Printable(ToSqlLiteral(value), 60) + " gives none; write " +
              (time ? "a time as '2026-01-31 07:00:00'" : "an integer")};
}

// Adds what narrows the answer, as far as it can be said. A comparison with NULL keeps no row.
Status BindNarrowing(const Resource& resource, std::span<const ScanArgument> arguments,
                     BoundScan* bound) {
  for (const Narrowing& narrowing : bound->plan.narrowing) {
    const Parameter* parameter = bound->method->ParameterOf(narrowing.column, narrowing.comparison);
    const Filter* comparison = bound->plan.ComparisonOf(narrowing);
    const int column = resource.FindColumn(narrowing.column);
    const auto index = static_cast<size_t>(narrowing.argument);
    if (parameter == nullptr || column < 0 || index >= arguments.size()) {
      return {StatusCode::kInternal, "plan and document differ at " + narrowing.column};
    }
    if (comparison == nullptr || arguments[index].size() != 1) continue;
    WireValue wire = NarrowedValue(arguments[index][0], comparison->op,
                                   resource.columns[static_cast<size_t>(column)], *parameter);
    if (wire.kind == WireValue::Kind::kNothing) bound->never_matches = true;
    if (wire.kind == WireValue::Kind::kSend) {
      bound->narrowing.push_back({parameter, std::move(wire.text)});
    } else if (wire.kind == WireValue::Kind::kUnknown && parameter->required) {
      return CannotNarrow(resource, *bound->method, *comparison, arguments[index][0]);
    }
  }
  return OkStatus();
}

int64_t ReadNumber(std::span<const ScanArgument> arguments, int argument) {
  if (argument < 0 || static_cast<size_t>(argument) >= arguments.size()) return -1;
  if (arguments[argument].empty()) return -1;
  const auto* number = std::get_if<int64_t>(&arguments[argument][0]);
  return number == nullptr ? -1 : *number;
}

// Rows that are wanted of the whole scan, 0: at least `maximum`, or not known.
int64_t WantedRows(const ScanPlan& plan, std::span<const ScanArgument> arguments, int64_t maximum) {
  const int64_t limit = ReadNumber(arguments, plan.limit_argument);
  const int64_t offset = std::max<int64_t>(0, ReadNumber(arguments, plan.offset_argument));
  if (limit <= 0 || limit >= maximum || offset >= maximum - limit) return 0;
  return limit + offset;
}

void SizePages(std::span<const ScanArgument> arguments, BoundScan* bound) {
  const int64_t maximum = bound->method->paging.max_page_size;
  const int64_t wanted = WantedRows(bound->plan, arguments, maximum > 0 ? maximum : kUnpagedRows);
  bound->limited = wanted > 0;
  bound->page_size = maximum > 0 ? wanted : 0;
}

// `unsent` are columns whose values may not be sent where that can be avoided.
// NOLINTNEXTLINE(misc-no-recursion): comes to each column once.
StatusOr<BoundScan> BindParameters(const Resource& resource, const ScanPlan& plan,
                                   std::span<const ScanArgument> arguments,
                                   const Estimates& estimates,
                                   std::vector<std::string> unsent = {}) {
  const Method* method = resource.FindMethod(plan.method);
  if (method == nullptr) return Status(StatusCode::kInternal, "no method " + plan.method);
  BoundScan bound{.plan = plan, .method = method};
  std::vector<bool> sendable;
  for (const Binding& binding : plan.bindings) {
    ASSIGN_OR_RETURN(Converted one, Convert(resource, *method, plan, binding, arguments));
    if (one.bound.values.empty())
      return BoundScan{.plan = plan, .method = method, .never_matches = true};
    sendable.push_back(one.sendable);
    bound.parameters.push_back(std::move(one.bound));
  }
  const size_t known = unsent.size();
  for (size_t i = 0; i < sendable.size(); ++i) {
    const std::string& column = plan.bindings[i].column;
    const bool is_new = std::ranges::find(unsent, column) == unsent.end();
    if (!sendable[i] && is_new) unsent.push_back(column);
  }
  if (unsent.size() > known) {
    // Where a parameter must be given, its best text is sent all the same: SQLite checks the rows.
    const auto is_sendable = [&](const Binding&, size_t index) { return sendable[index]; };
    if (const auto other = Replan(resource, plan, estimates, is_sendable, unsent)) {
      return BindParameters(resource, *other, arguments, estimates, unsent);
    }
  }
  RETURN_IF_ERROR(BindNarrowing(resource, arguments, &bound));
  SizePages(arguments, &bound);
  return bound;
}

}  // namespace

int64_t BoundParameterValues::CallCount() const {
  if (!parameter->repeatable) return std::max<int64_t>(1, std::ssize(values));
  size_t bytes = 0;
  for (const BoundValue& value : values) bytes += BytesOf(value);
  const auto by_bytes = static_cast<int64_t>(bytes / kMaxListBytes) + 1;
  if (parameter->most_values == 0) return by_bytes;
  const int64_t most = parameter->most_values;
  return std::max(by_bytes, (std::ssize(values) + most - 1) / most);
}

int64_t BoundScan::CallCount() const {
  int64_t calls = 1;
  for (const BoundParameterValues& values : parameters) {
    if (values.is_sent()) calls *= values.CallCount();
    if (calls > 1'000'000'000) break;
  }
  return calls;
}

StatusOr<BoundScan> BindEachValue(const Resource& resource, const ScanPlan& plan,
                                  std::span<const ScanArgument> arguments,
                                  const Estimates& estimates) {
  ASSIGN_OR_RETURN(BoundScan bound, BindParameters(resource, plan, arguments, estimates));
  AddParentComparisons(resource, plan, arguments, &bound);
  return bound;
}

StatusOr<BoundScan> BindReplanned(const Resource& resource, const ScanPlan& list,
                                  const ScanPlan& plan, std::span<const ScanArgument> arguments,
                                  const Estimates& estimates) {
  ASSIGN_OR_RETURN(BoundScan bound, BindParameters(resource, list, arguments, estimates));
  AddParentComparisons(resource, plan, arguments, &bound);
  return bound;
}

std::optional<ScanPlan> PlanWithoutLists(const Resource& resource, const BoundScan& bound,
                                         const Estimates& estimates) {
  return ListInstead(resource, bound.plan, estimates,
                     [&](const Binding& /*binding*/, size_t index) {
                       return bound.parameters[index].CallCount() == 1;
                     });
}

StatusOr<BoundScan> BindValues(const Resource& resource, const ScanPlan& plan,
                               std::span<const ScanArgument> arguments,
                               const Estimates& estimates) {
  ASSIGN_OR_RETURN(BoundScan bound, BindParameters(resource, plan, arguments, estimates));
  while (!bound.never_matches && bound.CallCount() > 1) {
    const auto list = PlanWithoutLists(resource, bound, estimates);
    if (!list || list->requests >= bound.CallCount()) break;
    ASSIGN_OR_RETURN(bound, BindParameters(resource, *list, arguments, estimates));
  }
  AddParentComparisons(resource, plan, arguments, &bound);
  return bound;
}

}  // namespace apisql
