// The dump and the API must show the same state.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using nlohmann::json;
using testing::Each;
using testing::SizeIs;

constexpr const char* kTableNames[] = {"confluent.byok.keys",
                                       "confluent.cmk.clusters",
                                       "confluent.iam.api_keys",
                                       "confluent.iam.role_bindings",
                                       "confluent.iam.service_accounts",
                                       "confluent.iam.users",
                                       "confluent.org.environments",
                                       "confluent.org.organizations",
                                       "rockset.compute.virtual_instances",
                                       "rockset.iam.api_keys",
                                       "rockset.iam.roles",
                                       "rockset.iam.users"};

std::vector<json> WalkRoleBindings(PlainClient& client) {
  const auto organizations = client.Walk("/org/v2/organizations");
  const auto id = organizations.at(0).at("id").get<std::string>();
  return client.Walk("/iam/v2/role-bindings?page_size=100&crn_pattern=" +
                     Escape("crn://confluent.cloud/organization=" + id));
}

std::vector<json> WalkClusters(PlainClient& client) {
  std::vector<json> rows;
  for (const json& environment : client.Walk("/org/v2/environments?page_size=100")) {
    const auto id = environment.at("id").get<std::string>();
    for (json& row : client.Walk("/cmk/v2/clusters?page_size=100&environment=" + id)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::vector<json> WalkRocksetKeys(PlainClient& client) {
  std::vector<json> rows;
  const PlainReply users = client.Rockset("GET", "/v1/orgs/self/users");
  for (const json& user : users.body.at("data")) {
    const auto email = user.at("email").get<std::string>();
    const PlainReply keys =
        client.Rockset("GET", "/v1/orgs/self/users/" + Escape(email) + "/apikeys");
    for (json row : keys.body.at("data")) {
      row["user_email"] = email;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::vector<json> WalkTable(PlainClient& client, const std::string& name) {
  if (name == "confluent.iam.role_bindings") return WalkRoleBindings(client);
  if (name == "confluent.cmk.clusters") return WalkClusters(client);
  if (name == "rockset.iam.api_keys") return WalkRocksetKeys(client);
  if (name == "rockset.compute.virtual_instances") {
    return client.Rockset("GET", "/v1/orgs/self/virtualinstances").body.at("data");
  }
  if (name == "rockset.iam.roles" || name == "rockset.iam.users") {
    return client.Rockset("GET", "/v1/orgs/self/" + name.substr(12)).body.at("data");
  }
  const std::map<std::string, std::string> paths = {
      {"confluent.byok.keys", "/byok/v1/keys"},
      {"confluent.iam.api_keys", "/iam/v2/api-keys"},
      {"confluent.iam.service_accounts", "/iam/v2/service-accounts"},
      {"confluent.iam.users", "/iam/v2/users"},
      {"confluent.org.environments", "/org/v2/environments"},
      {"confluent.org.organizations", "/org/v2/organizations"}};
  return client.Walk(paths.at(name) + "?page_size=100");
}

// Where a row of the API has a column of the dump.
std::map<std::string, std::string> PlacesOf(const std::string& table) {
  if (table == "confluent.iam.api_keys") {
    return {{"id", "/id"},
            {"display_name", "/spec/display_name"},
            {"description", "/spec/description"},
            {"owner_id", "/spec/owner/id"},
            {"owner_kind", "/spec/owner/kind"},
            {"resource_id", "/spec/resource/id"},
            {"resource_kind", "/spec/resource/kind"},
            {"resource_api_version", "/spec/resource/api_version"},
            {"environment_id", "/spec/resource/environment"},
            {"created_at", "/metadata/created_at"},
            {"updated_at", "/metadata/updated_at"},
            {"resource_name", "/metadata/resource_name"}};
  }
  if (table == "confluent.byok.keys") {
    return {{"id", "/id"},
            {"display_name", "/display_name"},
            {"provider", "/provider"},
            {"state", "/state"},
            {"key_kind", "/key/kind"},
            {"key_arn", "/key/key_arn"},
            {"key_id", "/key/key_id"},
            {"key_vault_id", "/key/key_vault_id"},
            {"tenant_id", "/key/tenant_id"},
            {"application_id", "/key/application_id"},
            {"roles", "/key/roles"},
            {"security_group", "/key/security_group"},
            {"validation_phase", "/validation/phase"},
            {"validation_since", "/validation/since"},
            {"validation_message", "/validation/message"},
            {"validation_region", "/validation/region"},
            {"created_at", "/metadata/created_at"},
            {"updated_at", "/metadata/updated_at"},
            {"resource_name", "/metadata/resource_name"}};
  }
  if (table == "confluent.cmk.clusters") {
    return {{"id", "/id"},
            {"display_name", "/spec/display_name"},
            {"environment_id", "/spec/environment/id"},
            {"cloud", "/spec/cloud"},
            {"region", "/spec/region"},
            {"availability", "/spec/availability"},
            {"config_kind", "/spec/config/kind"},
            {"config_cku", "/spec/config/cku"},
            {"config_max_ecku", "/spec/config/max_ecku"},
            {"config_encryption_key", "/spec/config/encryption_key"},
            {"config_zones", "/spec/config/zones"},
            {"config_release_priority", "/spec/config/release_priority"},
            {"byok_id", "/spec/byok/id"},
            {"network_id", "/spec/network/id"},
            {"deletion_protection", "/spec/deletion_protection"},
            {"kafka_bootstrap_endpoint", "/spec/kafka_bootstrap_endpoint"},
            {"http_endpoint", "/spec/http_endpoint"},
            {"endpoints", "/spec/endpoints"},
            {"phase", "/status/phase"},
            {"cku", "/status/cku"},
            {"created_at", "/metadata/created_at"},
            {"updated_at", "/metadata/updated_at"},
            {"resource_name", "/metadata/resource_name"}};
  }
  return {};
}

std::string PlaceOf(const std::string& table, const std::string& column) {
  const auto places = PlacesOf(table);
  if (!places.empty()) return places.at(column);
  if (column == "stream_governance_package") return "/stream_governance_config/package";
  if (column.starts_with("auto_scaling_")) return "/auto_scaling_policy/" + column.substr(13);
  if (column == "last_queried_ms") return "/stats/last_queried_ms";
  const bool confluent = table.starts_with("confluent.");
  const bool metadata =
      column == "created_at" || column == "updated_at" || column == "resource_name";
  return (confluent && metadata ? "/metadata/" : "/") + column;
}

// What SQL would show of a value of the API.
std::string SqlText(const json& row, const std::string& place) {
  const json::json_pointer pointer(place);
  if (!row.contains(pointer) || row.at(pointer).is_null()) return "NULL";
  const json& value = row.at(pointer);
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (!value.is_string()) return value.dump();
  auto text = value.get<std::string>();
  const bool time = place.ends_with("_at") || place.ends_with("_time") || place.ends_with("since");
  if (!time) return text;
  EXPECT_EQ(text.at(10), 'T') << text;
  EXPECT_EQ(text.back(), 'Z') << text;
  text[10] = ' ';
  text.pop_back();
  // A fraction has no zeros at its end.
  while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) {
    text.pop_back();
  }
  return text;
}

// The dump's JSON cells keep the order of the members on the wire, which parsing loses.
std::string InAnyOrder(const std::string& text) {
  const json value = json::parse(text, nullptr, false);
  return value.is_structured() ? value.dump() : text;
}

using Lines = std::multiset<std::string>;

Lines DumpLines(const SandboxTable& table) {
  Lines lines;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    std::string line;
    for (const auto& column : table.columns) {
      line += column.name + "=" + InAnyOrder(CellText(table, row, column.name)) + "\n";
    }
    lines.insert(std::move(line));
  }
  return lines;
}

Lines ApiLines(const SandboxTable& table, const std::vector<json>& rows) {
  std::vector<std::string> places;
  places.reserve(table.columns.size());
  for (const auto& column : table.columns) places.push_back(PlaceOf(table.name, column.name));
  Lines lines;
  for (const json& row : rows) {
    std::string line;
    for (size_t i = 0; i < places.size(); ++i) {
      line += table.columns[i].name + "=" + InAnyOrder(SqlText(row, places[i])) + "\n";
    }
    lines.insert(std::move(line));
  }
  return lines;
}

class DumpTest : public testing::TestWithParam<int> {};

TEST_P(DumpTest, EveryTableHasTheValuesThatTheApiGives) {
  const auto sandbox = StartSandbox(FixedOptions(GetParam()));
  PlainClient client(*sandbox);
  const auto tables = sandbox->Dump();
  for (const std::string name : kTableNames) {
    const SandboxTable& table = TableOf(tables, name);
    EXPECT_EQ(DumpLines(table), ApiLines(table, WalkTable(client, name))) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, DumpTest, testing::Values(1, 200, 1500));

TEST(DumpSizesTest, GrowWithTheNumberOfKeys) {
  const auto tables = StartSandbox(FixedOptions(1500))->Dump();
  EXPECT_THAT(tables, SizeIs(std::size(kTableNames)));
  EXPECT_THAT(TableOf(tables, "confluent.iam.api_keys").rows, SizeIs(1500));
  EXPECT_THAT(TableOf(tables, "confluent.iam.users").rows, SizeIs(300));
  EXPECT_THAT(TableOf(tables, "confluent.iam.service_accounts").rows, SizeIs(300));
  EXPECT_THAT(TableOf(tables, "confluent.cmk.clusters").rows, SizeIs(150));
  EXPECT_THAT(TableOf(tables, "confluent.byok.keys").rows, SizeIs(150));
  EXPECT_THAT(TableOf(tables, "confluent.org.environments").rows, SizeIs(18));
  EXPECT_THAT(TableOf(tables, "confluent.org.organizations").rows, SizeIs(1));
  EXPECT_THAT(TableOf(tables, "rockset.iam.users").rows, SizeIs(187));
}

TEST(DumpRowsTest, HaveOneCellPerColumn) {
  for (const SandboxTable& table : StartSandbox(FixedOptions(200))->Dump()) {
    EXPECT_THAT(table.rows, Each(SizeIs(table.columns.size()))) << table.name;
  }
}

TEST(DumpSeedTest, SameSeedGivesTheSameState) {
  const auto first = StartSandbox(FixedOptions(300, 7))->Dump();
  const auto second = StartSandbox(FixedOptions(300, 7))->Dump();
  ASSERT_EQ(first.size(), second.size());
  for (size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].rows, second[i].rows);
}

TEST(DumpSeedTest, AnotherSeedGivesAnotherState) {
  const auto first = StartSandbox(FixedOptions(300, 7))->Dump();
  const auto second = StartSandbox(FixedOptions(300, 8))->Dump();
  for (const std::string name : kTableNames) {
    EXPECT_NE(TableOf(first, name).rows, TableOf(second, name).rows) << name;
  }
}

TEST(DumpSizesTest, OneKeyIsTheOneThatEverySandboxHas) {
  const auto tables = StartSandbox(FixedOptions(1))->Dump();
  const SandboxTable& keys = TableOf(tables, "confluent.iam.api_keys");
  ASSERT_THAT(keys.rows, SizeIs(1));
  EXPECT_EQ(CellText(keys, 0, "id"), "7FJIYKQ4SGQDQ72H");
}

}  // namespace
}  // namespace apisql
