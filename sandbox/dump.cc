#include "sandbox/dump.h"

#include "sandbox/confluent_api_keys.h"
#include "sandbox/confluent_byok_keys.h"
#include "sandbox/confluent_clusters.h"
#include "sandbox/confluent_role_bindings.h"
#include "sandbox/confluent_service_accounts.h"
#include "sandbox/confluent_users.h"
#include "sandbox/json_text.h"
#include "sandbox/rockset_roles.h"
#include "sandbox/rockset_users.h"
#include "sandbox/rockset_virtual_instances.h"

namespace apisql::sandbox {
namespace {

using Value = SandboxTable::Value;

Value OptionalCell(const OptionalText& text) { return text ? Value(*text) : Value(); }
Value Cell(std::string_view text) { return std::string(text); }
Value CellUnlessEmpty(const std::string& text) { return text.empty() ? Value() : Value(text); }
Value CellUnlessZero(int number) { return number == 0 ? Value() : Value(int64_t{number}); }

SandboxTable EmptyTable(std::string name, std::initializer_list<std::string_view> columns) {
  SandboxTable table;
  table.name = std::move(name);
  for (const std::string_view column : columns) {
    const bool integer = column.ends_with('#');
    table.columns.push_back({std::string(column.substr(0, column.size() - (integer ? 1 : 0))),
                             integer ? "INTEGER" : "TEXT"});
  }
  return table;
}

SandboxTable DumpApiKeys(const State& state) {
  SandboxTable table = EmptyTable("confluent.iam.api_keys",
                                  {"id", "display_name", "description", "owner_id", "owner_kind",
                                   "resource_id", "resource_kind", "resource_api_version",
                                   "environment_id", "created_at", "updated_at", "resource_name"});
  state.api_keys.Each([&](const ApiKey& key) {
    const ScopeName scope = NameOfScope(key.scope);
    const bool owned = key.owner_kind != OwnerKind::kNone;
    const bool user = key.owner_kind == OwnerKind::kUser;
    table.rows.push_back({key.id, OptionalCell(key.display_name), OptionalCell(key.description),
                          owned ? Value(key.owner_id) : Value(),
                          owned ? Cell(user ? "User" : "ServiceAccount") : Value(), key.resource_id,
                          Cell(scope.kind), Cell(scope.api_version),
                          key.shows_environment ? Value(key.environment_id) : Value(),
                          ConfluentSqlTime(key.created_at), ConfluentSqlTime(key.updated_at),
                          ApiKeyCrn(state, key)});
  });
  return table;
}

SandboxTable DumpServiceAccounts(const State& state) {
  SandboxTable table = EmptyTable(
      "confluent.iam.service_accounts",
      {"id", "display_name", "description", "created_at", "updated_at", "resource_name"});
  state.service_accounts.Each([&](const ServiceAccount& account) {
    table.rows.push_back({account.id, account.display_name, OptionalCell(account.description),
                          ConfluentSqlTime(account.created_at),
                          ConfluentSqlTime(account.updated_at), ServiceAccountCrn(state, account)});
  });
  return table;
}

SandboxTable DumpUsers(const State& state) {
  SandboxTable table = EmptyTable(
      "confluent.iam.users",
      {"id", "email", "full_name", "auth_type", "created_at", "updated_at", "resource_name"});
  state.users.Each([&](const User& user) {
    table.rows.push_back({user.id, user.email, OptionalCell(user.full_name),
                          Cell(user.sso ? "AUTH_TYPE_SSO" : "AUTH_TYPE_LOCAL"),
                          ConfluentSqlTime(user.created_at), ConfluentSqlTime(user.updated_at),
                          UserCrn(state, user)});
  });
  return table;
}

SandboxTable DumpRoleBindings(const State& state) {
  SandboxTable table = EmptyTable(
      "confluent.iam.role_bindings",
      {"id", "principal", "role_name", "crn_pattern", "created_at", "updated_at", "resource_name"});
  state.role_bindings.Each([&](const RoleBinding& binding) {
    const std::string time = ConfluentSqlTime(binding.created_at);
    table.rows.push_back({binding.id, binding.principal, binding.role_name, binding.crn_pattern,
                          time, time, RoleBindingCrn(state, binding)});
  });
  return table;
}

SandboxTable DumpEnvironments(const State& state) {
  SandboxTable table =
      EmptyTable("confluent.org.environments", {"id", "display_name", "stream_governance_package",
                                                "created_at", "updated_at", "resource_name"});
  state.environments.Each([&](const Environment& environment) {
    table.rows.push_back({environment.id, environment.display_name,
                          Cell(environment.advanced_governance ? "ADVANCED" : "ESSENTIALS"),
                          ConfluentSqlTime(environment.created_at),
                          ConfluentSqlTime(environment.updated_at),
                          state.EnvironmentCrn(environment.id)});
  });
  return table;
}

SandboxTable DumpOrganizations(const State& state) {
  SandboxTable table = EmptyTable(
      "confluent.org.organizations",
      {"id", "display_name", "jit_enabled#", "created_at", "updated_at", "resource_name"});
  const Organization& organization = state.organization;
  table.rows.push_back({organization.id, organization.display_name, Value(),
                        ConfluentSqlTime(organization.created_at),
                        ConfluentSqlTime(organization.updated_at), state.OrganizationCrn()});
  return table;
}

SandboxTable DumpClusters(const State& state) {
  SandboxTable table = EmptyTable("confluent.cmk.clusters", {"id",
                                                             "display_name",
                                                             "environment_id",
                                                             "cloud",
                                                             "region",
                                                             "availability",
                                                             "config_kind",
                                                             "config_cku#",
                                                             "config_max_ecku#",
                                                             "config_encryption_key",
                                                             "config_zones",
                                                             "config_release_priority",
                                                             "byok_id",
                                                             "network_id",
                                                             "deletion_protection#",
                                                             "kafka_bootstrap_endpoint",
                                                             "http_endpoint",
                                                             "endpoints",
                                                             "phase",
                                                             "cku#",
                                                             "created_at",
                                                             "updated_at",
                                                             "resource_name"});
  state.clusters.Each([&](const Cluster& cluster) {
    const auto& is_protected = cluster.deletion_protection;
    table.rows.push_back({cluster.id,
                          cluster.display_name,
                          cluster.environment_id,
                          cluster.cloud,
                          cluster.region,
                          cluster.availability,
                          cluster.kind,
                          CellUnlessZero(cluster.cku),
                          CellUnlessZero(cluster.max_ecku),
                          OptionalCell(cluster.encryption_key),
                          cluster.zones.empty() ? Value() : Value(ZonesJson(cluster)),
                          OptionalCell(cluster.release_priority),
                          OptionalCell(cluster.byok_id),
                          OptionalCell(cluster.network_id),
                          is_protected ? Value(int64_t{*is_protected}) : Value(),
                          BootstrapEndpoint(cluster),
                          HttpEndpoint(cluster),
                          EndpointsJson(cluster),
                          Cell(PhaseOf(cluster)),
                          CellUnlessZero(cluster.cku),
                          ConfluentSqlTime(cluster.created_at),
                          ConfluentSqlTime(cluster.updated_at),
                          state.ClusterCrn(cluster.environment_id, cluster.id)});
  });
  return table;
}

Value RolesCell(const ByokKey& key) {
  if (key.kind != ByokKind::kAws) return {};
  JsonText json;
  json.BeginArray();
  for (const std::string& role : key.roles) json.Text(role);
  json.EndArray();
  return json.Take();
}

SandboxTable DumpByokKeys(const State& state) {
  SandboxTable table =
      EmptyTable("confluent.byok.keys",
                 {"id", "display_name", "provider", "state", "key_kind", "key_arn", "key_id",
                  "key_vault_id", "tenant_id", "application_id", "roles", "security_group",
                  "validation_phase", "validation_since", "validation_message", "validation_region",
                  "created_at", "updated_at", "resource_name"});
  state.byok_keys.Each([&](const ByokKey& key) {
    const bool aws = key.kind == ByokKind::kAws;
    const auto& check = key.validation;
    table.rows.push_back(
        {key.id, OptionalCell(key.display_name), Cell(ByokProvider(key.kind)),
         Cell(key.in_use ? "IN_USE" : "AVAILABLE"), Cell(ByokKeyKind(key.kind)),
         aws ? Value(key.key) : Value(), aws ? Value() : Value(key.key),
         CellUnlessEmpty(key.key_vault_id), CellUnlessEmpty(key.tenant_id),
         CellUnlessEmpty(key.application_id), RolesCell(key), CellUnlessEmpty(key.security_group),
         check ? Value(check->phase) : Value(),
         check ? Value(ConfluentSqlTime(check->since)) : Value(),
         check ? OptionalCell(check->message) : Value(),
         check ? CellUnlessEmpty(check->region) : Value(), ConfluentSqlTime(key.created_at),
         key.updated_at ? Value(ConfluentSqlTime(*key.updated_at)) : Value(), ByokCrn(state, key)});
  });
  return table;
}

Value TimeCell(const std::optional<Micros>& time) {
  return time ? Value(RocksetSqlTime(*time)) : Value();
}

SandboxTable DumpRocksetKeys(const State& state) {
  SandboxTable table = EmptyTable(
      "rockset.iam.api_keys", {"user_email", "name", "state", "role", "created_at", "expiry_time",
                               "last_access_time", "created_by", "created_by_apikey_name"});
  state.rockset_users.Each([&](const RocksetUser& user) {
    for (const RocksetKey& key : user.keys) {
      table.rows.push_back({user.id, key.name, Cell(key.active ? "ACTIVE" : "SUSPENDED"),
                            OptionalCell(key.role), RocksetSqlTime(key.created_at),
                            TimeCell(key.expiry_time), TimeCell(key.last_access_time), user.id,
                            OptionalCell(key.created_by_apikey_name)});
    }
  });
  return table;
}

SandboxTable DumpRocksetRoles(const State& state) {
  SandboxTable table = EmptyTable("rockset.iam.roles", {"role_name", "description", "privileges",
                                                        "owner_email", "created_by", "created_at"});
  state.rockset_roles.Each([&](const RocksetRole& role) {
    table.rows.push_back({role.id, role.description, PrivilegesJson(role),
                          OptionalCell(role.owner_email), OptionalCell(role.created_by),
                          RocksetSqlTime(role.created_at)});
  });
  return table;
}

SandboxTable DumpRocksetUsers(const State& state) {
  SandboxTable table = EmptyTable(
      "rockset.iam.users", {"email", "first_name", "last_name", "roles", "state", "created_at"});
  state.rockset_users.Each([&](const RocksetUser& user) {
    table.rows.push_back({user.id, OptionalCell(user.first_name), OptionalCell(user.last_name),
                          RocksetRolesJson(user), Cell(RocksetUserState(user)),
                          RocksetSqlTime(user.created_at)});
  });
  return table;
}

SandboxTable DumpVirtualInstances(const State& state) {
  SandboxTable table = EmptyTable("rockset.compute.virtual_instances", {"id",
                                                                        "rrn",
                                                                        "name",
                                                                        "description",
                                                                        "state",
                                                                        "default_vi#",
                                                                        "current_size",
                                                                        "desired_size",
                                                                        "current_instance_class",
                                                                        "desired_instance_class",
                                                                        "auto_suspend_seconds#",
                                                                        "enable_remount_on_resume#",
                                                                        "monitoring_enabled#",
                                                                        "mount_type",
                                                                        "auto_scaling_enabled#",
                                                                        "auto_scaling_min_size",
                                                                        "auto_scaling_max_size",
                                                                        "last_queried_ms#",
                                                                        "created_by",
                                                                        "created_at",
                                                                        "resumed_at"});
  state.virtual_instances.Each([&](const VirtualInstance& instance) {
    const auto& scaling = instance.auto_scaling;
    const auto& suspend = instance.auto_suspend_seconds;
    const auto& queried = instance.last_queried;
    table.rows.push_back({instance.id,
                          InstanceRrn(instance),
                          instance.name,
                          OptionalCell(instance.description),
                          Cell(InstanceState(instance)),
                          int64_t{instance.is_default},
                          instance.current_size,
                          instance.desired_size,
                          instance.instance_class,
                          instance.instance_class,
                          suspend ? Value(*suspend) : Value(),
                          int64_t{instance.remounts},
                          int64_t{instance.monitored},
                          Cell(instance.live_mounts ? "LIVE" : "STATIC"),
                          scaling ? Value(int64_t{scaling->enabled}) : Value(),
                          scaling ? Value(scaling->min_size) : Value(),
                          scaling ? Value(scaling->max_size) : Value(),
                          queried ? Value(*queried / 1000) : Value(),
                          OptionalCell(instance.created_by),
                          RocksetSqlTime(instance.created_at),
                          TimeCell(instance.resumed_at)});
  });
  return table;
}

}  // namespace

std::vector<SandboxTable> DumpState(const State& state) {
  std::vector<SandboxTable> tables;
  for (const auto dump :
       {DumpByokKeys, DumpClusters, DumpApiKeys, DumpRoleBindings, DumpServiceAccounts, DumpUsers,
        DumpEnvironments, DumpOrganizations, DumpRocksetKeys, DumpRocksetRoles, DumpRocksetUsers,
        DumpVirtualInstances}) {
    tables.push_back(dump(state));
  }
  return tables;
}

}  // namespace apisql::sandbox
