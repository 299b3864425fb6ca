// TableAccess: one place of a statement that reads a table, however often it does.
//
// HOW IT WORKS
//
// A nested loop comes to its inner table once per row of the outer one, each time with other
// arguments. Two ways make that cheap:
//
//   TableAccess ----> LookUpAccess   the plan has values that change from call to call
//        |                |    //        |                |     OuterKeys        keys to come, from
//        rows in memory |                |     foresee          keys to come, from a run ahead
//        (vtab/ahead) |                v
//        +---------> ListAccess      one set of rows, read or looked up in by an index
//                         |
//                         v
//                    SubstituteList  the list in the place of look-ups, page by page
//
// Before a look-up is sent, LookUpAccess collects the facts (JoinFacts) and asks DecideJoin():
//
//   kLookUps   those that were counted leave together, as many at once as the provider takes
//   kList      one page more of the list is awaited, then the rule is asked again
//   kBoth      so many look-ups as the rule allows, and a page of the list beside them
//
// until the look-ups are done or the list is complete; then all further rows are looked up in it.
// ListAccess does the same for an IN list of literals, whose values are calls of one RowSet.
//
// Below, vtab/fetch: a RowSet holds the rows of one question, in the order of the Calls that give
// them; each call is a PageStream; RowCache gives the same RowSet and PageStream to all that ask
// the same. A Scan reads a RowSet row by row.
#ifndef APISQL_VTAB_SCAN_TABLE_ACCESS_H_
#define APISQL_VTAB_SCAN_TABLE_ACCESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "vtab/fetch/scan.h"
#include "vtab/scan/access_place.h"
#include "vtab/scan/list_access.h"
#include "vtab/scan/look_up_access.h"

namespace apisql {

// Not thread-safe. `context` and `cache` must outlive it.
class TableAccess {
 public:
  TableAccess(ScanContext& context, RowCache& cache, std::shared_ptr<const Resource> resource,
              ScanPlan plan, AccessHints hints);
  ~TableAccess();
  TableAccess(const TableAccess&) = delete;
  TableAccess& operator=(const TableAccess&) = delete;

  // The rows for these arguments, which are xFilter's in the order of the plan. `outer` has one
  // value per argument, or is empty.
  StatusOr<std::unique_ptr<Scan>> Open(std::vector<ScanArgument> arguments,
                                       std::span<const OuterValue> outer);
  // Sends the first requests for rows that will be asked for. Nothing where they depend on
  // arguments that are not literals.
  Status StartEarly(std::span<const ScanArgument> arguments);

  // How to learn of look-ups to come where the rows around this place do not tell; see
  // AccessHints::can_run_ahead.
  void set_look_ups_ahead(std::function<PrefetchKeys(const TableAccess&)> ask);

  // The rows for these arguments as far as they are in memory; null when none are.
  StatusOr<std::unique_ptr<Scan>> OpenKnown(std::vector<ScanArgument> arguments) const;
  // The look-up for these arguments; none where its rows are known, or where there is none.
  StatusOr<std::optional<BoundScan>> UnknownLookUp(std::span<const ScanArgument> arguments) const;
  // More look-ups than these nobody needs to know.
  size_t MostAhead() const;

  const Resource& resource() const { return *place_.resource; }
  const ScanPlan& plan() const { return place_.plan; }
  const AccessHints& hints() const { return place_.hints; }
  // As ScanPlan::UnaskedColumns().
  const std::vector<int>& unasked_columns() const { return unasked_columns_; }
  // How often it was opened.
  int64_t calls() const { return calls_; }

 private:
  AccessPlace place_;
  ListAccess list_;
  std::optional<LookUpAccess> look_ups_;  // Where values change from call to call.
  std::vector<int> unasked_columns_;
  int64_t calls_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_TABLE_ACCESS_H_
