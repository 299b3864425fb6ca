// OpenApiDocument: the tree of an OpenAPI description, and what its references lead to.
#ifndef APISQL_REGISTRY_OPENAPI_OPENAPI_DOCUMENT_H_
#define APISQL_REGISTRY_OPENAPI_OPENAPI_DOCUMENT_H_

#include <map>
#include <string>
#include <string_view>

#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

// Not thread-safe. What it hands out lives as long as it does.
class OpenApiDocument {
 public:
  // Reads OpenAPI 3 as YAML or JSON, within kImportedYaml. `file` is its name in errors.
  static StatusOr<OpenApiDocument> Parse(std::string_view text, const std::string& file);
  OpenApiDocument(const OpenApiDocument&) = delete;
  OpenApiDocument& operator=(const OpenApiDocument&) = delete;
  OpenApiDocument(OpenApiDocument&&) = default;
  OpenApiDocument& operator=(OpenApiDocument&&) = default;
  ~OpenApiDocument() = default;

  const YamlNode& root() const { return root_; }
  const std::string& file() const { return file_; }

  // What "#/components/schemas/User" leads to; null where nothing is there, and for a place in
  // another file. Percent-encoding and ~1 are read as RFC 6901 says.
  const YamlNode* At(std::string_view reference) const;
  // The node itself, or what its $ref leads to at last; null for null, and where it leads nowhere
  // or in a circle.
  const YamlNode* Resolve(const YamlNode* node) const;
  // The member of a map, resolved.
  const YamlNode* Member(const YamlNode* map, std::string_view key) const;

 private:
  OpenApiDocument(YamlNode root, std::string file)
      : root_(std::move(root)), file_(std::move(file)) {}

  YamlNode root_;
  std::string file_;
  mutable std::map<std::string, const YamlNode*, std::less<>> known_;
};

// The text of a scalar member; "" where there is none.
std::string TextAt(const YamlNode* map, std::string_view key);
// True where a member says true.
bool SaysTrue(const YamlNode* map, std::string_view key);

}  // namespace apisql

#endif  // APISQL_REGISTRY_OPENAPI_OPENAPI_DOCUMENT_H_
