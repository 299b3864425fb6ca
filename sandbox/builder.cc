#include "sandbox/builder.h"

#include <algorithm>

#include "sandbox/world.h"

namespace apisql::sandbox {

Sizes SizesFor(int keys) {
  const size_t k = static_cast<size_t>(std::max(keys, 1));
  return {.keys = k,
          .users = std::max<size_t>(12, k / 5),
          .service_accounts = std::max<size_t>(12, k / 5),
          .environments = std::max<size_t>(4, 3 + k / 100),
          .clusters = std::max<size_t>(8, k / 10),
          .byok_keys = std::max<size_t>(8, k / 10),
          .rockset_users = std::max<size_t>(10, k / 8),
          .virtual_instances = 4 + k / 400};
}

Random Builder::Stream(std::string_view part) const { return Random(MixText(seed, part)); }

Micros Builder::DaysAgo(Random& random, int youngest, int oldest) const {
  return now - random.Between(youngest * kDay, oldest * kDay);
}

Micros Builder::LaterUpdate(Random& random, Micros created) const {
  return random.Chance(50) ? created : random.Between(created, now);
}

State BuildState(const SandboxOptions& options, Micros now, const std::string& rockset_key) {
  Builder builder{options.seed, now, SizesFor(options.keys), rockset_key, {}, {}};
  BuildEnvironments(builder);
  BuildClusters(builder);
  BuildByokKeys(builder);
  BuildUsers(builder);
  BuildServiceAccounts(builder);
  BuildRoleBindings(builder);
  BuildApiKeys(builder);
  BuildRocksetRoles(builder);
  BuildRocksetUsers(builder);
  BuildVirtualInstances(builder);
  return std::move(builder.state);
}

}  // namespace apisql::sandbox
