// OuterKeys: the keys that a look-up will be called with next, as far as they stand in rows of the
// loops around it that are in memory.
#ifndef APISQL_VTAB_SCAN_OUTER_KEYS_H_
#define APISQL_VTAB_SCAN_OUTER_KEYS_H_

#include <cstdint>
#include <functional>
#include <span>

#include "vtab/fetch/scan.h"
#include "vtab/scan/access_place.h"

namespace apisql {

// Not thread-safe. `place` must outlive it.
class OuterKeys {
 public:
  using Arguments = std::span<const ScanArgument>;
  using Values = std::span<const OuterValue>;

  explicit OuterKeys(const AccessPlace& place) : place_(place) {}

  // False where a value cannot be sent, so that other rows have to be asked for: those of a number
  // in place of a text, or of ''.
  bool IsLookUp(const BoundScan& bound) const;

  // The innermost loop around the look-up that is known; null when there is none.
  static const Scan* LoopAround(Values outer);

  struct Count {
    int64_t keys = 0;       // That are to come and not known yet: of several guesses the best.
    bool complete = false;  // There are no others.
  };
  // The keys behind those of this call, at most about `most`. `sent` look-ups were made so far.
  Count CountAhead(Arguments arguments, Values outer, int64_t sent, int64_t most) const;

  // About how many different keys there will be in all, however few are in sight; 0: nothing tells.
  int64_t Expected(Values outer) const;

  // Calls visit(bound) for each different key that is not known yet and was not visited before,
  // until it returns false.
  void VisitNew(Arguments arguments, Values outer,
                const std::function<bool(const BoundScan&)>& visit);

 private:
  using Visit = std::function<bool(const BoundScan&)>;

  const Scan* Supplier(Values outer) const;
  double PartThatComes(const Scan& supplier, int64_t sent) const;
  double KeysOfOuterLoop(const Scan& supplier, int64_t sent, double most) const;
  int64_t KeysInRows(const Scan& supplier, Arguments arguments, Values outer, int64_t most) const;
  Scan::Place ForEach(const Scan& supplier, Scan::Place from, Arguments arguments, Values outer,
                      const Visit& visit) const;

  const AccessPlace& place_;
  const RowSet* visited_rows_ = nullptr;  // That visited_ is a place of.
  Scan::Place visited_;                   // Up to here keys were visited.
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_OUTER_KEYS_H_
