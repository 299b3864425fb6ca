// ApiTimeBound: the bound of a range of times, as an API writes it.
#ifndef APISQL_SRC_TIMES_TIME_BOUND_H_
#define APISQL_SRC_TIMES_TIME_BOUND_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/times/time.h"

namespace apisql {

// `at` is compared, as a text, with the times of src/times/time.h: '2026-01-31',
// '2026-01-31 07:00', '2026-01-31 07:00:00.5'. No time that SQL keeps lies outside of what comes
// out: it is rounded outward to the unit of `form`, which is a second for texts.
struct TimeBound {
  std::string_view at;
  bool lower = false;
  bool kept = false;   // SQL keeps the bound itself: >= and <=.
  bool given = false;  // The API answers it, too.
};
// None for other texts, whose order is not that of times.
std::optional<std::string> ApiTimeBound(const TimeBound& bound, TimeForm form);

}  // namespace apisql

#endif  // APISQL_SRC_TIMES_TIME_BOUND_H_
