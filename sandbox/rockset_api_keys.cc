#include "sandbox/rockset_api_keys.h"

#include <optional>
#include <vector>

#include "sandbox/body.h"
#include "sandbox/rockset_errors.h"
#include "sandbox/rockset_users.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr size_t kPrefix = 6;

void WriteTime(std::string_view name, const std::optional<Micros>& time, JsonText& text) {
  text.Key(name);
  if (time) {
    text.Text(RocksetTime(*time));
  } else {
    text.Null();
  }
}

// `whole`: with the key itself instead of its prefix.
void WriteRocksetKey(const std::string& email, const RocksetKey& key, bool whole, JsonText& text) {
  text.BeginObject().Field("created_at", RocksetTime(key.created_at)).Field("created_by", email);
  text.Nullable("created_by_apikey_name", key.created_by_apikey_name);
  WriteTime("expiry_time", key.expiry_time, text);
  text.Field("key", whole ? key.key : key.key.substr(0, kPrefix));
  WriteTime("last_access_time", key.last_access_time, text);
  text.Field("name", key.name).Nullable("role", key.role);
  text.Field("state", key.active ? "ACTIVE" : "SUSPENDED").EndObject();
}

Answer RocksetKeyAnswer(const std::string& email, const RocksetKey& key, bool whole) {
  JsonText text;
  text.BeginObject().Key("data");
  WriteRocksetKey(email, key, whole, text);
  text.EndObject();
  return RocksetAnswer(std::move(text));
}

Answer ListRocksetKeys(const RocksetUser& user) {
  JsonText text;
  text.BeginObject().Key("data").BeginArray();
  for (const RocksetKey& key : user.keys) WriteRocksetKey(user.id, key, false, text);
  text.EndArray().EndObject();
  return RocksetAnswer(std::move(text));
}

Answer NoSuchRocksetKey(const Call& call) {
  return RocksetNotFound(call, "API key not found: " + call.rest[2]);
}

// An error's text, empty when there is none.
std::string TakeExpiry(const json& body, Micros now, RocksetKey& key) {
  const json* value = ValueAt(body, "/expiry_time");
  if (value == nullptr) return "";
  const auto time = value->is_string() ? ParseTime(value->get<std::string>()) : std::nullopt;
  if (!time) return "expiry_time is no ISO 8601 time";
  key.expiry_time = time;
  if (*time <= now) key.active = false;
  return "";
}

Answer CreateRocksetKey(World& world, const Call& call, RocksetUser& user) {
  const auto body = ParseBody(call);
  if (!body) return RocksetInvalid(call, "Unable to process JSON");
  RocksetKey key;
  key.name = TextOrEmpty(*body, "/name");
  key.role = TextAt(*body, "/role");
  key.created_at = world.Now();
  if (key.name.empty()) return RocksetInvalid(call, "name is required");
  if (key.role && world.state.rockset_roles.Find(*key.role) == nullptr) {
    return RocksetInvalid(call, "Role not found: " + *key.role);
  }
  const std::string wrong = TakeExpiry(*body, world.Now(), key);
  if (!wrong.empty()) return RocksetInvalid(call, wrong);
  if (user.FindKey(key.name) != nullptr) {
    return RocksetError(call, 409, "ALREADYEXISTS", "API key already exists: " + key.name);
  }
  key.key = world.random.Text(kLettersDigits, 64);
  Answer answer = RocksetKeyAnswer(user.id, key, true);
  world.state.AddRocksetKey(user, std::move(key));
  return answer;
}

// Name, role and the key itself cannot be changed; null does not take an expiry away, only
// clear_expiry_time does.
Answer UpdateRocksetKey(World& world, const Call& call, const std::string& email, RocksetKey& key) {
  const auto body = ParseBody(call);
  if (!body) return RocksetInvalid(call, "Unable to process JSON");
  RocksetKey changed = key;
  const json* state = ValueAt(*body, "/state");
  if (state != nullptr && *state != "ACTIVE" && *state != "SUSPENDED") {
    return RocksetInvalid(call, "state must be ACTIVE or SUSPENDED");
  }
  if (state != nullptr) changed.active = *state == "ACTIVE";
  const std::string wrong = TakeExpiry(*body, world.Now(), changed);
  if (!wrong.empty()) return RocksetInvalid(call, wrong);
  const json* clear = ValueAt(*body, "/clear_expiry_time");
  if (clear != nullptr && *clear == true) changed.expiry_time.reset();
  key = changed;
  return RocksetKeyAnswer(email, key, false);
}

Answer DeleteRocksetKey(RocksetUser& user, const RocksetKey& key) {
  Answer answer = RocksetKeyAnswer(user.id, key, false);
  std::erase_if(user.keys,
                [name = key.name](const RocksetKey& other) { return other.name == name; });
  return answer;
}

}  // namespace

Answer ReadRocksetKeys(const World& world, const Call& call) {
  const RocksetUser* user = world.state.rockset_users.Find(call.rest[0]);
  if (user == nullptr) return NoSuchRocksetUser(call, call.rest[0]);
  if (call.rest.size() == 2) return ListRocksetKeys(*user);
  const RocksetKey* key = user->FindKey(call.rest[2]);
  if (key == nullptr) return NoSuchRocksetKey(call);
  return RocksetKeyAnswer(user->id, *key, call.Parameter("reveal") == "true");
}

Answer WriteRocksetKeys(World& world, const Call& call, bool for_self) {
  RocksetUser* user = world.state.rockset_users.Find(call.rest[0]);
  if (user == nullptr) return NoSuchRocksetUser(call, call.rest[0]);
  if (call.rest.size() == 2) {
    const bool create = call.method == "POST" && for_self;
    return create ? CreateRocksetKey(world, call, *user) : RocksetMethodNotAllowed(call);
  }
  RocksetKey* key = user->FindKey(call.rest[2]);
  if (key == nullptr) return NoSuchRocksetKey(call);
  if (call.method == "POST") return UpdateRocksetKey(world, call, user->id, *key);
  return call.method == "DELETE" ? DeleteRocksetKey(*user, *key) : RocksetMethodNotAllowed(call);
}

}  // namespace apisql::sandbox
