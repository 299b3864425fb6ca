#include "vtab/scan/access_place.h"

#include <algorithm>

namespace apisql {

std::shared_ptr<RowSet> AccessPlace::StartRows(const BoundScan& bound) const {
  std::shared_ptr<RowSet> rows = cache.Rows(resource, bound);
  if (hints.read_once && unknown.empty() && !rows->started()) rows->ReadOnce();
  rows->RunAhead(hints.depth);
  rows->Start();
  return rows;
}

JoinFacts AccessPlace::FactsOfList(const ScanPlan& list, const RowSet* rows) const {
  JoinFacts facts = apisql::FactsOfList(context.api(), *resource, list);
  facts.list = context.LengthOf(*resource, list);
  if (rows == nullptr) return facts;
  facts.list_answers = rows->answers();
  facts.list_read_anyway = rows->depth() == PrefetchDepth::kEverything;
  return facts;
}

JoinFacts FactsOfList(ApiAccess& api, const Resource& resource, const ScanPlan& list) {
  JoinFacts facts;
  facts.concurrency = std::max(1, api.ConcurrencyOf(*resource.provider));
  facts.preference = api.options().preference;
  facts.list = api.estimates().LengthOf(resource, list);
  const bool whole = list.bindings.empty() && list.narrowing.empty() && list.each.empty();
  const Method* method = resource.FindMethod(list.method);
  facts.first_page_tells = whole && method != nullptr && !method->paging.total_hint.empty();
  facts.list_at_once = whole ? 1 : facts.concurrency;
  return facts;
}

}  // namespace apisql
