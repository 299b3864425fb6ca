#include "vtab/explain/explain_access.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "src/base/text.h"

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

std::string Counted(int64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

int64_t Rounded(double estimate) {
  constexpr double kMost = 1e15;
  return std::llround(std::clamp(estimate, 0.0, kMost));
}

// Look-ups that are sent before the list takes their place.
int64_t LookUpsBefore(int64_t list_requests, int64_t each) {
  return std::max<int64_t>(1, (list_requests + each - 1) / each - 1);
}

int64_t RequestsOf(const ScanPlan& plan) { return std::max<int64_t>(1, plan.requests); }

}  // namespace

AccessExplainer::AccessExplainer(Program program, Foresight::Resources resources,
                                 Connection& connection, bool starts_early)
    : program_(std::move(program)),
      resources_(std::move(resources)),
      foresight_(program_, resources_, /*once=*/starts_early),
      connection_(connection),
      starts_early_(starts_early) {}

ExplainedAccess AccessExplainer::Explain(const Resource& resource, const ScanSite& site,
                                         const ScanPlan& plan) {
  if (!plan.missing.empty()) return {"", plan.requests};
  const Bindings unknown = UnknownBindings(plan);
  if (unknown.empty()) {
    std::vector<std::string> texts;
    if (const std::string start = StartText(site); !start.empty()) texts.push_back(start);
    const Filter* probe = ProbeIn(plan);
    if (probe != nullptr) texts.push_back("fetched once, rows looked up by " + probe->column);
    return {Join(texts, "; "), plan.requests};
  }
  const auto list = PlanWithoutUnknown(resource, plan, connection_.api.estimates());
  const auto requests = static_cast<double>(RequestsOf(plan));
  double estimate = KeysFor(site, unknown) * requests;
  if (list) {
    const double in_vain = InVain(site, unknown, RequestsOf(list->plan), RequestsOf(plan));
    const auto most = static_cast<double>(RequestsOf(list->plan));
    if (estimate > (in_vain > 0 ? in_vain : most)) estimate = most + in_vain;
  }
  return {LookUpText(resource, site, unknown, list), std::max<int64_t>(1, Rounded(estimate))};
}

// Requests of look-ups that the list then makes useless.
double AccessExplainer::InVain(const ScanSite& site, const Bindings& unknown, int64_t list,
                               int64_t each) const {
  const bool in_sight =
      SupplierOf(site, unknown) != nullptr &&
      foresight_.HintsOf(site.table, site.plan).arrivals == AccessHints::Arrivals::kAll;
  return in_sight ? 0 : static_cast<double>(LookUpsBefore(list, each) * each);
}

// The first scan of the statement from which this one is started.
std::string AccessExplainer::StartText(const ScanSite& site) const {
  if (!starts_early_) return "";
  for (const ScanSite& before : program_.sites()) {
    const Resource* resource = resources_(before.table);
    if (resource == nullptr || before.begin >= site.begin) continue;
    const auto started = foresight_.StartableFrom(before.table, before.plan);
    const bool starts =
        std::ranges::any_of(started, [&](const ScanSite* s) { return s->begin == site.begin; });
    if (starts) return "started early, together with " + resource->name;
  }
  return "";
}

std::string AccessExplainer::LookUpText(const Resource& resource, const ScanSite& site,
                                        const Bindings& unknown,
                                        const std::optional<PlannedScan>& list) const {
  using Arrivals = AccessHints::Arrivals;
  const int most = std::max(1, connection_.api.ConcurrencyOf(*resource.provider));
  const AccessHints hints = foresight_.HintsOf(site.table, site.plan);
  const Arrivals arrivals = hints.arrivals;
  const bool ahead = SupplierOf(site, unknown) != nullptr;
  const bool all_come = arrivals == Arrivals::kAll || arrivals == Arrivals::kMayStop;
  std::string text = "looked up per key";
  if (hints.rehearsable || (ahead && all_come)) {
    text += ", up to " + std::to_string(most) + " at once";
  }
  if (!list) return text;
  const auto parsed = ScanPlan::Parse(site.plan);
  const int64_t each = parsed.ok() ? RequestsOf(*parsed) : 1;
  const int64_t requests = RequestsOf(list->plan);
  text += "; at most " + Counted(LookUpsBefore(requests, each), "look-up") +
          ", then the whole list (" + list->plan.method + ", " + Counted(requests, "request") + ")";
  const bool counts = arrivals == Arrivals::kAll || arrivals == Arrivals::kJoined;
  if (ahead && counts) text += ", at once where as many keys are in sight";
  return text;
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
    const auto column =
        static_cast<size_t>(site.arguments[static_cast<size_t>(binding->argument)].column);
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
