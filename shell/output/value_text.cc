#include "shell/output/value_text.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "shell/output/display.h"
#include "src/base/text.h"
#include "src/json/tape.h"

namespace apisql {
namespace {

void AppendInteger(int64_t number, std::string* out) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  out->append(text, end);
}

// 15 digits are what SQLite shows; where they lose something, the shortest exact form.
std::string_view RealDigits(double number, std::span<char> text) {
  char* const first = text.data();
  char* const last = first + text.size();
  char* end = std::to_chars(first, last, number, std::chars_format::general, 15).ptr;
  double back = 0;
  std::from_chars(first, end, back);
  if (back != number) end = std::to_chars(first, last, number).ptr;
  return {first, static_cast<size_t>(end - first)};
}

void AppendJsonCharacter(std::string_view bytes, int code_point, std::string* out) {
  switch (code_point) {
    case '"':
      *out += "\\\"";
      return;
    case '\\':
      *out += "\\\\";
      return;
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    default:
      break;
  }
  if (code_point >= 0 && !IsControl(code_point)) {
    out->append(bytes);
    return;
  }
  char text[16];
  std::snprintf(text, sizeof text, "\\u%04x", code_point < 0 ? 0xfffdU : unsigned(code_point));
  *out += text;
}

}  // namespace

bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

bool IsNumber(const Value& value) {
  return std::holds_alternative<int64_t>(value) || std::holds_alternative<double>(value);
}

void AppendReal(double number, std::string* out) {
  if (std::isinf(number)) {
    *out += number > 0 ? "Inf" : "-Inf";
    return;
  }
  char text[40];
  const std::string_view digits = RealDigits(number, text);
  *out += digits;
  if (digits.find_first_of(".en") == std::string_view::npos) *out += ".0";
}

void AppendHex(std::string_view bytes, std::string* out) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *out += kDigits[byte >> 4];
    *out += kDigits[byte & 15];
  }
}

void AppendPlain(const Value& value, std::string* out) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return AppendInteger(*integer, out);
  if (const auto* real = std::get_if<double>(&value)) return AppendReal(*real, out);
  if (const auto* blob = std::get_if<Blob>(&value)) return AppendHex(blob->bytes, out);
  if (const auto* text = std::get_if<std::string_view>(&value)) out->append(*text);
}

void AppendShown(const Value& value, bool attributes, std::string* out) {
  constexpr std::string_view kNull = "NULL";
  const auto* text = std::get_if<std::string_view>(&value);
  if (IsNull(value)) {
    *out += kNull;
  } else if (text != nullptr && *text == kNull && !attributes) {
    out->append("'").append(kNull).append("'");
  } else {
    AppendPlain(value, out);
  }
}

void AppendJsonText(std::string_view text, std::string* out) {
  *out += '"';
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size() && text[plain] >= 0x20 && text[plain] < 0x7f && text[plain] != '"' &&
           text[plain] != '\\') {
      ++plain;
    }
    out->append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Character c = FirstCharacter(text);
    AppendJsonCharacter(text.substr(0, c.bytes), c.code_point, out);
    text.remove_prefix(c.bytes);
  }
  *out += '"';
}

bool AppendNested(std::string_view json, std::string* out) {
  if (!JsonTape::Parse(json).ok()) return false;
  json = StripBlanks(json);
  while (!json.empty()) {
    const Character c = FirstCharacter(json);
    const std::string_view bytes = json.substr(0, c.bytes);
    // A line end stands between tokens: within a string it would not be JSON. Other controls that
    // are not ASCII stand within a string.
    if (bytes == "\n" || bytes == "\r" || bytes == "\t") {
      *out += ' ';
    } else if (bytes.size() == 1 && bytes[0] < 0x7f) {
      *out += bytes;
    } else {
      AppendJsonCharacter(bytes, c.code_point, out);
    }
    json.remove_prefix(c.bytes);
  }
  return true;
}

void AppendJsonValue(const Value& value, std::string* out) {
  if (IsNull(value)) {
    *out += "null";
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    AppendJsonText(*text, out);
  } else if (const auto* blob = std::get_if<Blob>(&value)) {
    *out += '"';
    AppendHex(blob->bytes, out);
    *out += '"';
  } else if (const auto* real = std::get_if<double>(&value); real && std::isinf(*real)) {
    *out += *real > 0 ? "1e999" : "-1e999";
  } else {
    AppendPlain(value, out);
  }
}

}  // namespace apisql
