#include "registry/yaml/fields.h"

#include <algorithm>
#include <charconv>

#include "src/base/text.h"
#include "src/json/reader.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

std::vector<std::string> NamesOf(const KeySet& keys) {
  std::vector<std::string> names;
  for (const Key& key : keys.keys) names.emplace_back(key.name);
  return names;
}

std::string_view KindName(Kind kind) {
  constexpr std::string_view kNames[] = {"nothing", "a single value", "a list", "a map"};
  return kNames[static_cast<size_t>(kind)];
}

std::string Expected(std::string_view what, const YamlNode& found) {
  return "expected " + std::string(what) + ", found " + std::string(KindName(found.kind));
}

// Plain text that JSON reads as a number, true, false or null.
bool IsJsonLiteral(const YamlNode& node) {
  if (node.quoted || node.text.empty()) return false;
  const bool word = node.text == "true" || node.text == "false" || node.text == "null";
  const char first = node.text.front();
  const bool number = first == '-' || (first >= '0' && first <= '9');
  return word || (number && JsonDocument::Parse(node.text).ok());
}

}  // namespace

Fields::Fields(const YamlNode& node, const KeySet& keys, std::string place, Faults& faults)
    : node_(node), place_(std::move(place)), faults_(faults) {
  if (node.is(Kind::kMap)) {
    CheckKeys(keys);
  } else {
    faults_.Add(node.line, At(place_, Expected("a map", node)));
  }
}

void Fields::CheckKeys(const KeySet& keys) const {
  for (const YamlKey& key : node_.keys) {
    if (keys.open || std::ranges::find(keys.keys, key.text, &Key::name) != keys.keys.end()) {
      continue;
    }
    const auto names = NamesOf(keys);
    faults_.Add(key.line, At(place_, "unknown key " + key.text + DidYouMean(key.text, names)));
  }
  for (const Key& key : keys.keys) {
    if (!key.required || Has(key.name)) continue;
    faults_.Add(node_.line, At(place_, "the key " + std::string(key.name) + " is missing"));
  }
}

int Fields::Line(std::string_view key) const {
  const YamlKey* found = node_.FindKey(key);
  return found == nullptr ? node_.line : found->line;
}

void Fields::Fault(std::string_view key, std::string_view rule) const {
  Report(Line(key), key, rule);
}

void Fields::Report(int line, std::string_view key, std::string_view rule) const {
  const std::string where = place_.empty() ? std::string(key) : place_ + "." + std::string(key);
  faults_.Add(line, At(where, rule));
}

std::string Fields::Text(std::string_view key, std::string fallback) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return fallback;
  if (value->is(Kind::kScalar)) return value->text;
  Report(value->line, key, Expected("text", *value));
  return fallback;
}

bool Fields::Boolean(std::string_view key, bool fallback) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return fallback;
  const bool plain = value->is(Kind::kScalar) && !value->quoted;
  if (plain && value->text == "true") return true;
  if (plain && value->text == "false") return false;
  Report(value->line, key, "expected true or false");
  return fallback;
}

int64_t Fields::Integer(std::string_view key, int64_t least, int64_t most, int64_t fallback) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return fallback;
  if (value->is(Kind::kScalar) && !value->quoted) {
    const auto number = IntegerOf(value->text);
    if (number && *number >= least && *number <= most) return *number;
  }
  Report(value->line, key,
         "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return fallback;
}

JsonPath Fields::Path(std::string_view key, JsonPath fallback) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return fallback;
  if (value->is(Kind::kScalar) && value->text.starts_with('/')) {
    auto path = JsonPath::Parse(value->text);
    if (path.ok()) return *std::move(path);
  }
  Report(value->line, key, "expected a path such as /spec/owner/id, or / for the whole");
  return fallback;
}

std::vector<std::string> Fields::Texts(std::string_view key) const {
  std::vector<std::string> texts;
  for (const YamlNode& item : Items(key)) {
    if (item.is(Kind::kScalar)) {
      texts.push_back(item.text);
    } else {
      Report(item.line, key, Expected("text", item));
    }
  }
  return texts;
}

size_t Fields::Choice(std::string_view key, std::span<const std::string_view> names,
                      size_t fallback) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return fallback;
  const auto found = std::ranges::find(names, std::string_view(value->text));
  if (value->is(Kind::kScalar) && found != names.end()) {
    return static_cast<size_t>(found - names.begin());
  }
  const std::vector<std::string> known(names.begin(), names.end());
  Report(value->line, key, "expected one of " + Join(known, ", "));
  return fallback;
}

std::vector<NamedNode> Fields::Members(std::string_view key) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return {};
  if (!value->is(Kind::kMap)) Report(value->line, key, Expected("a map", *value));
  std::vector<NamedNode> members;
  members.reserve(value->keys.size());
  for (size_t i = 0; i < value->keys.size(); ++i) {
    members.push_back({&value->keys[i], &value->items[i]});
  }
  return members;
}

std::span<const YamlNode> Fields::Items(std::string_view key) const {
  const YamlNode* value = Find(key);
  if (value == nullptr) return {};
  if (value->is(Kind::kList)) return value->items;
  Report(value->line, key, Expected("a list", *value));
  return {};
}

std::string At(std::string_view place, std::string_view rule) {
  return place.empty() ? std::string(rule) : std::string(place) + ": " + std::string(rule);
}

std::optional<int64_t> IntegerOf(std::string_view text) {
  int64_t number = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
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
