#include "sandbox/confluent_users.h"

#include "sandbox/body.h"
#include "sandbox/confluent_api_keys.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "sandbox/confluent_role_bindings.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kUserStyle = {
    "/iam/v2/users", "iam/v2", "UserList", ListStyle::LastPage::kEmptyText, true, true};

void WriteUser(const State& state, const User& user, JsonText& text) {
  const std::string crn = UserCrn(state, user);
  text.BeginObject();
  WriteObjectHead({kUserStyle, user.id, crn, user.created_at, user.updated_at}, text);
  text.Field("email", user.email).Optional("full_name", user.full_name);
  text.Field("auth_type", user.sso ? "AUTH_TYPE_SSO" : "AUTH_TYPE_LOCAL").EndObject();
}

Answer UserAnswer(const State& state, const User& user, int status) {
  JsonText text;
  WriteUser(state, user, text);
  return JsonAnswer(status, std::move(text));
}

Answer NoSuchUser(const Call& call) {
  return ConfluentNotFound(call, "user_not_found", "User Not Found");
}

Answer ListUsers(const World& world, const Call& call) {
  const auto& users = world.state.users;
  ListRows rows;
  rows.end = users.end();
  rows.total = users.size();
  rows.matches = [&](Position position) { return users.At(position) != nullptr; };
  rows.write = [&](Position position, JsonText& text) {
    WriteUser(world.state, *users.At(position), text);
  };
  return ListPage(world, call, kUserStyle, rows);
}

Answer UpdateUser(World& world, const Call& call, User& user) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  if (TextAt(*body, "/email").value_or(user.email) != user.email) {
    return Unprocessable(call, "/email", "The email cannot be changed");
  }
  if (!ChangeText(*body, "/full_name", user.full_name)) {
    return Unprocessable(call, "/full_name", "The name must be text");
  }
  user.updated_at = world.Now();
  return UserAnswer(world.state, user, 200);
}

Answer UpdateAuthType(World& world, const Call& call, User& user) {
  if (call.method != "PATCH") return ConfluentMethodNotAllowed(call);
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  const std::string type = TextOrEmpty(*body, "/auth_type");
  if (type != "AUTH_TYPE_LOCAL" && type != "AUTH_TYPE_SSO") {
    return Unprocessable(call, "/auth_type", "The type must be AUTH_TYPE_LOCAL or AUTH_TYPE_SSO");
  }
  user.sso = type == "AUTH_TYPE_SSO";
  user.updated_at = world.Now();
  return {.status = 204};
}

}  // namespace

std::string UserCrn(const State& state, const User& user) {
  return state.OrganizationCrn() + "/user=" + user.id;
}

Answer ReadConfluentUsers(const World& world, const Call& call) {
  if (call.rest.empty()) return ListUsers(world, call);
  if (call.rest.size() == 2) return ConfluentMethodNotAllowed(call);
  const User* user = world.state.users.Find(call.rest[0]);
  return user == nullptr ? NoSuchUser(call) : UserAnswer(world.state, *user, 200);
}

Answer WriteConfluentUsers(World& world, const Call& call) {
  // Users are invited, never created.
  if (call.rest.empty()) return ConfluentMethodNotAllowed(call);
  User* user = world.state.users.Find(call.rest[0]);
  if (user == nullptr) return NoSuchUser(call);
  if (call.rest.size() == 2) return UpdateAuthType(world, call, *user);
  if (call.method == "PATCH") return UpdateUser(world, call, *user);
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  RemoveKeysOf(world.state, call.rest[0]);
  RemoveRolesOf(world.state, call.rest[0]);
  world.state.users.Remove(call.rest[0]);
  return {.status = 204};
}

}  // namespace apisql::sandbox
