// json_equal and aws_policy_equal, as StackQL has them.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "src/base/text.h"
#include "src/json/same.h"
#include "src/json/tape.h"
#include "vtab/functions/calls.h"

namespace apisql {
namespace {

StatusOr<JsonTape> ParseArgument(sqlite3_value* value, const char* which) {
  const std::optional<std::string_view> text = TextOf(value);
  if (!text) {
    return Status(StatusCode::kInvalidArgument,
                  std::string("its ") + which +
                      " argument is NULL, which is no JSON; ask for what IS NOT NULL first");
  }
  StatusOr<JsonTape> tape = JsonTape::Parse(*text);
  if (tape.ok()) return tape;
  return std::move(tape).status().Annotate(std::string("its ") + which + " argument is no JSON");
}

// Members of a policy whose elements have no order, and whose ARNs no letter case.
bool HoldsSet(std::string_view member) {
  constexpr std::array<std::string_view, 8> kSets = {"Action",      "NotAction", "Resource",
                                                     "NotResource", "Principal", "NotPrincipal",
                                                     "AWS",         "Service"};
  return std::ranges::any_of(kSets,
                             [&](std::string_view set) { return EqualsIgnoreCase(set, member); });
}

std::vector<JsonValue> ElementsOfArray(const JsonValue& array) {
  std::vector<JsonValue> elements;
  array.ForEachElement([&](const JsonValue& element) {
    elements.push_back(element);
    return true;
  });
  return elements;
}

// By its name as it is written; else by the first that is spelt alike but for letter case.
std::optional<JsonValue> MemberAnyCase(const JsonValue& object, std::string_view name) {
  std::optional<JsonValue> found = object.Member(name);
  if (found) return found;
  object.ForEachMember([&](std::string_view key, const JsonValue& member) {
    if (EqualsIgnoreCase(key, name)) found = member;
    return !found.has_value();
  });
  return found;
}

bool SamePolicy(const JsonValue& a, const JsonValue& b, bool in_set);

// NOLINTNEXTLINE(misc-no-recursion): a tape is at most JsonTape::kMaxDepth deep.
bool HasAll(const std::vector<JsonValue>& a, const std::vector<JsonValue>& b) {
  return std::ranges::all_of(a, [&](const JsonValue& one) {
    return std::ranges::any_of(
        b, [&](const JsonValue& other) { return SamePolicy(other, one, true); });
  });
}

// NOLINTNEXTLINE(misc-no-recursion)
bool SamePolicyArray(const JsonValue& a, const JsonValue& b, bool in_set) {
  const std::vector<JsonValue> first = ElementsOfArray(a);
  const std::vector<JsonValue> second = ElementsOfArray(b);
  if (first.size() != second.size()) return false;
  if (in_set) return HasAll(first, second) && HasAll(second, first);
  for (size_t i = 0; i < first.size(); ++i) {
    if (!SamePolicy(first[i], second[i], false)) return false;
  }
  return true;
}

// NOLINTNEXTLINE(misc-no-recursion)
bool SamePolicyObject(const JsonValue& a, const JsonValue& b) {
  bool same = true;
  a.ForEachMember([&](std::string_view name, const JsonValue& member) {
    const std::optional<JsonValue> other = MemberAnyCase(b, name);
    return same = other && SamePolicy(member, *other, HoldsSet(name));
  });
  b.ForEachMember([&](std::string_view name, const JsonValue&) {
    return same = same && MemberAnyCase(a, name).has_value();
  });
  return same;
}

// An array of one text is that text.
// NOLINTNEXTLINE(misc-no-recursion)
bool IsTheOne(const JsonValue& array, const JsonValue& text, bool in_set) {
  const std::vector<JsonValue> elements = ElementsOfArray(array);
  return elements.size() == 1 && SamePolicy(elements[0], text, in_set);
}

// NOLINTNEXTLINE(misc-no-recursion)
bool SamePolicy(const JsonValue& a, const JsonValue& b, bool in_set) {
  if (a.kind() == JsonKind::kArray && b.kind() == JsonKind::kString) return IsTheOne(a, b, in_set);
  if (b.kind() == JsonKind::kArray && a.kind() == JsonKind::kString) return IsTheOne(b, a, in_set);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case JsonKind::kString:
      if (in_set && a.text().starts_with("arn:")) return EqualsIgnoreCase(a.text(), b.text());
      return a.text() == b.text();
    case JsonKind::kArray:
      return SamePolicyArray(a, b, in_set);
    case JsonKind::kObject:
      return SamePolicyObject(a, b);
    default:
      return SameJson(a, b);
  }
}

template <typename Same>
Status SetWhetherSame(sqlite3_context* context, FunctionArguments arguments, const Same& same) {
  ASSIGN_OR_RETURN(const JsonTape first, ParseArgument(arguments[0], "first"));
  ASSIGN_OR_RETURN(const JsonTape second, ParseArgument(arguments[1], "second"));
  sqlite3_result_int(context, same(first.root(), second.root()) ? 1 : 0);
  return OkStatus();
}

}  // namespace

Status CallJsonEqual(sqlite3_context* context, FunctionArguments arguments) {
  return SetWhetherSame(context, arguments, SameJson);
}

Status CallAwsPolicyEqual(sqlite3_context* context, FunctionArguments arguments) {
  // As in StackQL one text is itself, and is not read.
  const std::optional<std::string_view> first = TextOf(arguments[0]);
  if (first && first == TextOf(arguments[1])) {
    sqlite3_result_int(context, 1);
    return OkStatus();
  }
  return SetWhetherSame(context, arguments, [](const JsonValue& a, const JsonValue& b) {
    return SamePolicy(a, b, false);
  });
}

}  // namespace apisql
