#include "src/rows/valid_text.h"

#include <simdjson.h>

#include <charconv>

#include "src/json/text.h"

namespace apisql {
namespace {

constexpr size_t kEscapeLength = 6;  // \ud83d

// The code unit of the escape "\uXXXX" at the start of `text`; 0 when there is none, which is no
// surrogate either.
unsigned CodeUnit(std::string_view text) {
  if (text.size() < kEscapeLength || !text.starts_with("\\u")) return 0;
  unsigned unit = 0;
  const char* const end = text.data() + kEscapeLength;
  const auto [stop, error] = std::from_chars(text.data() + 2, end, unit, 16);
  return error == std::errc() && stop == end ? unit : 0;
}

bool IsHighHalf(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLowHalf(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// True when something was replaced. In JSON a backslash stands only in strings, and what follows
// it belongs to it.
bool ReplaceLoneHalves(std::string* body) {
  constexpr std::string_view kReplacement = "\\ufffd";
  bool replaced = false;
  for (size_t at = 0; (at = body->find('\\', at)) != std::string::npos;) {
    const std::string_view rest = std::string_view(*body).substr(at);
    const unsigned unit = CodeUnit(rest);
    if (IsHighHalf(unit) && IsLowHalf(CodeUnit(rest.substr(kEscapeLength)))) {
      at += 2 * kEscapeLength;
    } else if (IsHighHalf(unit) || IsLowHalf(unit)) {
      body->replace(at, kEscapeLength, kReplacement);
      at += kEscapeLength;
      replaced = true;
    } else {
      at += 2;
    }
  }
  return replaced;
}

}  // namespace

std::optional<std::string> WithValidText(std::string_view body) {
  const bool is_utf8 = simdjson::validate_utf8(body.data(), body.size());
  std::string valid = is_utf8 ? std::string(body) : ReplaceInvalidUtf8(body);
  const bool replaced = ReplaceLoneHalves(&valid);
  if (is_utf8 && !replaced) return std::nullopt;
  return valid;
}

}  // namespace apisql
