// /v1/orgs/self/users
#ifndef APISQL_SANDBOX_ROCKSET_USERS_H_
#define APISQL_SANDBOX_ROCKSET_USERS_H_

#include <string>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

// `call.rest` is what follows /users: nothing, or an email. `self` in it was replaced already.
Answer ReadRocksetUsers(const World& world, const Call& call);
Answer WriteRocksetUsers(World& world, const Call& call);

Answer NoSuchRocksetUser(const Call& call, const std::string& email);
std::string RocksetRolesJson(const RocksetUser& user);
// "NEW" or "ACTIVE".
std::string_view RocksetUserState(const RocksetUser& user);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_ROCKSET_USERS_H_
