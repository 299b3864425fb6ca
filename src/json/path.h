// JsonPath: where a value stands in a JSON document (RFC 6901, JSON Pointer).
#ifndef APISQL_SRC_JSON_PATH_H_
#define APISQL_SRC_JSON_PATH_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

// The keys from the root down. "/spec/owner/id" -> {spec, owner, id}; "/" or "" -> {} (the whole
// value), unlike RFC 6901, where "/" is the member with the empty name: no API here has one.
struct JsonPath {
  std::vector<std::string> keys;

  // Reads "/a/b"; ~1 is '/', ~0 is '~'. An error when a non-empty text does not start with '/'.
  static StatusOr<JsonPath> Parse(std::string_view text);
  std::string ToString() const;
  bool empty() const { return keys.empty(); }
  // That the value at `inner` is this one, or stands within it.
  bool Holds(const JsonPath& inner) const;
  friend bool operator==(const JsonPath&, const JsonPath&) = default;
};

}  // namespace apisql

#endif  // APISQL_SRC_JSON_PATH_H_
