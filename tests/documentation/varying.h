// What differs from one run of an example to the next, in one place.
#ifndef APISQL_TESTS_DOCUMENTATION_VARYING_H_
#define APISQL_TESTS_DOCUMENTATION_VARYING_H_

#include <string>

namespace apisql {

// `text` with the same values for all times that were taken, byte counts of answers, and ports of
// 127.0.0.1. Two outputs that differ in nothing else are equal then. The values are such as a
// program may print, so that they can stand in pictures.
std::string WithoutVarying(const std::string& text);

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_VARYING_H_
