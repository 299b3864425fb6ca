#include "sandbox/confluent_api_keys.h"

#include <algorithm>

#include "sandbox/body.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kApiKeyStyle = {
    "/iam/v2/api-keys", "iam/v2", "ApiKeyList", ListStyle::LastPage::kEmptyText, true, false};

std::string OwnerCrn(const State& state, const ApiKey& key) {
  const bool user = key.owner_kind == OwnerKind::kUser;
  return state.OrganizationCrn() + (user ? "/user=" : "/service-account=") + key.owner_id;
}

void WriteOwner(const State& state, const ApiKey& key, JsonText& text) {
  if (key.owner_kind == OwnerKind::kNone) return;
  const bool user = key.owner_kind == OwnerKind::kUser;
  const std::string path = user ? "/iam/v2/users/" : "/iam/v2/service-accounts/";
  text.Key("owner").BeginObject().Field("api_version", "iam/v2").Field("id", key.owner_id);
  text.Field("kind", user ? "User" : "ServiceAccount");
  text.Field("related", std::string(kConfluentHost) + path + key.owner_id);
  text.Field("resource_name", OwnerCrn(state, key)).EndObject();
}

std::string RelatedPath(const ApiKey& key) {
  switch (key.scope) {
    case KeyScope::kKafka:
      return "/cmk/v2/clusters/" + key.resource_id;
    case KeyScope::kSchemaRegistryV2:
    case KeyScope::kSchemaRegistryOld:
      return "/srcm/v2/clusters/" + key.resource_id;
    case KeyScope::kSchemaRegistryV3:
      return "/srcm/v3/clusters/" + key.resource_id;
    case KeyScope::kKsql:
    case KeyScope::kKsqlOld:
      return "/ksqldbcm/v2/clusters/" + key.resource_id;
    default:
      return "/fcpm/v2/regions?id=" + key.resource_id;
  }
}

std::string ScopeCrn(const State& state, const ApiKey& key) {
  const std::string environment = state.EnvironmentCrn(key.environment_id);
  switch (key.scope) {
    case KeyScope::kKafka:
      return state.ClusterCrn(key.environment_id, key.resource_id);
    case KeyScope::kFlink:
      return environment + "/flink-region=" + key.resource_id;
    case KeyScope::kKsql:
    case KeyScope::kKsqlOld:
      return environment + "/ksql=" + key.resource_id;
    default:
      return environment + "/schema-registry=" + key.resource_id;
  }
}

bool IsService(KeyScope scope) {
  return scope == KeyScope::kCloud || scope == KeyScope::kTableflow || scope == KeyScope::kGlobal;
}

void WriteScope(const State& state, const ApiKey& key, JsonText& text) {
  const ScopeName name = NameOfScope(key.scope);
  text.Key("resource").BeginObject().Field("api_version", name.api_version);
  if (key.shows_environment) text.Field("environment", key.environment_id);
  text.Field("id", key.resource_id).Field("kind", name.kind);
  // For what is no object of its own both are just its name.
  text.Field("related", IsService(key.scope) ? key.resource_id
                                             : std::string(kConfluentHost) + RelatedPath(key));
  text.Field("resource_name", IsService(key.scope) ? key.resource_id : ScopeCrn(state, key));
  text.EndObject();
}

// `secret` is empty except in the answer to the creation.
void WriteApiKey(const State& state, const ApiKey& key, std::string_view secret, JsonText& text) {
  const std::string crn = ApiKeyCrn(state, key);
  text.BeginObject();
  WriteObjectHead({kApiKeyStyle, key.id, crn, key.created_at, key.updated_at}, text);
  text.Key("spec").BeginObject();
  text.Optional("display_name", key.display_name).Optional("description", key.description);
  WriteOwner(state, key, text);
  WriteScope(state, key, text);
  text.Field("secret", secret).EndObject().EndObject();
}

Answer ApiKeyAnswer(const State& state, const ApiKey& key, int status,
                    std::string_view secret = "") {
  JsonText text;
  WriteApiKey(state, key, secret, text);
  return JsonAnswer(status, std::move(text));
}

// `position` is in the sorted `list`.
bool Among(std::span<const Position> list, Position position) {
  return std::ranges::binary_search(list, position);
}

Answer ListApiKeys(const World& world, const Call& call) {
  const State& state = world.state;
  const std::string owner(call.Parameter("spec.owner"));
  const std::string resource = AsciiLower(call.Parameter("spec.resource"));
  const auto owned = state.api_keys_by_owner.Find(owner);
  const auto opening = state.api_keys_by_resource.Find(resource);
  ListRows rows;
  rows.end = state.api_keys.end();
  rows.total = state.api_keys.size();
  rows.filters = FilterText("spec.owner", owner) + FilterText("spec.resource", resource);
  if (!owner.empty()) {
    rows.candidates = owned;
  } else if (!resource.empty()) {
    rows.candidates = opening;
  }
  const bool check_resource = !owner.empty() && !resource.empty();
  rows.matches = [&state, check_resource, opening](Position position) {
    return state.api_keys.At(position) != nullptr && (!check_resource || Among(opening, position));
  };
  rows.write = [&state](Position position, JsonText& text) {
    WriteApiKey(state, *state.api_keys.At(position), "", text);
  };
  return ListPage(world, call, kApiKeyStyle, rows);
}

// Reads "env-x.aws.us-east-1" or "aws.us-east-1" with an environment beside it.
bool SetFlinkScope(const State& state, const json& body, ApiKey& key) {
  const std::string environment = TextOrEmpty(body, "/spec/resource/environment");
  key.scope = KeyScope::kFlink;
  key.shows_environment = !environment.empty();
  key.environment_id =
      key.shows_environment ? environment : key.resource_id.substr(0, key.resource_id.find('.'));
  return state.environments.Find(key.environment_id) != nullptr;
}

bool SetClusterScope(const State& state, ApiKey& key) {
  const Cluster* cluster = state.clusters.Find(key.resource_id);
  if (cluster == nullptr) return false;
  key.scope = KeyScope::kKafka;
  key.environment_id = cluster->environment_id;
  return true;
}

bool SetRegistryScope(const State& state, ApiKey& key) {
  key.scope = KeyScope::kSchemaRegistryV3;
  state.environments.Each([&](const Environment& environment) {
    if (environment.schema_registry_id == key.resource_id) key.environment_id = environment.id;
  });
  return !key.environment_id.empty();
}

// False when there is no such thing to open.
bool SetScope(const State& state, const json& body, ApiKey& key) {
  key.resource_id = TextOrEmpty(body, "/spec/resource/id");
  if (key.resource_id.empty() || key.resource_id == "cloud") {
    key.resource_id = "cloud";
    key.scope = KeyScope::kCloud;
    return true;
  }
  if (key.resource_id == "tableflow" || key.resource_id == "global") {
    key.scope = key.resource_id == "global" ? KeyScope::kGlobal : KeyScope::kTableflow;
    return true;
  }
  if (key.resource_id.starts_with("lkc-")) return SetClusterScope(state, key);
  if (key.resource_id.starts_with("lsrc-")) return SetRegistryScope(state, key);
  if (key.resource_id.find('.') != std::string::npos) return SetFlinkScope(state, body, key);
  return false;
}

bool SetOwner(const State& state, const std::string& id, ApiKey& key) {
  key.owner_id = id;
  const bool user = state.users.Find(id) != nullptr;
  key.owner_kind = user ? OwnerKind::kUser : OwnerKind::kServiceAccount;
  return user || state.service_accounts.Find(id) != nullptr;
}

Answer CreateApiKey(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  ApiKey key;
  const std::string owner = TextOrEmpty(*body, "/spec/owner/id");
  if (owner.empty()) return Unprocessable(call, "/spec/owner", "An owner is required");
  if (!SetOwner(world.state, owner, key)) {
    return Unprocessable(call, "/spec/owner", "The owner does not exist");
  }
  if (!SetScope(world.state, *body, key)) {
    return Unprocessable(call, "/spec/resource", "The resource does not exist");
  }
  if (!ChangeText(*body, "/spec/display_name", key.display_name) ||
      !ChangeText(*body, "/spec/description", key.description)) {
    return Unprocessable(call, "/spec", "display_name and description must be text");
  }
  key.id = world.random.Text(kUpperDigits, 16);
  key.created_at = key.updated_at = world.Now();
  const std::string secret = world.random.Text(kBase64Letters, 64);
  const bool opens_api = key.scope == KeyScope::kCloud || key.scope == KeyScope::kGlobal;
  if (opens_api) world.state.new_secrets[key.id] = secret;
  Answer answer = ApiKeyAnswer(world.state, key, 202, secret);
  SetLocation(kApiKeyStyle, key.id, answer);
  world.state.AddApiKey(std::move(key));
  return answer;
}

// An immutable member may be sent back, but only as it is.
bool Unchanged(const json& body, const std::string& pointer, const std::string& value) {
  const auto sent = TextAt(body, pointer);
  return !sent || *sent == value;
}

Answer UpdateApiKey(World& world, const Call& call) {
  ApiKey* key = world.state.api_keys.Find(call.rest[0]);
  if (key == nullptr) return ForbiddenAccess(call);
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  if (!Unchanged(*body, "/spec/owner/id", key->owner_id)) {
    return Unprocessable(call, "/spec/owner", "The owner cannot be changed");
  }
  if (!Unchanged(*body, "/spec/resource/id", key->resource_id)) {
    return Unprocessable(call, "/spec/resource", "The resource cannot be changed");
  }
  ApiKey changed = *key;
  if (!ChangeText(*body, "/spec/display_name", changed.display_name) ||
      !ChangeText(*body, "/spec/description", changed.description)) {
    return Unprocessable(call, "/spec", "display_name and description must be text");
  }
  key->display_name = changed.display_name;
  key->description = changed.description;
  key->updated_at = world.Now();
  return ApiKeyAnswer(world.state, *key, 200);
}

}  // namespace

ScopeName NameOfScope(KeyScope scope) {
  switch (scope) {
    case KeyScope::kCloud:
      return {"iam/v2", "Cloud"};
    case KeyScope::kKafka:
      return {"cmk/v2", "Cluster"};
    case KeyScope::kSchemaRegistryV2:
      return {"srcm/v2", "Cluster"};
    case KeyScope::kSchemaRegistryV3:
      return {"srcm/v3", "Cluster"};
    case KeyScope::kSchemaRegistryOld:
      return {"srcm/v2", "SchemaRegistry"};
    case KeyScope::kKsql:
      return {"ksqldbcm/v2", "Cluster"};
    case KeyScope::kKsqlOld:
      return {"ksqldbcm/v2", "ksqlDB"};
    case KeyScope::kFlink:
      return {"fcpm/v2", "Region"};
    case KeyScope::kTableflow:
      return {"tableflow/v1", "Tableflow"};
    case KeyScope::kGlobal:
      return {"global/v1", "Global"};
  }
  return {};
}

std::string ApiKeyCrn(const State& state, const ApiKey& key) {
  const std::string holder =
      key.owner_kind == OwnerKind::kNone ? state.OrganizationCrn() : OwnerCrn(state, key);
  return holder + "/api-key=" + key.id;
}

void RemoveKeysOf(State& state, const std::string& owner_id) {
  for (const Position position : state.api_keys_by_owner.Find(owner_id)) {
    const ApiKey* key = state.api_keys.At(position);
    if (key == nullptr) continue;
    state.new_secrets.erase(key->id);
    state.api_keys.Remove(key->id);
  }
}

Answer ReadApiKeys(const World& world, const Call& call) {
  if (call.rest.empty()) return ListApiKeys(world, call);
  const ApiKey* key = world.state.api_keys.Find(call.rest[0]);
  return key == nullptr ? ForbiddenAccess(call) : ApiKeyAnswer(world.state, *key, 200);
}

Answer WriteApiKeys(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateApiKey(world, call) : ConfluentMethodNotAllowed(call);
  }
  if (call.method == "PATCH") return UpdateApiKey(world, call);
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  world.state.new_secrets.erase(call.rest[0]);
  if (!world.state.api_keys.Remove(call.rest[0])) return ForbiddenAccess(call);
  return {.status = 204};
}

}  // namespace apisql::sandbox
