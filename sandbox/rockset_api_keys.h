// /v1/orgs/self/users/{user}/apikeys
#ifndef APISQL_SANDBOX_ROCKSET_API_KEYS_H_
#define APISQL_SANDBOX_ROCKSET_API_KEYS_H_

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

// `call.rest` is the user's email, "apikeys", and perhaps the name of a key.
Answer ReadRocksetKeys(const World& world, const Call& call);
// Creating works with `self` only: `for_self` says that the path had it.
Answer WriteRocksetKeys(World& world, const Call& call, bool for_self);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_ROCKSET_API_KEYS_H_
