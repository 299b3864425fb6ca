#include "sandbox/confluent_byok_keys.h"

#include "sandbox/body.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "sandbox/new_id.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kByokStyle = {
    "/byok/v1/keys", "byok/v1", "KeyList", ListStyle::LastPage::kAbsent, false, false};

void WriteKeyDetails(const ByokKey& key, JsonText& text) {
  text.Key("key").BeginObject();
  if (key.kind == ByokKind::kAws) {
    text.Field("key_arn", key.key).Key("roles").BeginArray();
    for (const std::string& role : key.roles) text.Text(role);
    text.EndArray();
  } else if (key.kind == ByokKind::kAzure) {
    text.Field("application_id", key.application_id).Field("key_id", key.key);
    text.Field("key_vault_id", key.key_vault_id).Field("tenant_id", key.tenant_id);
  } else {
    text.Field("key_id", key.key).Field("security_group", key.security_group);
  }
  text.Field("kind", ByokKeyKind(key.kind)).EndObject();
}

void WriteValidation(const ByokKey::Validation& validation, JsonText& text) {
  text.Key("validation").BeginObject().Field("phase", validation.phase);
  text.Optional("message", validation.message);
  text.Field("since", ConfluentTime(validation.since));
  if (!validation.region.empty()) text.Field("region", validation.region);
  text.EndObject();
}

void WriteByokKey(const State& state, const ByokKey& key, JsonText& text) {
  const std::string crn = ByokCrn(state, key);
  text.BeginObject();
  WriteObjectHead({kByokStyle, key.id, crn, key.created_at, key.updated_at}, text);
  WriteKeyDetails(key, text);
  text.Optional("display_name", key.display_name);
  text.Field("provider", ByokProvider(key.kind));
  text.Field("state", key.in_use ? "IN_USE" : "AVAILABLE");
  if (key.validation) WriteValidation(*key.validation, text);
  text.EndObject();
}

Answer ByokAnswer(const State& state, const ByokKey& key, int status) {
  JsonText text;
  WriteByokKey(state, key, text);
  return JsonAnswer(status, std::move(text));
}

struct ByokFilter {
  std::string_view provider, state, phase, region, name_part, key_part;

  explicit ByokFilter(const Call& call)
      : provider(call.Parameter("provider")),
        state(call.Parameter("state")),
        phase(call.Parameter("validation_phase")),
        region(call.Parameter("validation_region")),
        name_part(call.Parameter("display_name")),
        key_part(call.Parameter("key")) {}

  bool Matches(const ByokKey& key) const {
    if (!provider.empty() && provider != ByokProvider(key.kind)) return false;
    if (!state.empty() && state != (key.in_use ? "IN_USE" : "AVAILABLE")) return false;
    if (!phase.empty() && (!key.validation || key.validation->phase != phase)) return false;
    return region.empty() || (key.validation && key.validation->region == region);
  }
  bool Found(const ByokKey& key) const {
    const std::string name = key.display_name.value_or("");
    return name.find(name_part) != std::string::npos && key.key.find(key_part) != std::string::npos;
  }
  std::string Text() const {
    return FilterText("provider", provider) + FilterText("state", state) +
           FilterText("validation_phase", phase) + FilterText("validation_region", region) +
           FilterText("display_name", name_part) + FilterText("key", key_part);
  }
};

Answer ListByokKeys(const World& world, const Call& call) {
  const auto& keys = world.state.byok_keys;
  const ByokFilter filter(call);
  ListRows rows;
  rows.end = keys.end();
  rows.total = keys.size();
  rows.filters = filter.Text();
  rows.matches = [&](Position position) {
    const ByokKey* key = keys.At(position);
    return key != nullptr && filter.Matches(*key);
  };
  rows.found_by_search = [&](Position position) { return filter.Found(*keys.At(position)); };
  rows.write = [&](Position position, JsonText& text) {
    WriteByokKey(world.state, *keys.At(position), text);
  };
  return ListPage(world, call, kByokStyle, rows);
}

// The name of the member that is missing, empty when all are there.
std::string ReadDetails(World& world, const json& body, ByokKey& key) {
  const std::string kind = TextOrEmpty(body, "/key/kind");
  if (kind == "AwsKey") {
    key.kind = ByokKind::kAws;
    key.key = TextOrEmpty(body, "/key/key_arn");
    key.roles = {"arn:aws:iam::123456789876:role/block_storage_manager"};
    return key.key.empty() ? "/key/key_arn" : "";
  }
  if (kind != "AzureKey" && kind != "GcpKey") return "/key/kind";
  key.key = TextOrEmpty(body, "/key/key_id");
  if (key.key.empty()) return "/key/key_id";
  if (kind == "GcpKey") {
    key.kind = ByokKind::kGcp;
    key.security_group = "group-" + world.random.Text(kLowerDigits, 8) + "@crn.confluent.cloud";
    return "";
  }
  key.kind = ByokKind::kAzure;
  key.key_vault_id = TextOrEmpty(body, "/key/key_vault_id");
  key.tenant_id = TextOrEmpty(body, "/key/tenant_id");
  key.application_id = world.random.Uuid();
  if (key.key_vault_id.empty()) return "/key/key_vault_id";
  return key.tenant_id.empty() ? "/key/tenant_id" : "";
}

bool IsRegistered(const State& state, const std::string& key_name) {
  bool found = false;
  state.byok_keys.Each([&](const ByokKey& key) { found = found || key.key == key_name; });
  return found;
}

Answer CreateByokKey(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  ByokKey key;
  const std::string missing = ReadDetails(world, *body, key);
  if (!missing.empty()) return Unprocessable(call, missing, "The value is missing or unknown");
  if (!ChangeText(*body, "/display_name", key.display_name)) {
    return Unprocessable(call, "/display_name", "The name must be text");
  }
  if (IsRegistered(world.state, key.key)) return ConfluentConflict(call, "The key is registered");
  key.id = NewId(world.random, "cck-", world.state.byok_keys);
  key.created_at = world.Now();
  key.updated_at = key.created_at;
  key.validation = {"INITIALIZING", {}, "", key.created_at};
  Answer answer = ByokAnswer(world.state, key, 201);
  SetLocation(kByokStyle, key.id, answer);
  world.state.byok_keys.Add(std::move(key));
  return answer;
}

Answer UpdateByokKey(World& world, const Call& call, ByokKey& key) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  if (ValueAt(*body, "/key") != nullptr) {
    return Unprocessable(call, "/key", "The key cannot be changed");
  }
  if (!ChangeText(*body, "/display_name", key.display_name)) {
    return Unprocessable(call, "/display_name", "The name must be text");
  }
  key.updated_at = world.Now();
  return ByokAnswer(world.state, key, 200);
}

}  // namespace

std::string_view ByokProvider(ByokKind kind) {
  if (kind == ByokKind::kAws) return "AWS";
  return kind == ByokKind::kAzure ? "Azure" : "GCP";
}

std::string_view ByokKeyKind(ByokKind kind) {
  if (kind == ByokKind::kAws) return "AwsKey";
  return kind == ByokKind::kAzure ? "AzureKey" : "GcpKey";
}

std::string ByokCrn(const State& state, const ByokKey& key) {
  return state.OrganizationCrn() + "/key=" + key.id;
}

Answer ReadByokKeys(const World& world, const Call& call) {
  if (call.rest.empty()) return ListByokKeys(world, call);
  const ByokKey* key = world.state.byok_keys.Find(call.rest[0]);
  if (key == nullptr) return ConfluentNotFound(call, "resource_not_found", "The key is not found");
  return ByokAnswer(world.state, *key, 200);
}

Answer WriteByokKeys(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateByokKey(world, call) : ConfluentMethodNotAllowed(call);
  }
  ByokKey* key = world.state.byok_keys.Find(call.rest[0]);
  if (key == nullptr) return ConfluentNotFound(call, "resource_not_found", "The key is not found");
  if (call.method == "PATCH") return UpdateByokKey(world, call, *key);
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  if (key->in_use) return ConfluentConflict(call, "The key is in use by a cluster");
  world.state.byok_keys.Remove(call.rest[0]);
  return {.status = 204};
}

}  // namespace apisql::sandbox
