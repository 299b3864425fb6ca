// /iam/v2/users
#ifndef APISQL_SANDBOX_CONFLUENT_USERS_H_
#define APISQL_SANDBOX_CONFLUENT_USERS_H_

#include <string>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadConfluentUsers(const World& world, const Call& call);
Answer WriteConfluentUsers(World& world, const Call& call);

std::string UserCrn(const State& state, const User& user);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_USERS_H_
