// kReadAheadBytes: room behind a text that a fast parser may look at.
#ifndef APISQL_SRC_BASE_READ_AHEAD_H_
#define APISQL_SRC_BASE_READ_AHEAD_H_

#include <cstddef>

namespace apisql {

// A string with so much spare capacity can be parsed where it lies; another is copied first.
constexpr size_t kReadAheadBytes = 64;

}  // namespace apisql

#endif  // APISQL_SRC_BASE_READ_AHEAD_H_
