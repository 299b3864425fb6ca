// WriteCounts: how many rows of a statement met which outcome.
#ifndef APISQL_VTAB_WRITE_WRITE_COUNTS_H_
#define APISQL_VTAB_WRITE_WRITE_COUNTS_H_

#include <cstdint>

namespace apisql {

struct WriteCounts {
  int64_t applied = 0, absent = 0, failed = 0, unknown = 0, unsent = 0, previewed = 0;
  int64_t unchanged = 0;  // Matched, with the values that they were to get.
  int64_t dropped = 0;    // Staged, and taken back by a ROLLBACK before they were sent.
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_WRITE_COUNTS_H_
