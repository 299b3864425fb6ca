#include "registry/openapi/operation.h"

#include <algorithm>
#include <array>

#include "src/base/text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;
using ParameterPlace = OpenApiParameter::Place;

constexpr std::string_view kHttpMethods[] = {"get", "post", "put", "patch", "delete", "head"};

std::optional<ParameterPlace> PlaceOf(std::string_view word) {
  constexpr std::array<std::string_view, 4> kPlaces = {"path", "query", "header", "cookie"};
  const auto found = std::ranges::find(kPlaces, word);
  if (found == kPlaces.end()) return std::nullopt;
  return static_cast<ParameterPlace>(found - kPlaces.begin());
}

void AddParameters(const OpenApiDocument& document, const YamlNode* list,
                   std::vector<OpenApiParameter>& parameters) {
  if (list == nullptr || !list->is(Kind::kList)) return;
  for (const YamlNode& item : list->items) {
    const YamlNode* node = document.Resolve(&item);
    const auto place = PlaceOf(TextAt(node, "in"));
    if (!place) continue;
    OpenApiParameter parameter;
    parameter.name = TextAt(node, "name");
    parameter.place = *place;
    parameter.required = SaysTrue(node, "required") || *place == ParameterPlace::kPath;
    parameter.node = node;
    parameter.schema = document.Member(node, "schema");
    parameter.style = TextAt(node, "style");
    parameter.explode = TextAt(node, "explode") != "false";
    const bool known = std::ranges::any_of(parameters, [&](const OpenApiParameter& other) {
      return other.name == parameter.name && other.place == parameter.place;
    });
    if (!known) parameters.push_back(std::move(parameter));
  }
}

// "a=b&c" as pairs.
std::vector<std::pair<std::string, std::string>> QueryOf(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (query.empty()) return pairs;
  for (const std::string& part : Split(query, '&')) {
    const size_t equal = part.find('=');
    const bool has_value = equal != std::string::npos;
    pairs.emplace_back(part.substr(0, equal), has_value ? part.substr(equal + 1) : std::string());
  }
  return pairs;
}

std::optional<OpenApiContent> Choose(const YamlNode* content, std::string_view wanted) {
  if (content == nullptr || !content->is(Kind::kMap) || content->keys.empty()) return std::nullopt;
  const auto find = [&](auto&& fits) {
    const auto key = std::ranges::find_if(content->keys, fits, &YamlKey::text);
    return key == content->keys.end() ? -1 : key - content->keys.begin();
  };
  auto place = find([&](const std::string& type) { return type == wanted; });
  if (place < 0) place = find([](const std::string& type) { return IsJsonType(type); });
  const auto index = static_cast<size_t>(std::max<std::ptrdiff_t>(place, 0));
  return OpenApiContent{content->keys[index].text, content->items[index].Find("schema")};
}

Status NoOperation(std::string_view reference) {
  return {StatusCode::kNotFound,
          "there is no operation " + std::string(reference) + " in this file"};
}

}  // namespace

StatusOr<OpenApiOperation> FindOperation(const OpenApiDocument& document,
                                         std::string_view reference) {
  const size_t slash = reference.rfind('/');
  const std::string_view verb = reference.substr(slash == reference.npos ? 0 : slash + 1);
  const YamlNode* node = document.At(reference);
  const bool known = std::ranges::find(kHttpMethods, verb) != std::end(kHttpMethods);
  constexpr std::string_view kPaths = "#/paths/";
  if (node == nullptr || !known || !reference.starts_with(kPaths)) {
    return NoOperation(reference);
  }
  OpenApiOperation operation;
  operation.http_method = verb;
  operation.node = node;
  operation.path_item = document.At(reference.substr(0, slash));
  operation.line = node->line;
  const YamlNode* paths = document.root().Find("paths");
  const YamlNode* item = operation.path_item;
  // A reference may also lead elsewhere below the paths.
  size_t place = 0;
  while (place < paths->keys.size() && &paths->items[place] != item) ++place;
  if (place == paths->keys.size()) return NoOperation(reference);
  operation.path = paths->keys[place].text;
  const size_t query = operation.path.find('?');
  if (query != std::string::npos) {
    operation.constants = QueryOf(std::string_view(operation.path).substr(query + 1));
    operation.path.resize(query);
  }
  AddParameters(document, node->Find("parameters"), operation.parameters);
  AddParameters(document, item->Find("parameters"), operation.parameters);
  return operation;
}

std::optional<OpenApiContent> BodyOf(const OpenApiDocument& document,
                                     const OpenApiOperation& operation, std::string_view wanted) {
  const YamlNode* body = document.Member(operation.node, "requestBody");
  return Choose(document.Member(body, "content"), wanted);
}

std::optional<OpenApiContent> AnswerOf(const OpenApiDocument& document,
                                       const OpenApiOperation& operation, std::string_view status,
                                       std::string_view wanted) {
  const YamlNode* answers = operation.node->Find("responses");
  if (answers == nullptr || !answers->is(Kind::kMap)) return std::nullopt;
  const YamlNode* answer = document.Member(answers, status);
  for (size_t i = 0; answer == nullptr && i < answers->keys.size(); ++i) {
    const std::string& key = answers->keys[i].text;
    if (key.starts_with('2') || key == "default") answer = document.Resolve(&answers->items[i]);
  }
  return Choose(document.Member(answer, "content"), wanted);
}

bool IsJsonType(std::string_view media_type) {
  const std::string type = AsciiLower(StripBlanks(media_type.substr(0, media_type.find(';'))));
  return type == "application/json" || type.ends_with("+json") || type == "*/*";
}

}  // namespace apisql
