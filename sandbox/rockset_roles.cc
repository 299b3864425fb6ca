#include "sandbox/rockset_roles.h"

#include <algorithm>

#include "sandbox/body.h"
#include "sandbox/rockset_errors.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

void WritePrivileges(const RocksetRole& role, JsonText& text) {
  text.BeginArray();
  for (const RocksetRole::Privilege& privilege : role.privileges) {
    text.BeginObject().Field("action", privilege.action);
    text.Nullable("resource_name", privilege.resource_name);
    text.Nullable("cluster", privilege.cluster).EndObject();
  }
  text.EndArray();
}

void WriteRocksetRole(const RocksetRole& role, JsonText& text) {
  text.BeginObject().Field("created_at", RocksetTime(role.created_at));
  text.Nullable("created_by", role.created_by).Field("description", role.description);
  text.Nullable("owner_email", role.owner_email).Key("privileges");
  WritePrivileges(role, text);
  text.Field("role_name", role.id).EndObject();
}

Answer RoleAnswer(const RocksetRole& role) {
  JsonText text;
  text.BeginObject().Key("data");
  WriteRocksetRole(role, text);
  text.EndObject();
  return RocksetAnswer(std::move(text));
}

Answer NoSuchRole(const Call& call) {
  return RocksetNotFound(call, "Role not found: " + call.rest[0]);
}

bool TakePrivileges(const json& body, RocksetRole& role) {
  const json* list = ValueAt(body, "/privileges");
  if (list == nullptr) return true;
  if (!list->is_array()) return false;
  role.privileges.clear();
  for (const json& entry : *list) {
    if (!entry.is_object() || !TextAt(entry, "/action")) return false;
    role.privileges.push_back({TextOrEmpty(entry, "/action"), TextAt(entry, "/resource_name"),
                               TextAt(entry, "/cluster")});
  }
  return true;
}

bool TakeRoleChanges(const json& body, RocksetRole& role) {
  role.description = TextAt(body, "/description").value_or(role.description);
  return TakePrivileges(body, role);
}

Answer CreateRole(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return RocksetInvalid(call, "Unable to process JSON");
  RocksetRole role;
  role.id = TextOrEmpty(*body, "/role_name");
  role.created_at = world.Now();
  role.owner_email = role.created_by = world.state.rockset_self;
  if (role.id.empty()) return RocksetInvalid(call, "role_name is required");
  if (!TakeRoleChanges(*body, role)) return RocksetInvalid(call, "privileges is invalid");
  if (world.state.rockset_roles.Find(role.id) != nullptr) {
    return RocksetError(call, 409, "ALREADYEXISTS", "Role already exists: " + role.id);
  }
  Answer answer = RoleAnswer(role);
  world.state.rockset_roles.Add(std::move(role));
  return answer;
}

Answer UpdateRole(World& world, const Call& call, const RocksetRole& role) {
  const auto body = ParseBody(call);
  if (!body) return RocksetInvalid(call, "Unable to process JSON");
  RocksetRole changed = role;
  if (!TakeRoleChanges(*body, changed)) return RocksetInvalid(call, "privileges is invalid");
  Answer answer = RoleAnswer(changed);
  world.state.rockset_roles.Replace(std::move(changed));
  return answer;
}

bool RoleIsUsed(const State& state, const std::string& name) {
  bool used = false;
  state.rockset_users.Each([&](const RocksetUser& user) {
    used = used || std::ranges::find(user.roles, name) != user.roles.end();
    for (const RocksetKey& key : user.keys) used = used || key.role == name;
  });
  return used;
}

}  // namespace

std::string PrivilegesJson(const RocksetRole& role) {
  JsonText text;
  WritePrivileges(role, text);
  return text.Take();
}

Answer ReadRocksetRoles(const World& world, const Call& call) {
  if (!call.rest.empty()) {
    const RocksetRole* role = world.state.rockset_roles.Find(call.rest[0]);
    return role == nullptr ? NoSuchRole(call) : RoleAnswer(*role);
  }
  JsonText text;
  text.BeginObject().Key("data").BeginArray();
  world.state.rockset_roles.Each([&](const RocksetRole& role) { WriteRocksetRole(role, text); });
  text.EndArray().EndObject();
  return RocksetAnswer(std::move(text));
}

Answer WriteRocksetRoles(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateRole(world, call) : RocksetMethodNotAllowed(call);
  }
  const RocksetRole* role = world.state.rockset_roles.Find(call.rest[0]);
  if (role == nullptr) return NoSuchRole(call);
  if (call.method != "POST" && call.method != "DELETE") return RocksetMethodNotAllowed(call);
  if (role->built_in) {
    return RocksetError(call, 403, "FORBIDDEN", "Built-in roles cannot be changed");
  }
  if (call.method == "POST") return UpdateRole(world, call, *role);
  if (RoleIsUsed(world.state, call.rest[0])) {
    return RocksetError(call, 409, "DEPENDENTRESOURCES", "The role is in use");
  }
  Answer answer = RoleAnswer(*role);
  world.state.rockset_roles.Remove(call.rest[0]);
  return answer;
}

}  // namespace apisql::sandbox
