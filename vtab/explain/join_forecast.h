// JoinForecast: what DecideJoin() will make of a scan that is called with many values, in words and
// numbers.
#ifndef APISQL_VTAB_EXPLAIN_JOIN_FORECAST_H_
#define APISQL_VTAB_EXPLAIN_JOIN_FORECAST_H_

#include <cstdint>
#include <optional>
#include <string>

#include "vtab/plan/join_rule.h"

namespace apisql {

// The values that a scan is expected to be called with.
struct ExpectedKeys {
  std::string column;     // "owner_id"
  double count = 1;       // Different ones: of a list of literals their number, else a guess.
  bool literals = false;  // They stand in the statement.
  bool in_sight = false;  // All are seen before the first is asked for.
  int64_t requests = 1;   // Of one look-up.
};

struct JoinForecast {
  std::string text;
  double requests = 1;  // A guess.
  // Bounds, with one page for each look-up. None: nothing bounds them.
  int64_t least = 0;
  std::optional<int64_t> most;
};

// `facts` are those of the list alone, `method` is what reads it.
JoinForecast ForecastJoin(const JoinFacts& facts, const std::string& method,
                          const ExpectedKeys& keys);

}  // namespace apisql

#endif  // APISQL_VTAB_EXPLAIN_JOIN_FORECAST_H_
