#include "src/json/text.h"

#include <cstdint>
#include <cstring>

namespace apisql {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Decoded {
  uint32_t code = 0;
  size_t length = 0;  // 0: no valid character stands here.
};

// The bounds of the second byte exclude overlong forms, surrogates and what is beyond U+10FFFF
// (RFC 3629, section 4).
struct Lead {
  uint8_t first, last, length, second_first, second_last;
};
constexpr Lead kLeads[] = {
    {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};

Decoded DecodeLong(std::string_view text, const Lead& lead) {
  if (text.size() < lead.length) return {};
  uint32_t code = static_cast<uint8_t>(text[0]) & (0x7FU >> lead.length);
  for (size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    const uint8_t first = i == 1 ? lead.second_first : 0x80;
    const uint8_t last = i == 1 ? lead.second_last : 0xBF;
    if (byte < first || byte > last) return {};
    code = code << 6 | (byte & 0x3FU);
  }
  return {code, lead.length};
}

// The character at the start of `text`, which is not empty.
Decoded DecodeUtf8(std::string_view text) {
  const auto first = static_cast<uint8_t>(text.front());
  if (first < 0x80) return {first, 1};
  for (const Lead& lead : kLeads) {
    if (first >= lead.first && first <= lead.last) return DecodeLong(text, lead);
  }
  return {};
}

bool IsBlank(uint32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x2028 || code == 0x2029;
}

bool IsHostile(uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool direction = code == 0x061C || code == 0x200E || code == 0x200F ||
                         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return control || direction;
}

std::string Hex(uint32_t code, int digits) {
  std::string text;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    text += "0123456789abcdef"[code >> shift & 0xFU];
  }
  return text;
}

std::string PrintableCharacter(Decoded decoded, std::string_view bytes) {
  if (decoded.length == 0) return std::string(kReplacement);
  if (IsBlank(decoded.code)) return " ";
  if (!IsHostile(decoded.code)) return std::string(bytes);
  return decoded.code < 0x100 ? "\\x" + Hex(decoded.code, 2) : "\\u" + Hex(decoded.code, 4);
}

bool NeedsEscape(char c) { return static_cast<uint8_t>(c) < 0x20 || c == '"' || c == '\\'; }

// True when one of eight bytes needs an escape; rarely true when none does. Zero bytes of `x` give
// a high bit in (x - ones) & ~x & highs.
bool MayNeedEscape(const char* bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = kOnes * 0x80;
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const uint64_t quote = word ^ (kOnes * '"');
  const uint64_t backslash = word ^ (kOnes * '\\');
  const uint64_t found = ((word - kOnes * 0x20) & ~word) | ((quote - kOnes) & ~quote) |
                         ((backslash - kOnes) & ~backslash);
  return (found & kHighs) != 0;
}

// How many bytes at the start need no escape.
size_t PlainPrefix(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (i + 8 <= text.size() && !MayNeedEscape(text.data() + i)) {
      i += 8;
    } else if (NeedsEscape(text[i])) {
      break;
    } else {
      ++i;
    }
  }
  return i;
}

void AppendEscape(char c, std::string* json) {
  switch (c) {
    case '"':
    case '\\':
      *json += '\\';
      *json += c;
      return;
    case '\n':
      *json += "\\n";
      return;
    case '\r':
      *json += "\\r";
      return;
    case '\t':
      *json += "\\t";
      return;
    default:
      *json += "\\u" + Hex(static_cast<uint8_t>(c), 4);
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* json) {
  *json += '"';
  while (true) {
    const size_t plain = PlainPrefix(text);
    *json += text.substr(0, plain);
    if (plain == text.size()) break;
    AppendEscape(text[plain], json);
    text.remove_prefix(plain + 1);
  }
  *json += '"';
}

// NOLINTNEXTLINE(misc-no-recursion): the tape bounds the depth.
void AppendJson(const JsonValue& value, std::string* json) {
  const char* separator = "";
  switch (value.kind()) {
    case JsonKind::kNull:
      *json += "null";
      return;
    case JsonKind::kFalse:
      *json += "false";
      return;
    case JsonKind::kTrue:
      *json += "true";
      return;
    case JsonKind::kNumber:
      *json += value.text();
      return;
    case JsonKind::kString:
      AppendJsonString(value.text(), json);
      return;
    case JsonKind::kArray:
      *json += '[';
      value.ForEachElement([&](JsonValue element) {
        *json += separator;
        separator = ",";
        AppendJson(element, json);
        return true;
      });
      *json += ']';
      return;
    case JsonKind::kObject:
      *json += '{';
      value.ForEachMember([&](std::string_view key, JsonValue member) {
        *json += separator;
        separator = ",";
        AppendJsonString(key, json);
        *json += ':';
        AppendJson(member, json);
        return true;
      });
      *json += '}';
      return;
  }
}

std::string ReplaceInvalidUtf8(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const size_t length = DecodeUtf8(text).length;
    valid += length == 0 ? kReplacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

std::string Printable(std::string_view text, size_t max_bytes) {
  constexpr std::string_view kMore = "...";
  std::string shown;
  size_t last_fit = 0;  // Where `shown` can be cut so that "..." still fits.
  while (!text.empty()) {
    const Decoded decoded = DecodeUtf8(text);
    const size_t length = decoded.length == 0 ? 1 : decoded.length;
    const std::string piece = PrintableCharacter(decoded, text.substr(0, length));
    text.remove_prefix(length);
    if (piece == " " && (shown.empty() || shown.back() == ' ')) continue;
    shown += piece;
    if (shown.size() + kMore.size() <= max_bytes) last_fit = shown.size();
    if (shown.size() > max_bytes) {
      shown.resize(last_fit);
      return shown += kMore.substr(0, max_bytes);
    }
  }
  if (!shown.empty() && shown.back() == ' ') shown.pop_back();
  return shown;
}

}  // namespace apisql
