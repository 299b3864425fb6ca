#include "src/json/reader.h"

#include <charconv>
#include <memory>
#include <utility>

#include "src/json/tape.h"
#include "src/json/text.h"

namespace apisql {
namespace {

std::optional<JsonValue> Element(const JsonValue& array, std::string_view key) {
  size_t wanted = 0;
  const char* const end = std::to_address(key.end());
  const auto [stop, error] = std::from_chars(std::to_address(key.begin()), end, wanted);
  if (error != std::errc() || stop != end) return std::nullopt;
  std::optional<JsonValue> found;
  array.ForEachElement([&](JsonValue element) {
    if (wanted-- == 0) found = element;
    return !found;
  });
  return found;
}

std::optional<JsonValue> Member(const JsonValue& object, std::string_view key) {
  std::optional<JsonValue> found;
  object.ForEachMember([&](std::string_view name, JsonValue value) {
    if (name == key) found = value;
    return !found;
  });
  return found;
}

std::optional<JsonValue> Child(const JsonValue& value, std::string_view key) {
  if (value.kind() == JsonKind::kObject) return Member(value, key);
  if (value.kind() == JsonKind::kArray) return Element(value, key);
  return std::nullopt;
}

std::optional<JsonValue> Follow(const JsonTape& tape, const JsonPath& path) {
  std::optional<JsonValue> value = tape.root();
  for (const std::string& key : path.keys) {
    value = Child(*value, key);
    if (!value) return std::nullopt;
  }
  return value;
}

}  // namespace

struct JsonDocument::Tree {
  JsonTape tape;
};

JsonDocument::JsonDocument(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(const JsonDocument&) = default;
JsonDocument& JsonDocument::operator=(const JsonDocument&) = default;

StatusOr<JsonDocument> JsonDocument::Parse(std::string_view text) {
  ASSIGN_OR_RETURN(JsonTape tape, JsonTape::Parse(text));
  return JsonDocument(std::make_shared<const Tree>(Tree{std::move(tape)}));
}

std::optional<std::string> JsonDocument::Text(const JsonPath& path) const {
  const std::optional<JsonValue> value = Follow(tree_->tape, path);
  if (!value) return std::nullopt;
  switch (value->kind()) {
    case JsonKind::kFalse:
      return "false";
    case JsonKind::kTrue:
      return "true";
    case JsonKind::kNumber:
    case JsonKind::kString:
      return std::string(value->text());
    case JsonKind::kNull:
    case JsonKind::kArray:
    case JsonKind::kObject:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> JsonDocument::Json(const JsonPath& path) const {
  const std::optional<JsonValue> value = Follow(tree_->tape, path);
  if (!value) return std::nullopt;
  std::string json;
  AppendJson(*value, &json);
  return json;
}

bool JsonDocument::IsObject() const { return tree_->tape.root().kind() == JsonKind::kObject; }

bool JsonDocument::IsArray(const JsonPath& path) const {
  const std::optional<JsonValue> value = Follow(tree_->tape, path);
  return value && value->kind() == JsonKind::kArray;
}

size_t JsonDocument::ArraySize(const JsonPath& path) const {
  const std::optional<JsonValue> value = Follow(tree_->tape, path);
  if (!value || value->kind() != JsonKind::kArray) return 0;
  size_t size = 0;
  value->ForEachElement([&](JsonValue) { return ++size > 0; });
  return size;
}

}  // namespace apisql
