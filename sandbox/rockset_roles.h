// /v1/orgs/self/roles
#ifndef APISQL_SANDBOX_ROCKSET_ROLES_H_
#define APISQL_SANDBOX_ROCKSET_ROLES_H_

#include <string>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadRocksetRoles(const World& world, const Call& call);
Answer WriteRocksetRoles(World& world, const Call& call);

std::string PrivilegesJson(const RocksetRole& role);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_ROCKSET_ROLES_H_
