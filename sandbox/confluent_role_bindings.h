// /iam/v2/role-bindings
#ifndef APISQL_SANDBOX_CONFLUENT_ROLE_BINDINGS_H_
#define APISQL_SANDBOX_CONFLUENT_ROLE_BINDINGS_H_

#include <string>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadRoleBindings(const World& world, const Call& call);
Answer WriteRoleBindings(World& world, const Call& call);

std::string RoleBindingCrn(const State& state, const RoleBinding& binding);

// What happens to the roles of a user or service account that is deleted.
void RemoveRolesOf(State& state, const std::string& principal_id);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_ROLE_BINDINGS_H_
