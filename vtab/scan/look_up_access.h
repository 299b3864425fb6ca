// LookUpAccess: a table that a loop asks for one key after another.
//
// Look-ups whose keys stand in rows that are in memory start together; where nothing in memory
// tells the keys, the statement may be asked. Whether look-ups are sent at all, or the list that
// holds the rows of all of them, DecideJoin() says.
#ifndef APISQL_VTAB_SCAN_LOOK_UP_ACCESS_H_
#define APISQL_VTAB_SCAN_LOOK_UP_ACCESS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "vtab/scan/list_access.h"
#include "vtab/scan/outer_keys.h"
#include "vtab/scan/substitute_list.h"

namespace apisql {

// Not thread-safe. `place` and `list` must outlive it.
class LookUpAccess {
 public:
  LookUpAccess(const AccessPlace& place, ListAccess& list);

  StatusOr<std::unique_ptr<Scan>> Open(std::vector<ScanArgument> arguments,
                                       std::span<const OuterValue> outer);
  // The rows for these arguments as far as they are in memory; null when none are.
  StatusOr<std::unique_ptr<Scan>> OpenKnown(std::vector<ScanArgument> arguments) const;
  // More keys than these nobody needs to know.
  size_t MostKeys() const;
  void set_foresee(std::function<PrefetchKeys()> foresee) { foresee_ = std::move(foresee); }

 private:
  using Arguments = std::span<const ScanArgument>;
  using Outer = std::span<const OuterValue>;

  StatusOr<std::unique_ptr<Scan>> FindInList(const std::vector<ScanArgument>& arguments) const;
  bool LookUpAll();
  StatusOr<bool> ListAnswers(Arguments arguments, Outer outer);
  JoinFacts Facts(Arguments arguments, Outer outer) const;
  void Foresee();
  void StartForeseen();
  bool MayLookUp() const;
  size_t PrefetchWindow();
  void Prefetch(Arguments arguments, Outer outer);

  const AccessPlace& place_;
  ListAccess& list_access_;
  int64_t each_;                        // Requests of one look-up.
  std::optional<SubstituteList> list_;  // What can stand for all of them.
  bool list_instead_ = false;
  int64_t calls_ = 0;
  int64_t sent_ = 0;     // Requests of look-ups.
  int64_t allowed_ = 0;  // Of those, by the last decision.

  OuterKeys keys_;
  size_t window_ = 0;
  std::vector<std::shared_ptr<RowSet>> prefetched_;  // Started, not yet come to.

  std::function<PrefetchKeys()> foresee_;
  std::deque<BoundScan> foreseen_;  // Not sent yet.
  bool foreseen_all_ = false;
  int64_t unasked_ = 0;  // Look-ups since it was asked.
  int64_t pause_ = 0;    // Look-ups before it is asked again.
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_LOOK_UP_ACCESS_H_
