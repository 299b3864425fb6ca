#include "tests/providers/schema_registry/schema_registry_api.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "tests/providers/request_text.h"

namespace apisql {
namespace {

using Json = nlohmann::json;

constexpr const char* kRegistryType = "application/vnd.schemaregistry.v1+json";

ApiAnswer SendAsRegistry(const Json& body, int status = 200) {
  return {status, {{"Content-Type", kRegistryType}}, body.dump()};
}

ApiAnswer RefuseAsRegistry(int code, const std::string& message) {
  const int status = code > 999 ? code / 100 : code;
  return SendAsRegistry({{"error_code", code}, {"message", message}}, status);
}

ApiAnswer NoSubject(const std::string& subject) {
  return RefuseAsRegistry(40401, "Subject '" + subject + "' not found.");
}

std::optional<int64_t> ReadRegistryNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The server's way to read a boolean: what is not "true" is false.
bool IsTrueIn(const ApiCall& call, const char* name) { return call.Parameter(name) == "true"; }

// The body, if each of its members is one of `members`; else an answer that refuses it.
std::optional<Json> ReadRegistryBody(const ApiCall& call, const std::set<std::string>& members,
                                     ApiAnswer& refusal) {
  static const std::set<std::string> kTypes = {kRegistryType, "application/vnd.schemaregistry+json",
                                               "application/json", "application/octet-stream"};
  const std::string type = call.Header("content-type");
  if (!kTypes.contains(type.substr(0, type.find(';')))) {
    refusal = RefuseAsRegistry(415, "HTTP 415 Unsupported Media Type");
    return std::nullopt;
  }
  Json body = Json::parse(call.body, nullptr, false);
  if (!body.is_object()) {
    refusal = RefuseAsRegistry(400, "Unrecognized token: was expecting JSON");
    return std::nullopt;
  }
  for (const auto& member : body.items()) {
    if (members.contains(member.key())) continue;
    refusal = RefuseAsRegistry(422, "Unrecognized field: " + member.key());
    return std::nullopt;
  }
  return body;
}

bool AcceptsRegistryType(const ApiCall& call) {
  const std::string accept = call.Header("accept");
  for (const char* type : {"*/*", "application/*", "application/json", kRegistryType,
                           "application/vnd.schemaregistry+json"}) {
    if (accept.empty() || accept.find(type) != std::string::npos) return true;
  }
  return false;
}

// Schemas are found by a subject's prefix; ":*:" stands for all.
bool HasSubjectPrefix(const std::string& subject, const std::optional<std::string>& prefix) {
  return !prefix || *prefix == ":*:" || subject.starts_with(*prefix);
}

}  // namespace

SchemaRegistryApi::SchemaRegistryApi(const ApiOptions& options) {
  const auto number = [&](const char* name, int64_t& value) {
    const auto option = options.find(name);
    if (option != options.end()) value = std::stoll(option->second);
  };
  number("subject_limit", subject_limit_);
  number("schema_limit", schema_limit_);
  configs_[""] = {{"compatibilityLevel", "BACKWARD"}};
  modes_[""] = {{"mode", "READWRITE"}};
  const std::string order = R"({"type":"record","name":"Order","fields":[)";
  Add("orders-key", R"("string")", "");
  Add("orders-value", order + R"({"name":"id","type":"long"}]})", "");
  Add("orders-value", order + R"({"name":"id","type":"long"},{"name":"note","type":"string"}]})",
      "");
  Add("orders-value", order + R"({"name":"id","type":"long"},{"name":"sum","type":"int"}]})", "");
  subjects_["orders-value"][1].deleted = true;
  Add("payments-value", R"({"type":"object","properties":{"amount":{"type":"number"}}})", "JSON");
  Add("people/emails&more", "syntax = \"proto3\"; message Person { string email = 1; }",
      "PROTOBUF");
  Add("tmp-value", R"("int")", "", true);
  configs_["orders-value"] = {{"compatibilityLevel", "FULL_TRANSITIVE"}, {"normalize", true}};
  configs_["payments-value"] = {{"compatibilityLevel", "NONE"}};
  modes_["payments-value"] = {{"mode", "READONLY"}};
}

void SchemaRegistryApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "username"}].value = Secret(std::string(key_));
  config.secrets[{"", "password"}].value = Secret(std::string(secret_));
  const std::string host = "psrc-8qyy0.us-east-2.aws.confluent.cloud";
  config.credentials[{"cloud", host, "username"}].value = Secret(std::string(key_));
  config.credentials[{"cloud", host, "password"}].value = Secret(std::string(secret_));
}

ApiAnswer SchemaRegistryApi::Answer(const ApiCall& call) {
  if (call.Header("authorization") != BasicAuthorization(key_, secret_)) {
    return RefuseAsRegistry(401, "Unauthorized");
  }
  if (!AcceptsRegistryType(call)) return RefuseAsRegistry(406, "HTTP 406 Not Acceptable");
  return Route(call);
}

ApiAnswer SchemaRegistryApi::Route(const ApiCall& call) {
  const auto& segments = call.segments;
  if (call.Is("GET", "/subjects")) return ListSubjects(call);
  if (call.Is("GET", "/schemas")) return ListSchemas(call);
  if (call.Is("GET", "/schemas/ids/{}")) return GetSchemaById(segments[2]);
  if (call.Is("POST", "/subjects/{}/versions")) return Register(call, segments[1]);
  if (segments.size() >= 2 && segments[0] == "subjects") return RouteSubject(call);
  if (segments.size() <= 2 && segments[0] == "config") return RouteConfig(call);
  if (segments.size() <= 2 && segments[0] == "mode") return RouteMode(call);
  return RefuseAsRegistry(404, "HTTP 404 Not Found");
}

ApiAnswer SchemaRegistryApi::RouteSubject(const ApiCall& call) {
  const std::string& subject = call.segments[1];
  const auto versions = subjects_.find(subject);
  if (versions == subjects_.end()) return NoSubject(subject);
  if (call.Is("DELETE", "/subjects/{}")) return DeleteSubject(call, subject);
  if (call.Is("GET", "/subjects/{}/versions")) return ListVersions(call, versions->second);
  if (call.segments.size() == 4 && call.segments[2] == "versions") return RouteVersion(call);
  return RefuseAsRegistry(405, "HTTP 405 Method Not Allowed");
}

ApiAnswer SchemaRegistryApi::RouteVersion(const ApiCall& call) {
  const std::string& subject = call.segments[1];
  const std::string& text = call.segments[3];
  Versions& versions = subjects_[subject];
  const auto number = text == "latest" ? std::optional<int64_t>(-1) : ReadRegistryNumber(text);
  if (!number || *number == 0 || *number < -1) {
    return RefuseAsRegistry(
        42202, "The specified version '" + text +
                   "' is not a valid version id. Allowed values are between [1, 2^31-1] "
                   "and the string \"latest\"");
  }
  Schema* found = nullptr;
  bool live = false;
  for (Schema& schema : versions) {
    live = live || !schema.deleted;
    if (schema.version == *number || (*number == -1 && !schema.deleted)) found = &schema;
  }
  const bool hidden = !IsTrueIn(call, "deleted") && !IsTrueIn(call, "permanent");
  if (!live && hidden) return NoSubject(subject);
  if (found == nullptr || (found->deleted && hidden)) {
    return RefuseAsRegistry(40402, "Version " + text + " not found.");
  }
  if (call.method == "GET") return SendAsRegistry(Whole(subject, *found));
  if (call.method == "DELETE") return DeleteVersion(call, subject, *found);
  return RefuseAsRegistry(405, "HTTP 405 Method Not Allowed");
}

ApiAnswer SchemaRegistryApi::ListSubjects(const ApiCall& call) const {
  std::vector<Json> names;
  for (const auto& [subject, versions] : subjects_) {
    const bool live = std::any_of(versions.begin(), versions.end(),
                                  [](const Schema& schema) { return !schema.deleted; });
    const bool shown = IsTrueIn(call, "deletedOnly") ? !live : live || IsTrueIn(call, "deleted");
    if (shown && HasSubjectPrefix(subject, call.Parameter("subjectPrefix")))
      names.emplace_back(subject);
  }
  return Page(call, names, subject_limit_);
}

ApiAnswer SchemaRegistryApi::ListSchemas(const ApiCall& call) const {
  std::vector<Json> schemas;
  for (const auto& [subject, versions] : subjects_) {
    if (!HasSubjectPrefix(subject, call.Parameter("subjectPrefix"))) continue;
    std::vector<Json> shown;
    for (const Schema& schema : versions) {
      if (!schema.deleted || IsTrueIn(call, "deleted")) shown.push_back(Whole(subject, schema));
    }
    if (IsTrueIn(call, "latestOnly") && shown.size() > 1) shown = {shown.back()};
    schemas.insert(schemas.end(), shown.begin(), shown.end());
  }
  return Page(call, schemas, schema_limit_);
}

ApiAnswer SchemaRegistryApi::GetSchemaById(const std::string& id) const {
  for (const auto& [subject, versions] : subjects_) {
    for (const Schema& schema : versions) {
      if (std::to_string(schema.id) != id) continue;
      Json found = {{"schema", schema.text}};
      if (!schema.type.empty()) found["schemaType"] = schema.type;
      return SendAsRegistry(found);
    }
  }
  return RefuseAsRegistry(40403, "Schema " + id + " not found");
}

ApiAnswer SchemaRegistryApi::ListVersions(const ApiCall& call, const Versions& versions) const {
  std::vector<Json> numbers;
  bool live = false;
  for (const Schema& schema : versions) {
    live = live || !schema.deleted;
    const bool shown = IsTrueIn(call, "deletedOnly") ? schema.deleted
                                                     : !schema.deleted || IsTrueIn(call, "deleted");
    if (shown) numbers.emplace_back(schema.version);
  }
  if (!live && numbers.empty()) return NoSubject(call.segments[1]);
  return Page(call, numbers, subject_limit_);
}

ApiAnswer SchemaRegistryApi::Register(const ApiCall& call, const std::string& subject) {
  ApiAnswer refusal;
  const auto body = ReadRegistryBody(
      call, {"schema", "schemaType", "references", "metadata", "ruleSet", "version", "id"},
      refusal);
  if (!body) return refusal;
  if (IsReadOnly(subject))
    return RefuseAsRegistry(42205, "Subject " + subject + " is in read-only mode");
  const std::string text = body->value("schema", "");
  const std::string type = body->value("schemaType", "AVRO");
  if (type != "AVRO" && type != "JSON" && type != "PROTOBUF") {
    return RefuseAsRegistry(42201, "Invalid schema type " + type);
  }
  const bool parsed = type == "PROTOBUF" || Json::accept(text);
  if (text.empty() || !parsed) return RefuseAsRegistry(42201, "Invalid schema " + text);
  Versions& versions = subjects_[subject];
  for (const Schema& schema : versions) {
    if (!schema.deleted && schema.text == text) {
      return SendAsRegistry({{"id", schema.id}, {"version", schema.version}, {"schema", text}});
    }
  }
  // In the place of the rules of each type: another type is never compatible.
  if (!versions.empty() && (versions.back().type.empty() ? "AVRO" : versions.back().type) != type) {
    return RefuseAsRegistry(
        409,
        "Schema being registered is incompatible with an earlier schema for subject "
        "\"" +
            subject + "\", details: [{errorType:'TYPE_MISMATCH'}]");
  }
  Add(subject, text, type == "AVRO" ? "" : type);
  Schema& made = versions.back();
  if (body->contains("references")) made.references = (*body)["references"];
  Json answer = {{"id", made.id}, {"version", made.version}, {"schema", text}};
  if (!made.type.empty()) answer["schemaType"] = made.type;
  return SendAsRegistry(answer);
}

ApiAnswer SchemaRegistryApi::DeleteSubject(const ApiCall& call, const std::string& subject) {
  if (IsReadOnly(subject))
    return RefuseAsRegistry(42205, "Subject " + subject + " is in read-only mode");
  Versions& versions = subjects_[subject];
  const bool live = std::any_of(versions.begin(), versions.end(),
                                [](const Schema& schema) { return !schema.deleted; });
  const bool permanent = IsTrueIn(call, "permanent");
  if (live && permanent) {
    return RefuseAsRegistry(40405, "Subject '" + subject +
                                       "' was not deleted first before being permanently "
                                       "deleted");
  }
  if (!live && !permanent) {
    return RefuseAsRegistry(40404, "Subject '" + subject +
                                       "' was soft deleted. Set permanent=true to delete "
                                       "permanently");
  }
  Json numbers = Json::array();
  for (Schema& schema : versions) {
    if (permanent || !schema.deleted) numbers.push_back(schema.version);
    schema.deleted = true;
  }
  if (permanent) subjects_.erase(subject);
  configs_.erase(subject);
  return SendAsRegistry(numbers);
}

ApiAnswer SchemaRegistryApi::DeleteVersion(const ApiCall& call, const std::string& subject,
                                           Schema& schema) {
  if (IsReadOnly(subject))
    return RefuseAsRegistry(42205, "Subject " + subject + " is in read-only mode");
  const int64_t version = schema.version;
  const std::string words = "Subject '" + subject + "' Version " + std::to_string(version);
  if (!IsTrueIn(call, "permanent")) {
    schema.deleted = true;
    return SendAsRegistry(version);
  }
  if (!schema.deleted) {
    return RefuseAsRegistry(40407,
                            words + " was not deleted first before being permanently deleted");
  }
  std::erase_if(subjects_[subject], [&](const Schema& each) { return each.version == version; });
  return SendAsRegistry(version);
}

ApiAnswer SchemaRegistryApi::RouteConfig(const ApiCall& call) {
  const std::string subject = call.segments.size() > 1 ? call.segments[1] : "";
  if (call.method == "PUT") return PutConfig(call, subject);
  const auto config = configs_.find(subject);
  if (config == configs_.end() && IsTrueIn(call, "defaultToGlobal"))
    return SendAsRegistry(configs_[""]);
  if (config == configs_.end()) {
    return RefuseAsRegistry(
        40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
  }
  if (call.method == "GET") return SendAsRegistry(config->second);
  if (call.method != "DELETE") return RefuseAsRegistry(405, "HTTP 405 Method Not Allowed");
  const Json level = config->second["compatibilityLevel"];
  if (subject.empty()) {
    configs_[""] = {{"compatibilityLevel", "BACKWARD"}};
  } else {
    configs_.erase(config);
  }
  return SendAsRegistry(level);
}

ApiAnswer SchemaRegistryApi::PutConfig(const ApiCall& call, const std::string& subject) {
  static const std::set<std::string> kLevels = {
      "NONE", "BACKWARD",       "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE",
      "FULL", "FULL_TRANSITIVE"};
  ApiAnswer refusal;
  const auto body = ReadRegistryBody(call,
                                     {"compatibility", "normalize", "alias", "validateFields",
                                      "validateRules", "compatibilityGroup", "compatibilityPolicy"},
                                     refusal);
  if (!body) return refusal;
  if (body->contains("compatibility") && !kLevels.contains(body->value("compatibility", ""))) {
    return RefuseAsRegistry(
        42203,
        "Invalid compatibility level. Valid values are none, backward, forward, "
        "full, backward_transitive, forward_transitive, and full_transitive");
  }
  Json& config = configs_[subject];
  for (const auto& [name, value] : body->items()) {
    config[name == "compatibility" ? "compatibilityLevel" : name] = value;
  }
  return SendAsRegistry(*body);
}

ApiAnswer SchemaRegistryApi::RouteMode(const ApiCall& call) {
  const std::string subject = call.segments.size() > 1 ? call.segments[1] : "";
  if (call.method == "PUT") return PutMode(call, subject);
  const auto mode = modes_.find(subject);
  if (mode == modes_.end() && IsTrueIn(call, "defaultToGlobal")) return SendAsRegistry(modes_[""]);
  if (mode == modes_.end()) {
    return RefuseAsRegistry(
        40409, "Subject '" + subject + "' does not have subject-level mode configured");
  }
  if (call.method == "GET") return SendAsRegistry(mode->second);
  if (call.method != "DELETE" || subject.empty()) {
    return RefuseAsRegistry(405, "HTTP 405 Method Not Allowed");
  }
  const Json old = mode->second;
  modes_.erase(mode);
  return SendAsRegistry(old);
}

ApiAnswer SchemaRegistryApi::PutMode(const ApiCall& call, const std::string& subject) {
  ApiAnswer refusal;
  const auto body = ReadRegistryBody(call, {"mode"}, refusal);
  if (!body) return refusal;
  const std::string mode = body->value("mode", "");
  if (mode != "READWRITE" && mode != "READONLY" && mode != "READONLY_OVERRIDE" &&
      mode != "IMPORT") {
    return RefuseAsRegistry(
        42204,
        "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, "
        "and IMPORT");
  }
  const bool empty = subject.empty() ? subjects_.empty() : !subjects_.contains(subject);
  if (mode == "IMPORT" && !empty && !IsTrueIn(call, "force")) {
    return RefuseAsRegistry(42205, "Cannot import since found existing subjects");
  }
  modes_[subject] = {{"mode", mode}};
  return SendAsRegistry(*body);
}

// What asks for nothing, or for more than the server's limit, gets the server's limit.
ApiAnswer SchemaRegistryApi::Page(const ApiCall& call, const std::vector<Json>& all,
                                  int64_t server_limit) const {
  const auto number = [&](const char* name, int64_t fallback) {
    return ReadRegistryNumber(call.Parameter(name).value_or("")).value_or(fallback);
  };
  const int64_t limit = number("limit", -1);
  const int64_t count = limit > 0 && limit <= server_limit ? limit : server_limit;
  const int64_t first = std::max<int64_t>(number("offset", 0), 0);
  Json page = Json::array();
  for (int64_t i = first; i < static_cast<int64_t>(all.size()) && i < first + count; ++i) {
    page.push_back(all[static_cast<size_t>(i)]);
  }
  return SendAsRegistry(page);
}

Json SchemaRegistryApi::Whole(const std::string& subject, const Schema& schema) const {
  Json whole = {{"subject", subject},       {"version", schema.version},
                {"id", schema.id},          {"guid", "guid-" + std::to_string(schema.id)},
                {"schema", schema.text},    {"ts", 1780272000000 + schema.id * 1000},
                {"deleted", schema.deleted}};
  if (!schema.type.empty()) whole["schemaType"] = schema.type;
  if (!schema.references.empty()) whole["references"] = schema.references;
  return whole;
}

bool SchemaRegistryApi::IsReadOnly(const std::string& subject) const {
  const auto own = modes_.find(subject);
  const Json& mode = own == modes_.end() ? modes_.at("") : own->second;
  return mode["mode"] == "READONLY";
}

int64_t SchemaRegistryApi::IdOf(const std::string& text) {
  const auto next = static_cast<int64_t>(100001 + ids_.size());
  return ids_.emplace(text, next).first->second;
}

void SchemaRegistryApi::Add(const std::string& subject, std::string text, std::string type,
                            bool deleted) {
  Versions& versions = subjects_[subject];
  const int64_t version = versions.empty() ? 1 : versions.back().version + 1;
  const int64_t id = IdOf(text);
  versions.push_back({.version = version,
                      .id = id,
                      .type = std::move(type),
                      .text = std::move(text),
                      .deleted = deleted});
}

}  // namespace apisql
