// The organization, its environments and clusters, and the encryption keys of clusters.
#include <array>
#include <iterator>

#include "sandbox/builder.h"
#include "sandbox/new_id.h"

namespace apisql::sandbox {
namespace {

constexpr std::string_view kAwsRegions[] = {"us-east-1", "us-west-2", "eu-central-1",
                                            "ap-southeast-2"};
constexpr std::string_view kAzureRegions[] = {"eastus", "westeurope", "germanywestcentral"};
constexpr std::string_view kGcpRegions[] = {"us-central1", "europe-west3", "asia-south1"};
constexpr std::string_view kClouds[] = {"AWS", "AWS", "AZURE", "GCP"};
constexpr std::string_view kClusterKinds[] = {"Basic",     "Basic",      "Standard",
                                              "Dedicated", "Enterprise", "Freight"};
constexpr std::string_view kSystems[] = {"orders", "billing", "clickstream", "inventory",
                                         "fraud",  "Logs",    "iot",         "kyc"};

std::string PickRegion(Random& random, std::string_view cloud) {
  if (cloud == "AWS") return std::string(random.Pick(kAwsRegions));
  if (cloud == "AZURE") return std::string(random.Pick(kAzureRegions));
  return std::string(random.Pick(kGcpRegions));
}

// Every sandbox has the first eight of these.
struct ClusterPlan {
  std::string environment_id;
  std::string name;
  std::string_view cloud;
  std::string_view kind;
};

std::vector<ClusterPlan> FirstClusters(const Landmarks& marks) {
  return {{marks.prod, "ProdKafkaCluster", "AWS", "Dedicated"},
          {marks.prod, "prod-orders", "GCP", "Standard"},
          {marks.prod, "prod-audit \"cold\"", "AZURE", "Enterprise"},
          {marks.prod_eu, "prod-eu-main", "AZURE", "Dedicated"},
          {marks.prod_eu, "prod-eu-ledger", "GCP", "Dedicated"},
          {marks.staging, "staging", "AWS", "Basic"},
          {marks.dev, "dev, shared", "AWS", "Basic"},
          {marks.dev, "1e3", "AWS", "Freight"}};
}

std::string Availability(Random& random, std::string_view kind) {
  if (kind == "Basic") return "SINGLE_ZONE";
  if (kind == "Enterprise" || kind == "Freight") return "HIGH";
  return random.Chance(50) ? "MULTI_ZONE" : "SINGLE_ZONE";
}

void SetSize(Random& random, Cluster& cluster) {
  if (cluster.kind == "Dedicated") {
    cluster.cku = static_cast<int>(random.Between(1, 12));
    if (random.Chance(40)) cluster.release_priority = random.Chance(70) ? "REGULAR" : "PRIORITY";
    if (random.Chance(60)) cluster.network_id = "n-" + random.Text(kLowerDigits, 6);
  } else if (random.Chance(50)) {
    cluster.max_ecku = static_cast<int>(random.Between(1, 10));
  }
  if (cluster.kind == "Freight" || (cluster.kind == "Dedicated" && random.Chance(50))) {
    for (const char zone : {'a', 'b', 'c'}) cluster.zones.push_back(cluster.region + "-" + zone);
  }
}

Cluster MakeCluster(const Builder& builder, Random& random, const ClusterPlan& plan) {
  Cluster cluster;
  cluster.id = NewId(random, "lkc-", builder.state.clusters);
  cluster.environment_id = plan.environment_id;
  cluster.display_name = plan.name;
  cluster.cloud = plan.cloud;
  cluster.region = PickRegion(random, plan.cloud);
  cluster.kind = plan.kind;
  cluster.availability = Availability(random, plan.kind);
  SetSize(random, cluster);
  if (random.Chance(70)) cluster.deletion_protection = random.Chance(50);
  cluster.created_at = builder.DaysAgo(random, 2, 1400);
  cluster.updated_at = builder.LaterUpdate(random, cluster.created_at);
  return cluster;
}

std::vector<std::string> EnvironmentsWithClusters(const State& state) {
  std::vector<std::string> ids;
  state.environments.Each([&](const Environment& environment) {
    if (environment.display_name != "retired") ids.push_back(environment.id);
  });
  return ids;
}

ByokKind KindFor(std::string_view cloud) {
  if (cloud == "AWS") return ByokKind::kAws;
  return cloud == "AZURE" ? ByokKind::kAzure : ByokKind::kGcp;
}

void FillAws(Random& random, std::string_view region, ByokKey& key) {
  const std::string account = random.Text("123456789", 12);
  key.key = "arn:aws:kms:" + std::string(region) + ":" + account + ":key/" + random.Uuid();
  for (const std::string_view role : {"block_storage_manager", "topic_reader"}) {
    key.roles.push_back("arn:aws:iam::" + random.Text("123456789", 12) + ":role/" +
                        std::string(role));
  }
}

void FillAzure(Random& random, ByokKey& key) {
  const std::string vault = "kv-" + random.Text(kLowerDigits, 8);
  key.key = "https://" + vault + ".vault.azure.net/keys/" + std::string(random.Pick(kSystems));
  key.key_vault_id = "/subscriptions/" + random.Uuid() +
                     "/resourceGroups/crypto/providers/Microsoft.KeyVault/vaults/" + vault;
  key.tenant_id = random.Uuid();
  key.application_id = random.Uuid();
}

void FillGcp(Random& random, std::string_view region, ByokKey& key) {
  key.key = "projects/corp-" + random.Text(kLowerDigits, 5) + "/locations/" + std::string(region);
  key.key += "/keyRings/kafka/cryptoKeys/" + std::string(random.Pick(kSystems));
  key.security_group = "group-" + random.Text(kLowerDigits, 8) + "@crn.confluent.cloud";
}

ByokKey MakeByokKey(const Builder& builder, Random& random, std::string_view cloud,
                    std::string_view region) {
  ByokKey key;
  key.id = NewId(random, "cck-", builder.state.byok_keys);
  key.kind = KindFor(cloud);
  if (key.kind == ByokKind::kAws) FillAws(random, region, key);
  if (key.kind == ByokKind::kAzure) FillAzure(random, key);
  if (key.kind == ByokKind::kGcp) FillGcp(random, region, key);
  key.display_name = "Key for " + std::string(random.Pick(kSystems));
  key.created_at = builder.DaysAgo(random, 35, 900);
  key.updated_at = builder.LaterUpdate(random, key.created_at);
  const Micros since = random.Between(key.created_at, builder.now);
  key.validation = {.phase = "VALID", .message = {}, .region = std::string(region), .since = since};
  return key;
}

enum class ByokFate { kInUse, kInUseNoCluster, kOldAvailable, kInvalid, kOldFormat, kNew };

// Rows from before keys had names and checks.
void MakeOldFormat(const Builder& builder, Random& random, ByokKey& key) {
  key.display_name.reset();
  key.validation.reset();
  key.updated_at.reset();
  key.created_at = builder.DaysAgo(random, 950, 1200);
}

void ApplyFate(const Builder& builder, Random& random, ByokFate fate, ByokKey& key) {
  key.in_use = fate == ByokFate::kInUse || fate == ByokFate::kInUseNoCluster;
  if (fate == ByokFate::kInvalid) {
    key.validation->phase = "INVALID";
    key.validation->message = "Access to key denied.";
    key.in_use = random.Chance(50);
  } else if (fate == ByokFate::kOldFormat) {
    MakeOldFormat(builder, random, key);
  } else if (fate == ByokFate::kNew) {
    key.created_at = builder.DaysAgo(random, 0, 3);
    key.updated_at = key.created_at;
    key.validation = {"INITIALIZING", {}, "", key.created_at};
  }
}

// The clusters that may have a key of their own, the landmarks first.
std::vector<std::string> ClustersToEncrypt(const State& state) {
  std::vector<std::string> ids;
  state.clusters.Each([&](const Cluster& cluster) {
    if (cluster.kind == "Dedicated") ids.push_back(cluster.id);
  });
  return ids;
}

ByokFate FateOf(Random& random, size_t number) {
  constexpr std::array kFirst = {
      ByokFate::kInUse,        ByokFate::kInUse,   ByokFate::kInUse,     ByokFate::kInUseNoCluster,
      ByokFate::kOldAvailable, ByokFate::kInvalid, ByokFate::kOldFormat, ByokFate::kNew};
  if (number < kFirst.size()) return kFirst.at(number);
  const uint64_t dice = random.Below(100);
  if (dice < 60) return ByokFate::kInUse;
  if (dice < 65) return ByokFate::kInUseNoCluster;
  if (dice < 80) return ByokFate::kOldAvailable;
  if (dice < 86) return ByokFate::kInvalid;
  return dice < 92 ? ByokFate::kOldFormat : ByokFate::kNew;
}

}  // namespace

void BuildEnvironments(Builder& builder) {
  Random random = builder.Stream("environments");
  State& state = builder.state;
  state.organization = {random.Uuid(), "Corp, Inc.", 0, 0};
  state.organization.created_at = builder.DaysAgo(random, 1500, 1600);
  state.organization.updated_at = state.organization.created_at;
  std::vector<std::string> names = {"prod",    "prod-eu",      "staging", "dev",
                                    "retired", "Prod-Archive", "007",     "sandbox ünïcode"};
  for (size_t i = names.size(); i < builder.sizes.environments; ++i) {
    names.push_back("team-" + std::to_string(i));
  }
  names.resize(builder.sizes.environments);
  random.Shuffle(names);
  for (const std::string& name : names) {
    Environment environment;
    environment.id = NewId(random, "env-", state.environments);
    environment.display_name = name;
    environment.advanced_governance = random.Chance(30);
    environment.schema_registry_id = "lsrc-" + random.Text(kLowerDigits, 6);
    environment.created_at = builder.DaysAgo(random, 30, 1500);
    environment.updated_at = builder.LaterUpdate(random, environment.created_at);
    Landmarks& marks = builder.landmarks;
    if (name == "prod") marks.prod = environment.id;
    if (name == "prod-eu") marks.prod_eu = environment.id;
    if (name == "staging") marks.staging = environment.id;
    if (name == "dev") marks.dev = environment.id;
    state.environments.Add(std::move(environment));
  }
}

void BuildClusters(Builder& builder) {
  Random random = builder.Stream("clusters");
  const std::vector<ClusterPlan> first = FirstClusters(builder.landmarks);
  const std::vector<std::string> environments = EnvironmentsWithClusters(builder.state);
  for (size_t i = 0; i < builder.sizes.clusters; ++i) {
    ClusterPlan plan;
    if (i < first.size()) {
      plan = first[i];
    } else {
      plan.environment_id = random.Pick(environments);
      plan.name = std::string(random.Pick(kSystems)) + "-" + std::to_string(i);
      plan.cloud = random.Pick(kClouds);
      plan.kind = random.Pick(kClusterKinds);
    }
    Cluster cluster = MakeCluster(builder, random, plan);
    if (i >= first.size() && random.Chance(3)) cluster.phase = "PROVISIONING";
    if (i < 3) builder.landmarks.prod_clusters.push_back(cluster.id);
    builder.state.AddCluster(std::move(cluster));
  }
}

void BuildByokKeys(Builder& builder) {
  Random random = builder.Stream("byok");
  State& state = builder.state;
  const std::vector<std::string> clusters = ClustersToEncrypt(state);
  size_t next_cluster = 0;
  for (size_t i = 0; i < builder.sizes.byok_keys; ++i) {
    ByokFate fate = FateOf(random, i);
    Cluster* cluster = nullptr;
    if (fate == ByokFate::kInUse && next_cluster < clusters.size()) {
      cluster = state.clusters.Find(clusters[next_cluster++]);
    } else if (fate == ByokFate::kInUse) {
      fate = ByokFate::kOldAvailable;
    }
    const std::string cloud(cluster != nullptr ? cluster->cloud : random.Pick(kClouds));
    const std::string region = cluster != nullptr ? cluster->region : PickRegion(random, cloud);
    ByokKey key = MakeByokKey(builder, random, cloud, region);
    ApplyFate(builder, random, fate, key);
    if (cluster != nullptr) cluster->byok_id = key.id;
    state.byok_keys.Add(std::move(key));
  }
  // What is left over stays on the older way to name a key, or on Confluent's own encryption.
  for (; next_cluster < clusters.size(); ++next_cluster) {
    Cluster* cluster = state.clusters.Find(clusters[next_cluster]);
    if (cluster->cloud != "AWS" || !random.Chance(30)) continue;
    const std::string account = random.Text("123456789", 12);
    cluster->encryption_key =
        "arn:aws:kms:" + cluster->region + ":" + account + ":key/" + random.Uuid();
  }
}

}  // namespace apisql::sandbox
