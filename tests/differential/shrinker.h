// Shrink: a shorter statement with the same fault, for whoever has to find its cause.
#ifndef APISQL_TESTS_DIFFERENTIAL_SHRINKER_H_
#define APISQL_TESTS_DIFFERENTIAL_SHRINKER_H_

#include <functional>
#include <string>

namespace apisql::differential {

// Leaves out tokens as long as `still_wrong` is true for what remains. It knows no grammar: what is
// no SQL any more fails on both sides, and that is no fault.
std::string Shrink(const std::string& sql,
                   const std::function<bool(const std::string&)>& still_wrong);

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_SHRINKER_H_
