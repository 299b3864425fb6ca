// The questions that people ask of their inventory must have answers in a sandbox. Each test finds
// the rows in the dump by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using testing::IsSupersetOf;

constexpr const char* kNow = "2026-06-01";
constexpr const char* kMonthAgo = "2026-05-02";
constexpr const char* kNinetyDaysAgo = "2026-03-03";
constexpr const char* kYearAgo = "2025-06-01";

using Row = std::map<std::string, std::string>;  // Column to text; "NULL".

std::string Lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

class QuestionsTest : public testing::TestWithParam<int> {
 protected:
  QuestionsTest() : tables_(StartSandbox(FixedOptions(GetParam()))->Dump()) {}

  std::vector<Row> Rows(const std::string& name) const {
    const SandboxTable& table = TableOf(tables_, name);
    std::vector<Row> rows(table.rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      for (const auto& column : table.columns) {
        rows[i][column.name] = CellText(table, i, column.name);
      }
    }
    return rows;
  }
  std::vector<Row> Keys() const { return Rows("confluent.iam.api_keys"); }
  // Values of `column` by the id.
  std::map<std::string, std::string> ById(const std::string& table,
                                          const std::string& column) const {
    std::map<std::string, std::string> values;
    for (const Row& row : Rows(table)) values[row.at("id")] = row.at(column);
    return values;
  }
  size_t Count(const std::vector<Row>& rows, const std::function<bool(const Row&)>& wanted) const {
    return static_cast<size_t>(std::ranges::count_if(rows, wanted));
  }

  const std::vector<SandboxTable> tables_;
};

TEST_P(QuestionsTest, KeysHaveAllAges) {
  const auto keys = Keys();
  EXPECT_GT(Count(keys, [](const Row& k) { return k.at("created_at") < kYearAgo; }), 2U);
  EXPECT_GT(Count(keys, [](const Row& k) { return k.at("created_at") > kNinetyDaysAgo; }), 2U);
  EXPECT_EQ(Count(keys, [](const Row& k) { return k.at("created_at") >= kNow; }), 0U);
}

TEST_P(QuestionsTest, TfRunnerHasKeys) {
  const auto names = ById("confluent.iam.service_accounts", "display_name");
  EXPECT_GE(Count(Keys(),
                  [&](const Row& k) {
                    const auto owner = names.find(k.at("owner_id"));
                    return owner != names.end() && owner->second == "tf_runner_sa";
                  }),
            3U);
}

TEST_P(QuestionsTest, SomeKeysHaveLostTheirOwner) {
  const auto accounts = ById("confluent.iam.service_accounts", "id");
  const auto users = ById("confluent.iam.users", "id");
  std::set<std::string> kinds;
  for (const Row& key : Keys()) {
    const std::string& owner = key.at("owner_id");
    if (!accounts.contains(owner) && !users.contains(owner)) kinds.insert(key.at("owner_kind"));
  }
  EXPECT_THAT(kinds, testing::ElementsAre("NULL", "ServiceAccount", "User"));
}

TEST_P(QuestionsTest, EncryptionKeysHaveAllFates) {
  std::set<std::string> used;
  for (const Row& cluster : Rows("confluent.cmk.clusters")) used.insert(cluster.at("byok_id"));
  std::set<std::string> fates;
  std::set<std::string> providers;
  for (const Row& key : Rows("confluent.byok.keys")) {
    providers.insert(key.at("provider"));
    const bool linked = used.contains(key.at("id"));
    if (key.at("state") == "IN_USE") fates.insert(linked ? "used" : "used by nobody");
    if (key.at("state") == "AVAILABLE" && key.at("created_at") < kMonthAgo) fates.insert("idle");
    if (key.at("validation_phase") == "INVALID") fates.insert("invalid");
    EXPECT_TRUE(!linked || key.at("state") == "IN_USE");
  }
  EXPECT_THAT(fates, testing::UnorderedElementsAre("used", "used by nobody", "idle", "invalid"));
  EXPECT_THAT(providers, testing::UnorderedElementsAre("AWS", "Azure", "GCP"));
}

TEST_P(QuestionsTest, ProductionHasEncryptedClusters) {
  const auto names = ById("confluent.org.environments", "display_name");
  std::map<std::string, int> encrypted;
  std::map<std::string, int> all;
  for (const Row& cluster : Rows("confluent.cmk.clusters")) {
    const std::string& environment = names.at(cluster.at("environment_id"));
    ++all[environment];
    if (cluster.at("byok_id") != "NULL") ++encrypted[environment];
  }
  EXPECT_GE(all["prod"], 3);
  EXPECT_GE(encrypted["prod"], 1);
  EXPECT_GE(encrypted["prod-eu"], 2);
  EXPECT_LT(encrypted["prod"], all["prod"]);
}

TEST_P(QuestionsTest, PeopleHoldKeysInBothSystems) {
  std::set<std::string> owners;
  for (const Row& key : Keys()) owners.insert(key.at("owner_id"));
  std::set<std::string> active;
  for (const Row& key : Rows("rockset.iam.api_keys")) {
    if (key.at("state") == "ACTIVE") active.insert(key.at("user_email"));
  }
  std::set<std::string> both;
  for (const Row& user : Rows("confluent.iam.users")) {
    const std::string email = user.at("email");
    if (owners.contains(user.at("id")) && active.contains(Lower(email))) both.insert(email);
  }
  EXPECT_THAT(both, IsSupersetOf({"jane@corp.com", "Ada.Lovelace@Corp.com", "ops+ci@corp.com"}));
}

TEST_P(QuestionsTest, JaneOwnsThingsEverywhere) {
  std::string id;
  for (const Row& user : Rows("confluent.iam.users")) {
    if (user.at("email") == "jane@corp.com") id = user.at("id");
  }
  EXPECT_GE(Count(Keys(), [&](const Row& k) { return k.at("owner_id") == id; }), 2U);
  EXPECT_GE(Count(Rows("confluent.iam.role_bindings"),
                  [&](const Row& b) { return b.at("principal") == "User:" + id; }),
            2U);
  std::multiset<std::string> states;
  for (const Row& key : Rows("rockset.iam.api_keys")) {
    if (key.at("user_email") == "jane@corp.com") states.insert(key.at("state"));
  }
  EXPECT_THAT(states, testing::ElementsAre("ACTIVE", "ACTIVE", "SUSPENDED"));
}

TEST_P(QuestionsTest, RotatableKeyIsAServiceAccountsKafkaKey) {
  for (const Row& key : Keys()) {
    if (key.at("id") != "7FJIYKQ4SGQDQ72H") continue;
    EXPECT_EQ(key.at("owner_kind"), "ServiceAccount");
    EXPECT_TRUE(ById("confluent.cmk.clusters", "id").contains(key.at("resource_id")));
    return;
  }
  FAIL() << "no such key";
}

TEST_P(QuestionsTest, RocksetHasRiskyAndSafeKeys) {
  const auto keys = Rows("rockset.iam.api_keys");
  const auto active = [](const Row& k) { return k.at("state") == "ACTIVE"; };
  for (const std::string column : {"expiry_time", "role", "last_access_time"}) {
    EXPECT_GT(Count(keys, [&](const Row& k) { return active(k) && k.at(column) == "NULL"; }), 0U)
        << column;
    EXPECT_GT(Count(keys, [&](const Row& k) { return active(k) && k.at(column) != "NULL"; }), 0U)
        << column;
  }
  EXPECT_GT(
      Count(keys, [&](const Row& k) { return active(k) && k.at("last_access_time") < kMonthAgo; }),
      0U);
}

TEST_P(QuestionsTest, UsersHoldKeysOnProductionClusters) {
  const auto names = ById("confluent.org.environments", "display_name");
  const auto places = ById("confluent.cmk.clusters", "environment_id");
  EXPECT_GE(Count(Keys(),
                  [&](const Row& k) {
                    const auto place = places.find(k.at("resource_id"));
                    return k.at("owner_kind") == "User" && place != places.end() &&
                           names.at(place->second) == "prod";
                  }),
            3U);
}

TEST_P(QuestionsTest, SomeClustersOfKeysAreGone) {
  const auto clusters = ById("confluent.cmk.clusters", "id");
  EXPECT_GT(Count(Keys(),
                  [&](const Row& k) {
                    return k.at("resource_api_version") == "cmk/v2" &&
                           !clusters.contains(k.at("resource_id"));
                  }),
            0U);
}

TEST_P(QuestionsTest, AdministratorsHaveSeveralCloudKeys) {
  std::map<std::string, int> cloud_keys;
  for (const Row& key : Keys()) {
    if (key.at("resource_id") == "cloud") ++cloud_keys["User:" + key.at("owner_id")];
  }
  std::set<std::string> roles;
  for (const Row& binding : Rows("confluent.iam.role_bindings")) {
    const bool account = binding.at("principal").starts_with("User:sa-");
    if (account && cloud_keys[binding.at("principal")] > 1) roles.insert(binding.at("role_name"));
  }
  EXPECT_THAT(roles, IsSupersetOf({"OrganizationAdmin", "EnvironmentAdmin"}));
}

TEST_P(QuestionsTest, TextsAreHard) {
  std::set<std::string> names;
  for (const Row& key : Keys()) names.insert(key.at("display_name"));
  EXPECT_THAT(names, IsSupersetOf({"", "007", "1e3", "He said \"no\"", "line one\nline two",
                                   "Mixed CASE", "mixed case", "O'Brien", "ключ 🔑 für Zürich"}));
  std::set<std::string> descriptions;
  for (const Row& row : Rows("confluent.iam.service_accounts")) {
    descriptions.insert(row.at("description"));
  }
  EXPECT_THAT(descriptions, IsSupersetOf({"NULL", "", "An apostrophe"}));
}

TEST_P(QuestionsTest, KeysOpenAllKindsOfThings) {
  std::set<std::string> kinds;
  for (const Row& key : Keys()) {
    kinds.insert(key.at("resource_api_version") + " " + key.at("environment_id").substr(0, 4));
  }
  EXPECT_THAT(kinds, IsSupersetOf({"iam/v2 NULL", "cmk/v2 NULL", "fcpm/v2 NULL", "fcpm/v2 env-",
                                   "ksqldbcm/v2 NULL", "tableflow/v1 NULL", "global/v1 NULL"}));
}

INSTANTIATE_TEST_SUITE_P(Sizes, QuestionsTest, testing::Values(40, 200, 1500));

}  // namespace
}  // namespace apisql
