#include "tests/providers/request_text.h"

#include <cstdint>

namespace apisql {
namespace {

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Decoded(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool encoded = text[i] == '%' && i + 2 < text.size() && DigitOf(text[i + 1]) >= 0 &&
                         DigitOf(text[i + 2]) >= 0;
    if (encoded) {
      decoded += static_cast<char>(DigitOf(text[i + 1]) * 16 + DigitOf(text[i + 2]));
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// The parts of `text` between the separators.
std::vector<std::string_view> PartsOf(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

RequestFields ReadFields(std::string_view text) {
  RequestFields fields;
  if (text.empty()) return fields;
  for (const std::string_view field : PartsOf(text, '&')) {
    const size_t equals = field.find('=');
    const bool valued = equals != std::string_view::npos;
    fields.emplace_back(Decoded(field.substr(0, equals), true),
                        valued ? Decoded(field.substr(equals + 1), true) : "");
  }
  return fields;
}

std::string BasicAuthorization(std::string_view user, std::string_view password) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string pair = std::string(user) + ":" + std::string(password);
  std::string encoded = "Basic ";
  for (size_t i = 0; i < pair.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; ++j) {
      bits = bits << 8 | (i + j < pair.size() ? static_cast<unsigned char>(pair[i + j]) : 0);
    }
    for (size_t j = 0; j < 4; ++j) {
      encoded += i + j > pair.size() ? '=' : kDigits[bits >> (18 - 6 * j) & 63];
    }
  }
  return encoded;
}

}  // namespace apisql
