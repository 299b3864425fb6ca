// Whether this build carries AddressSanitizer: programs of the system then cannot load its
// libraries.
#ifndef APISQL_TESTS_PROGRAMS_SANITIZED_H_
#define APISQL_TESTS_PROGRAMS_SANITIZED_H_

namespace apisql {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define APISQL_SANITIZED
#endif
#endif
#if defined(APISQL_SANITIZED) || defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

}  // namespace apisql

#endif  // APISQL_TESTS_PROGRAMS_SANITIZED_H_
