#include "sandbox/json_text.h"

#include <array>
#include <cstdio>

namespace apisql::sandbox {
namespace {

// Confluent's servers are Go programs, whose encoder also escapes what HTML could misread.
constexpr std::array<bool, 256> EscapedBytes() {
  std::array<bool, 256> escaped{};
  for (size_t i = 0; i < 0x20; ++i) escaped.at(i) = true;
  for (const unsigned char c : {'"', '\\', '<', '>', '&'}) escaped.at(c) = true;
  return escaped;
}
constexpr std::array<bool, 256> kEscaped = EscapedBytes();

void AppendEscaped(char c, std::string& text) {
  switch (c) {
    case '"':
      text += "\\\"";
      return;
    case '\\':
      text += "\\\\";
      return;
    case '\n':
      text += "\\n";
      return;
    default:
      break;
  }
  std::array<char, 8> code{};
  std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned char>(c));
  text += code.data();
}

}  // namespace

JsonText& JsonText::Open(char bracket) {
  BeforeValue();
  text_ += bracket;
  comma_ = false;
  return *this;
}

JsonText& JsonText::Close(char bracket) {
  text_ += bracket;
  comma_ = true;
  return *this;
}

JsonText& JsonText::Key(std::string_view name) {
  BeforeValue();
  Quote(name);
  text_ += ':';
  comma_ = false;
  return *this;
}

JsonText& JsonText::Text(std::string_view value) {
  BeforeValue();
  Quote(value);
  return *this;
}

JsonText& JsonText::Number(int64_t value) {
  BeforeValue();
  text_ += std::to_string(value);
  return *this;
}

JsonText& JsonText::Boolean(bool value) {
  BeforeValue();
  text_ += value ? "true" : "false";
  return *this;
}

JsonText& JsonText::Null() {
  BeforeValue();
  text_ += "null";
  return *this;
}

JsonText& JsonText::Optional(std::string_view name, const std::optional<std::string>& value) {
  return value ? Field(name, *value) : *this;
}

JsonText& JsonText::Nullable(std::string_view name, const std::optional<std::string>& value) {
  return value ? Field(name, *value) : Key(name).Null();
}

void JsonText::BeforeValue() {
  if (comma_) text_ += ',';
  comma_ = true;
}

void JsonText::Quote(std::string_view value) {
  text_ += '"';
  size_t plain = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    if (!kEscaped[static_cast<unsigned char>(value[i])]) continue;
    text_.append(value, plain, i - plain);
    AppendEscaped(value[i], text_);
    plain = i + 1;
  }
  text_.append(value, plain, std::string_view::npos);
  text_ += '"';
}

}  // namespace apisql::sandbox
