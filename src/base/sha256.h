// Sha256Hex: the SHA-256 of bytes (FIPS 180-4), and how bytes are written.
#ifndef APISQL_SRC_BASE_SHA256_H_
#define APISQL_SRC_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace apisql {

// Two lower-case hexadecimal digits for each byte.
std::string HexText(std::string_view bytes);

// In 64 digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace apisql

#endif  // APISQL_SRC_BASE_SHA256_H_
