// What documents cannot say by design, so that whoever tries is told so, and not that a word is
// unknown. Of schemes of credentials src/auth tells it.
#ifndef APISQL_REGISTRY_KEYS_LEFT_OUT_H_
#define APISQL_REGISTRY_KEYS_LEFT_OUT_H_

#include <string_view>

namespace apisql {

// Why `word`, which is no known key or value, is none: "cookies are not supported: ...". "" where
// nothing is known of it. ASCII case ignored, and - is _.
std::string_view WhyLeftOut(std::string_view word);

}  // namespace apisql

#endif  // APISQL_REGISTRY_KEYS_LEFT_OUT_H_
