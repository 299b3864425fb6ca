// The Confluent API keys.
#include <algorithm>
#include <functional>
#include <iterator>

#include "sandbox/builder.h"

namespace apisql::sandbox {
namespace {

constexpr std::string_view kKeyUses[] = {"ingest",  "CI Kafka access", "dashboards", "Terraform",
                                         "connect", "Laptop",          "migration",  "load test"};
constexpr std::string_view kRegions[] = {"aws.us-east-1", "aws.eu-central-1", "azure.westeurope",
                                         "gcp.us-central1"};
// Names that clients get wrong.
constexpr std::string_view kHardNames[] = {"",
                                           "007",
                                           "1e3",
                                           "NULL",
                                           "true",
                                           "-0.0",
                                           "O'Brien",
                                           "a,b;c",
                                           "He said \"no\"",
                                           "line one\nline two",
                                           "tab\there",
                                           "Mixed CASE",
                                           "mixed case",
                                           "ключ 🔑 für Zürich",
                                           " leading blank",
                                           "100%_sure",
                                           "a\\b/c",
                                           "<b>&amp;</b>"};

// Makes keys, either one that is asked for or any.
class KeyMaker {
 public:
  explicit KeyMaker(Builder& builder) : builder_(builder), random_(builder.Stream("api keys")) {
    builder.state.service_accounts.Each(
        [&](const ServiceAccount& account) { accounts_.push_back(account.id); });
    builder.state.users.Each([&](const User& user) { users_.push_back(user.id); });
    builder.state.environments.Each(
        [&](const Environment& environment) { environments_.push_back(environment.id); });
    random_.Shuffle(accounts_);
    random_.Shuffle(users_);
    for (size_t i = 0; i < 2 + builder.sizes.keys / 500; ++i) {
      ghosts_.push_back("sa-" + random_.Text(kLowerDigits, 6));
      ghost_users_.push_back("u-" + random_.Text(kLowerDigits, 6));
      ghost_clusters_.push_back("lkc-" + random_.Text(kLowerDigits, 6));
    }
  }

  Random& random() { return random_; }

  ApiKey Make(int youngest = 1, int oldest = 800) {
    ApiKey key;
    key.id = random_.Text(kUpperDigits, 16);
    key.created_at = builder_.DaysAgo(random_, youngest, oldest);
    key.updated_at = builder_.LaterUpdate(random_, key.created_at);
    if (!random_.Chance(4)) key.display_name = Name();
    if (random_.Chance(60)) key.description = "Made for " + std::string(random_.Pick(kKeyUses));
    return key;
  }
  void Own(ApiKey& key, std::string id) {
    key.owner_kind = id.starts_with("u-") ? OwnerKind::kUser : OwnerKind::kServiceAccount;
    key.owner_id = std::move(id);
  }
  void OwnByAny(ApiKey& key) {
    const uint64_t dice = random_.Below(1000);
    if (dice < 5) return Own(key, random_.Pick(ghosts_));
    if (dice < 10) return Own(key, random_.Pick(ghost_users_));
    if (dice < 12) return;  // A key of Confluent's own staff.
    Own(key, PickUneven(dice < 750 ? accounts_ : users_));
  }
  void OwnByGhost(ApiKey& key, bool user) { Own(key, random_.Pick(user ? ghost_users_ : ghosts_)); }

  void OpenCloud(ApiKey& key) {
    key.scope = KeyScope::kCloud;
    key.resource_id = "cloud";
  }
  void OpenCluster(ApiKey& key, const std::string& id) {
    const Cluster* cluster = builder_.state.clusters.Find(id);
    key.scope = KeyScope::kKafka;
    key.resource_id = id;
    key.environment_id = cluster != nullptr ? cluster->environment_id : builder_.landmarks.dev;
  }
  void OpenGhostCluster(ApiKey& key) { OpenCluster(key, random_.Pick(ghost_clusters_)); }
  void OpenAnyCluster(ApiKey& key) {
    const auto& clusters = builder_.state.clusters;
    OpenCluster(key, clusters.At(static_cast<Position>(random_.Below(clusters.end())))->id);
  }
  void OpenSchemaRegistry(ApiKey& key) {
    key.environment_id = random_.Pick(environments_);
    key.resource_id = builder_.state.environments.Find(key.environment_id)->schema_registry_id;
    constexpr KeyScope kForms[] = {KeyScope::kSchemaRegistryV2, KeyScope::kSchemaRegistryV3,
                                   KeyScope::kSchemaRegistryOld};
    key.scope = random_.Pick(kForms);
  }
  // Both ways in which the server writes the place of a Flink key.
  void OpenFlink(ApiKey& key, bool shows_environment) {
    const std::string region(random_.Pick(kRegions));
    key.scope = KeyScope::kFlink;
    key.environment_id = random_.Pick(environments_);
    key.shows_environment = shows_environment;
    key.resource_id = shows_environment ? region : key.environment_id + "." + region;
  }
  void OpenKsql(ApiKey& key) {
    key.scope = random_.Chance(50) ? KeyScope::kKsql : KeyScope::kKsqlOld;
    key.environment_id = random_.Pick(environments_);
    key.resource_id = "lksqlc-" + random_.Text(kLowerDigits, 6);
  }
  void OpenService(ApiKey& key, KeyScope scope) {
    key.scope = scope;
    key.resource_id = scope == KeyScope::kTableflow ? "tableflow" : "global";
  }
  void OpenAny(ApiKey& key) {
    const uint64_t dice = random_.Below(100);
    if (dice < 55) return OpenAnyCluster(key);
    if (dice < 57) return OpenGhostCluster(key);
    if (dice < 77) return OpenCloud(key);
    if (dice < 87) return OpenSchemaRegistry(key);
    if (dice < 95) return OpenFlink(key, random_.Chance(50));
    if (dice < 98) return OpenKsql(key);
    OpenService(key, dice == 98 ? KeyScope::kTableflow : KeyScope::kGlobal);
  }

 private:
  std::string Name() {
    if (random_.Chance(3)) return std::string(random_.Pick(kHardNames));
    std::string name(random_.Pick(kKeyUses));
    name += " " + random_.Text(kLowerDigits, 4);
    return name;
  }
  // A few owners have many keys, most have few.
  const std::string& PickUneven(const std::vector<std::string>& ids) {
    const uint64_t a = random_.Below(ids.size());
    const uint64_t b = random_.Below(ids.size());
    return ids[std::min(a, b)];
  }

  Builder& builder_;
  Random random_;
  std::vector<std::string> accounts_, users_, environments_;
  std::vector<std::string> ghosts_, ghost_users_, ghost_clusters_;
};

// The keys that questions are asked about. A sandbox of fewer keys has the first of them.
std::vector<ApiKey> FirstKeys(const Landmarks& marks, KeyMaker& maker) {
  std::vector<ApiKey> keys;
  const auto add = [&](int age, const std::string& owner,
                       const std::function<void(ApiKey&)>& open) {
    ApiKey key = maker.Make(age, age + 9);
    if (!owner.empty()) maker.Own(key, owner);
    open(key);
    keys.push_back(std::move(key));
  };
  const auto cloud = [&](ApiKey& key) { maker.OpenCloud(key); };
  const auto prod = [&](size_t number) {
    return [&maker, &marks, number](ApiKey& key) {
      maker.OpenCluster(key, marks.prod_clusters[number]);
    };
  };
  add(400, marks.tf_runner, prod(0));
  keys.back().id = "7FJIYKQ4SGQDQ72H";
  keys.back().display_name = "CI Kafka API Key";
  keys.back().description = "This API key provides Kafka access to the CI";
  add(120, marks.jane, cloud);
  add(30, marks.jane, prod(1));
  add(200, marks.tf_runner, cloud);
  add(20, marks.tf_runner, cloud);
  add(500, "", [&](ApiKey& key) { maker.OwnByGhost(key, false), maker.OpenAnyCluster(key); });
  add(300, "", [&](ApiKey& key) { maker.OwnByGhost(key, true), maker.OpenCloud(key); });
  add(600, "", cloud);  // No owner at all.
  add(250, marks.deployer, [&](ApiKey& key) { maker.OpenGhostCluster(key); });
  add(700, marks.ada, prod(0));
  add(10, marks.ops, prod(2));
  add(91, marks.deployer, cloud);
  add(50, marks.deployer, cloud);
  add(3, marks.deployer, [&](ApiKey& key) { maker.OpenFlink(key, true); });
  add(60, marks.tf_runner, [&](ApiKey& key) { maker.OpenFlink(key, false); });
  add(70, marks.ada, [&](ApiKey& key) { maker.OpenSchemaRegistry(key); });
  add(80, marks.ada, [&](ApiKey& key) { maker.OpenService(key, KeyScope::kTableflow); });
  add(85, marks.deployer, [&](ApiKey& key) { maker.OpenService(key, KeyScope::kGlobal); });
  add(95, marks.ops, [&](ApiKey& key) { maker.OpenKsql(key); });
  add(1, marks.jane, [&](ApiKey& key) { maker.OpenFlink(key, false); });
  for (const std::string_view name : kHardNames) {
    add(100, marks.deployer, [&](ApiKey& key) { maker.OpenAnyCluster(key); });
    keys.back().display_name = name;
  }
  add(150, marks.ops, cloud);
  keys.back().display_name.reset();
  keys.back().description.reset();
  return keys;
}

}  // namespace

void BuildApiKeys(Builder& builder) {
  KeyMaker maker(builder);
  std::vector<ApiKey> keys = FirstKeys(builder.landmarks, maker);
  keys.reserve(builder.sizes.keys);
  if (keys.size() > builder.sizes.keys) keys.resize(builder.sizes.keys);
  while (keys.size() < builder.sizes.keys) {
    ApiKey key = maker.Make();
    maker.OwnByAny(key);
    maker.OpenAny(key);
    keys.push_back(std::move(key));
  }
  maker.random().Shuffle(keys);
  for (ApiKey& key : keys) builder.state.AddApiKey(std::move(key));
}

}  // namespace apisql::sandbox
