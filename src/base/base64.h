// Base64 (RFC 4648, 4).
#ifndef APISQL_SRC_BASE_BASE64_H_
#define APISQL_SRC_BASE_BASE64_H_

#include <string>
#include <string_view>

namespace apisql {

// With padding, on one line.
std::string EncodeBase64(std::string_view bytes);

}  // namespace apisql

#endif  // APISQL_SRC_BASE_BASE64_H_
