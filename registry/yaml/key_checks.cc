#include "registry/yaml/key_checks.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

#include "registry/keys/left_out.h"
#include "registry/model/names.h"
#include "registry/model/path_template.h"
#include "src/base/text.h"
#include "src/json/path.h"
#include "src/paging/places.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

constexpr std::string_view kNoName = "a name is lower-case letters, digits and _";
constexpr std::string_view kNoColumnName = "a name is a letter, then letters, digits, _, - and $";

std::string_view KindName(Kind kind) {
  constexpr std::string_view kNames[] = {"nothing", "a single value", "a list", "a map"};
  return kNames[static_cast<size_t>(kind)];
}

// A rule of one value: what is wrong with it, or "".
using Rule = std::string (*)(const YamlNode& value, const Key& key);

std::string CheckText(const YamlNode& value, const Key& /*key*/) {
  return value.is(Kind::kScalar) ? "" : Expected("text", value);
}

std::string CheckName(const YamlNode& value, const Key& key) {
  const bool name = !value.is(Kind::kScalar) || IsName(value.text);
  return name ? CheckText(value, key) : std::string(kNoName);
}

std::string CheckColumnName(const YamlNode& value, const Key& key) {
  const bool name = !value.is(Kind::kScalar) || IsQuotableName(value.text);
  return name ? CheckText(value, key) : std::string(kNoColumnName);
}

std::string CheckTable(const YamlNode& value, const Key& key) {
  if (!value.is(Kind::kScalar) || IsTableName(value.text)) return CheckText(value, key);
  return value.text + " is not provider.service.table, each of lower-case letters, digits and _";
}

std::string CheckPath(const YamlNode& value, const Key& /*key*/) {
  const bool path =
      value.is(Kind::kScalar) && value.text.starts_with('/') && JsonPath::Parse(value.text).ok();
  return path ? "" : "expected a path such as /spec/owner/id, or / for the whole";
}

std::string CheckPlace(const YamlNode& value, const Key& key) {
  if (value.is(Kind::kScalar) && value.text.starts_with(kHeaderPlace)) {
    const bool name = value.text.size() > kHeaderPlace.size();
    return name ? "" : "expected the name of a header behind header:";
  }
  return CheckPath(value, key);
}

template <typename Place>
std::string CheckPlaceOf(const YamlNode& value, const Key& key) {
  if (!value.is(Kind::kScalar)) return CheckText(value, key);
  const auto place = Place::Parse(value.text);
  return place.ok() ? "" : place.status().message();
}

std::string CheckUrlPath(const YamlNode& value, const Key& key) {
  if (!value.is(Kind::kScalar)) return CheckText(value, key);
  const auto placeholders = PathPlaceholders(value.text);
  if (!placeholders.ok()) return placeholders.status().message();
  if (!value.text.starts_with('/') || value.text.starts_with("//")) {
    return "a path starts with one /";
  }
  const bool plain = value.text.find_first_of("?# \t\r\n\\%") == std::string::npos;
  return plain ? "" : "a path has no query (say it in constants), blank, # or %";
}

std::string CheckBoolean(const YamlNode& value, const Key& /*key*/) {
  return BooleanOf(value) ? "" : "expected true or false";
}

std::string NumberRule(const Key& key) {
  return "expected a whole number from " + std::to_string(key.rules.least) + " to " +
         std::to_string(key.rules.most);
}

bool IsWithin(const YamlNode& value, const Key& key) {
  const auto number = IntegerOf(value);
  return number && *number >= key.rules.least && *number <= key.rules.most;
}

std::string CheckInteger(const YamlNode& value, const Key& key) {
  return IsWithin(value, key) ? "" : NumberRule(key);
}

std::string CheckChoice(const YamlNode& value, const Key& key) {
  const std::vector<std::string_view> choices = ChoicesOf(key);
  const bool null = value.is(Kind::kNull);
  const std::string_view word = null ? std::string_view("null") : std::string_view(value.text);
  const bool known =
      (null || value.is(Kind::kScalar)) && std::ranges::find(choices, word) != choices.end();
  if (known) return "";
  if (const std::string_view why = WhyLeftOut(word); !why.empty()) return std::string(why);
  return "expected one of " + Join(std::vector<std::string>(choices.begin(), choices.end()), ", ");
}

// What stands for a member of a map of statuses.
std::string CheckMeaning(const YamlNode& value) {
  const bool line = value.is(Kind::kScalar) && !StripBlanks(value.text).empty() &&
                    value.text.find('\n') == std::string::npos;
  return line ? "" : "expected what the status means, in one line";
}

std::string CheckStatus(const std::string& name, const Key& key) {
  const auto status = IntegerOf(name);
  if (status && *status >= key.rules.least && *status <= key.rules.most) return "";
  return "expected a status from " + std::to_string(key.rules.least) + " to " +
         std::to_string(key.rules.most);
}

std::string CheckMap(const YamlNode& value, const Key& /*key*/) {
  return value.is(Kind::kMap) ? "" : Expected("a map", value);
}

// One of a list: its own keys are checked by who reads it.
std::string CheckMapOrNumber(const YamlNode& value, const Key& key) {
  if (value.is(Kind::kMap) || key.rules.most == 0 || IsWithin(value, key)) return "";
  return NumberRule(key) + ", or a map";
}

std::string CheckAny(const YamlNode& /*value*/, const Key& /*key*/) { return ""; }

struct TypeRule {
  KeyType type;
  bool list = false;  // The rule is that of each item.
  Rule rule = nullptr;
};

constexpr TypeRule kTypeRules[] = {
    {KeyType::kText, false, CheckText},
    {KeyType::kName, false, CheckName},
    {KeyType::kColumn, false, CheckColumnName},
    {KeyType::kColumns, true, CheckColumnName},
    {KeyType::kPlaces, false, CheckPlace},
    {KeyType::kTable, false, CheckTable},
    {KeyType::kPath, false, CheckPath},
    {KeyType::kPaths, false, CheckPath},
    {KeyType::kUrlPath, false, CheckUrlPath},
    {KeyType::kBoolean, false, CheckBoolean},
    {KeyType::kInteger, false, CheckInteger},
    {KeyType::kChoice, false, CheckChoice},
    {KeyType::kTexts, true, CheckText},
    {KeyType::kTables, true, CheckTable},
    {KeyType::kChoices, true, CheckChoice},
    {KeyType::kMap, false, CheckMap},
    {KeyType::kMaps, true, CheckMapOrNumber},
    {KeyType::kNamedMaps, false, CheckMap},
    {KeyType::kNamedTexts, false, CheckMap},
    {KeyType::kStatuses, false, CheckMap},
    {KeyType::kAny, false, CheckAny},
    {KeyType::kAnswerPlace, false, CheckPlaceOf<AnswerPlace>},
    {KeyType::kRequestPlace, false, CheckPlaceOf<RequestPlace>},
};

const TypeRule& RuleOf(KeyType type) {
  return *std::ranges::find(kTypeRules, type, &TypeRule::type);
}

// One run over a map.
class KeyChecks {
 public:
  KeyChecks(const YamlNode& map, const Place& place, const std::string& where, Faults& faults)
      : map_(map), place_(place), where_(where), faults_(faults) {}

  void Check() const {
    for (size_t i = 0; i < map_.keys.size(); ++i) {
      const Key* key = place_.Find(map_.keys[i].text);
      if (key != nullptr) {
        CheckKey(*key, map_.keys[i], map_.items[i]);
      } else if (!place_.open) {
        CheckUnknown(map_.keys[i]);
      } else {
        CheckKey({.name = map_.keys[i].text}, map_.keys[i], map_.items[i]);
      }
    }
    for (const Key& key : place_.keys) {
      if (!key.rules.required || map_.Find(key.name) != nullptr) continue;
      faults_.Add(map_.line, At(where_, "the key " + std::string(key.name) + " is missing"));
    }
  }

 private:
  void CheckUnknown(const YamlKey& key) const {
    const std::string_view why = WhyLeftOut(key.text);
    if (!why.empty()) return faults_.Add(key.line, At(where_, key.text + ": " + std::string(why)));
    std::vector<std::string> names;
    for (const Key& known : place_.keys) names.emplace_back(known.name);
    faults_.Add(key.line, At(where_, "unknown key " + key.text + DidYouMean(key.text, names)));
  }

  void CheckKey(const Key& key, const YamlKey& given, const YamlNode& value) const {
    CheckWhere(key, given);
    const bool is_word =
        !key.rules.word.empty() && value.is(Kind::kScalar) && value.text == key.rules.word;
    if (is_word) return;
    const TypeRule& rule = RuleOf(key.type);
    const bool paths = key.type == KeyType::kPaths || key.type == KeyType::kPlaces;
    const bool items = rule.list || (paths && value.is(Kind::kList));
    if (!items) {
      Report(value.line, key, rule.rule(value, key));
    } else if (!value.is(Kind::kList)) {
      Report(value.line, key, Expected("a list", value));
    } else {
      for (const YamlNode& item : value.items) Report(item.line, key, rule.rule(item, key));
    }
    if (!value.is(Kind::kMap)) return;
    for (size_t i = 0; i < value.keys.size(); ++i) CheckMember(key, value.keys[i], value.items[i]);
  }

  // Of a map whose names the author chose.
  void CheckMember(const Key& key, const YamlKey& name, const YamlNode& value) const {
    const std::string where = Within(key) + "." + name.text;
    const auto report = [&](int line, const std::string& rule) {
      if (!rule.empty()) faults_.Add(line, At(where, rule));
    };
    if (key.rules.column_names && !IsQuotableName(name.text)) {
      report(name.line, std::string(kNoColumnName));
    }
    if (key.rules.sql_names && !IsName(name.text)) report(name.line, std::string(kNoName));
    if (key.type == KeyType::kNamedTexts) report(value.line, CheckText(value, key));
    if (key.type != KeyType::kStatuses) return;
    const std::string status = CheckStatus(name.text, key);
    report(name.line, status);
    if (status.empty()) report(value.line, CheckMeaning(value));
  }

  void CheckWhere(const Key& key, const YamlKey& given) const {
    if (key.rules.where_key.empty()) return;
    const auto& fitting = key.rules.where_values;
    const YamlNode* said = map_.Find(key.rules.where_key);
    const std::string_view value = said == nullptr ? std::string_view() : said->text;
    if (std::ranges::find(fitting, value) != fitting.end()) return;
    const std::vector<std::string> needed(fitting.begin(), fitting.end());
    // What is missing, or is none of the choices, is told of that key.
    if (said == nullptr && !place_.Find(key.rules.where_key)->rules.required) {
      Report(given.line, key,
             "needs " + std::string(key.rules.where_key) + ": " + Join(needed, " or "));
    } else if (said != nullptr && CheckChoice(*said, *place_.Find(key.rules.where_key)).empty()) {
      Report(given.line, key, "means nothing for " + std::string(value));
    }
  }

  std::string Within(const Key& key) const {
    return (where_.empty() ? "" : where_ + ".") + std::string(key.name);
  }

  void Report(int line, const Key& key, const std::string& rule) const {
    if (!rule.empty()) faults_.Add(line, At(Within(key), rule));
  }

  const YamlNode& map_;
  const Place& place_;
  const std::string& where_;
  Faults& faults_;
};

}  // namespace

void CheckKeys(const YamlNode& map, const Place& place, const std::string& where, Faults& faults) {
  KeyChecks(map, place, where, faults).Check();
}

std::string At(std::string_view where, std::string_view rule) {
  return where.empty() ? std::string(rule) : std::string(where) + ": " + std::string(rule);
}

std::string Expected(std::string_view what, const YamlNode& found) {
  return "expected " + std::string(what) + ", found " + std::string(KindName(found.kind));
}

std::optional<bool> BooleanOf(const YamlNode& value) {
  if (!value.is(Kind::kScalar) || value.quoted) return std::nullopt;
  if (value.text == "true") return true;
  if (value.text == "false") return false;
  return std::nullopt;
}

std::optional<int64_t> IntegerOf(const YamlNode& value) {
  if (!value.is(Kind::kScalar) || value.quoted) return std::nullopt;
  return IntegerOf(std::string_view(value.text));
}

std::optional<int64_t> IntegerOf(std::string_view text) {
  int64_t number = 0;
  const char* const end = std::to_address(text.end());
  const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace apisql
