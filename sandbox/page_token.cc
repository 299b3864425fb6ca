#include "sandbox/page_token.h"

#include "sandbox/random.h"

namespace apisql::sandbox {
namespace {

constexpr size_t kHalf = 11;  // 64 bits in letters of 6 bits.
constexpr std::string_view kTokenLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string Letters(uint64_t value) {
  std::string text(kHalf, '\0');
  for (char& c : text) {
    c = kTokenLetters[value % 64];
    value /= 64;
  }
  return text;
}

std::optional<uint64_t> FromLetters(std::string_view text) {
  uint64_t value = 0;
  for (size_t i = text.size(); i-- > 0;) {
    const size_t digit = kTokenLetters.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 64 + digit;
  }
  return value;
}

}  // namespace

std::string SealPageToken(uint64_t seal, std::string_view list, PagePlace place) {
  const uint64_t payload = (uint64_t{place.page_size} << 32) | place.start;
  const uint64_t proof = MixText(seal ^ payload, list);
  return Letters(proof) + Letters(payload ^ Mix(seal ^ proof));
}

std::optional<PagePlace> OpenPageToken(uint64_t seal, std::string_view list,
                                       std::string_view token) {
  if (token.size() != 2 * kHalf) return std::nullopt;
  const auto proof = FromLetters(token.substr(0, kHalf));
  const auto hidden = FromLetters(token.substr(kHalf));
  if (!proof || !hidden) return std::nullopt;
  const uint64_t payload = *hidden ^ Mix(seal ^ *proof);
  if (MixText(seal ^ payload, list) != *proof) return std::nullopt;
  return PagePlace{static_cast<Position>(payload), static_cast<uint32_t>(payload >> 32)};
}

}  // namespace apisql::sandbox
