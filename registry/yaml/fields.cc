#include "registry/yaml/fields.h"

#include <algorithm>
#include <cassert>

#include "src/json/reader.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

// Plain text that JSON reads as a number, true, false or null.
bool IsJsonLiteral(const YamlNode& node) {
  if (node.quoted || node.text.empty()) return false;
  const bool word = node.text == "true" || node.text == "false" || node.text == "null";
  const char first = node.text.front();
  const bool number = first == '-' || (first >= '0' && first <= '9');
  return word || (number && JsonDocument::Parse(node.text).ok());
}

JsonPath PathOf(const YamlNode& value, JsonPath fallback) {
  const bool scalar = value.is(Kind::kScalar) && value.text.starts_with('/');
  auto path = scalar ? JsonPath::Parse(value.text) : StatusOr<JsonPath>(fallback);
  return path.ok() ? *std::move(path) : std::move(fallback);
}

}  // namespace

Fields::Fields(const YamlNode& node, const Place& keys, std::string place, Faults& faults)
    : node_(node), keys_(keys), place_(std::move(place)), faults_(faults) {
  if (node.is(Kind::kMap)) {
    CheckKeys(node, keys, place_, faults);
  } else {
    faults_.Add(node.line, At(place_, Expected("a map", node)));
  }
}

const YamlNode* Fields::Find(std::string_view key) const {
  assert(keys_.open || keys_.Find(key) != nullptr);
  return node_.Find(key);
}

const KeyRules& Fields::RulesOf(std::string_view key) const {
  static const KeyRules kNone;
  const Key* found = keys_.Find(key);
  return found == nullptr ? kNone : found->rules;
}

int Fields::Line(std::string_view key) const {
  const YamlKey* found = node_.FindKey(key);
  return found == nullptr ? node_.line : found->line;
}

void Fields::Fault(std::string_view key, std::string_view rule) const {
  faults_.Add(Line(key), At(Within(key), rule));
}

std::string Fields::Within(std::string_view key) const {
  return place_.empty() ? std::string(key) : place_ + "." + std::string(key);
}

std::string Fields::Text(std::string_view key, const std::string& fallback) const {
  const YamlNode* value = Find(key);
  return value != nullptr && value->is(Kind::kScalar) ? value->text : fallback;
}

bool Fields::Boolean(std::string_view key, bool fallback) const {
  const YamlNode* value = Find(key);
  return value == nullptr ? fallback : BooleanOf(*value).value_or(fallback);
}

int64_t Fields::Integer(std::string_view key, int64_t fallback) const {
  const YamlNode* value = Find(key);
  const auto number = value == nullptr ? std::nullopt : IntegerOf(*value);
  const KeyRules& rules = RulesOf(key);
  return number && *number >= rules.least && *number <= rules.most ? *number : fallback;
}

JsonPath Fields::Path(std::string_view key, JsonPath fallback) const {
  const YamlNode* value = Find(key);
  return value == nullptr ? std::move(fallback) : PathOf(*value, std::move(fallback));
}

AnswerPlace Fields::PlaceInAnswer(std::string_view key, AnswerPlace fallback) const {
  const YamlNode* value = Find(key);
  if (value == nullptr || !value->is(Kind::kScalar)) return fallback;
  auto place = AnswerPlace::Parse(value->text);
  return place.ok() ? *std::move(place) : std::move(fallback);
}

std::vector<JsonPath> Fields::Paths(std::string_view key) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return {};
  if (!value->is(Kind::kList)) return {PathOf(*value, {})};
  std::vector<JsonPath> paths;
  for (const YamlNode& item : value->items) paths.push_back(PathOf(item, {}));
  return paths;
}

std::vector<std::string> Fields::Texts(std::string_view key) const {
  std::vector<std::string> texts;
  for (const YamlNode& item : Items(key)) {
    if (item.is(Kind::kScalar)) texts.push_back(item.text);
  }
  return texts;
}

std::optional<size_t> Fields::Choice(std::string_view key) const {
  const YamlNode* value = Find(key);
  if (value == nullptr || !value->is(Kind::kScalar)) return std::nullopt;
  const NamesFunction names = RulesOf(key).choices;
  const auto choices = names == nullptr ? std::vector<std::string_view>() : names();
  const auto found = std::ranges::find(choices, std::string_view(value->text));
  if (found == choices.end()) return std::nullopt;
  return static_cast<size_t>(found - choices.begin());
}

bool Fields::IsWord(std::string_view key) const {
  const YamlNode* value = Find(key);
  return value != nullptr && value->is(Kind::kScalar) && value->text == RulesOf(key).word;
}

std::vector<NamedNode> Fields::Members(std::string_view key) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return {};
  std::vector<NamedNode> members;
  members.reserve(value->keys.size());
  for (size_t i = 0; i < value->keys.size(); ++i) {
    members.push_back({&value->keys[i], &value->items[i]});
  }
  return members;
}

std::span<const YamlNode> Fields::Items(std::string_view key) const {
  const YamlNode* value = Find(key);
  const bool list = value != nullptr && value->is(Kind::kList);
  return list ? std::span<const YamlNode>(value->items) : std::span<const YamlNode>();
}

std::string ToJson(const YamlNode& node) {
  if (node.is(Kind::kNull)) return "null";
  if (node.is(Kind::kScalar)) return IsJsonLiteral(node) ? node.text : QuoteJson(node.text);
  const bool map = node.is(Kind::kMap);
  std::string json;
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) json += ',';
    if (map) json += QuoteJson(node.keys[i].text) + ':';
    json += ToJson(node.items[i]);
  }
  return map ? "{" + json + "}" : "[" + json + "]";
}

}  // namespace apisql
