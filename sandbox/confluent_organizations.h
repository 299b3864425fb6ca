// /org/v2/organizations
#ifndef APISQL_SANDBOX_CONFLUENT_ORGANIZATIONS_H_
#define APISQL_SANDBOX_CONFLUENT_ORGANIZATIONS_H_

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadOrganizations(const World& world, const Call& call);
Answer WriteOrganizations(World& world, const Call& call);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_ORGANIZATIONS_H_
