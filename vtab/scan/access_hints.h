// AccessHints: what is known of a place of a statement that reads a table, before it runs.
#ifndef APISQL_VTAB_SCAN_ACCESS_HINTS_H_
#define APISQL_VTAB_SCAN_ACCESS_HINTS_H_

#include <vector>

#include "vtab/fetch/prefetch_depth.h"
#include "vtab/values/bound_values.h"

namespace apisql {

class Scan;

// Whether the rows of the tables around a place will all come there.
enum class OuterRows {
  kUnsure,   // Some may be left out by what only SQLite knows.
  kJoined,   // Those do that other tables of the join have rows for.
  kMayStop,  // All do, until the statement has enough.
  kAll,
};

struct AccessHints {
  PrefetchDepth depth = PrefetchDepth::kOnePage;
  bool read_once = false;  // The statement reads these rows nowhere else, and no second time.
  OuterRows outer_rows = OuterRows::kUnsure;
  bool repeated = true;  // A loop may come here more than once.
  // Every look-up that the statement comes to when all it reads here is empty, it needs.
  bool can_run_ahead = false;
  // Per argument the column of another table that it comes from, -1: from elsewhere.
  std::vector<int> source_columns = {};
};

// Look-ups that the statement will come to and that are not known, in its order.
struct PrefetchKeys {
  std::vector<BoundScan> look_ups;
  bool all = false;
};

// Where an argument comes from.
struct OuterValue {
  const Scan* scan = nullptr;  // On the row whose value it is; null: not known.
  int column = 0;
  // The open transaction has changed rows of it: good for counting what is to come, not for asking.
  bool staged = false;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_ACCESS_HINTS_H_
