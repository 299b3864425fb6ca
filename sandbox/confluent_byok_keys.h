// /byok/v1/keys
#ifndef APISQL_SANDBOX_CONFLUENT_BYOK_KEYS_H_
#define APISQL_SANDBOX_CONFLUENT_BYOK_KEYS_H_

#include <string_view>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadByokKeys(const World& world, const Call& call);
Answer WriteByokKeys(World& world, const Call& call);

std::string_view ByokProvider(ByokKind kind);  // AWS
std::string_view ByokKeyKind(ByokKind kind);   // AwsKey
std::string ByokCrn(const State& state, const ByokKey& key);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_BYOK_KEYS_H_
