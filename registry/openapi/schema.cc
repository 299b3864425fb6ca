#include "registry/openapi/schema.h"

#include <algorithm>
#include <functional>
#include <map>

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

constexpr std::string_view kUnions[] = {"allOf", "oneOf", "anyOf"};
// Descriptions may name themselves in their own parts.
constexpr int kMostLevels = 12;
constexpr size_t kMostParts = 2'000;
constexpr size_t kMostValues = 30;

// "string" of `type: string` and of `type: [string, "null"]`; "" of several.
std::string TypeWord(const YamlNode& schema) {
  const YamlNode* type = schema.Find("type");
  if (type == nullptr) return "";
  if (type->is(Kind::kScalar)) return type->text;
  std::string word;
  for (const YamlNode& item : type->items) {
    if (item.text.empty() || item.text == "null") continue;
    if (!word.empty()) return "";
    word = item.text;
  }
  return word;
}

// Calls `visit` with the schema and with all parts of its unions.
class Parts {
 public:
  using Visit = std::function<void(const YamlNode&, bool of_all)>;
  Parts(const OpenApiDocument& document, const Visit& visit) : document_(document), visit_(visit) {}

  void Walk(const YamlNode* schema, bool of_all = true, int level = 0) {
    const YamlNode* node = document_.Resolve(schema);
    if (node == nullptr || !node->is(Kind::kMap) || level > kMostLevels) return;
    if (++parts_ > kMostParts) return;
    visit_(*node, of_all);
    for (const std::string_view key : kUnions) {
      const YamlNode* list = node->Find(key);
      if (list == nullptr) continue;
      for (const YamlNode& item : list->items) Walk(&item, of_all && key == "allOf", level + 1);
    }
  }

 private:
  const OpenApiDocument& document_;
  const Visit& visit_;
  size_t parts_ = 0;
};

SchemaKind KindOfPart(const YamlNode& schema) {
  const std::string type = TypeWord(schema);
  if (type == "object") return SchemaKind::kObject;
  if (type == "array") return SchemaKind::kArray;
  if (!type.empty()) return SchemaKind::kScalar;
  if (schema.Find("properties") != nullptr) return SchemaKind::kObject;
  if (schema.Find("items") != nullptr) return SchemaKind::kArray;
  if (schema.Find("additionalProperties") != nullptr) return SchemaKind::kObject;
  return schema.Find("enum") != nullptr ? SchemaKind::kScalar : SchemaKind::kUnknown;
}

std::string_view TypeOfPart(const YamlNode& schema) {
  switch (KindOfPart(schema)) {
    case SchemaKind::kObject:
    case SchemaKind::kArray:
      return "json";
    case SchemaKind::kUnknown:
      return "";
    case SchemaKind::kScalar:
      break;
  }
  const std::string type = TypeWord(schema);
  if (type == "integer") return "integer";
  if (type == "number") return "real";
  return type == "boolean" ? "boolean" : "text";
}

}  // namespace

SchemaKind KindOfSchema(const OpenApiDocument& document, const YamlNode* schema) {
  SchemaKind kind = SchemaKind::kUnknown;
  bool differs = false;
  const Parts::Visit visit = [&](const YamlNode& part, bool) {
    const SchemaKind of_part = KindOfPart(part);
    if (of_part == SchemaKind::kUnknown) return;
    differs |= kind != SchemaKind::kUnknown && kind != of_part;
    kind = of_part;
  };
  Parts(document, visit).Walk(schema);
  return differs ? SchemaKind::kUnknown : kind;
}

std::vector<SchemaMember> MembersOfSchema(const OpenApiDocument& document, const YamlNode* schema) {
  std::vector<SchemaMember> members;
  std::map<std::string, size_t, std::less<>> places;
  const Parts::Visit visit = [&](const YamlNode& part, bool of_all) {
    const YamlNode* properties = part.Find("properties");
    if (properties == nullptr || !properties->is(Kind::kMap)) return;
    const YamlNode* required = part.Find("required");
    for (size_t i = 0; i < properties->keys.size(); ++i) {
      const std::string& name = properties->keys[i].text;
      const bool is_required =
          of_all && required != nullptr &&
          std::ranges::find(required->items, name, &YamlNode::text) != required->items.end();
      const auto [place, added] = places.emplace(name, members.size());
      if (added) {
        members.push_back({name, document.Resolve(&properties->items[i]), is_required});
      } else {
        members[place->second].required |= is_required;
      }
    }
  };
  Parts(document, visit).Walk(schema);
  return members;
}

const YamlNode* ItemsOfSchema(const OpenApiDocument& document, const YamlNode* schema) {
  const YamlNode* items = nullptr;
  const Parts::Visit visit = [&](const YamlNode& part, bool) {
    if (items == nullptr) items = part.Find("items");
  };
  Parts(document, visit).Walk(schema);
  return document.Resolve(items);
}

std::string_view TypeOfSchema(const OpenApiDocument& document, const YamlNode* schema) {
  std::string_view type;
  const Parts::Visit visit = [&](const YamlNode& part, bool) {
    const std::string_view of_part = TypeOfPart(part);
    if (of_part.empty()) return;
    type = type.empty() ? of_part : CommonType(type, of_part);
  };
  Parts(document, visit).Walk(schema);
  return type.empty() ? "text" : type;
}

std::string_view CommonType(std::string_view a, std::string_view b) {
  if (a == b) return a;
  const auto number = [](std::string_view type) { return type == "integer" || type == "real"; };
  return number(a) && number(b) ? "real" : "text";
}

std::vector<std::string> ValuesOfSchema(const OpenApiDocument& document, const YamlNode* schema) {
  const YamlNode* node = document.Resolve(schema);
  const YamlNode* values = node == nullptr ? nullptr : node->Find("enum");
  std::vector<std::string> texts;
  if (values == nullptr || values->items.size() > kMostValues) return texts;
  for (const YamlNode& value : values->items) {
    if (!value.is(Kind::kScalar)) return {};
    texts.push_back(value.text);
  }
  return texts;
}

const YamlNode* SchemaAt(const OpenApiDocument& document, const YamlNode* schema,
                         const std::vector<std::string>& keys) {
  const YamlNode* node = document.Resolve(schema);
  for (const std::string& key : keys) {
    const std::vector<SchemaMember> members = MembersOfSchema(document, node);
    const auto found = std::ranges::find(members, key, &SchemaMember::name);
    if (found == members.end()) return nullptr;
    node = found->schema;
  }
  return node;
}

}  // namespace apisql
