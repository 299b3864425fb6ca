#include "vtab/scan/look_up_access.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "vtab/plan/replan.h"

namespace apisql {

LookUpAccess::LookUpAccess(const AccessPlace& place, ListAccess& list)
    : place_(place),
      list_access_(list),
      each_(std::max<int64_t>(1, place.plan.requests)),
      keys_(place) {
  const Estimates estimates = place.context.api().estimates();
  if (auto list_plan = PlanWithoutUnknown(*place.resource, place.plan, estimates)) {
    list_.emplace(place, *std::move(list_plan));
  }
}

StatusOr<std::unique_ptr<Scan>> LookUpAccess::Open(std::vector<ScanArgument> arguments,
                                                   Outer outer) {
  ++calls_;
  if (list_instead_) return list_access_.LookUpIn(list_->plan(), std::move(arguments));
  ASSIGN_OR_RETURN(const BoundScan bound, place_.Bind(place_.plan, arguments));
  const bool asks = !bound.never_matches && !place_.cache.KnownRows(*place_.resource, bound);
  if (asks) {
    ASSIGN_OR_RETURN(std::unique_ptr<Scan> found, FindInList(arguments));
    if (found) return found;
    ASSIGN_OR_RETURN(list_instead_, ListAnswers(arguments, outer));
    if (list_instead_) return list_access_.LookUpIn(list_->plan(), std::move(arguments));
    sent_ += each_;
  }
  const std::shared_ptr<RowSet> rows = place_.StartRows(bound);
  std::erase(prefetched_, rows);
  if (asks) StartForeseen();
  // A NULL asks nothing, and does not decide between look-ups and the list.
  if (!bound.never_matches) Prefetch(arguments, outer);
  return std::make_unique<Scan>(place_.context, rows,
                                RowFilter(place_.filters, std::move(arguments)));
}

StatusOr<std::unique_ptr<Scan>> LookUpAccess::OpenKnown(std::vector<ScanArgument> arguments) const {
  return list_access_.OpenKnown(list_instead_ ? list_->plan() : place_.plan, std::move(arguments));
}

// The row for a whole key, where it is among those of a list that was begun and given up; null
// where it is not. Of any other value more rows may stand behind those.
StatusOr<std::unique_ptr<Scan>> LookUpAccess::FindInList(
    const std::vector<ScanArgument>& arguments) const {
  const Resource& resource = *place_.resource;
  const Binding& binding = place_.plan.bindings.front();
  const bool whole_key = place_.plan.bindings.size() == 1 && resource.key.size() == 1 &&
                         resource.key.front() == binding.column;
  const std::shared_ptr<RowSet> rows = whole_key && list_ && sent_ > 0 ? list_->Known() : nullptr;
  if (!rows || binding.list) return std::unique_ptr<Scan>();
  const SqlValue& value = arguments[static_cast<size_t>(binding.argument)][0];
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::unique_ptr<Scan>();
  ASSIGN_OR_RETURN(const std::optional<RowPosition> position,
                   rows->FindKnown(resource.FindColumn(binding.column), *text));
  if (!position) return std::unique_ptr<Scan>();
  return std::make_unique<Scan>(place_.context, rows, RowFilter(place_.filters, arguments),
                                std::vector<RowPosition>{*position});
}

// Asked before a look-up is sent. Reads as much of the list as DecideJoin() wants to see.
StatusOr<bool> LookUpAccess::ListAnswers(Arguments arguments, Outer outer) {
  if (sent_ < allowed_) return false;
  if (list_) {
    ASSIGN_OR_RETURN(BoundScan list, place_.Bind(list_->plan(), arguments));
    list_->Bind(std::move(list));
  }
  Foresee();
  if (!list_) return LookUpAll();
  while (!list_->complete()) {
    const JoinFacts facts = Facts(arguments, outer);
    const JoinStep step = DecideJoin(facts);
    if (step.way == JoinStep::Way::kLookUps) {
      list_->GiveUp();
      allowed_ = sent_ + facts.look_ups_to_come;
      return false;
    }
    if (step.way == JoinStep::Way::kBoth && sent_ + each_ <= step.most_look_ups) {
      list_->AskForPage();
      allowed_ = step.most_look_ups;
      return false;
    }
    ASSIGN_OR_RETURN(const bool read, list_->ReadPage());
    if (!read) return LookUpAll();
  }
  return true;
}

// No list can stand for the look-ups.
bool LookUpAccess::LookUpAll() {
  list_.reset();
  allowed_ = std::numeric_limits<int64_t>::max();
  return false;
}

JoinFacts LookUpAccess::Facts(Arguments arguments, Outer outer) const {
  JoinFacts facts = list_->Facts();
  facts.look_ups_sent = sent_;
  facts.look_ups_expected = each_ * keys_.Expected(outer);
  if (!foreseen_.empty()) {
    facts.look_ups_to_come = each_ * static_cast<int64_t>(foreseen_.size());
    facts.more_may_come = !foreseen_all_;
    return facts;
  }
  const int64_t most = MostKeysThatMatter(facts) / each_ + 1;
  const OuterKeys::Count ahead = keys_.CountAhead(arguments, outer, sent_ / each_, most);
  facts.look_ups_to_come = each_ * (1 + ahead.keys);
  facts.more_may_come = !ahead.complete;
  return facts;
}

// True when one look-up more is no loss, whatever follows it.
bool LookUpAccess::MayLookUp() const {
  if (!list_ || sent_ < allowed_) return true;
  if (sent_ == 0) return false;  // Nothing has been decided yet.
  JoinFacts facts = list_->Facts();
  facts.look_ups_sent = sent_;
  facts.look_ups_to_come = each_;
  facts.more_may_come = true;
  return DecideJoin(facts).way == JoinStep::Way::kLookUps;
}

size_t LookUpAccess::MostKeys() const {
  constexpr int64_t kMost = 1000;
  if (!list_) return kMost;
  return static_cast<size_t>(
      std::clamp<int64_t>(MostKeysThatMatter(list_->Facts()) / each_ + 1, 2, kMost));
}

void LookUpAccess::Foresee() {
  if (!foresee_ || !foreseen_.empty() || ++unasked_ <= pause_) return;
  PrefetchKeys keys = foresee_();
  unasked_ = 0;
  // Where there is nothing to learn, it is asked more and more rarely.
  pause_ = keys.look_ups.size() > 1 ? 0 : 2 * pause_ + 1;
  foreseen_.assign(std::make_move_iterator(keys.look_ups.begin()),
                   std::make_move_iterator(keys.look_ups.end()));
  foreseen_all_ = keys.all;
}

void LookUpAccess::StartForeseen() {
  if (foreseen_.empty()) return;
  while (!foreseen_.empty() && sent_ < allowed_) {
    const BoundScan bound = std::move(foreseen_.front());
    foreseen_.pop_front();
    if (place_.cache.KnownRows(*place_.resource, bound)) continue;
    if (!keys_.IsLookUp(bound)) continue;  // It may never be come to.
    sent_ += each_;
    place_.StartRows(bound);
  }
  // They leave while the rows of this call are read.
  place_.context.client().Drive(0);
}

// Where the statement may stop early, look-ups ahead begin at the second call and grow.
size_t LookUpAccess::PrefetchWindow() {
  const auto most = static_cast<size_t>(
      std::max(1, place_.context.api().ConcurrencyOf(*place_.resource->provider)));
  if (place_.hints.outer_rows == OuterRows::kAll) return most;
  if (place_.hints.outer_rows != OuterRows::kMayStop || calls_ < 2) return 0;
  window_ = std::clamp<size_t>(2 * window_, 1, most);
  return window_;
}

void LookUpAccess::Prefetch(Arguments arguments, Outer outer) {
  const size_t window = PrefetchWindow();
  if (prefetched_.size() >= window) return;
  keys_.VisitNew(arguments, outer, [&](const BoundScan& bound) {
    if (!MayLookUp()) return false;
    sent_ += each_;
    prefetched_.push_back(place_.StartRows(bound));
    return prefetched_.size() < window;
  });
  place_.context.client().Drive(0);
}

}  // namespace apisql
