#include "vtab/scan/table_access.h"

#include <algorithm>
#include <string>
#include <utility>

#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {
namespace {

Status MissingColumns(const Resource& resource, const ScanPlan& plan) {
  std::string example;
  std::vector<std::string> columns;
  for (const std::string& missing : plan.missing) {
    const size_t end = std::min(missing.find_first_of("<>"), missing.size());
    const std::string& column = columns.emplace_back(missing.substr(0, end));
    const std::string op = end < missing.size() ? missing.substr(end) : "=";
    example += (example.empty() ? "WHERE " : " AND ") + SqlName(column) + " " + op + " '...'";
  }
  return {StatusCode::kInvalidArgument,
          resource.name + ": needs a value for " + Join(columns, ", ") + "; add " + example};
}

// The comparisons of a plan, those that the API is asked for among them: it may find rows that are
// only similar.
std::vector<Filter> AllFilters(const ScanPlan& plan) {
  std::vector<Filter> filters = plan.filters;
  for (const Binding& binding : plan.bindings) {
    if (binding.list) continue;
    filters.push_back({binding.column, Operator::kEqual, binding.argument, binding.known});
  }
  return filters;
}

}  // namespace

TableAccess::TableAccess(ScanContext& context, RowCache& cache,
                         std::shared_ptr<const Resource> resource, ScanPlan plan, AccessHints hints)
    : place_{context, cache, std::move(resource), std::move(plan), std::move(hints), {}, {}},
      list_(place_) {
  for (const Binding& binding : place_.plan.bindings) {
    if (!binding.known) place_.unknown.push_back(&binding);
  }
  place_.filters = std::make_shared<const FilterTerms>(*place_.resource, AllFilters(place_.plan));
  if (!place_.unknown.empty()) look_ups_.emplace(place_, list_);
  unasked_columns_ = place_.plan.UnaskedColumns(*place_.resource);
}

TableAccess::~TableAccess() = default;

StatusOr<std::unique_ptr<Scan>> TableAccess::Open(std::vector<ScanArgument> arguments,
                                                  std::span<const OuterValue> outer) {
  if (!place_.plan.missing.empty()) return MissingColumns(*place_.resource, place_.plan);
  ++calls_;
  auto scan =
      look_ups_ ? look_ups_->Open(std::move(arguments), outer) : list_.Open(std::move(arguments));
  if (scan.ok()) (*scan)->set_outer(OuterKeys::LoopAround(outer));
  return scan;
}

Status TableAccess::StartEarly(std::span<const ScanArgument> arguments) {
  // A coroutine stands before the loop that calls it: what stands behind it may have run.
  if (calls_ > 0 || !place_.plan.missing.empty() || look_ups_) return OkStatus();
  return list_.StartEarly(arguments);
}

void TableAccess::set_look_ups_ahead(std::function<PrefetchKeys(const TableAccess&)> ask) {
  if (!look_ups_) return;
  look_ups_->set_foresee([this, ask = std::move(ask)] { return ask(*this); });
}

StatusOr<std::unique_ptr<Scan>> TableAccess::OpenKnown(std::vector<ScanArgument> arguments) const {
  if (look_ups_) return look_ups_->OpenKnown(std::move(arguments));
  return list_.OpenKnown(list_.plan(), std::move(arguments));
}

StatusOr<std::optional<BoundScan>> TableAccess::UnknownLookUp(
    std::span<const ScanArgument> arguments) const {
  ASSIGN_OR_RETURN(BoundScan bound, place_.Bind(place_.plan, arguments));
  if (bound.never_matches || place_.cache.KnownRows(*place_.resource, bound)) {
    return std::optional<BoundScan>();
  }
  return std::optional(std::move(bound));
}

size_t TableAccess::MostAhead() const { return look_ups_ ? look_ups_->MostKeys() : 0; }

}  // namespace apisql
