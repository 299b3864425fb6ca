// State: everything that the imitated accounts hold.
#ifndef APISQL_SANDBOX_STATE_H_
#define APISQL_SANDBOX_STATE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sandbox/table.h"
#include "sandbox/time_text.h"

namespace apisql::sandbox {

using OptionalText = std::optional<std::string>;

struct Organization {
  std::string id;
  std::string display_name;
  Micros created_at = 0;
  Micros updated_at = 0;
};

struct Environment {
  std::string id;  // env-...
  std::string display_name;
  bool advanced_governance = false;
  std::string schema_registry_id;  // lsrc-...
  Micros created_at = 0;
  Micros updated_at = 0;
};

struct Cluster {
  std::string id;  // lkc-...
  std::string environment_id;
  std::string display_name;
  std::string cloud;  // AWS, GCP, AZURE
  std::string region;
  std::string availability;
  std::string kind;               // Basic, Standard, Dedicated, Enterprise, Freight
  int cku = 0;                    // Dedicated
  int max_ecku = 0;               // Others; 0: not set.
  OptionalText encryption_key;    // Dedicated, from before keys were registered.
  OptionalText release_priority;  // Dedicated
  std::vector<std::string> zones;
  OptionalText network_id;
  OptionalText byok_id;
  std::optional<bool> deletion_protection;
  std::string phase = "PROVISIONED";
  // When a cluster that was asked for since the start becomes PROVISIONED.
  std::optional<std::chrono::steady_clock::time_point> ready_at;
  Micros created_at = 0;
  Micros updated_at = 0;
};

struct ServiceAccount {
  std::string id;  // sa-...
  std::string display_name;
  OptionalText description;
  Micros created_at = 0;
  Micros updated_at = 0;
};

struct User {
  std::string id;  // u-...
  std::string email;
  OptionalText full_name;
  bool sso = false;
  Micros created_at = 0;
  Micros updated_at = 0;
};

// What a key opens. The server names the same kind of thing in more than one way.
enum class KeyScope : uint8_t {
  kCloud,
  kKafka,
  kSchemaRegistryV2,
  kSchemaRegistryV3,
  kSchemaRegistryOld,
  kKsql,
  kKsqlOld,
  kFlink,
  kTableflow,
  kGlobal,
};
enum class OwnerKind : uint8_t { kNone, kUser, kServiceAccount };

struct ApiKey {
  std::string id;
  OptionalText display_name;
  OptionalText description;
  std::string owner_id;  // May name nobody who still exists.
  std::string resource_id;
  // Where the resource is; empty when it is in none. Flink keys show it as a field.
  std::string environment_id;
  OwnerKind owner_kind = OwnerKind::kNone;
  KeyScope scope = KeyScope::kCloud;
  bool shows_environment = false;
  Micros created_at = 0;
  Micros updated_at = 0;
};

enum class ByokKind : uint8_t { kAws, kAzure, kGcp };

struct ByokKey {
  struct Validation {
    std::string phase;  // INITIALIZING, VALID, INVALID
    OptionalText message;
    std::string region;
    Micros since = 0;
  };
  std::string id;  // cck-...
  OptionalText display_name;
  ByokKind kind = ByokKind::kAws;
  std::string key;                 // The key's ARN (AWS) or id (Azure, GCP).
  std::vector<std::string> roles;  // AWS
  std::string key_vault_id;        // Azure
  std::string tenant_id;           // Azure
  std::string application_id;      // Azure
  std::string security_group;      // GCP
  bool in_use = false;
  std::optional<Validation> validation;
  Micros created_at = 0;
  std::optional<Micros> updated_at;
};

struct RoleBinding {
  std::string id;  // rb-...
  std::string principal;
  std::string role_name;
  std::string crn_pattern;
  Micros created_at = 0;
};

struct RocksetKey {
  std::string name;  // One user's names differ; two users may use the same.
  std::string key;   // In full. Lists show its first six characters.
  bool active = true;
  OptionalText role;
  Micros created_at = 0;
  std::optional<Micros> expiry_time;
  std::optional<Micros> last_access_time;
  OptionalText created_by_apikey_name;
};

struct RocksetUser {
  std::string id;  // The email.
  OptionalText first_name;
  OptionalText last_name;
  std::vector<std::string> roles;
  bool is_new = false;  // Invited, has not signed in yet.
  Micros created_at = 0;
  std::vector<RocksetKey> keys;

  RocksetKey* FindKey(std::string_view name);
  const RocksetKey* FindKey(std::string_view name) const;
};

struct RocksetRole {
  struct Privilege {
    std::string action;
    OptionalText resource_name;
    OptionalText cluster;
  };
  std::string id;  // The name.
  std::string description;
  OptionalText owner_email;
  OptionalText created_by;
  std::vector<Privilege> privileges;
  bool built_in = false;
  Micros created_at = 0;
};

struct VirtualInstance {
  struct AutoScaling {
    bool enabled = false;
    std::string min_size;
    std::string max_size;
  };
  std::string id;  // A UUID.
  std::string name;
  OptionalText description;
  std::string state = "ACTIVE";
  // When SUSPENDING becomes SUSPENDED, and RESUMING becomes ACTIVE.
  std::optional<std::chrono::steady_clock::time_point> settled_at;
  bool is_default = false;
  std::string current_size;
  std::string desired_size;
  std::string instance_class;
  std::optional<int64_t> auto_suspend_seconds;
  bool remounts = true;
  bool monitored = true;
  bool live_mounts = true;
  std::optional<AutoScaling> auto_scaling;
  std::optional<Micros> last_queried;
  OptionalText created_by;
  Micros created_at = 0;
  std::optional<Micros> resumed_at;
};

struct RocksetOrganization {
  std::string id;
  std::string display_name;
  std::string external_id;
  Micros created_at = 0;
};

struct State {
  Organization organization;
  Table<Environment> environments;
  Table<Cluster> clusters;
  Index clusters_by_environment;
  Table<ServiceAccount> service_accounts;
  Index service_accounts_by_name;
  Table<User> users;
  Table<ApiKey> api_keys;
  Index api_keys_by_owner;
  Index api_keys_by_resource;  // By the lower-case id of the resource, and see AddApiKey().
  Table<ByokKey> byok_keys;
  Table<RoleBinding> role_bindings;
  Index role_bindings_by_principal;
  // Cloud keys made since the start, with their secrets: they open the API too.
  std::unordered_map<std::string, std::string> new_secrets;

  RocksetOrganization rockset_organization;
  Table<RocksetUser> rockset_users;
  Table<RocksetRole> rockset_roles;
  Table<VirtualInstance> virtual_instances;
  std::string rockset_self;  // The email of the user that SandboxAccess::rockset_key belongs to.

  // Add and index. False when the id is in use.
  bool AddCluster(Cluster cluster);
  bool AddServiceAccount(ServiceAccount account);
  // Replaces the account of the same id, which must exist.
  void ChangeServiceAccount(const ServiceAccount& changed);
  // A Flink key is found under "aws.us-east-1" and under "env-x.aws.us-east-1", however it is
  // written in the key.
  bool AddApiKey(ApiKey key);
  bool AddRoleBinding(RoleBinding binding);

  // The user whose active key this is, null when there is none.
  const RocksetUser* FindRocksetOwner(std::string_view key) const;
  void AddRocksetKey(RocksetUser& user, RocksetKey key);

  // "crn://confluent.cloud/organization=..." and below it.
  std::string OrganizationCrn() const;
  std::string EnvironmentCrn(std::string_view environment_id) const;
  std::string ClusterCrn(std::string_view environment_id, std::string_view cluster_id) const;

 private:
  struct KeyPlace {
    std::string email;
    std::string name;
  };
  // May name keys that are gone since.
  std::unordered_map<std::string, KeyPlace> rockset_key_places_;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_STATE_H_
