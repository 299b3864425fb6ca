#include "registry/openapi/openapi_document.h"

#include <optional>
#include <utility>
#include <vector>

#include "src/base/text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

constexpr int kMostReferences = 32;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = AsciiLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "~1v1%7Bid%7D" -> "/v1{id}"
std::string DecodeKey(std::string_view text) {
  std::string key;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool two = i + 2 < text.size();
    if (text[i] == '%' && two && HexValue(text[i + 1]) >= 0 && HexValue(text[i + 2]) >= 0) {
      key += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else if (text[i] == '~' && i + 1 < text.size() &&
               (text[i + 1] == '0' || text[i + 1] == '1')) {
      key += text[++i] == '1' ? '/' : '~';
    } else {
      key += text[i];
    }
  }
  return key;
}

std::optional<size_t> IndexOf(std::string_view text) {
  size_t index = 0;
  if (text.empty() || text.size() > 6) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<size_t>(c - '0');
  }
  return index;
}

const YamlNode* Step(const YamlNode& node, const std::string& key) {
  if (node.is(Kind::kMap)) return node.Find(key);
  const auto index = node.is(Kind::kList) ? IndexOf(key) : std::nullopt;
  return index && *index < node.items.size() ? &node.items[*index] : nullptr;
}

}  // namespace

StatusOr<OpenApiDocument> OpenApiDocument::Parse(std::string_view text, const std::string& file) {
  ASSIGN_OR_RETURN(YamlNode root, ParseYaml(text, file, kImportedYaml));
  const auto fault = [&](const std::string& rule) {
    return Status(StatusCode::kInvalidArgument,
                  file + ":" + std::to_string(root.line) + ": " + rule);
  };
  if (!root.is(Kind::kMap)) return fault("an OpenAPI description is a map");
  if (root.Find("swagger") != nullptr) {
    return fault("this is Swagger 2; converters to OpenAPI 3 are at openapi.tools");
  }
  if (!TextAt(&root, "openapi").starts_with("3.")) return fault("openapi: 3.x is missing");
  return OpenApiDocument(std::move(root), file);
}

const YamlNode* OpenApiDocument::At(std::string_view reference) const {
  if (!reference.starts_with("#/")) return nullptr;
  if (const auto known = known_.find(reference); known != known_.end()) return known->second;
  const YamlNode* node = &root_;
  for (const std::string& part : Split(reference.substr(2), '/')) {
    node = node == nullptr ? nullptr : Step(*node, DecodeKey(part));
  }
  known_.emplace(reference, node);
  return node;
}

const YamlNode* OpenApiDocument::Resolve(const YamlNode* node) const {
  for (int i = 0; node != nullptr && i < kMostReferences; ++i) {
    const YamlNode* reference = node->Find("$ref");
    if (reference == nullptr || !reference->is(Kind::kScalar)) return node;
    node = At(reference->text);
  }
  return nullptr;
}

const YamlNode* OpenApiDocument::Member(const YamlNode* map, std::string_view key) const {
  return map == nullptr ? nullptr : Resolve(map->Find(key));
}

std::string TextAt(const YamlNode* map, std::string_view key) {
  const YamlNode* node = map == nullptr ? nullptr : map->Find(key);
  return node != nullptr && node->is(Kind::kScalar) ? node->text : std::string();
}

bool SaysTrue(const YamlNode* map, std::string_view key) { return TextAt(map, key) == "true"; }

}  // namespace apisql
