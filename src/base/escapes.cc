#include "src/base/escapes.h"

#include <cstdint>
#include <optional>

namespace apisql {
namespace {

std::optional<uint32_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// `count` hexadecimal digits at the front.
std::optional<uint32_t> HexNumber(std::string_view text, size_t count) {
  if (text.size() < count) return std::nullopt;
  uint32_t number = 0;
  for (const char c : text.substr(0, count)) {
    const std::optional<uint32_t> digit = HexDigit(c);
    if (!digit) return std::nullopt;
    number = number * 16 + *digit;
  }
  return number;
}

Escape OneByte(size_t length, char byte) { return {length, {byte}, 1}; }

// A code point in UTF-8; none for what is no character.
Escape Character(size_t length, uint32_t code) {
  const auto tail = [code](int shift) {
    return static_cast<char>(0x80 | ((code >> shift) & 0x3F));
  };
  if (code < 0x80) return OneByte(length, static_cast<char>(code));
  if (code < 0x800) return {length, {static_cast<char>(0xC0 | (code >> 6)), tail(0)}, 2};
  if (code >= 0xD800 && code < 0xE000) return {};
  if (code < 0x10000) {
    return {length, {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)}, 3};
  }
  if (code >= 0x110000) return {};
  return {length, {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)}, 4};
}

// \uXXXX, or two of them for a character beyond the first plane.
Escape UnicodeEscape(std::string_view text) {
  constexpr size_t kLength = 6;
  const std::optional<uint32_t> first = HexNumber(text.substr(2), 4);
  if (!first) return {};
  if (*first < 0xD800 || *first >= 0xDC00) return Character(kLength, *first);
  const std::string_view next = text.substr(kLength);
  if (!next.starts_with("\\u")) return {};
  const std::optional<uint32_t> second = HexNumber(next.substr(2), 4);
  if (!second || *second < 0xDC00 || *second >= 0xE000) return {};
  return Character(2 * kLength, 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
}

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

Escape BackslashEscape(std::string_view text) {
  constexpr std::string_view kLetters = "bfnrt";
  constexpr std::string_view kMarks = "/\\\"'";
  constexpr std::string_view kMeanings = "\b\f\n\r\t";
  if (text.size() < 2) return {};
  const char c = text[1];
  if (c == 'u') return UnicodeEscape(text);
  if (c == 'x') {
    const std::optional<uint32_t> byte = HexNumber(text.substr(2), 2);
    return byte ? OneByte(4, static_cast<char>(*byte)) : Escape();
  }
  const size_t letter = kLetters.find(c);
  if (letter != std::string_view::npos) return OneByte(2, kMeanings[letter]);
  // Not any mark: a backslash that stands for itself may be followed by an escape of another kind.
  return kMarks.find(c) == std::string_view::npos ? Escape() : OneByte(2, c);
}

// &#47; or &#x2f;
Escape NumberedEntity(std::string_view text, size_t end) {
  const bool hexadecimal = text[2] == 'x' || text[2] == 'X';
  const std::string_view digits = text.substr(hexadecimal ? 3 : 2, end - (hexadecimal ? 3 : 2));
  if (digits.empty()) return {};
  uint32_t code = 0;
  for (const char c : digits) {
    const std::optional<uint32_t> digit = HexDigit(c);
    if (!digit || (!hexadecimal && *digit > 9)) return {};
    code = code * (hexadecimal ? 16 : 10) + *digit;
  }
  return Character(end + 1, code);
}

Escape Entity(std::string_view text) {
  constexpr size_t kLongest = 9;  // &#x10FFFF
  struct Named {
    std::string_view name;
    char meaning;
  };
  constexpr Named kNamed[] = {
      {"&amp", '&'}, {"&lt", '<'}, {"&gt", '>'}, {"&quot", '"'}, {"&apos", '\''}};
  const size_t end = text.substr(0, kLongest + 1).find(';');
  if (end == std::string_view::npos || end < 3) return {};
  if (text[1] == '#') return NumberedEntity(text, end);
  for (const Named& one : kNamed) {
    if (text.substr(0, end) == one.name) return OneByte(end + 1, one.meaning);
  }
  return {};
}

uint32_t Base64Value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : 63;
}

}  // namespace

Escape EscapeAt(std::string_view text) {
  if (text.empty()) return {};
  switch (text[0]) {
    case '%': {
      const std::optional<uint32_t> byte = HexNumber(text.substr(1), 2);
      return byte ? OneByte(3, static_cast<char>(*byte)) : Escape();
    }
    case '\\':
      return BackslashEscape(text);
    case '&':
      return Entity(text);
    default:
      return {};
  }
}

Unescaped Unescape(std::string_view text) {
  Unescaped unescaped;
  for (size_t at = 0; at < text.size();) {
    const Escape escape = EscapeAt(text.substr(at));
    const size_t length = escape.length == 0 ? 1 : escape.length;
    unescaped.text += escape.length == 0 ? text.substr(at, 1) : escape.text();
    unescaped.begin.resize(unescaped.text.size(), at);
    unescaped.end.resize(unescaped.text.size(), at + length);
    at += length;
  }
  return unescaped;
}

bool IsBase64Digit(char c) {
  return IsLetterOrDigit(c) || c == '+' || c == '/' || c == '-' || c == '_';
}

std::string DecodeBase64Digits(std::string_view digits) {
  std::string bytes;
  bytes.reserve(digits.size() * 3 / 4);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : digits) {
    bits = bits << 6 | Base64Value(c);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

}  // namespace apisql
