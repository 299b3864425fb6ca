#include "sandbox/confluent_clusters.h"

#include <algorithm>
#include <iterator>

#include "sandbox/body.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "sandbox/new_id.h"
#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kClusterStyle = {
    "/cmk/v2/clusters", "cmk/v2", "ClusterList", ListStyle::LastPage::kEmptyText, true, false};

// Long enough for a client to see that it must wait, short enough for tests.
constexpr std::chrono::milliseconds kProvisioningTime{1000};

std::string HostName(const Cluster& cluster) {
  return "pkc-" + cluster.id.substr(4) + "." + cluster.region + "." + AsciiLower(cluster.cloud) +
         ".confluent.cloud";
}

void WriteReference(std::string_view name, const std::string& id, const std::string& path,
                    const std::string& crn, JsonText& text) {
  text.Key(name).BeginObject().Field("id", id);
  text.Field("related", std::string(kConfluentHost) + path + id);
  text.Field("resource_name", crn).EndObject();
}

void WriteZones(const Cluster& cluster, JsonText& text) {
  text.BeginArray();
  for (const std::string& zone : cluster.zones) text.Text(zone);
  text.EndArray();
}

void WriteConfig(const Cluster& cluster, JsonText& text) {
  text.Key("config").BeginObject().Field("kind", cluster.kind);
  if (cluster.cku > 0) text.Key("cku").Number(cluster.cku);
  if (cluster.max_ecku > 0) text.Key("max_ecku").Number(cluster.max_ecku);
  text.Optional("encryption_key", cluster.encryption_key);
  text.Optional("release_priority", cluster.release_priority);
  if (!cluster.zones.empty()) {
    text.Key("zones");
    WriteZones(cluster, text);
  }
  text.EndObject();
}

void WriteEndpoints(const Cluster& cluster, JsonText& text) {
  const bool is_private = cluster.network_id.has_value();
  text.BeginObject().Key(is_private ? "PRIVATE_LINK" : "PUBLIC").BeginObject();
  text.Field("kafka_bootstrap_endpoint", BootstrapEndpoint(cluster));
  text.Field("http_endpoint", HttpEndpoint(cluster));
  text.Field("connection_type", is_private ? "PRIVATE_LINK" : "PUBLIC").EndObject().EndObject();
}

void WriteClusterSpec(const State& state, const Cluster& cluster, JsonText& text) {
  const std::string environment = state.EnvironmentCrn(cluster.environment_id);
  text.Key("spec").BeginObject().Field("display_name", cluster.display_name);
  text.Field("availability", cluster.availability).Field("cloud", cluster.cloud);
  text.Field("region", cluster.region);
  WriteConfig(cluster, text);
  text.Field("kafka_bootstrap_endpoint", BootstrapEndpoint(cluster));
  text.Field("http_endpoint", HttpEndpoint(cluster)).Key("endpoints");
  WriteEndpoints(cluster, text);
  if (cluster.deletion_protection) {
    text.Key("deletion_protection").Boolean(*cluster.deletion_protection);
  }
  WriteReference("environment", cluster.environment_id, "/org/v2/environments/", environment, text);
  if (cluster.network_id) {
    WriteReference("network", *cluster.network_id, "/networking/v1/networks/",
                   environment + "/network=" + *cluster.network_id, text);
  }
  if (cluster.byok_id) {
    WriteReference("byok", *cluster.byok_id, "/byok/v1/keys/",
                   state.OrganizationCrn() + "/key=" + *cluster.byok_id, text);
  }
  text.EndObject();
}

void WriteCluster(const State& state, const Cluster& cluster, JsonText& text) {
  const std::string crn = state.ClusterCrn(cluster.environment_id, cluster.id);
  text.BeginObject();
  WriteObjectHead({kClusterStyle, cluster.id, crn, cluster.created_at, cluster.updated_at}, text);
  WriteClusterSpec(state, cluster, text);
  text.Key("status").BeginObject().Field("phase", PhaseOf(cluster));
  if (cluster.cku > 0) text.Key("cku").Number(cluster.cku);
  text.EndObject().EndObject();
}

Answer ClusterAnswer(const State& state, const Cluster& cluster, int status) {
  JsonText text;
  WriteCluster(state, cluster, text);
  return JsonAnswer(status, std::move(text));
}

Answer EnvironmentMissing(const Call& call) {
  return InvalidFilter(call, "environment", "The parameter environment is required");
}

Answer ListClusters(const World& world, const Call& call) {
  const State& state = world.state;
  const std::string environment(call.Parameter("environment"));
  const std::string_view protection = call.Parameter("spec.deletion_protection");
  const std::vector<std::string> networks = call.Parameters("spec.network");
  if (environment.empty()) return EnvironmentMissing(call);
  if (state.environments.Find(environment) == nullptr) return ForbiddenAccess(call);
  if (!protection.empty() && protection != "true" && protection != "false") {
    return InvalidFilter(call, "spec.deletion_protection", "The value must be true or false");
  }
  ListRows rows;
  rows.end = state.clusters.end();
  rows.total = state.clusters.size();
  rows.filters =
      FilterText("environment", environment) + FilterText("spec.deletion_protection", protection);
  for (const std::string& network : networks) rows.filters += FilterText("spec.network", network);
  rows.candidates = state.clusters_by_environment.Find(environment);
  rows.matches = [&](Position position) {
    const Cluster* cluster = state.clusters.At(position);
    if (cluster == nullptr) return false;
    if (!protection.empty() && cluster->deletion_protection != (protection == "true")) return false;
    return networks.empty() ||
           std::ranges::find(networks, cluster->network_id.value_or("")) != networks.end();
  };
  rows.write = [&](Position position, JsonText& text) {
    WriteCluster(state, *state.clusters.At(position), text);
  };
  return ListPage(world, call, kClusterStyle, rows);
}

// Takes over the members that a body may change. An error's pointer, empty when there is none.
std::string TakeClusterChanges(const json& body, Cluster& cluster) {
  OptionalText name = cluster.display_name;
  OptionalText availability = cluster.availability;
  if (!ChangeText(body, "/spec/display_name", name) || !name) return "/spec/display_name";
  if (!ChangeText(body, "/spec/availability", availability) || !availability) {
    return "/spec/availability";
  }
  cluster.display_name = *name;
  cluster.availability = *availability;
  if (const json* protection = ValueAt(body, "/spec/deletion_protection")) {
    if (!protection->is_boolean()) return "/spec/deletion_protection";
    cluster.deletion_protection = protection->get<bool>();
  }
  return "";
}

constexpr std::string_view kKinds[] = {"Basic", "Standard", "Dedicated", "Enterprise", "Freight"};

int NumberAt(const json& body, const std::string& pointer) {
  const json* value = ValueAt(body, pointer);
  return value != nullptr && value->is_number_integer() ? value->get<int>() : 0;
}

std::string TakeClusterConfig(const json& body, Cluster& cluster) {
  cluster.kind = TextAt(body, "/spec/config/kind").value_or(cluster.kind);
  if (std::ranges::find(kKinds, cluster.kind) == std::end(kKinds)) return "/spec/config/kind";
  if (const int cku = NumberAt(body, "/spec/config/cku"); cku > 0) cluster.cku = cku;
  if (const int ecku = NumberAt(body, "/spec/config/max_ecku"); ecku > 0) cluster.max_ecku = ecku;
  if (cluster.kind == "Dedicated" && cluster.cku == 0) return "/spec/config/cku";
  return "";
}

std::string TakeClusterPlace(const State& state, const json& body, Cluster& cluster) {
  cluster.environment_id = TextOrEmpty(body, "/spec/environment/id");
  cluster.cloud = TextOrEmpty(body, "/spec/cloud");
  cluster.region = TextOrEmpty(body, "/spec/region");
  cluster.network_id = TextAt(body, "/spec/network/id");
  cluster.byok_id = TextAt(body, "/spec/byok/id");
  if (state.environments.Find(cluster.environment_id) == nullptr) return "/spec/environment";
  if (cluster.cloud.empty()) return "/spec/cloud";
  if (cluster.region.empty()) return "/spec/region";
  if (!cluster.byok_id) return "";
  const ByokKey* key = state.byok_keys.Find(*cluster.byok_id);
  return key == nullptr || key->in_use ? "/spec/byok" : "";
}

std::string TakeNewCluster(const State& state, const json& body, Cluster& cluster) {
  if (TextOrEmpty(body, "/spec/display_name").empty()) return "/spec/display_name";
  cluster.kind = "Basic";
  cluster.availability = "SINGLE_ZONE";
  std::string wrong = TakeClusterChanges(body, cluster);
  if (wrong.empty()) wrong = TakeClusterConfig(body, cluster);
  if (wrong.empty()) wrong = TakeClusterPlace(state, body, cluster);
  return wrong;
}

Answer CreateCluster(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  Cluster cluster;
  const std::string wrong = TakeNewCluster(world.state, *body, cluster);
  if (!wrong.empty()) return Unprocessable(call, wrong, "The value is missing or unknown");
  cluster.id = NewId(world.random, "lkc-", world.state.clusters);
  cluster.phase = "PROVISIONING";
  cluster.ready_at = std::chrono::steady_clock::now() + kProvisioningTime;
  cluster.created_at = cluster.updated_at = world.Now();
  if (cluster.byok_id) world.state.byok_keys.Find(*cluster.byok_id)->in_use = true;
  Answer answer = ClusterAnswer(world.state, cluster, 202);
  SetLocation(kClusterStyle, cluster.id, answer);
  world.state.AddCluster(std::move(cluster));
  return answer;
}

// The body of a change names the environment; GET and DELETE have it in the query.
Answer UpdateCluster(World& world, const Call& call, Cluster& cluster) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  if (TextOrEmpty(*body, "/spec/environment/id") != cluster.environment_id) {
    return Unprocessable(call, "/spec/environment", "The cluster's environment is required");
  }
  Cluster changed = cluster;
  std::string wrong = TakeClusterChanges(*body, changed);
  if (wrong.empty()) wrong = TakeClusterConfig(*body, changed);
  if (!wrong.empty()) return Unprocessable(call, wrong, "The value is missing or unknown");
  changed.updated_at = world.Now();
  world.state.clusters.Replace(changed);
  return ClusterAnswer(world.state, changed, 200);
}

Answer DeleteCluster(World& world, const Call& call, const Cluster& cluster) {
  if (cluster.deletion_protection.value_or(false)) {
    return ConfluentConflict(call, "The cluster is protected against deletion");
  }
  // Its encryption key stays in use for five days, its API keys stay listed.
  world.state.clusters.Remove(call.rest[0]);
  return {.status = 204};
}

}  // namespace

std::string_view PhaseOf(const Cluster& cluster) {
  const bool ready = cluster.ready_at && *cluster.ready_at <= std::chrono::steady_clock::now();
  return ready ? "PROVISIONED" : std::string_view(cluster.phase);
}

std::string BootstrapEndpoint(const Cluster& cluster) {
  return "SASL_SSL://" + HostName(cluster) + ":9092";
}

std::string HttpEndpoint(const Cluster& cluster) { return "https://" + HostName(cluster) + ":443"; }

std::string EndpointsJson(const Cluster& cluster) {
  JsonText text;
  WriteEndpoints(cluster, text);
  return text.Take();
}

std::string ZonesJson(const Cluster& cluster) {
  JsonText text;
  WriteZones(cluster, text);
  return text.Take();
}

Answer ReadClusters(const World& world, const Call& call) {
  if (call.rest.empty()) return ListClusters(world, call);
  const std::string_view environment = call.Parameter("environment");
  if (environment.empty()) return EnvironmentMissing(call);
  const Cluster* cluster = world.state.clusters.Find(call.rest[0]);
  if (cluster == nullptr || cluster->environment_id != environment) return ForbiddenAccess(call);
  return ClusterAnswer(world.state, *cluster, 200);
}

Answer WriteClusters(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateCluster(world, call) : ConfluentMethodNotAllowed(call);
  }
  Cluster* cluster = world.state.clusters.Find(call.rest[0]);
  if (call.method == "PATCH") {
    return cluster == nullptr ? ForbiddenAccess(call) : UpdateCluster(world, call, *cluster);
  }
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  const std::string_view environment = call.Parameter("environment");
  if (environment.empty()) return EnvironmentMissing(call);
  if (cluster == nullptr || cluster->environment_id != environment) return ForbiddenAccess(call);
  return DeleteCluster(world, call, *cluster);
}

}  // namespace apisql::sandbox
