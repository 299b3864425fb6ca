// OpenApiOperation: one operation of an OpenAPI description, with its inputs and its answers.
#ifndef APISQL_REGISTRY_OPENAPI_OPERATION_H_
#define APISQL_REGISTRY_OPENAPI_OPERATION_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/openapi/openapi_document.h"

namespace apisql {

struct OpenApiParameter {
  enum class Place { kPath, kQuery, kHeader, kCookie };
  std::string name;
  Place place = Place::kQuery;
  bool required = false;
  const YamlNode* node = nullptr;
  const YamlNode* schema = nullptr;  // Resolved; null where its text is said by `content`.
  std::string style;                 // "form" and so on; "" when left out.
  bool explode = true;
};

// A body or an answer of one media type.
struct OpenApiContent {
  std::string media_type;
  const YamlNode* schema = nullptr;  // As it stands, a reference or not; null: nothing is said.
};

struct OpenApiOperation {
  std::string http_method;  // "get"
  std::string path;         // Without its query.
  // Of a path such as /things?beta=true, decoded.
  std::vector<std::pair<std::string, std::string>> constants;
  const YamlNode* node = nullptr;
  const YamlNode* path_item = nullptr;
  int line = 1;
  std::vector<OpenApiParameter> parameters;  // Those of the operation before those of its path.
};

// "#/paths/~1v1~1things/get"; kNotFound where there is no such operation.
StatusOr<OpenApiOperation> FindOperation(const OpenApiDocument& document,
                                         std::string_view reference);

// The body, of the media type `wanted` where it has that, else of a kind of JSON, else the first.
// None: it takes none.
std::optional<OpenApiContent> BodyOf(const OpenApiDocument& document,
                                     const OpenApiOperation& operation, std::string_view wanted);
// The answer of the status `wanted`, else of the first from 200 to 299. None: nothing is said, or
// it has no body.
std::optional<OpenApiContent> AnswerOf(const OpenApiDocument& document,
                                       const OpenApiOperation& operation, std::string_view status,
                                       std::string_view wanted);

// True for application/json, application/vnd.acme+json and the like.
bool IsJsonType(std::string_view media_type);

}  // namespace apisql

#endif  // APISQL_REGISTRY_OPENAPI_OPERATION_H_
