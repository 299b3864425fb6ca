#include "vtab/scan/bound_values.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "vtab/scan/parent_comparisons.h"
#include "vtab/scan/row_filter.h"

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

// The plan without the bindings for which `keep` says no; argument numbers stay those of `plan`.
std::optional<ScanPlan> PlanWithout(const Resource& resource, const ScanPlan& plan,
                                    const Estimates& estimates, const std::vector<bool>& keep) {
  std::vector<Constraint> constraints;
  std::vector<int> arguments;
  for (size_t i = 0; i < plan.bindings.size(); ++i) {
    if (!keep[i]) continue;
    const Binding& binding = plan.bindings[i];
    constraints.push_back({.column = resource.FindColumn(binding.column),
                           .op = binding.list ? Operator::kIn : Operator::kEqual,
                           .usable = true,
                           .constant = true});
    arguments.push_back(binding.argument);
  }
  // `ordered` keeps LIMIT out: with fewer filters it says nothing about pages.
  const ScanQuestion question{constraints, /*ordered=*/true, plan.columns};
  std::optional<PlannedScan> planned = PlanScan(resource, question, estimates);
  if (!planned || !planned->plan.missing.empty()) return std::nullopt;
  for (Binding& binding : planned->plan.bindings) {
    for (size_t i = 0; i < constraints.size(); ++i) {
      if (planned->arguments[i] == binding.argument) {
        binding.argument = arguments[i];
        break;
      }
    }
  }
  return std::move(planned->plan);
}

int64_t CallsOf(const std::vector<Converted>& converted) {
  int64_t calls = 1;
  for (const Converted& one : converted) {
    calls *= static_cast<int64_t>(one.bound.Calls());
    if (calls > 1'000'000'000) break;
  }
  return calls;
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
  bound->few_rows = wanted > 0;
  bound->page_size = maximum > 0 ? wanted : 0;
}

StatusOr<BoundScan> BindParameters(const Resource& resource, const ScanPlan& plan,
                                   std::span<const ScanArgument> arguments,
                                   const Estimates& estimates) {
  const Method* method = resource.FindMethod(plan.method);
  if (method == nullptr) return Status(StatusCode::kInternal, "no method " + plan.method);
  std::vector<Converted> converted;
  std::vector<bool> sendable;
  std::vector<bool> single;
  bool all_sendable = true;
  bool any_list = false;
  for (const Binding& binding : plan.bindings) {
    ASSIGN_OR_RETURN(Converted one, Convert(resource, *method, plan, binding, arguments));
    if (one.bound.values.empty()) return BoundScan{.plan = plan, .method = method, .nothing = true};
    sendable.push_back(one.sendable);
    single.push_back(one.bound.Calls() == 1);
    all_sendable &= one.sendable;
    any_list |= !single.back();
    converted.push_back(std::move(one));
  }
  if (!all_sendable) {
    // Where a parameter must be given, its best text is sent all the same: SQLite checks the rows.
    if (auto other = PlanWithout(resource, plan, estimates, sendable)) {
      return BindParameters(resource, *other, arguments, estimates);
    }
  } else if (any_list) {
    const auto scan = PlanWithout(resource, plan, estimates, single);
    if (scan && scan->requests < CallsOf(converted)) {
      return BindParameters(resource, *scan, arguments, estimates);
    }
  }
  BoundScan bound{.plan = plan, .method = method};
  for (Converted& one : converted) bound.parameters.push_back(std::move(one.bound));
  SizePages(arguments, &bound);
  return bound;
}

}  // namespace

size_t BoundParameterValues::Calls() const {
  if (!parameter->repeatable) return std::max<size_t>(1, values.size());
  size_t bytes = 0;
  for (const BoundValue& value : values) bytes += BytesOf(value);
  return bytes / kMaxListBytes + 1;
}

StatusOr<BoundScan> BindValues(const Resource& resource, const ScanPlan& plan,
                               std::span<const ScanArgument> arguments,
                               const Estimates& estimates) {
  ASSIGN_OR_RETURN(BoundScan bound, BindParameters(resource, plan, arguments, estimates));
  AddParentComparisons(resource, plan, arguments, &bound);
  return bound;
}

}  // namespace apisql
