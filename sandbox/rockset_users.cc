#include "sandbox/rockset_users.h"

#include "sandbox/body.h"
#include "sandbox/rockset_errors.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

void WriteRoleNames(const RocksetUser& user, JsonText& text) {
  text.BeginArray();
  for (const std::string& role : user.roles) text.Text(role);
  text.EndArray();
}

void WriteRocksetUser(const RocksetUser& user, JsonText& text) {
  text.BeginObject().Field("created_at", RocksetTime(user.created_at)).Field("email", user.id);
  text.Nullable("first_name", user.first_name).Nullable("last_name", user.last_name);
  text.Key("roles");
  WriteRoleNames(user, text);
  text.Field("state", RocksetUserState(user)).EndObject();
}

// Reading and updating give the bare object, creating and deleting wrap it.
Answer BareUser(const RocksetUser& user) {
  JsonText text;
  WriteRocksetUser(user, text);
  return RocksetAnswer(std::move(text));
}

Answer WrappedUser(const RocksetUser& user) {
  JsonText text;
  text.BeginObject().Key("data");
  WriteRocksetUser(user, text);
  text.EndObject();
  return RocksetAnswer(std::move(text));
}

Answer ListRocksetUsers(const State& state) {
  JsonText text;
  text.BeginObject().Key("data").BeginArray();
  state.rockset_users.Each([&](const RocksetUser& user) { WriteRocksetUser(user, text); });
  text.EndArray().EndObject();
  return RocksetAnswer(std::move(text));
}

// False when the list is not one of names of roles.
bool TakeRoleNames(const State& state, const json& body, RocksetUser& user) {
  const json* roles = ValueAt(body, "/roles");
  if (roles == nullptr) return true;
  if (!roles->is_array()) return false;
  user.roles.clear();
  for (const json& role : *roles) {
    if (!role.is_string()) return false;
    user.roles.push_back(role.get<std::string>());
    if (state.rockset_roles.Find(user.roles.back()) == nullptr) return false;
  }
  return true;
}

bool TakeUserChanges(const State& state, const json& body, RocksetUser& user) {
  return ChangeText(body, "/first_name", user.first_name) &&
         ChangeText(body, "/last_name", user.last_name) && TakeRoleNames(state, body, user);
}

Answer CreateRocksetUser(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return RocksetInvalid(call, "Unable to process JSON");
  RocksetUser user;
  user.id = TextOrEmpty(*body, "/email");
  user.is_new = true;
  user.created_at = world.Now();
  if (user.id.find('@') == std::string::npos) return RocksetInvalid(call, "email is invalid");
  if (ValueAt(*body, "/roles") == nullptr) return RocksetInvalid(call, "roles is required");
  if (!TakeUserChanges(world.state, *body, user)) {
    return RocksetInvalid(call, "A name or a role is invalid");
  }
  if (world.state.rockset_users.Find(user.id) != nullptr) {
    return RocksetError(call, 409, "ALREADYEXISTS", "User already exists: " + user.id);
  }
  Answer answer = WrappedUser(user);
  world.state.rockset_users.Add(std::move(user));
  return answer;
}

Answer UpdateRocksetUser(World& world, const Call& call, const RocksetUser& user) {
  const auto body = ParseBody(call);
  if (!body) return RocksetInvalid(call, "Unable to process JSON");
  RocksetUser changed = user;
  if (!TakeUserChanges(world.state, *body, changed)) {
    return RocksetInvalid(call, "A name or a role is invalid");
  }
  Answer answer = BareUser(changed);
  world.state.rockset_users.Replace(std::move(changed));
  return answer;
}

}  // namespace

Answer NoSuchRocksetUser(const Call& call, const std::string& email) {
  return RocksetNotFound(call, "User not found: " + email);
}

std::string RocksetRolesJson(const RocksetUser& user) {
  JsonText text;
  WriteRoleNames(user, text);
  return text.Take();
}

std::string_view RocksetUserState(const RocksetUser& user) {
  return user.is_new ? "NEW" : "ACTIVE";
}

Answer ReadRocksetUsers(const World& world, const Call& call) {
  if (call.rest.empty()) return ListRocksetUsers(world.state);
  const RocksetUser* user = world.state.rockset_users.Find(call.rest[0]);
  return user == nullptr ? NoSuchRocksetUser(call, call.rest[0]) : BareUser(*user);
}

Answer WriteRocksetUsers(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateRocksetUser(world, call) : RocksetMethodNotAllowed(call);
  }
  const RocksetUser* user = world.state.rockset_users.Find(call.rest[0]);
  if (user == nullptr) return NoSuchRocksetUser(call, call.rest[0]);
  if (call.method == "POST") return UpdateRocksetUser(world, call, *user);
  if (call.method != "DELETE") return RocksetMethodNotAllowed(call);
  Answer answer = WrappedUser(*user);
  world.state.rockset_users.Remove(call.rest[0]);  // The keys are part of the user.
  return answer;
}

}  // namespace apisql::sandbox
