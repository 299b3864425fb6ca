// /iam/v2/api-keys
#ifndef APISQL_SANDBOX_CONFLUENT_API_KEYS_H_
#define APISQL_SANDBOX_CONFLUENT_API_KEYS_H_

#include <string_view>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadApiKeys(const World& world, const Call& call);
Answer WriteApiKeys(World& world, const Call& call);

// How a key names the kind of thing that it opens.
struct ScopeName {
  std::string_view api_version;
  std::string_view kind;
};
ScopeName NameOfScope(KeyScope scope);

std::string ApiKeyCrn(const State& state, const ApiKey& key);

// What happens to an owner's keys when the owner is deleted.
void RemoveKeysOf(State& state, const std::string& owner_id);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_API_KEYS_H_
