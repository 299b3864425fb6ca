// Sha256Hex: the SHA-256 of bytes (FIPS 180-4).
#ifndef APISQL_SRC_FILES_SHA256_H_
#define APISQL_SRC_FILES_SHA256_H_

#include <string>
#include <string_view>

namespace apisql {

// In 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace apisql

#endif  // APISQL_SRC_FILES_SHA256_H_
