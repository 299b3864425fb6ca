#include "sandbox/confluent_role_bindings.h"

#include "sandbox/body.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "sandbox/new_id.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kBindingStyle = {"/iam/v2/role-bindings",      "iam/v2", "RoleBindingList",
                                     ListStyle::LastPage::kAbsent, false,    false};

void WriteBinding(const State& state, const RoleBinding& binding, JsonText& text) {
  const std::string crn = RoleBindingCrn(state, binding);
  text.BeginObject();
  WriteObjectHead({kBindingStyle, binding.id, crn, binding.created_at, binding.created_at}, text);
  text.Field("principal", binding.principal).Field("role_name", binding.role_name);
  text.Field("crn_pattern", binding.crn_pattern).EndObject();
}

Answer BindingAnswer(const State& state, const RoleBinding& binding, int status) {
  JsonText text;
  WriteBinding(state, binding, text);
  return JsonAnswer(status, std::move(text));
}

Answer NoSuchBinding() {
  return RoleBindingError(
      40301, "Either unauthorized to access role binding or role binding does not exist");
}

Answer ListBindings(const World& world, const Call& call) {
  const auto& bindings = world.state.role_bindings;
  const std::string_view crn = call.Parameter("crn_pattern");
  const std::string principal(call.Parameter("principal"));
  const std::string_view role = call.Parameter("role_name");
  if (crn.empty()) return RoleBindingError(40001, "The parameter crn_pattern is required");
  ListRows rows;
  rows.end = bindings.end();
  rows.total = bindings.size();
  rows.filters = FilterText("crn_pattern", crn) + FilterText("principal", principal) +
                 FilterText("role_name", role);
  if (!principal.empty()) rows.candidates = world.state.role_bindings_by_principal.Find(principal);
  rows.matches = [&](Position position) {
    const RoleBinding* binding = bindings.At(position);
    return binding != nullptr && (role.empty() || binding->role_name == role) &&
           binding->crn_pattern.find(crn) != std::string::npos;
  };
  rows.write = [&](Position position, JsonText& text) {
    WriteBinding(world.state, *bindings.At(position), text);
  };
  return ListPage(world, call, kBindingStyle, rows);
}

bool HasSameBinding(const State& state, const RoleBinding& wanted) {
  for (const Position position : state.role_bindings_by_principal.Find(wanted.principal)) {
    const RoleBinding* binding = state.role_bindings.At(position);
    if (binding != nullptr && binding->role_name == wanted.role_name &&
        binding->crn_pattern == wanted.crn_pattern) {
      return true;
    }
  }
  return false;
}

Answer CreateBinding(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return RoleBindingError(40001, "The request body must be a JSON object");
  RoleBinding binding;
  binding.principal = TextOrEmpty(*body, "/principal");
  binding.role_name = TextOrEmpty(*body, "/role_name");
  binding.crn_pattern = TextOrEmpty(*body, "/crn_pattern");
  if (!binding.principal.starts_with("User:") || binding.role_name.empty() ||
      !binding.crn_pattern.starts_with(world.state.OrganizationCrn())) {
    return RoleBindingError(40001, "principal, role_name and crn_pattern are required");
  }
  if (HasSameBinding(world.state, binding)) {
    return RoleBindingError(40901, "The role binding exists");
  }
  binding.id = NewId(world.random, "rb-", world.state.role_bindings);
  binding.created_at = world.Now();
  Answer answer = BindingAnswer(world.state, binding, 201);
  SetLocation(kBindingStyle, binding.id, answer);
  world.state.AddRoleBinding(std::move(binding));
  return answer;
}

}  // namespace

std::string RoleBindingCrn(const State& state, const RoleBinding& binding) {
  return state.OrganizationCrn() + "/role-binding=" + binding.id;
}

void RemoveRolesOf(State& state, const std::string& principal_id) {
  for (const Position position : state.role_bindings_by_principal.Find("User:" + principal_id)) {
    const RoleBinding* binding = state.role_bindings.At(position);
    if (binding != nullptr) state.role_bindings.Remove(binding->id);
  }
}

Answer ReadRoleBindings(const World& world, const Call& call) {
  if (call.rest.empty()) return ListBindings(world, call);
  const RoleBinding* binding = world.state.role_bindings.Find(call.rest[0]);
  return binding == nullptr ? NoSuchBinding() : BindingAnswer(world.state, *binding, 200);
}

Answer WriteRoleBindings(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateBinding(world, call) : ConfluentMethodNotAllowed(call);
  }
  // A binding cannot be changed, only made and deleted.
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  const RoleBinding* binding = world.state.role_bindings.Find(call.rest[0]);
  if (binding == nullptr) return NoSuchBinding();
  Answer answer = BindingAnswer(world.state, *binding, 200);
  world.state.role_bindings.Remove(call.rest[0]);
  return answer;
}

}  // namespace apisql::sandbox
