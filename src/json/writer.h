// Builds JSON bodies: values set by path, objects made on the way.
#ifndef APISQL_SRC_JSON_WRITER_H_
#define APISQL_SRC_JSON_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "src/base/status.h"
#include "src/json/path.h"

namespace apisql {

struct JsonText {
  std::string text;  // A JSON value, to be put in as it is.
};
using JsonScalar = std::variant<std::nullptr_t, bool, int64_t, double, std::string, JsonText>;

// A JSON object that grows by paths. Later sets win; objects are merged, member by member.
class JsonBody {
 public:
  JsonBody();
  ~JsonBody();
  JsonBody(JsonBody&&) noexcept;
  JsonBody& operator=(JsonBody&&) noexcept;

  // An error when a JsonText is not JSON, or `path` runs through a scalar.
  Status Set(const JsonPath& path, const JsonScalar& value);
  // Takes out what stands at `path`, if anything does. Not for the whole body.
  void Remove(const JsonPath& path);
  bool empty() const;
  // Compact, members in the order in which they were set.
  std::string ToString() const;

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

// `text` as a JSON string, quotes included. Invalid UTF-8 becomes U+FFFD.
std::string QuoteJson(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_JSON_WRITER_H_
