// JSON of a value without some of the values within it.
#ifndef APISQL_SRC_ROWS_SHAPE_JSON_WITHOUT_H_
#define APISQL_SRC_ROWS_SHAPE_JSON_WITHOUT_H_

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/json/path.h"
#include "src/json/tape.h"
#include "src/json/text.h"
#include "src/rows/shape/field_tree.h"

namespace apisql {

// The keys from a value down to one within it.
using KeySpan = std::span<const std::string>;

// Those of `paths` that lead to something within what `container` names, from there on.
inline std::vector<KeySpan> PathsWithin(const JsonPath& container,
                                        const std::vector<JsonPath>& paths) {
  std::vector<KeySpan> within;
  for (const JsonPath& path : paths) {
    const KeySpan keys = path.keys;
    const size_t depth = container.keys.size();
    if (keys.size() > depth && std::ranges::equal(keys.first(depth), container.keys)) {
      within.push_back(keys.subspan(depth));
    }
  }
  return within;
}

// Appends `value` as compact JSON, leaving out what `without` names: a member with its name, an
// element of an array as null, so that the others keep their numbers. False as Value::AppendJson()
// says. `Value` is that of PageBuilder; no path is empty.
template <typename Value>
class JsonWithout {
 public:
  explicit JsonWithout(std::string* json) : json_(json) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the paths are long.
  bool Append(const Value& value, const std::vector<KeySpan>& without) {
    if (without.empty()) return value.AppendJson(json_);
    if (value.kind() == JsonKind::kObject) return AppendMembers(value, without);
    if (value.kind() == JsonKind::kArray) return AppendElements(value, without);
    return value.AppendJson(json_);
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion)
  bool AppendMembers(const Value& value, const std::vector<KeySpan>& without) {
    bool complete = true;
    const char* separator = "";
    *json_ += '{';
    value.ForEachMember([&](std::string_view name, const Value& member) {
      bool left_out = false;
      const auto below =
          Below(without, [&](const std::string& key) { return key == name; }, &left_out);
      if (left_out) return true;
      *json_ += separator;
      separator = ",";
      AppendJsonString(name, json_);
      *json_ += ':';
      return complete = Append(member, below);
    });
    *json_ += '}';
    return complete;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  bool AppendElements(const Value& value, const std::vector<KeySpan>& without) {
    bool complete = true;
    int64_t number = 0;
    *json_ += '[';
    value.ForEachElement([&](const Value& element) {
      bool left_out = false;
      const auto below = Below(
          without, [&](const std::string& key) { return ElementNumber(key) == number; }, &left_out);
      *json_ += number++ == 0 ? "" : ",";
      if (left_out) {
        *json_ += "null";
        return true;
      }
      return complete = Append(element, below);
    });
    *json_ += ']';
    return complete;
  }

  // The paths that go on below the key that `is_key` knows; `ends` when one ends there.
  template <typename IsKey>
  static std::vector<KeySpan> Below(const std::vector<KeySpan>& paths, IsKey is_key, bool* ends) {
    std::vector<KeySpan> below;
    for (const KeySpan path : paths) {
      if (!is_key(path.front())) continue;
      *ends |= path.size() == 1;
      if (path.size() > 1) below.push_back(path.subspan(1));
    }
    return below;
  }

  std::string* json_;
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_JSON_WITHOUT_H_
