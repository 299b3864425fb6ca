// /org/v2/environments
#ifndef APISQL_SANDBOX_CONFLUENT_ENVIRONMENTS_H_
#define APISQL_SANDBOX_CONFLUENT_ENVIRONMENTS_H_

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadEnvironments(const World& world, const Call& call);
Answer WriteEnvironments(World& world, const Call& call);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_ENVIRONMENTS_H_
