// The ways in which JSON, URLs, HTML and headers write a character in other characters.
#ifndef APISQL_SRC_BASE_ESCAPES_H_
#define APISQL_SRC_BASE_ESCAPES_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// What an escape stands for.
struct Escape {
  size_t length = 0;  // Of the escape, in bytes; 0: none stands there.
  std::array<char, 4> bytes{};
  size_t count = 0;  // Of the bytes that it stands for.

  std::string_view text() const { return {bytes.begin(), bytes.begin() + count}; }
};

// The escape at the front of `text`: %2F and %2f; \u002f (two of them for a surrogate pair), \x2f,
// \/, \", \\, \' and \n; &amp;, &#47; and &#x2f;.
Escape EscapeAt(std::string_view text);

// A text with all its escapes replaced once, and where each byte stood.
struct Unescaped {
  std::string text;
  // Of the text that it was made of, for each byte: where what it was made from begins and ends.
  std::vector<size_t> begin, end;
};

// `text` has several readings where an escape was escaped: Unescape() again gives the next.
Unescaped Unescape(std::string_view text);

// Bytes that Base64 holds, of either alphabet (RFC 4648, 4 and 5), without its padding. All of
// `digits` must be of them. Bits that are over at the end are dropped.
std::string DecodeBase64Digits(std::string_view digits);
bool IsBase64Digit(char c);

}  // namespace apisql

#endif  // APISQL_SRC_BASE_ESCAPES_H_
