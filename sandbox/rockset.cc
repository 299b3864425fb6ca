#include "sandbox/rockset.h"

#include <algorithm>
#include <optional>

#include "sandbox/credentials.h"
#include "sandbox/rockset_api_keys.h"
#include "sandbox/rockset_errors.h"
#include "sandbox/rockset_roles.h"
#include "sandbox/rockset_users.h"
#include "sandbox/rockset_virtual_instances.h"

namespace apisql::sandbox {
namespace {

enum class Area { kNone, kOrganization, kUsers, kApiKeys, kRoles, kVirtualInstances };

// What a call is about, after its path was taken apart.
struct Route {
  Area area = Area::kNone;
  bool self = false;  // The path says `self` for the user.
};

// Sets call.rest; `self` in it becomes the caller's email.
Route FindRoute(const std::string& caller, Call& call) {
  const auto& path = call.path;
  if (path.size() < 3 || path[0] != "v1" || path[1] != "orgs" || path[2] != "self") return {};
  if (path.size() == 3) return {Area::kOrganization};
  call.rest.assign(path.begin() + 4, path.end());
  if (path[3] == "roles" && call.rest.size() <= 1) return {Area::kRoles};
  if (path[3] == "virtualinstances" && call.rest.size() <= 2) return {Area::kVirtualInstances};
  if (path[3] != "users" || call.rest.size() > 3) return {};
  if (call.rest.size() >= 2 && call.rest[1] != "apikeys") return {};
  const bool self = !call.rest.empty() && call.rest[0] == "self";
  if (self) call.rest[0] = caller;
  return {call.rest.size() >= 2 ? Area::kApiKeys : Area::kUsers, self};
}

// Null when the key is unknown or suspended. The sandbox's own key opens whatever became of its
// entry in the list, so that nobody locks themselves out of a demonstration.
const RocksetUser* Caller(const World& world, const Call& call) {
  const auto key = CredentialAfter("ApiKey", call.authorization);
  if (!key || key->empty()) return nullptr;
  const RocksetUser* owner = world.state.FindRocksetOwner(*key);
  if (owner != nullptr || *key != world.access.rockset_key) return owner;
  return world.state.rockset_users.Find(world.state.rockset_self);
}

Answer Unauthenticated(const Call& call) {
  Answer answer = RocksetError(call, 401, "AUTHEXCEPTION", "Invalid API key");
  answer.headers["WWW-Authenticate"] = "ApiKey";
  return answer;
}

// Others' keys are for administrators.
bool IsAllowed(const RocksetUser& caller, const Route& route, const Call& call) {
  if (std::ranges::find(caller.roles, "admin") != caller.roles.end()) return true;
  if (route.area == Area::kApiKeys) return call.rest[0] == caller.id;
  return call.IsRead();
}

Answer OrganizationObject(const World& world) {
  const RocksetOrganization& organization = world.state.rockset_organization;
  JsonText json;
  json.BeginObject().Key("data").BeginObject().Key("clusters").BeginArray().BeginObject();
  json.Field("apiserver_url", "https://api.usw2a1.rockset.com").Field("aws_region", "us-west-2");
  json.Field("cluster_type", "PUBLIC").Field("domain", "rockset").Field("id", "usw2a1");
  json.Field("top_level_domain", ".com").EndObject().EndArray();
  json.Field("created_at", RocksetTime(organization.created_at));
  json.Field("display_name", organization.display_name);
  json.Field("external_id", organization.external_id).Field("id", organization.id);
  json.Key("rockset_user").Null().Key("sso_connection").Null();
  json.Key("sso_only").Boolean(false).EndObject().EndObject();
  return RocksetAnswer(std::move(json));
}

// The answer that a call deserves before it comes to its resource; absent when it may go on.
std::optional<Answer> Refusal(const World& world, Call& call, Route& route) {
  const RocksetUser* caller = Caller(world, call);
  if (caller == nullptr) return Unauthenticated(call);
  route = FindRoute(caller->id, call);
  if (route.area == Area::kNone) return RocksetNotFound(call, "HTTP 404 Not Found");
  if (!IsAllowed(*caller, route, call)) {
    return RocksetError(call, 403, "FORBIDDEN", "You are not authorized to do this");
  }
  return std::nullopt;
}

}  // namespace

Answer ReadRockset(const World& world, Call& call) {
  Route route;
  if (auto refusal = Refusal(world, call, route)) return *std::move(refusal);
  switch (route.area) {
    case Area::kOrganization:
      return OrganizationObject(world);
    case Area::kUsers:
      return ReadRocksetUsers(world, call);
    case Area::kApiKeys:
      return ReadRocksetKeys(world, call);
    case Area::kVirtualInstances:
      return ReadVirtualInstances(world, call);
    default:
      return ReadRocksetRoles(world, call);
  }
}

Answer WriteRockset(World& world, Call& call) {
  Route route;
  if (auto refusal = Refusal(world, call, route)) return *std::move(refusal);
  switch (route.area) {
    case Area::kOrganization:
      return RocksetMethodNotAllowed(call);
    case Area::kUsers:
      return WriteRocksetUsers(world, call);
    case Area::kApiKeys:
      return WriteRocksetKeys(world, call, route.self);
    case Area::kVirtualInstances:
      return WriteVirtualInstances(world, call);
    default:
      return WriteRocksetRoles(world, call);
  }
}

}  // namespace apisql::sandbox
