#include "vtab/scan/substitute_list.h"

#include <algorithm>
#include <array>

namespace apisql {

namespace {

// Not this list, or not with this credential. Rows of one list may need a credential each: where
// one is missing, nothing was sent, and the look-ups may do without it.
bool IsRefusal(const Status& status) {
  constexpr std::array<int, 4> kRefusals = {403, 404, 405, 501};
  if (status.code() == StatusCode::kUnauthenticated && status.http_status() == 0) return true;
  return std::ranges::find(kRefusals, status.http_status()) != kRefusals.end();
}

}  // namespace

std::shared_ptr<RowSet> SubstituteList::Known() const {
  return place_.cache.KnownRows(*place_.resource, bound_);
}

JoinFacts SubstituteList::Facts() const { return place_.FactsOfList(plan_, Known().get()); }

// Takes in what has come: the end, too.
bool SubstituteList::complete() const {
  const std::shared_ptr<RowSet> rows = Known();
  if (rows && rows->started()) rows->Ready(rows->known_pages());
  return rows && rows->complete() && !rows->lacks_rows();
}

std::shared_ptr<RowSet> SubstituteList::Begin() {
  std::shared_ptr<RowSet> rows = place_.cache.Rows(place_.resource, bound_);
  if (!rows->started()) begun_ = rows;
  rows->Start();
  return rows;
}

void SubstituteList::AskForPage() { Begin()->RunAhead(PrefetchDepth::kOnePage); }

// What follows the page is asked for when it has been seen.
StatusOr<bool> SubstituteList::ReadPage() {
  const std::shared_ptr<RowSet> rows = Begin();
  if (rows == begun_) rows->HoldBack();
  const Status read = rows->Await(rows->known_pages());
  if (IsRefusal(read) || rows->lacks_rows()) return false;
  RETURN_IF_ERROR(read);
  return true;
}

void SubstituteList::GiveUp() {
  if (!begun_) return;
  begun_->HoldBack();
  begun_->AllowCalls(begun_->calls_begun());
  begun_.reset();
}

}  // namespace apisql
