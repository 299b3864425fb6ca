#include "registry/keys/schema.h"

#include <utility>

#include "registry/keys/places.h"
#include "src/base/text.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

using Member = std::pair<std::string_view, std::string>;  // A name, and a value as JSON.

std::string Quoted(std::string_view text) { return QuoteJson(text); }

std::string Object(const std::vector<Member>& members) {
  std::vector<std::string> texts;
  texts.reserve(members.size());
  for (const auto& [name, value] : members) texts.push_back(Quoted(name) + ": " + value);
  return "{" + Join(texts, ", ") + "}";
}

std::string Array(const std::vector<std::string>& items) { return "[" + Join(items, ", ") + "]"; }

std::string QuotedArray(const std::vector<std::string_view>& texts) {
  std::vector<std::string> items;
  items.reserve(texts.size());
  for (const std::string_view text : texts) items.push_back(Quoted(text));
  return Array(items);
}

std::string Reference(std::string_view place) {
  return Object({{"$ref", Quoted("#/$defs/" + std::string(place))}});
}

std::string ArrayOf(const std::string& item) {
  return Object({{"type", Quoted("array")}, {"items", item}});
}

std::string WholeNumber(const Key& key) {
  return Object({{"type", Quoted("integer")},
                 {"minimum", std::to_string(key.rules.least)},
                 {"maximum", std::to_string(key.rules.most)}});
}

std::string OneOf(const std::vector<std::string>& schemas) {
  return Object({{"oneOf", Array(schemas)}});
}

std::string Named(const Key& key) {
  const bool maps = key.type == KeyType::kNamedMaps;
  std::vector<Member> members = {{"type", Quoted("object")}};
  if (key.rules.sql_names) members.emplace_back("propertyNames", Reference("name"));
  if (key.rules.column_names) members.emplace_back("propertyNames", Reference("column_name"));
  members.emplace_back("additionalProperties", Reference(maps ? key.rules.of->name : "scalar"));
  return Object(members);
}

std::string Maps(const Key& key) {
  const std::string map = Reference(key.rules.of->name);
  return ArrayOf(key.rules.most == 0 ? map : OneOf({WholeNumber(key), map}));
}

// YAML reads some words as null and as numbers.
std::string Words(const Key& key) {
  std::vector<std::string> words;
  for (const std::string_view word : ChoicesOf(key)) {
    words.push_back(Quoted(word));
    const bool digits = word.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits || word == "null") words.emplace_back(word);
  }
  return Array(words);
}

std::string ValueOf(const Key& key) {
  switch (key.type) {
    case KeyType::kText:
      return Reference("scalar");
    case KeyType::kName:
      return Reference("name");
    case KeyType::kColumn:
      return Reference("column_name");
    case KeyType::kTable:
      return Reference("table_name");
    case KeyType::kPath:
      return Reference("path");
    case KeyType::kPaths:
      return OneOf({Reference("path"), ArrayOf(Reference("path"))});
    case KeyType::kPlaces:
      return OneOf({Reference("place"), ArrayOf(Reference("path"))});
    case KeyType::kAnswerPlace:
      return Reference("answer_place");
    case KeyType::kRequestPlace:
      return Reference("request_place");
    case KeyType::kUrlPath:
      return Reference("url_path");
    case KeyType::kBoolean:
      return Object({{"type", Quoted("boolean")}});
    case KeyType::kInteger:
      return WholeNumber(key);
    case KeyType::kChoice:
      return Object({{"enum", QuotedArray(ChoicesOf(key))}});
    case KeyType::kTexts:
      return ArrayOf(Reference("scalar"));
    case KeyType::kColumns:
      return ArrayOf(Reference("column_name"));
    case KeyType::kTables:
      return ArrayOf(Reference("table_name"));
    case KeyType::kChoices:
      return ArrayOf(Object({{"enum", Words(key)}}));
    case KeyType::kMap:
      return Reference(key.rules.of->name);
    case KeyType::kMaps:
      return Maps(key);
    case KeyType::kNamedMaps:
    case KeyType::kNamedTexts:
      return Named(key);
    case KeyType::kStatuses:
      return Object({{"type", Quoted("object")},
                     {"propertyNames", Object({{"pattern", Quoted("^[45][0-9][0-9]$")}})},
                     {"additionalProperties", Object({{"type", Quoted("string")}})}});
    case KeyType::kAny:
      break;
  }
  return "{}";
}

// The value's own members stand behind the words: {"description": "...", "type": "boolean"}.
std::string Property(const Key& key) {
  std::string words(key.words);
  if (const std::string where = WhereText(key); !where.empty()) words += " " + where;
  std::string value = ValueOf(key);
  if (!key.rules.word.empty()) {
    value = OneOf({Object({{"const", Quoted(key.rules.word)}}), value});
  }
  const std::string more = value == "{}" ? "}" : ", " + value.substr(1);
  return R"({"description": )" + Quoted(words) + more;
}

std::string Alternatives(const Place& place) {
  std::vector<std::string> schemas;
  for (const std::string_view keys : place.alternatives) {
    std::vector<std::string> quoted;
    for (const std::string& key : Split(keys, ' ')) quoted.push_back(Quoted(key));
    schemas.push_back(Object({{"required", Array(quoted)}}));
  }
  return Array(schemas);
}

// One place, indented for its place in $defs.
std::string PlaceText(const Place& place) {
  std::vector<std::string_view> required;
  for (const Key& key : place.keys) {
    if (key.rules.required) required.push_back(key.name);
  }
  std::vector<std::string> lines = {R"("description": )" + Quoted(place.words),
                                    R"("type": "object")"};
  if (!required.empty()) lines.push_back(R"("required": )" + QuotedArray(required));
  if (!place.alternatives.empty()) lines.push_back(R"("oneOf": )" + Alternatives(place));
  lines.push_back(R"("additionalProperties": )" + (place.open ? Reference("scalar") : "false"));
  std::vector<std::string> properties;
  properties.reserve(place.keys.size());
  for (const Key& key : place.keys) {
    properties.push_back("        " + Quoted(key.name) + ": " + Property(key));
  }
  lines.push_back("\"properties\": {\n" + Join(properties, ",\n") + "\n      }");
  return "    " + Quoted(place.name) + ": {\n      " + Join(lines, ",\n      ") + "\n    }";
}

// The values that several keys have.
std::vector<std::string> CommonValues() {
  const auto pattern = [](std::string_view name, std::string_view words, std::string_view regex) {
    return "    " + Quoted(name) + ": " +
           Object({{"description", Quoted(words)},
                   {"type", Quoted("string")},
                   {"pattern", Quoted(regex)}});
  };
  constexpr std::string_view kName = "[a-z][a-z0-9_]*";
  const std::string name(kName);
  return {
      pattern("name", "A lower-case SQL identifier.", "^" + name + "$"),
      pattern("table_name", "provider.service.table",
              "^" + name + "\\." + name + "\\." + name + "$"),
      pattern("column_name", "A name of a column or a method. In SQL it may need quotes.",
              "^[A-Za-z][A-Za-z0-9_$-]*$"),
      pattern("place", "A path, or header:NAME for a header of the answer.", "^(/|header:)"),
      pattern("path", "Where a value stands in JSON: a JSON Pointer, or / for the whole.", "^/"),
      pattern("answer_place", "Where a value stands in an answer: a JSON Pointer, or header:NAME.",
              "^(/|header:.)"),
      pattern("request_place",
              "Where a value stands in a request: a query parameter, a member of the JSON body as "
              "a JSON Pointer, or header:NAME.",
              "^."),
      pattern("url_path", "A path without query.", R"(^/[^?#%\s]*$)"),
      R"(    "scalar": {"type": ["string", "number", "boolean"]})"};
}

}  // namespace

std::string ProviderSchema() {
  std::vector<std::string> definitions = CommonValues();
  for (const Place* place : DocumentPlaces()) definitions.push_back(PlaceText(*place));
  const std::vector<std::string> roots = {Reference(kProvider.name), Reference(kTable.name)};
  return R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "apisql provider documents",
  "description": "A provider.yaml, or the document of one table. `apisql check FILE` checks more than a schema can.",
  "oneOf": )" +
         Array(roots) + ",\n  \"$defs\": {\n" + Join(definitions, ",\n") + "\n  }\n}\n";
}

std::string WhereText(const Key& key) {
  if (key.rules.where_key.empty()) return "";
  const std::vector<std::string> values(key.rules.where_values.begin(),
                                        key.rules.where_values.end());
  return "With " + std::string(key.rules.where_key) + ": " + Join(values, " or ") + ".";
}

}  // namespace apisql
