#include "sandbox/confluent.h"

#include "sandbox/confluent_api_keys.h"
#include "sandbox/confluent_byok_keys.h"
#include "sandbox/confluent_clusters.h"
#include "sandbox/confluent_environments.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_organizations.h"
#include "sandbox/confluent_role_bindings.h"
#include "sandbox/confluent_service_accounts.h"
#include "sandbox/confluent_users.h"
#include "sandbox/credentials.h"

namespace apisql::sandbox {
namespace {

struct Family {
  std::string_view group, version, name;  // /iam/v2/api-keys
  Answer (*read)(const World&, const Call&);
  Answer (*write)(World&, const Call&);
  std::string_view action = {};  // What may follow the id: /iam/v2/users/{id}/auth
};

constexpr Family kFamilies[] = {
    {"iam", "v2", "api-keys", ReadApiKeys, WriteApiKeys},
    {"iam", "v2", "service-accounts", ReadServiceAccounts, WriteServiceAccounts},
    {"iam", "v2", "users", ReadConfluentUsers, WriteConfluentUsers, "auth"},
    {"iam", "v2", "role-bindings", ReadRoleBindings, WriteRoleBindings},
    {"byok", "v1", "keys", ReadByokKeys, WriteByokKeys},
    {"org", "v2", "environments", ReadEnvironments, WriteEnvironments},
    {"org", "v2", "organizations", ReadOrganizations, WriteOrganizations},
    {"cmk", "v2", "clusters", ReadClusters, WriteClusters},
};

// Null when the path names none. Sets what follows the family's path.
const Family* FindFamily(Call& call) {
  const auto& path = call.path;
  if (path.size() < 3 || path.size() > 5) return nullptr;
  for (const Family& family : kFamilies) {
    if (path[0] != family.group || path[1] != family.version || path[2] != family.name) continue;
    if (path.size() == 5 && (family.action.empty() || path[4] != family.action)) continue;
    call.rest.assign(path.begin() + 3, path.end());
    return &family;
  }
  return nullptr;
}

bool IsSignedIn(const World& world, const Call& call) {
  const auto pair = BasicCredentials(call.authorization);
  if (!pair) return false;
  const auto& [key, secret] = *pair;
  if (key == world.access.confluent_key) return secret == world.access.confluent_secret;
  const auto made = world.state.new_secrets.find(key);
  return made != world.state.new_secrets.end() && made->second == secret;
}

}  // namespace

Answer ReadConfluent(const World& world, Call& call) {
  if (!IsSignedIn(world, call)) return ConfluentUnauthenticated(call);
  const Family* family = FindFamily(call);
  return family == nullptr ? ConfluentNoSuchPath(call) : family->read(world, call);
}

Answer WriteConfluent(World& world, Call& call) {
  if (!IsSignedIn(world, call)) return ConfluentUnauthenticated(call);
  const Family* family = FindFamily(call);
  return family == nullptr ? ConfluentNoSuchPath(call) : family->write(world, call);
}

}  // namespace apisql::sandbox
