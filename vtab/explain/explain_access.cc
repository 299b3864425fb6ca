#include "vtab/explain/explain_access.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "src/base/text.h"
#include "vtab/columns/column_layout.h"
#include "vtab/explain/planned_request.h"
#include "vtab/plan/replan.h"
#include "vtab/rows/sql_value.h"
#include "vtab/scan/access_place.h"

namespace apisql {
namespace {

using Kind = ArgumentSource::Kind;

std::vector<const Binding*> UnknownBindings(const ScanPlan& plan) {
  std::vector<const Binding*> unknown;
  for (const Binding& binding : plan.bindings) {
    if (!binding.known) unknown.push_back(&binding);
  }
  return unknown;
}

// The comparison to look rows up by in a list; null when there is none.
const Filter* ProbeIn(const ScanPlan& plan) {
  const auto probes = [](const Filter& filter) {
    return !filter.known && filter.argument >= 0 &&
           (filter.op == Operator::kEqual || filter.op == Operator::kIs);
  };
  const auto found = std::ranges::find_if(plan.filters, probes);
  return found == plan.filters.end() ? nullptr : &*found;
}

int64_t Rounded(double estimate) {
  constexpr double kMost = 1e15;
  return std::llround(std::clamp(estimate, 0.0, kMost));
}

int64_t RequestsOf(const ScanPlan& plan) { return std::max<int64_t>(1, plan.requests); }

// The first list of several values that is not sent in one request; null when there is none.
const Binding* LongList(const Resource& resource, const ScanPlan& plan) {
  const Method* method = resource.FindMethod(plan.method);
  for (const Binding& binding : plan.bindings) {
    const Parameter* parameter = method == nullptr ? nullptr : method->ParameterOf(binding.column);
    if (binding.list && parameter != nullptr && !parameter->repeatable) return &binding;
  }
  return nullptr;
}

bool HoldsText(const Column& column) {
  return column.type == ColumnType::kText || column.type == ColumnType::kTimestamp;
}

// What stands in the statement; nothing where it does not.
ScanArgument LiteralsOf(const ArgumentSource& source) {
  if (source.kind == Kind::kConstant) return {AsSqlValue(source.constant)};
  return ScanArgument(source.list_texts.begin(), source.list_texts.end());
}

// The scan as it will be asked for; none where a value that decides this is not in the statement.
std::optional<BoundScan> BoundLiterals(const Resource& resource, const ScanSite& site,
                                       const ScanPlan& plan, const Estimates& estimates) {
  std::vector<ScanArgument> arguments;
  for (const ArgumentSource& source : site.arguments) arguments.push_back(LiteralsOf(source));
  for (const Binding& binding : plan.bindings) {
    const int column = resource.FindColumn(binding.column);
    const bool is_text = column >= 0 && HoldsText(resource.columns[static_cast<size_t>(column)]);
    if (binding.list && !is_text) return std::nullopt;  // SQLite makes numbers of its texts.
    if (LiteralsOf(ArgumentOf(site, binding)).empty()) return std::nullopt;
  }
  auto bound = BindEachValue(resource, plan, arguments, estimates);
  if (!bound.ok()) return std::nullopt;
  return *std::move(bound);
}

// True when a value may be NULL, or a list empty.
bool MayAskNothing(const ScanSite& site, const ScanPlan& plan) {
  return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
    const ArgumentSource source = ArgumentOf(site, binding);
    return source.kind != Kind::kConstant && source.list_values == 0;
  });
}

}  // namespace

AccessExplainer::AccessExplainer(Program program, StatementShape::Resources resources,
                                 Connection& connection, bool starts_early)
    : program_(std::move(program)),
      resources_(std::move(resources)),
      shape_(connection.api.options().prefetch
                 ? StatementShape(program_, resources_, /*once=*/starts_early)
                 : StatementShape()),
      connection_(connection),
      starts_early_(starts_early) {}

ExplainedAccess AccessExplainer::Explain(const Resource& resource, const ScanSite& site,
                                         const ScanPlan& plan) {
  const Bindings unknown = UnknownBindings(plan);
  if (!plan.missing.empty()) return {"", plan.requests, 0, {}};
  if (!unknown.empty()) return ExplainLookUps(resource, site, plan, unknown);
  ExplainedAccess access = ExplainList(resource, site, plan);
  std::vector<std::string> texts;
  if (std::string start = StartText(site); !start.empty()) texts.push_back(std::move(start));
  const Filter* probe = ProbeIn(plan);
  if (probe != nullptr) texts.push_back("fetched once, rows looked up by " + probe->column);
  if (!access.text.empty()) texts.push_back(std::move(access.text));
  access.text = Join(texts, "; ");
  return access;
}

// Rows that are asked for once, with one value of each parameter or a list of them.
ExplainedAccess AccessExplainer::ExplainList(const Resource& resource, const ScanSite& site,
                                             const ScanPlan& planned) const {
  const auto bound = BoundLiterals(resource, site, planned, connection_.api.estimates());
  if (bound && bound->never_matches) return {"not sent: no row can have these values", 0, 0, 0};
  const ScanPlan& plan = bound ? bound->plan : planned;
  const Method* method = resource.FindMethod(plan.method);
  const bool asks = IsReachedAnyway(program_, site) && !MayAskNothing(site, plan);
  ExplainedAccess access{"", plan.requests, asks ? 1 : 0, {}};
  const bool one_answer = method != nullptr && (method->rows_kind == RowsKind::kObject ||
                                                method->paging.is_one_request());
  const bool one_call = bound && bound->CallCount() == 1;
  const Binding* values = one_call ? nullptr : LongList(resource, plan);
  if (values == nullptr) {
    if (one_answer && plan.each.empty()) access.most = 1;
    return access;
  }
  return ExplainValues(resource, site, plan, *values, bound, access);
}

// A list of values of which each needs a request, where the whole list does not take their place.
ExplainedAccess AccessExplainer::ExplainValues(const Resource& resource, const ScanSite& site,
                                               const ScanPlan& plan, const Binding& values,
                                               const std::optional<BoundScan>& bound,
                                               ExplainedAccess access) const {
  const Estimates estimates = connection_.api.estimates();
  const auto is_kept = [&](const Binding& binding, size_t) {
    return binding.column != values.column;
  };
  const auto list = bound ? PlanWithoutLists(resource, *bound, estimates)
                          : ListInstead(resource, plan, estimates, is_kept);
  const int64_t literals = bound ? bound->CallCount() : ArgumentOf(site, values).list_values;
  ExpectedKeys keys{.column = values.column, .in_sight = true};
  keys.literals = literals > 0;
  keys.count = literals > 0 ? static_cast<double>(literals) : kValuesOfUnknownList;
  if (!list) {
    access.requests = Rounded(keys.count);
    if (keys.literals) access.most = literals;
    return access;
  }
  return Explained(ForecastJoin(FactsOfList(connection_.api, resource, *list), list->method, keys),
                   site);
}

ExplainedAccess AccessExplainer::ExplainLookUps(const Resource& resource, const ScanSite& site,
                                                const ScanPlan& plan,
                                                const Bindings& unknown) const {
  ExpectedKeys keys{.column = unknown.front()->column, .requests = RequestsOf(plan)};
  keys.count = KeysFor(site, unknown);
  const AccessHints hints = shape_.HintsOf(site.table, site.plan);
  const bool supplied = SupplierOf(site, unknown) != nullptr;
  keys.in_sight = hints.can_run_ahead || (supplied && hints.outer_rows == OuterRows::kAll);
  const auto list = PlanWithoutUnknown(resource, plan, connection_.api.estimates());
  if (list) {
    return Explained(
        ForecastJoin(FactsOfList(connection_.api, resource, *list), list->method, keys), site);
  }
  std::string text = "looked up by " + keys.column;
  if (keys.in_sight) {
    text +=
        ", up to " + std::to_string(connection_.api.ConcurrencyOf(*resource.provider)) + " at once";
  }
  const double requests = keys.count * static_cast<double>(keys.requests);
  return {std::move(text), std::max<int64_t>(1, Rounded(requests)), 0, {}};
}

// Nothing is asked for where the statement does not come to it.
ExplainedAccess AccessExplainer::Explained(JoinForecast forecast, const ScanSite& site) const {
  const int64_t requests = std::max<int64_t>(1, Rounded(forecast.requests));
  return {std::move(forecast.text), requests, IsReachedAnyway(program_, site) ? forecast.least : 0,
          forecast.most};
}

// The first scan of the statement from which this one is started.
std::string AccessExplainer::StartText(const ScanSite& site) const {
  if (!starts_early_) return "";
  for (const ScanSite& before : program_.sites()) {
    const Resource* resource = resources_(before.table);
    if (resource == nullptr || before.begin >= site.begin) continue;
    const auto started = shape_.StartableFrom(before.table, before.plan);
    const bool starts =
        std::ranges::any_of(started, [&](const ScanSite* s) { return s->begin == site.begin; });
    if (starts) return "started early, together with " + resource->name;
  }
  return "";
}

// The scan that all changing values come from; null when there are several, or it is not known.
const ScanSite* AccessExplainer::SupplierOf(const ScanSite& site, const Bindings& unknown) const {
  int cursor = -1;
  for (const Binding* binding : unknown) {
    const auto index = static_cast<size_t>(binding->argument);
    if (binding->list || index >= site.arguments.size()) return nullptr;
    const ArgumentSource& source = site.arguments[index];
    if (source.kind != Kind::kColumn || (cursor >= 0 && source.cursor != cursor)) return nullptr;
    cursor = source.cursor;
  }
  const ScanSite* supplier = nullptr;
  for (const ScanSite& other : program_.sites()) {
    if (other.cursor == cursor && other.begin < site.begin && site.begin < other.end) {
      supplier = &other;
    }
  }
  return supplier;
}

// Different values that the scan may be called with, as far as anything tells.
double AccessExplainer::KeysFor(const ScanSite& site, const Bindings& unknown) const {
  const ScanSite* supplier = SupplierOf(site, unknown);
  const Resource* resource = supplier == nullptr ? nullptr : resources_(supplier->table);
  if (resource == nullptr) return RowsAround(site);
  const Estimates estimates = connection_.api.estimates();
  double different = 1;
  for (const Binding* binding : unknown) {
    const auto column = static_cast<size_t>(ColumnLayout(*resource).Resolve(
        site.arguments[static_cast<size_t>(binding->argument)].column));
    if (column >= resource->columns.size()) return RowsThrough(*supplier);
    different /= std::min(1.0, estimates.PartOfValue(*resource, resource->columns[column].name));
  }
  return std::min(different, RowsThrough(*supplier));
}

// Rows of the loops that this one stands in.
double AccessExplainer::RowsAround(const ScanSite& site) const {
  const ScanSite* innermost = nullptr;
  for (const ScanSite& other : program_.sites()) {
    if (other.begin < site.begin && site.begin < other.end) innermost = &other;
  }
  return innermost == nullptr ? 1 : RowsThrough(*innermost);
}

// Rows that the loops up to this one give, before SQLite leaves some out.
double AccessExplainer::RowsThrough(const ScanSite& site) const {
  double rows = 1;
  for (const ScanSite& outer : program_.sites()) {
    const bool around = outer.begin <= site.begin && site.begin < outer.end;
    if (!around) continue;
    const auto plan = ScanPlan::Parse(outer.plan);
    if (plan.ok()) rows *= static_cast<double>(std::max<int64_t>(1, plan->rows));
  }
  return rows;
}

}  // namespace apisql
