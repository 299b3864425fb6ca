#include "src/base/uuid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

namespace apisql {

std::string RandomUuid() {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr uint32_t kVersion = 4;
  std::array<uint8_t, 16> bytes{};
  std::random_device random;  // Of libstdc++ on Linux: getrandom() and the like, never a seed.
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(random());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0FU) | (kVersion << 4U));
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] / 16];
    text += kHex[bytes[i] % 16];
  }
  return text;
}

}  // namespace apisql
