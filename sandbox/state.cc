#include "sandbox/state.h"

#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

// "aws.us-east-1" of "env-x.aws.us-east-1"; the text itself when no environment is in front.
std::string_view RegionOf(std::string_view resource_id) {
  if (!resource_id.starts_with("env-")) return resource_id;
  const size_t dot = resource_id.find('.');
  return dot == std::string_view::npos ? resource_id : resource_id.substr(dot + 1);
}

}  // namespace

const RocksetKey* RocksetUser::FindKey(std::string_view name) const {
  for (const RocksetKey& key : keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

RocksetKey* RocksetUser::FindKey(std::string_view name) {
  return const_cast<RocksetKey*>(std::as_const(*this).FindKey(name));
}

bool State::AddCluster(Cluster cluster) {
  const std::string environment = cluster.environment_id;
  if (!clusters.Add(std::move(cluster))) return false;
  clusters_by_environment.Add(environment, clusters.end() - 1);
  return true;
}

bool State::AddServiceAccount(ServiceAccount account) {
  const std::string name = account.display_name;
  if (!service_accounts.Add(std::move(account))) return false;
  service_accounts_by_name.Add(name, service_accounts.end() - 1);
  return true;
}

void State::ChangeServiceAccount(const ServiceAccount& changed) {
  // Listed under the old name too: lists look at the account itself.
  service_accounts_by_name.Add(changed.display_name, service_accounts.PositionOf(changed.id));
  service_accounts.Replace(changed);
}

bool State::AddApiKey(ApiKey key) {
  if (!api_keys.Add(std::move(key))) return false;
  const Position position = api_keys.end() - 1;
  const ApiKey& added = *api_keys.At(position);
  if (added.owner_kind != OwnerKind::kNone) api_keys_by_owner.Add(added.owner_id, position);
  const std::string resource = AsciiLower(added.resource_id);
  if (added.scope != KeyScope::kFlink) {
    api_keys_by_resource.Add(resource, position);
    return true;
  }
  const std::string region(RegionOf(resource));
  api_keys_by_resource.Add(region, position);
  api_keys_by_resource.Add(AsciiLower(added.environment_id) + "." + region, position);
  return true;
}

bool State::AddRoleBinding(RoleBinding binding) {
  const std::string principal = binding.principal;
  if (!role_bindings.Add(std::move(binding))) return false;
  role_bindings_by_principal.Add(principal, role_bindings.end() - 1);
  return true;
}

const RocksetUser* State::FindRocksetOwner(std::string_view key) const {
  const auto place = rockset_key_places_.find(std::string(key));
  if (place == rockset_key_places_.end()) return nullptr;
  const RocksetUser* user = rockset_users.Find(place->second.email);
  const RocksetKey* held = user == nullptr ? nullptr : user->FindKey(place->second.name);
  return held != nullptr && held->active && held->key == key ? user : nullptr;
}

void State::AddRocksetKey(RocksetUser& user, RocksetKey key) {
  rockset_key_places_[key.key] = {user.id, key.name};
  user.keys.push_back(std::move(key));
}

std::string State::OrganizationCrn() const {
  return "crn://confluent.cloud/organization=" + organization.id;
}

std::string State::EnvironmentCrn(std::string_view environment_id) const {
  return OrganizationCrn() + "/environment=" + std::string(environment_id);
}

std::string State::ClusterCrn(std::string_view environment_id, std::string_view cluster_id) const {
  return EnvironmentCrn(environment_id) + "/cloud-cluster=" + std::string(cluster_id);
}

}  // namespace apisql::sandbox
