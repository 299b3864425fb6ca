#include "src/json/same.h"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace apisql {
namespace {

std::optional<double> ExactNumber(std::string_view text) {
  constexpr size_t kDigitsKept = 15;
  if (text.size() > kDigitsKept) return std::nullopt;
  double number = 0;
  const char* const end = text.begin() + text.size();
  const auto read = std::from_chars(text.begin(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

bool SameNumber(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::optional<double> first = ExactNumber(a);
  return first && first == ExactNumber(b);
}

std::vector<JsonValue> ElementsOf(const JsonValue& array) {
  std::vector<JsonValue> elements;
  array.ForEachElement([&](const JsonValue& element) {
    elements.push_back(element);
    return true;
  });
  return elements;
}

// NOLINTNEXTLINE(misc-no-recursion): a tape is at most kMaxDepth deep.
bool SameArray(const JsonValue& a, const JsonValue& b) {
  const std::vector<JsonValue> first = ElementsOf(a);
  const std::vector<JsonValue> second = ElementsOf(b);
  if (first.size() != second.size()) return false;
  for (size_t i = 0; i < first.size(); ++i) {
    if (!SameJson(first[i], second[i])) return false;
  }
  return true;
}

// True when `b` has every member of `a`.
// NOLINTNEXTLINE(misc-no-recursion)
bool HasMembers(const JsonValue& a, const JsonValue& b) {
  bool same = true;
  a.ForEachMember([&](std::string_view name, const JsonValue&) {
    const std::optional<JsonValue> first = a.Member(name);
    const std::optional<JsonValue> second = b.Member(name);
    return same = first && second && SameJson(*first, *second);
  });
  return same;
}

// NOLINTNEXTLINE(misc-no-recursion)
bool SameObject(const JsonValue& a, const JsonValue& b) {
  bool same = HasMembers(a, b);
  b.ForEachMember([&](std::string_view name, const JsonValue&) {
    return same = same && a.Member(name).has_value();
  });
  return same;
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion)
bool SameJson(const JsonValue& a, const JsonValue& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case JsonKind::kNumber:
      return SameNumber(a.text(), b.text());
    case JsonKind::kString:
      return a.text() == b.text();
    case JsonKind::kArray:
      return SameArray(a, b);
    case JsonKind::kObject:
      return SameObject(a, b);
    case JsonKind::kNull:
    case JsonKind::kFalse:
    case JsonKind::kTrue:
      return true;
  }
  return false;
}

}  // namespace apisql
