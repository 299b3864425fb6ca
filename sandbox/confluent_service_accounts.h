// /iam/v2/service-accounts
#ifndef APISQL_SANDBOX_CONFLUENT_SERVICE_ACCOUNTS_H_
#define APISQL_SANDBOX_CONFLUENT_SERVICE_ACCOUNTS_H_

#include <string>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadServiceAccounts(const World& world, const Call& call);
Answer WriteServiceAccounts(World& world, const Call& call);

std::string ServiceAccountCrn(const State& state, const ServiceAccount& account);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_SERVICE_ACCOUNTS_H_
