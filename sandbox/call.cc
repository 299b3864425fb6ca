#include "sandbox/call.h"

#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A "%" without two hexadecimal digits stands for itself, as lenient servers have it.
std::string PercentDecode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
                        HexValue(text[i + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

void ParseQueryText(std::string_view text, Call& call) {
  if (text.empty()) return;
  for (const std::string& part : Split(text, '&')) {
    const size_t equals = part.find('=');
    const std::string_view name = std::string_view(part).substr(0, equals);
    const std::string_view value =
        equals == std::string::npos ? "" : std::string_view(part).substr(equals + 1);
    call.query.emplace_back(PercentDecode(name, true), PercentDecode(value, true));
  }
}

}  // namespace

std::string_view Call::Parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::string> Call::Parameters(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : query) {
    if (key == name && !value.empty()) values.push_back(value);
  }
  return values;
}

void ParseTarget(std::string_view target, Call& call) {
  const size_t mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  if (mark != std::string_view::npos) ParseQueryText(target.substr(mark + 1), call);
  if (path.size() < 2) return;
  for (const std::string& segment : Split(path.substr(1), '/')) {
    call.path.push_back(PercentDecode(segment, false));
  }
}

}  // namespace apisql::sandbox
