// SameJson: whether two JSON values say the same.
#ifndef APISQL_SRC_JSON_SAME_H_
#define APISQL_SRC_JSON_SAME_H_

#include "src/json/tape.h"

namespace apisql {

// Equal whatever the order of members and the spelling of numbers: 1.0 is 1, 1e2 is 100. Numbers of
// more digits than a double keeps are equal only when they are spelt alike.
bool SameJson(const JsonValue& a, const JsonValue& b);

}  // namespace apisql

#endif  // APISQL_SRC_JSON_SAME_H_
