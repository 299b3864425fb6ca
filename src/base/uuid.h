// RandomUuid: a random UUID (RFC 9562, version 4) from the operating system.
#ifndef APISQL_SRC_BASE_UUID_H_
#define APISQL_SRC_BASE_UUID_H_

#include <string>

namespace apisql {

// "f81d4fae-7dec-41d0-a765-00a0c91e6bf6". Never twice the same, and nobody can guess it.
std::string RandomUuid();

}  // namespace apisql

#endif  // APISQL_SRC_BASE_UUID_H_
