// ListAccess: a table read as one set of rows, however often a loop comes to it.
#ifndef APISQL_VTAB_SCAN_LIST_ACCESS_H_
#define APISQL_VTAB_SCAN_LIST_ACCESS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "vtab/fetch/scan.h"
#include "vtab/scan/access_place.h"

namespace apisql {

// Not thread-safe. `place` must outlive it.
class ListAccess {
 public:
  explicit ListAccess(const AccessPlace& place) : place_(place) {}

  // The rows for `arguments`, read by the place's plan. Where it asks for each value of a list,
  // the list of all rows may be read in its stead; see DecideJoin().
  StatusOr<std::unique_ptr<Scan>> Open(std::vector<ScanArgument> arguments);
  // The rows for `arguments`, looked up in those of `plan`.
  StatusOr<std::unique_ptr<Scan>> LookUpIn(const ScanPlan& plan,
                                           std::vector<ScanArgument> arguments);
  // The place's plan; without what narrows it where that has changed from call to call.
  const ScanPlan& plan() const { return widened_ ? *widened_ : place_.plan; }
  // Sends the first requests of the place's plan.
  Status StartEarly(std::span<const ScanArgument> arguments);
  // The rows that `plan` gives, as far as they are in memory; null when none are.
  StatusOr<std::unique_ptr<Scan>> OpenKnown(const ScanPlan& plan,
                                            std::vector<ScanArgument> arguments) const;

 private:
  using Arguments = std::span<const ScanArgument>;

  StatusOr<BoundScan> Choose(Arguments arguments);
  StatusOr<BoundScan> BindList(const ScanPlan& list, Arguments arguments) const;
  // All of them are asked for; `rows` are theirs, as far as they have begun.
  BoundScan TakeValues(const BoundScan& values, RowSet* rows);
  StatusOr<BoundScan> ReadOneOf(const BoundScan& values, ScanPlan list, Arguments arguments);
  bool AreBound(const ScanPlan& plan, Arguments arguments) const;
  void Widen();
  void Keep(const BoundScan& bound, const ScanPlan& plan, Arguments arguments);
  StatusOr<std::optional<std::vector<RowPosition>>> FindInIndex(RowSet& rows,
                                                                Arguments arguments) const;
  StatusOr<std::unique_ptr<Scan>> Read(const std::shared_ptr<RowSet>& rows,
                                       std::vector<ScanArgument> arguments, bool by_index) const;

  const AccessPlace& place_;
  std::optional<ScanPlan> widened_;
  // The rows for the arguments that were bound last.
  std::shared_ptr<RowSet> rows_;
  std::vector<ScanArgument> bound_arguments_;
  int64_t reads_ = 0;  // Of rows_.
  // Where a loop comes with one list of values after another.
  int64_t value_calls_ = 0;               // Requests for values.
  std::optional<ScanPlan> list_instead_;  // What answers all that are still to come.
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_LIST_ACCESS_H_
