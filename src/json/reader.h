// Reads single values out of small JSON documents (errors, tokens): not for pages, see src/rows/.
#ifndef APISQL_SRC_JSON_READER_H_
#define APISQL_SRC_JSON_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "src/json/path.h"

namespace apisql {

// A parsed document. Copies share it.
class JsonDocument {
 public:
  // An error says what is wrong and at which byte.
  static StatusOr<JsonDocument> Parse(std::string_view text);
  ~JsonDocument();
  JsonDocument(const JsonDocument&);
  JsonDocument& operator=(const JsonDocument&);

  // The scalar at `path` as text (numbers as written, true/false); none when absent, null, an
  // object or an array. A number key addresses an array's element ("/errors/0/detail").
  std::optional<std::string> Text(const JsonPath& path) const;
  // The value at `path` as compact JSON; none when absent.
  std::optional<std::string> Json(const JsonPath& path) const;
  bool IsObject() const;
  bool IsArray(const JsonPath& path) const;
  size_t ArraySize(const JsonPath& path) const;  // 0 when it is no array.

 private:
  struct Tree;
  explicit JsonDocument(std::shared_ptr<const Tree> tree);
  std::shared_ptr<const Tree> tree_;
};

}  // namespace apisql

#endif  // APISQL_SRC_JSON_READER_H_
