// SubstituteList: the list that may be read in place of many look-ups, as far as it has been read.
#ifndef APISQL_VTAB_SCAN_SUBSTITUTE_LIST_H_
#define APISQL_VTAB_SCAN_SUBSTITUTE_LIST_H_

#include <memory>
#include <utility>

#include "vtab/scan/access_place.h"

namespace apisql {

// Not thread-safe. `place` must outlive it.
class SubstituteList {
 public:
  // `plan` gives the rows of all look-ups.
  SubstituteList(const AccessPlace& place, ScanPlan plan) : place_(place), plan_(std::move(plan)) {}

  const ScanPlan& plan() const { return plan_; }
  // Takes the values that all look-ups share, fitted to the plan. Before everything else, and
  // whenever they change.
  void Bind(BoundScan bound) { bound_ = std::move(bound); }
  const BoundScan& bound() const { return bound_; }

  // What DecideJoin() wants to know of it; the look-ups are left to the caller.
  JoinFacts Facts() const;
  bool complete() const;
  // Asks for one page more, without waiting for it.
  void AskForPage();
  // Waits for one page more. False where the server refuses the list and may give single rows all
  // the same, or where a partial result would leave out rows of it.
  StatusOr<bool> ReadPage();
  // The rows read so far; null: none.
  std::shared_ptr<RowSet> Known() const;
  // No further page is asked for, unless somebody else reads it.
  void GiveUp();

 private:
  std::shared_ptr<RowSet> Begin();

  const AccessPlace& place_;
  ScanPlan plan_;
  BoundScan bound_;
  // Where it was not under way for others when it was begun here.
  std::shared_ptr<RowSet> begun_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_SUBSTITUTE_LIST_H_
