// Base64 (RFC 4648, 4).
#ifndef APISQL_SRC_BASE_BASE64_H_
#define APISQL_SRC_BASE_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace apisql {

// With padding, on one line.
std::string EncodeBase64(std::string_view bytes);
// The bytes again; none for what EncodeBase64 would not write.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_BASE_BASE64_H_
