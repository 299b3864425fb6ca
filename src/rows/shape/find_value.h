// FindValue: one value of a parsed body by its path, whichever parser read it. page_builder.h tells
// what a `Value` can do.
#ifndef APISQL_SRC_ROWS_SHAPE_FIND_VALUE_H_
#define APISQL_SRC_ROWS_SHAPE_FIND_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "src/json/path.h"
#include "src/json/tape.h"
#include "src/rows/shape/field_tree.h"

namespace apisql {

// The key of a path that stands for the last element of an array, outside of rows.
inline constexpr std::string_view kLastElement = "-1";

inline const char* JsonKindName(JsonKind kind) {
  static constexpr const char* kNames[] = {"null",     "false",    "true",     "a number",
                                           "a string", "an array", "an object"};
  return kNames[static_cast<size_t>(kind)];
}

inline Status UnexpectedValue(const char* what, const char* expected, const JsonPath& path,
                              JsonKind found) {
  return {StatusCode::kDataLoss, std::string(what) + ": expected " + expected + " at " +
                                     path.ToString() + ", found " + JsonKindName(found)};
}

inline bool IsElement(const std::string& key) {
  return key == kLastElement || ElementNumber(key) >= 0;
}

template <typename Value>
std::optional<Value> ChildValue(const Value& value, const std::string& key, bool* twice) {
  std::optional<Value> found;
  if (value.kind() == JsonKind::kObject) {
    value.ForEachMember([&](std::string_view name, const Value& member) {
      if (name != key) return true;
      *twice = found.has_value();
      found = member;
      return !*twice;
    });
    return found;
  }
  const bool last = key == kLastElement;
  int64_t left = last ? -1 : ElementNumber(key);
  value.ForEachElement([&](const Value& element) {
    if (last || left-- == 0) found = element;
    return last || !found;
  });
  return found;
}

// The value at `path`; none where it is absent. A null on the way stands for it. Anything else on
// the way that has no members, and a member that comes twice, is an error: "no value" and "a
// value that is not understood" must not be the same.
template <typename Value>
StatusOr<std::optional<Value>> FindValue(const Value& root, const JsonPath& path,
                                         const char* what) {
  std::optional<Value> value = root;
  for (size_t i = 0; i < path.keys.size(); ++i) {
    const JsonKind kind = value->kind();
    if (kind == JsonKind::kNull) break;
    const bool element = kind == JsonKind::kArray && IsElement(path.keys[i]);
    if (kind != JsonKind::kObject && !element) {
      const auto end = path.keys.begin() + static_cast<std::ptrdiff_t>(i);
      return UnexpectedValue(what, "an object", JsonPath{{path.keys.begin(), end}}, kind);
    }
    bool twice = false;
    value = ChildValue(*value, path.keys[i], &twice);
    if (twice) {
      return Status(StatusCode::kDataLoss, std::string(what) + ": two members at " +
                                               path.ToString() + " are named '" + path.keys[i] +
                                               "'");
    }
    if (!value) break;
  }
  return value;
}

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_FIND_VALUE_H_
