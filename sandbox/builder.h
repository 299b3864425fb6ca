// Builder: makes the state of a sandbox from its options. Each part has a file of its own and a
// stream of random values of its own, so that a change in one part leaves the others as they were.
#ifndef APISQL_SANDBOX_BUILDER_H_
#define APISQL_SANDBOX_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/random.h"
#include "sandbox/state.h"

namespace apisql::sandbox {

struct Sizes {
  size_t keys, users, service_accounts, environments, clusters, byok_keys, rockset_users,
      virtual_instances;
};
Sizes SizesFor(int keys);

// Objects that every sandbox has, by their ids, for the parts that are built later.
struct Landmarks {
  std::string prod, prod_eu, staging, dev;  // Environments.
  std::vector<std::string> prod_clusters;   // Three.
  std::string jane, ada, ops;               // Users who are in Rockset too.
  std::string tf_runner, deployer;          // Service accounts with admin roles.
};

struct Builder {
  uint64_t seed;
  Micros now;
  Sizes sizes;
  std::string rockset_key;  // The key that the sandbox's own Rockset user signs in with.
  State state;
  Landmarks landmarks;

  Random Stream(std::string_view part) const;
  // A moment between `youngest` and `oldest` days ago.
  Micros DaysAgo(Random& random, int youngest, int oldest) const;
  // `created`, or for every other object a moment between then and now.
  Micros LaterUpdate(Random& random, Micros created) const;
};

// In this order: each uses what the ones before made.
void BuildEnvironments(Builder& builder);
void BuildClusters(Builder& builder);
void BuildByokKeys(Builder& builder);
void BuildUsers(Builder& builder);
void BuildServiceAccounts(Builder& builder);
void BuildRoleBindings(Builder& builder);
void BuildApiKeys(Builder& builder);
void BuildRocksetRoles(Builder& builder);
void BuildRocksetUsers(Builder& builder);
void BuildVirtualInstances(Builder& builder);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_BUILDER_H_
