#include "src/json/writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "src/json/tape.h"
#include "src/json/text.h"

namespace apisql {

// An object grows; anything else stands as finished JSON. nlohmann's values would be shorter here,
// but they round the digits of a JsonText.
struct JsonBody::Tree {
  bool is_object = true;
  std::string json;  // When it is no object.
  std::string key;   // Under which it stands in its parent.
  std::vector<Tree> members;

  const Tree* Find(std::string_view name) const {
    const auto found = std::ranges::find(members, name, &Tree::key);
    return found == members.end() ? nullptr : &*found;
  }

  // Makes the member, as an empty object, when there is none.
  Tree* Member(std::string_view name) {
    const auto found = std::ranges::find(members, name, &Tree::key);
    if (found != members.end()) return &*found;
    members.emplace_back().key = name;
    return &members.back();
  }

  void SetJson(std::string text) {
    is_object = false;
    members.clear();
    json = std::move(text);
  }

  // NOLINTNEXTLINE(misc-no-recursion): the tape bounds the depth.
  void Merge(const JsonValue& value) {
    if (value.kind() != JsonKind::kObject) {
      std::string text;
      AppendJson(value, &text);
      SetJson(std::move(text));
      return;
    }
    is_object = true;
    json.clear();
    value.ForEachMember([&](std::string_view name, JsonValue member) {
      Member(name)->Merge(member);
      return true;
    });
  }

  // NOLINTNEXTLINE(misc-no-recursion): paths and tapes bound the depth.
  void Append(std::string* text) const {
    if (!is_object) {
      *text += json;
      return;
    }
    *text += '{';
    for (size_t i = 0; i < members.size(); ++i) {
      if (i > 0) *text += ',';
      *text += QuoteJson(members[i].key) + ':';
      members[i].Append(text);
    }
    *text += '}';
  }
};

namespace {

// None for a number that JSON does not have.
std::optional<std::string> ScalarJson(const JsonScalar& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const int64_t* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const std::string* text = std::get_if<std::string>(&value)) return QuoteJson(*text);
  const double* real = std::get_if<double>(&value);
  if (real == nullptr) return "null";
  if (!std::isfinite(*real)) return std::nullopt;
  char digits[32];
  return std::string(digits, std::to_chars(digits, digits + sizeof digits, *real).ptr);
}

StatusOr<JsonTape> TapeOf(const JsonScalar& value) {
  if (const JsonText* json = std::get_if<JsonText>(&value)) return JsonTape::Parse(json->text);
  const std::optional<std::string> json = ScalarJson(value);
  if (json) return JsonTape::Parse(*json);
  return Status(StatusCode::kInvalidArgument, "JSON has no infinite numbers and no NaN");
}

}  // namespace

JsonBody::JsonBody() : tree_(std::make_unique<Tree>()) {}
JsonBody::~JsonBody() = default;
JsonBody::JsonBody(JsonBody&&) noexcept = default;
JsonBody& JsonBody::operator=(JsonBody&&) noexcept = default;

Status JsonBody::Set(const JsonPath& path, const JsonScalar& value) {
  // Everything is checked before anything is made, so that a failed Set() changes nothing.
  StatusOr<JsonTape> tape = TapeOf(value);
  if (!tape.ok()) {
    return {StatusCode::kInvalidArgument, path.ToString() + ": " + tape.status().message()};
  }
  if (path.empty() && tape->root().kind() != JsonKind::kObject) {
    return {StatusCode::kInvalidArgument, "/: the body must be a JSON object"};
  }
  const Tree* reached = tree_.get();
  for (size_t i = 0; i < path.keys.size() && reached != nullptr; ++i) {
    if (!reached->is_object) {
      return {StatusCode::kInvalidArgument, path.ToString() + ": a part of it is no object"};
    }
    reached = reached->Find(path.keys[i]);
  }
  Tree* place = tree_.get();
  for (const std::string& key : path.keys) place = place->Member(key);
  place->Merge(tape->root());
  return {};
}

void JsonBody::Remove(const JsonPath& path) {
  if (path.empty()) return;
  Tree* around = tree_.get();
  for (size_t i = 0; i + 1 < path.keys.size(); ++i) {
    if (around->Find(path.keys[i]) == nullptr) return;
    around = around->Member(path.keys[i]);
  }
  std::erase_if(around->members, [&](const Tree& one) { return one.key == path.keys.back(); });
}

bool JsonBody::empty() const { return tree_->members.empty(); }

std::string JsonBody::ToString() const {
  std::string text;
  tree_->Append(&text);
  return text;
}

std::string QuoteJson(std::string_view text) {
  std::string json;
  AppendJsonString(ReplaceInvalidUtf8(text), &json);
  return json;
}

}  // namespace apisql
