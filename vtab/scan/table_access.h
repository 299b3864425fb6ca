// TableAccess: one place of a statement that reads a table, however often it does.
//
// A nested loop comes to its inner table once per row of the outer one. Where the API cannot
// filter, the list is fetched once and rows are looked up in it (ListAccess); where it can, keys
// are looked up (LookUpAccess), unless that costs more than the list.
#ifndef APISQL_VTAB_SCAN_TABLE_ACCESS_H_
#define APISQL_VTAB_SCAN_TABLE_ACCESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "vtab/scan/access_place.h"
#include "vtab/scan/list_access.h"
#include "vtab/scan/look_up_access.h"
#include "vtab/scan/scan.h"

namespace apisql {

// Not thread-safe. `context` and `cache` must outlive it.
class TableAccess {
 public:
  TableAccess(ScanContext& context, StatementCache& cache, std::shared_ptr<const Resource> resource,
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
  // AccessHints::rehearsable.
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
  // How often it was opened.
  int64_t calls() const { return calls_; }

 private:
  AccessPlace place_;
  ListAccess list_;
  std::optional<LookUpAccess> look_ups_;  // Where values change from call to call.
  int64_t calls_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_TABLE_ACCESS_H_
