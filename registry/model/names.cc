#include "registry/model/names.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {

bool IsName(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, rest);
}

bool IsVariable(std::string_view name) {
  const auto upper = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto rest = [&](char c) { return upper(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && upper(name.front()) && std::ranges::all_of(name, rest);
}

bool IsTableName(std::string_view text) {
  constexpr size_t kParts = 3;
  const auto parts = Split(text, '.');
  return parts.size() == kParts && std::ranges::all_of(parts, IsName);
}

}  // namespace apisql
