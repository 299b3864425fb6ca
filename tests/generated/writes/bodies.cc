#include "tests/generated/writes/bodies.h"

#include <algorithm>
#include <vector>

#include "sandbox/call.h"
#include "src/base/text.h"

namespace apisql::generated::writes {
namespace {

using Fault = std::optional<std::string>;
using Path = std::vector<std::string>;

const Json* At(const Json& json, const Path& path) {
  const Json* at = &json;
  for (const std::string& key : path) {
    if (!at->is_object() || !at->contains(key)) return nullptr;
    at = &(*at)[key];
  }
  return at;
}

// An object that is empty without it goes, too.
void Erase(Json& json, const Path& path, size_t depth = 0) {
  if (!json.is_object() || !json.contains(path[depth])) return;
  if (depth + 1 == path.size()) {
    json.erase(path[depth]);
    return;
  }
  Json& inner = json[path[depth]];
  Erase(inner, path, depth + 1);
  if (inner.is_object() && inner.empty()) json.erase(path[depth]);
}

void Put(Json& json, const Path& path, const Json& value) {
  Json* at = &json;
  for (const std::string& key : path) at = &(*at)[key];
  *at = value;
}

Path Below(const std::string& key, const Path& path) {
  Path below = {key};
  below.insert(below.end(), path.begin(), path.end());
  return below;
}

// Where this row shows the member.
Path ShownPath(const Member& member, const StoredRow& row) {
  const bool other = member.column.two_places && row.number % 2 == 0;
  return other ? Below("other", member.column.path) : member.column.path;
}

// "a[b][0]" is a, b, 0.
std::optional<Path> KeysOf(const std::string& name) {
  const size_t end = std::min(name.find('['), name.size());
  Path keys = {name.substr(0, end)};
  for (size_t at = end; at < name.size();) {
    const size_t close = name.find(']', at);
    if (name[at] != '[' || close == std::string::npos) return std::nullopt;
    keys.push_back(name.substr(at + 1, close - at - 1));
    at = close + 1;
  }
  return keys;
}

// Objects whose names are 0, 1, 2 and so on are lists.
Json WithLists(const Json& json) {
  if (!json.is_object()) return json;
  Json list = Json::array();
  while (json.contains(std::to_string(list.size()))) {
    list.push_back(WithLists(json[std::to_string(list.size())]));
  }
  if (!list.empty() && list.size() == json.size()) return list;
  Json object = Json::object();
  for (const auto& [name, value] : json.items()) object[name] = WithLists(value);
  return object;
}

// The datum that the text of a form is.
std::optional<Datum> DatumOfForm(const Resource& resource, const Column& column,
                                 const Json& given) {
  if (resource.empty_is_null && given == "") return Datum();
  if (column.type == Type::kJson) return Datum{given.dump(), given.dump()};
  if (!given.is_string()) return std::nullopt;
  const std::string& text = given.get_ref<const std::string&>();
  const bool quoted = column.type == Type::kText ||
                      (column.type == Type::kTimestamp && column.time == TimeForm::kText);
  const std::string json = quoted ? Json(text).dump() : text;
  const Value value = OfWireText(column, text);
  if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
  return Datum{value, json};
}

std::optional<Datum> DatumOf(const Resource& resource, const Column& column, const Json& given) {
  if (resource.form) return DatumOfForm(resource, column, given);
  if (given.is_null()) return Datum();
  const bool time_text = column.time == TimeForm::kText;
  const bool fits = column.type == Type::kText      ? given.is_string()
                    : column.type == Type::kInteger ? given.is_number_integer()
                    : column.type == Type::kReal    ? given.is_number()
                    : column.type == Type::kBoolean ? given.is_boolean()
                    : column.type == Type::kTimestamp
                        ? (time_text ? given.is_string() : given.is_number())
                        : true;
  if (!fits) return std::nullopt;
  const Value value = Decoded(column, given.dump());
  if (column.type == Type::kTimestamp && value == Value("")) return std::nullopt;
  return Datum{value, given.dump()};
}

// Takes the members of the base out of the body. False where one is missing.
bool TakeBase(Json& body, const Json& base, bool form) {
  for (const auto& [name, value] : base.items()) {
    if (!body.is_object() || !body.contains(name)) return false;
    if (value.is_object()) {
      if (!TakeBase(body[name], value, form)) return false;
      if (!body[name].empty()) continue;
    } else if (body[name] != value) {
      return false;
    }
    body.erase(name);
  }
  return true;
}

// Takes the member out of the body, and into the row.
Fault TakeMember(const Resource& resource, const Member& member, bool may, Json& body,
                 StoredRow& row) {
  const std::string& name = member.column.name;
  const Json* given = At(body, member.column.path);
  if (given == nullptr) return std::nullopt;
  if (!may) return name + " cannot be given";
  const std::optional<Datum> datum = DatumOf(resource, member.column, *given);
  if (!datum) return name + " is none: " + given->dump();
  row.values[name] = *datum;
  Erase(body, member.column.path);
  return std::nullopt;
}

// An update may say that a member goes away.
Fault TakeClear(const Member& member, Json& body, StoredRow& row) {
  const Path path = {"clear", member.column.name};
  const Json* given = member.clears ? At(body, path) : nullptr;
  if (given == nullptr) return std::nullopt;
  if (*given != true && *given != "true") return "clear." + member.column.name + " is no true";
  if (At(body, member.column.path) != nullptr) return member.column.name + " is given and cleared";
  row.values.erase(member.column.name);
  Erase(body, path);
  return std::nullopt;
}

std::optional<Json> BodyOf(const Resource& resource, const std::string& text, const Json& base) {
  std::optional<Json> body = resource.form ? ParseForm(text, resource.arrays)
                                           : Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body || !body->is_object()) return std::nullopt;
  if (!base.is_null() && !TakeBase(*body, base, resource.form)) return std::nullopt;
  return body;
}

// The body has the row as it was, with changes in it.
Fault TakeMerged(const Resource& resource, Json body, StoredRow& row) {
  Json expected = RowJsonOf(resource, row);
  for (const Path& path : {Path{"etag"}, Path{"state"}, Path{"extra", "views"}}) {
    Erase(expected, path);
  }
  for (const Member& member : resource.members) {
    const Path& path = member.column.path;
    const Path shown = ShownPath(member, row);
    const Json* was = At(expected, shown);
    const Json* given = At(body, path);
    const bool changed = given != nullptr && (was == nullptr || shown != path || *given != *was);
    if (changed) {
      if (Fault fault = TakeMember(resource, member, member.updates, body, row)) return fault;
    } else if (was != nullptr && (At(body, shown) == nullptr || *At(body, shown) != *was)) {
      return member.column.name + " of the row is lost";
    }
    for (const Path& place : {path, Below("other", path)}) {
      Erase(expected, place);
      Erase(body, place);
    }
  }
  if (body == expected) return std::nullopt;
  return "beside its columns the row has " + expected.dump() + " and not " + body.dump();
}

}  // namespace

std::string EtagOf(const StoredRow& row) { return "\"v" + std::to_string(row.version) + "\""; }

Json RowJsonOf(const Resource& resource, const StoredRow& row) {
  Json json = {{"name", row.name}};
  if (resource.makes_key) json["id"] = row.id;
  if (row.gone) json["deleted"] = true;
  for (const Member& member : resource.members) {
    const auto datum = row.values.find(member.column.name);
    if (member.secret || datum == row.values.end() || datum->second.json.empty()) continue;
    Put(json, ShownPath(member, row), Json::parse(datum->second.json));
  }
  if (resource.guard == Resource::Guard::kMember) json["etag"] = EtagOf(row);
  if (resource.watch == Resource::Watch::kRow) json["state"] = row.looks > 0 ? "BUSY" : "READY";
  // What no column names, and a whole write must not lose.
  json["extra"] = {
      {"likes", 12345678901234567890U}, {"views", row.version}, {"more", {1.5, nullptr}}};
  return json;
}

std::optional<Json> ParseForm(const std::string& text, Resource::Arrays arrays) {
  sandbox::Call call;
  sandbox::ParseTarget("/?" + text, call);
  Json body = Json::object();
  for (const auto& [name, value] : call.query) {
    std::optional<Path> keys = KeysOf(name);
    if (!keys || keys->front().empty()) return std::nullopt;
    const bool appends = keys->size() > 1 && keys->back().empty();
    if (appends != (arrays == Resource::Arrays::kBrackets && name.ends_with("[]"))) {
      return std::nullopt;
    }
    if (appends) keys->pop_back();
    const Json* there = At(body, *keys);
    if (there == nullptr && !appends) {
      Put(body, *keys, value);
      continue;
    }
    if (!appends && arrays != Resource::Arrays::kRepeated) return std::nullopt;
    Json list = Json::array();
    if (there != nullptr && there->is_array()) list = *there;
    if (there != nullptr && !there->is_array()) list.push_back(*there);
    list.push_back(value);
    Put(body, *keys, list);
  }
  return arrays == Resource::Arrays::kIndexes ? WithLists(body) : body;
}

Fault TakeInsert(const Resource& resource, const std::string& text, StoredRow& row) {
  std::optional<Json> body = BodyOf(resource, text, resource.create_base);
  if (!body) return "the body is none, or lacks what each has";
  if (!body->contains("name") || !(*body)["name"].is_string()) return "the row has no name";
  row.name = (*body)["name"];
  body->erase("name");
  for (const Member& member : resource.members) {
    if (Fault fault = TakeMember(resource, member, member.creates, *body, row)) return fault;
  }
  return body->empty() ? Fault() : "nobody knows " + body->dump();
}

Fault TakeUpdate(const Resource& resource, const std::string& text, StoredRow& row) {
  std::optional<Json> body = BodyOf(resource, text, resource.update_base);
  if (!body) return "the body is none, or lacks what each has";
  if (resource.body == Resource::Body::kMerged) return TakeMerged(resource, *body, row);
  if (body->empty() && resource.body == Resource::Body::kChanged) return "nothing changes";
  for (const Member& member : resource.members) {
    if (Fault fault = TakeClear(member, *body, row)) return fault;
    const bool whole = resource.body == Resource::Body::kWhole && member.updates;
    if (whole) row.values.erase(member.column.name);
    if (Fault fault = TakeMember(resource, member, member.updates, *body, row)) return fault;
  }
  return body->empty() ? Fault() : "nobody knows " + body->dump();
}

}  // namespace apisql::generated::writes
