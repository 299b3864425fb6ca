#include "sandbox/credentials.h"

#include <cstdint>

#include "sandbox/random.h"
#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

std::optional<std::string> Base64Decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string decoded;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kBase64Letters.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    decoded += static_cast<char>((bits >> count) & 0xff);
  }
  return decoded;
}

}  // namespace

std::optional<std::string_view> CredentialAfter(std::string_view scheme, std::string_view header) {
  const size_t blank = header.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  if (!EqualsIgnoreCase(header.substr(0, blank), scheme)) return std::nullopt;
  return StripBlanks(header.substr(blank));
}

std::optional<std::pair<std::string, std::string>> BasicCredentials(std::string_view header) {
  const auto encoded = CredentialAfter("Basic", header);
  const auto text = encoded ? Base64Decode(*encoded) : std::nullopt;
  if (!text) return std::nullopt;
  const size_t colon = text->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return std::pair(text->substr(0, colon), text->substr(colon + 1));
}

}  // namespace apisql::sandbox
