// Every write of the built-in documents: method, URL and body as they are sent.
#include <gmock/gmock.h>

#include "tests/registry/request/write_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BuiltinWritesTest : public WriteTest {};

TEST_F(BuiltinWritesTest, ConfluentApiKeys) {
  Use("confluent.iam.api_keys");
  EXPECT_EQ(Insert({{"owner_id", "sa-12mgdv"}}),
            R"(POST /iam/v2/api-keys {"spec":{"owner":{"id":"sa-12mgdv"}}})");
  EXPECT_EQ(Insert({{"display_name", "CI"},
                    {"description", "Deploys."},
                    {"owner_id", "sa-12mgdv"},
                    {"resource_id", "cloud"}}),
            R"(POST /iam/v2/api-keys {"spec":{"display_name":"CI","description":"Deploys.",)"
            R"("owner":{"id":"sa-12mgdv"},"resource":{"id":"cloud"}}})");
  EXPECT_EQ(Insert({{"owner_id", "u-1"},
                    {"resource_id", "aws.us-east-1"},
                    {"resource_api_version", "fcpm/v2"},
                    {"environment_id", "env-x"}}),
            R"(POST /iam/v2/api-keys {"spec":{"owner":{"id":"u-1"},"resource":{)"
            R"("id":"aws.us-east-1","api_version":"fcpm/v2","environment":"env-x"}}})");
  EXPECT_EQ(Insert({{"owner_id", "u-1"}, {"resources", R"([{"id":"lkc-1"},{"id":"lkc-2"}])"}}),
            R"(POST /iam/v2/api-keys {"spec":{"resources":[{"id":"lkc-1"},{"id":"lkc-2"}],)"
            R"("owner":{"id":"u-1"}}})");
  EXPECT_EQ(Update({{"id", "ABC"}}, {{"display_name", "New"}}),
            R"(PATCH /iam/v2/api-keys/ABC {"spec":{"display_name":"New"}})");
  EXPECT_EQ(Update({{"id", "ABC"}}, {{"description", {}}}),
            R"(PATCH /iam/v2/api-keys/ABC {"spec":{"description":null}})");
  EXPECT_EQ(Delete({{"id", "ABC"}}), "DELETE /iam/v2/api-keys/ABC");
}

TEST_F(BuiltinWritesTest, ConfluentServiceAccounts) {
  Use("confluent.iam.service_accounts");
  EXPECT_EQ(Insert({{"display_name", "ci"}, {"description", "x"}}),
            R"(POST /iam/v2/service-accounts {"display_name":"ci","description":"x"})");
  EXPECT_EQ(Insert({{"display_name", "ci"}, {"assigned_resource_owner", "u-1"}}),
            "POST /iam/v2/service-accounts?assigned_resource_owner=u-1 {\"display_name\":\"ci\"}");
  EXPECT_EQ(Update({{"id", "sa-1"}}, {{"display_name", "a"}, {"description", "b"}}),
            R"(PATCH /iam/v2/service-accounts/sa-1 {"display_name":"a","description":"b"})");
  EXPECT_EQ(Delete({{"id", "sa-1"}}), "DELETE /iam/v2/service-accounts/sa-1");
}

TEST_F(BuiltinWritesTest, ConfluentUsers) {
  Use("confluent.iam.users");
  EXPECT_EQ(Update({{"id", "u-1"}}, {{"full_name", "Ann"}}),
            R"(PATCH /iam/v2/users/u-1 {"full_name":"Ann"})");
  EXPECT_EQ(Delete({{"id", "u-1"}}), "DELETE /iam/v2/users/u-1");
  EXPECT_EQ(Exec("update_auth_type_iam_v2_user", {{"id", "u-1"}, {"auth_type", "AUTH_TYPE_SSO"}}),
            R"(PATCH /iam/v2/users/u-1/auth {"auth_type":"AUTH_TYPE_SSO"})");
}

TEST_F(BuiltinWritesTest, ConfluentRoleBindings) {
  Use("confluent.iam.role_bindings");
  EXPECT_EQ(Insert({{"principal", "User:sa-1"},
                    {"role_name", "EnvironmentAdmin"},
                    {"crn_pattern", "crn://confluent.cloud/organization=o/environment=e"}}),
            R"(POST /iam/v2/role-bindings {"principal":"User:sa-1","role_name":"EnvironmentAdmin",)"
            R"("crn_pattern":"crn://confluent.cloud/organization=o/environment=e"})");
  EXPECT_EQ(Delete({{"id", "rb-1"}}), "DELETE /iam/v2/role-bindings/rb-1");
}

TEST_F(BuiltinWritesTest, ConfluentClusters) {
  Use("confluent.cmk.clusters");
  const Named required = {{"display_name", "c"},   {"environment_id", "env-1"},
                          {"cloud", "AWS"},        {"region", "eu-west-1"},
                          {"availability", "LOW"}, {"config_kind", "Dedicated"}};
  EXPECT_EQ(Insert(required),
            R"(POST /cmk/v2/clusters {"spec":{"display_name":"c","environment":{"id":"env-1"},)"
            R"("cloud":"AWS","region":"eu-west-1","availability":"LOW",)"
            R"("config":{"kind":"Dedicated"}}})");
  Named all = required;
  all.insert(all.end(), {{"config_cku", int64_t{2}},
                         {"config_max_ecku", int64_t{8}},
                         {"config_encryption_key", "arn:1"},
                         {"config_zones", R"(["a"])"},
                         {"config_release_priority", "REGULAR"},
                         {"byok_id", "cck-1"},
                         {"network_id", "n-1"},
                         {"network_environment", "env-2"},
                         {"deletion_protection", int64_t{1}}});
  EXPECT_EQ(Insert(all),
            R"(POST /cmk/v2/clusters {"spec":{"config":{"zones":["a"],"kind":"Dedicated","cku":2,)"
            R"("max_ecku":8,"encryption_key":"arn:1","release_priority":"REGULAR"},)"
            R"("display_name":"c","environment":{"id":"env-1"},"cloud":"AWS",)"
            R"("region":"eu-west-1","availability":"LOW","byok":{"id":"cck-1"},)"
            R"("network":{"id":"n-1","environment":"env-2"},"deletion_protection":true}})");
  const Named row = {{"id", "lkc-1"}, {"environment_id", "env-1"}};
  EXPECT_EQ(Update(row, {{"display_name", "d"}}),
            R"(PATCH /cmk/v2/clusters/lkc-1 {"spec":{"display_name":"d",)"
            R"("environment":{"id":"env-1"}}})");
  EXPECT_EQ(Update(row, {{"deletion_protection", int64_t{0}},
                         {"config", R"({"kind": "Dedicated", "cku": 3})"}}),
            R"(PATCH /cmk/v2/clusters/lkc-1 {"spec":{"config":{"kind":"Dedicated","cku":3},)"
            R"("deletion_protection":false,"environment":{"id":"env-1"}}})");
  EXPECT_EQ(Delete(row), "DELETE /cmk/v2/clusters/lkc-1?environment=env-1");
  EXPECT_THAT(Needed(Verb::kUpdate), ElementsAre("environment_id"));
  EXPECT_THAT(Needed(Verb::kDelete), ElementsAre("environment_id"));
  EXPECT_EQ(Delete({{"id", "lkc-1"}}),
            "error: confluent.cmk.clusters: delete_cmk_v2_cluster needs environment_id of the row, "
            "which it has no value for");
}

TEST_F(BuiltinWritesTest, ConfluentByokKeys) {
  Use("confluent.byok.keys");
  EXPECT_EQ(Insert({{"key_kind", "AwsKey"}, {"key_arn", "arn:aws:kms:1"}}),
            R"(POST /byok/v1/keys {"key":{"kind":"AwsKey","key_arn":"arn:aws:kms:1"}})");
  EXPECT_EQ(Insert({{"key_kind", "AzureKey"},
                    {"key_id", "https://v/k"},
                    {"key_vault_id", "/v"},
                    {"tenant_id", "t"}}),
            R"(POST /byok/v1/keys {"key":{"kind":"AzureKey","key_id":"https://v/k",)"
            R"("key_vault_id":"/v","tenant_id":"t"}})");
  EXPECT_EQ(Insert({{"display_name", "k"}, {"key", R"({"kind":"GcpKey","key_id":"p/k"})"}}),
            R"(POST /byok/v1/keys {"key":{"kind":"GcpKey","key_id":"p/k"},"display_name":"k"})");
  for (const char* column : {"key_arn", "key_vault_id", "tenant_id"}) {
    EXPECT_EQ(Insert({{column, "x"}}),
              "error: confluent.byok.keys: INSERT must give key_kind (known values: AwsKey, "
              "AzureKey, GcpKey)");
  }
  EXPECT_EQ(Update({{"id", "cck-1"}}, {{"display_name", "k"}}),
            R"(PATCH /byok/v1/keys/cck-1 {"display_name":"k"})");
  EXPECT_EQ(Delete({{"id", "cck-1"}}), "DELETE /byok/v1/keys/cck-1");
}

TEST_F(BuiltinWritesTest, ConfluentEnvironments) {
  Use("confluent.org.environments");
  EXPECT_EQ(Insert({{"display_name", "test"}, {"stream_governance_package", "ADVANCED"}}),
            R"(POST /org/v2/environments {"display_name":"test",)"
            R"("stream_governance_config":{"package":"ADVANCED"}})");
  EXPECT_EQ(Update({{"id", "env-1"}}, {{"stream_governance_package", "ADVANCED"}}),
            R"(PATCH /org/v2/environments/env-1 {"stream_governance_config":)"
            R"({"package":"ADVANCED"}})");
  EXPECT_EQ(Delete({{"id", "env-1"}}), "DELETE /org/v2/environments/env-1");
}

TEST_F(BuiltinWritesTest, ConfluentOrganizations) {
  Use("confluent.org.organizations");
  EXPECT_EQ(Update({{"id", "o"}}, {{"display_name", "Acme"}, {"jit_enabled", int64_t{1}}}),
            R"(PATCH /org/v2/organizations/o {"display_name":"Acme","jit_enabled":true})");
}

TEST_F(BuiltinWritesTest, RocksetApiKeys) {
  Use("rockset.iam.api_keys");
  EXPECT_EQ(Insert({{"name", "k 1"}, {"role", "read-only"}, {"expiry_time", "2027-01-01"}}),
            R"(POST /v1/orgs/self/users/self/apikeys {"name":"k 1","role":"read-only",)"
            R"("expiry_time":"2027-01-01T00:00:00Z"})");
  EXPECT_EQ(Insert({{"name", "k"}, {"user_email", "a@b.c"}}),
            "error: rockset.iam.api_keys: the API makes keys only for the caller: leave user_email "
            "out or say 'self'");
  EXPECT_EQ(Insert({{"name", "k"}, {"state", "SUSPENDED"}}),
            "error: rockset.iam.api_keys: state cannot be given at creation; UPDATE it afterwards");
  const Named row = {{"user_email", "a@b.c"}, {"name", "k 1"}};
  EXPECT_EQ(Update(row, {{"state", "SUSPENDED"}}),
            R"(POST /v1/orgs/self/users/a%40b.c/apikeys/k%201 {"state":"SUSPENDED"})");
  EXPECT_EQ(Update(row, {{"expiry_time", {}}}),
            R"(POST /v1/orgs/self/users/a%40b.c/apikeys/k%201 {"clear_expiry_time":true})");
  EXPECT_EQ(Update(row, {{"expiry_time", "2027-01-01 10:00:00"}, {"state", {}}}),
            R"(POST /v1/orgs/self/users/a%40b.c/apikeys/k%201 )"
            R"({"expiry_time":"2027-01-01T10:00:00Z","state":null})");
  EXPECT_EQ(Delete(row), "DELETE /v1/orgs/self/users/a%40b.c/apikeys/k%201");
  EXPECT_THAT(Needed(Verb::kDelete), IsEmpty());
}

TEST_F(BuiltinWritesTest, RocksetRoles) {
  Use("rockset.iam.roles");
  EXPECT_EQ(
      Insert({{"role_name", "r"}, {"privileges", R"([{"action":"QUERY_DATA_WS"}])"}}),
      R"(POST /v1/orgs/self/roles {"privileges":[{"action":"QUERY_DATA_WS"}],"role_name":"r"})");
  EXPECT_EQ(Update({{"role_name", "r"}, {"description", "d"}, {"privileges", "[]"}},
                   {{"description", "e"}}),
            R"(POST /v1/orgs/self/roles/r {"privileges":[],"description":"e"})");
  EXPECT_EQ(Delete({{"role_name", "r"}}), "DELETE /v1/orgs/self/roles/r");
}

TEST_F(BuiltinWritesTest, RocksetUsers) {
  Use("rockset.iam.users");
  EXPECT_EQ(Insert({{"email", "a@b.c"}, {"roles", R"(["admin"])"}, {"first_name", "Ann"}}),
            R"(POST /v1/orgs/self/users {"roles":["admin"],"email":"a@b.c","first_name":"Ann"})");
  EXPECT_THAT(Needed(Verb::kUpdate), ElementsAre("first_name", "last_name", "roles"));
  EXPECT_EQ(
      Update(
          {{"email", "a@b.c"}, {"first_name", "Ann"}, {"last_name", {}}, {"roles", R"(["admin"])"}},
          {{"first_name", "Eve"}}),
      R"(POST /v1/orgs/self/users/a%40b.c {"roles":["admin"],"first_name":"Eve"})");
  EXPECT_EQ(
      Update({{"email", "a@b.c"}, {"first_name", "Ann"}, {"roles", "[]"}}, {{"first_name", "Eve"}}),
      "error: rockset.iam.users: UPDATE sends the whole object, and last_name of this row is "
      "not known");
  EXPECT_EQ(Delete({{"email", "a@b.c"}}), "DELETE /v1/orgs/self/users/a%40b.c");
}

TEST_F(BuiltinWritesTest, RocksetVirtualInstances) {
  Use("rockset.compute.virtual_instances");
  EXPECT_EQ(Exec("suspend_virtual_instance", {{"id", "123e4567"}}),
            "POST /v1/orgs/self/virtualinstances/123e4567/suspend");
  EXPECT_EQ(Exec("resume_virtual_instance", {{"id", "rrn:vi:use1a1:1"}}),
            "POST /v1/orgs/self/virtualinstances/rrn%3Avi%3Ause1a1%3A1/resume");
}

// A new write must be added above. Those of providers that the sandbox does not have are sent to
// imitations of their APIs, in tests/providers.
TEST_F(BuiltinWritesTest, TheseAreAllWrites) {
  std::vector<std::string> writes;
  for (const std::string& table : catalog_->TableNames()) {
    if (!table.starts_with("confluent.") && !table.starts_with("rockset.")) continue;
    Use(table);
    std::string line = table + ":";
    for (const Method& method : resource_.methods) {
      if (method.verb != Verb::kSelect) line += " " + std::string(VerbName(method.verb));
    }
    writes.push_back(line);
  }
  EXPECT_THAT(writes, ElementsAre("confluent.byok.keys: insert update delete",
                                  "confluent.cmk.clusters: insert update delete",
                                  "confluent.iam.api_keys: insert update delete",
                                  "confluent.iam.role_bindings: insert delete",
                                  "confluent.iam.service_accounts: insert update delete",
                                  "confluent.iam.users: update delete exec",
                                  "confluent.org.environments: insert update delete",
                                  "confluent.org.organizations: update",
                                  "rockset.compute.virtual_instances: exec exec",
                                  "rockset.iam.api_keys: insert update delete",
                                  "rockset.iam.roles: insert update delete",
                                  "rockset.iam.users: insert update delete"));
}

}  // namespace
}  // namespace apisql
