// Writing to the imitation of Confluent Cloud.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using nlohmann::json;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

class ConfluentWriteTest : public testing::Test {
 protected:
  ConfluentWriteTest() : sandbox_(StartSandbox(FixedOptions(100))), client_(*sandbox_) {}

  std::string FirstId(const std::string& path) {
    return client_.Confluent("GET", path).body["data"][0]["id"];
  }
  std::string AccountId(const std::string& name) {
    return FirstId("/iam/v2/service-accounts?display_name=" + name);
  }
  std::string EnvironmentId(const std::string& name) {
    for (const json& row : client_.Walk("/org/v2/environments")) {
      if (row["display_name"] == name) return row["id"];
    }
    return "";
  }
  PlainReply CreateKey(const json& spec) {
    return client_.Confluent("POST", "/iam/v2/api-keys", json{{"spec", spec}}.dump());
  }

  std::unique_ptr<Sandbox> sandbox_;
  PlainClient client_;
};

TEST_F(ConfluentWriteTest, NewKeyShowsItsSecretOnce) {
  const std::string owner = AccountId("tf_runner_sa");
  const PlainReply created = CreateKey({{"display_name", "new"}, {"owner", {{"id", owner}}}});
  EXPECT_EQ(created.status, 202);
  EXPECT_THAT(created.body["spec"]["secret"].get<std::string>(), MatchesRegex("[A-Za-z0-9+/]{64}"));
  const auto id = created.body["id"].get<std::string>();
  EXPECT_EQ(created.Header("location"), "https://api.confluent.cloud/iam/v2/api-keys/" + id);
  json expected = created.body;
  expected["spec"]["secret"] = "";
  EXPECT_EQ(client_.Confluent("GET", "/iam/v2/api-keys/" + id).body, expected);
}

TEST_F(ConfluentWriteTest, NewCloudKeyOpensTheApiUntilItIsDeleted) {
  const std::string owner = AccountId("tf_runner_sa");
  const json key = CreateKey({{"owner", {{"id", owner}}}}).body;
  const std::string header = BasicHeader(key["id"], key["spec"]["secret"]);
  EXPECT_EQ(client_.Send("GET", "/confluent/iam/v2/users", header).status, 200);
  const std::string path = "/iam/v2/api-keys/" + key["id"].get<std::string>();
  EXPECT_EQ(client_.Confluent("DELETE", path).status, 204);
  EXPECT_EQ(client_.Send("GET", "/confluent/iam/v2/users", header).status, 401);
}

TEST_F(ConfluentWriteTest, NewClusterKeyOpensNothingHere) {
  const std::string cluster = FirstId("/cmk/v2/clusters?environment=" + EnvironmentId("prod"));
  const json key =
      CreateKey({{"owner", {{"id", AccountId("tf_runner_sa")}}}, {"resource", {{"id", cluster}}}})
          .body;
  EXPECT_EQ(key["spec"]["resource"]["kind"], "Cluster");
  const std::string header = BasicHeader(key["id"], key["spec"]["secret"]);
  EXPECT_EQ(client_.Send("GET", "/confluent/iam/v2/users", header).status, 401);
}

TEST_F(ConfluentWriteTest, KeyCanBeMadeForEachScope) {
  const std::string owner = AccountId("tf_runner_sa");
  const std::string environment = EnvironmentId("dev");
  const auto kind = [&](const json& resource) {
    const PlainReply reply = CreateKey({{"owner", {{"id", owner}}}, {"resource", resource}});
    EXPECT_EQ(reply.status, 202) << reply.text;
    return reply.body["spec"]["resource"]["kind"].get<std::string>();
  };
  EXPECT_EQ(kind({{"id", "cloud"}}), "Cloud");
  EXPECT_EQ(kind(nullptr), "Cloud");
  EXPECT_EQ(kind({{"id", "tableflow"}, {"kind", "Tableflow"}}), "Tableflow");
  EXPECT_EQ(kind({{"id", "global"}}), "Global");
  EXPECT_EQ(kind({{"id", environment + ".aws.us-east-1"}, {"api_version", "fcpm/v2"}}), "Region");
  EXPECT_EQ(kind({{"id", "aws.us-east-1"}, {"environment", environment}}), "Region");
}

TEST_F(ConfluentWriteTest, KeyThatCannotBeMadeIs422WithAPointer) {
  const std::string owner = AccountId("tf_runner_sa");
  const auto pointer = [&](const json& spec) {
    const PlainReply reply = CreateKey(spec);
    EXPECT_EQ(reply.status, 422) << spec;
    return reply.FirstError()["source"]["pointer"].get<std::string>();
  };
  EXPECT_EQ(pointer(json::object()), "/spec/owner");
  EXPECT_EQ(pointer({{"owner", {{"id", "sa-none"}}}}), "/spec/owner");
  EXPECT_EQ(pointer({{"owner", {{"id", owner}}}, {"resource", {{"id", "lkc-none"}}}}),
            "/spec/resource");
  EXPECT_EQ(pointer({{"owner", {{"id", owner}}}, {"resource", {{"id", "env-none.aws.x"}}}}),
            "/spec/resource");
  EXPECT_EQ(pointer({{"owner", {{"id", owner}}}, {"display_name", 7}}), "/spec");
}

TEST_F(ConfluentWriteTest, BodyThatIsNoObjectIs400) {
  for (const char* body : {"", "{", "[]", "null", "{\"spec\":{}} x", "\xff\xfe"}) {
    EXPECT_EQ(client_.Confluent("POST", "/iam/v2/api-keys", body).status, 400) << body;
  }
}

TEST_F(ConfluentWriteTest, MembersOfOtherTypesAre422) {
  for (const char* body : {R"({"spec":[1]})", R"({"spec":"x"})",
                           R"({"spec":{"owner":[{"id":"u-1"}]}})", R"({"spec":{"owner":{"id":7}}})",
                           R"({"spec":{"owner":{"id":{"id":"u-1"}}}})", R"({"spec":null})"}) {
    EXPECT_EQ(client_.Confluent("POST", "/iam/v2/api-keys", body).status, 422) << body;
  }
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(client_.Confluent("POST", "/iam/v2/api-keys", "{\"spec\":" + deep + "}").status, 422);
}

TEST_F(ConfluentWriteTest, PatchChangesOnlyWhatItSays) {
  const std::string path = "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H";
  const json before = client_.Confluent("GET", path).body;
  const PlainReply changed =
      client_.Confluent("PATCH", path, R"({"spec":{"description":"other"}})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body["spec"]["description"], "other");
  EXPECT_EQ(changed.body["spec"]["display_name"], before["spec"]["display_name"]);
  EXPECT_EQ(changed.body["metadata"]["updated_at"], "2026-06-01T00:00:00.000000Z");
  EXPECT_EQ(client_.Confluent("GET", path).body, changed.body);
}

TEST_F(ConfluentWriteTest, NullTakesADescriptionAway) {
  const std::string path = "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H";
  client_.Confluent("PATCH", path, R"({"spec":{"description":null}})");
  EXPECT_FALSE(client_.Confluent("GET", path).body["spec"].contains("description"));
}

TEST_F(ConfluentWriteTest, OwnerAndResourceOfAKeyStay) {
  const std::string path = "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H";
  const json before = client_.Confluent("GET", path).body;
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"spec":{"owner":{"id":"u-1"}}})").status, 422);
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"spec":{"resource":{"id":"cloud"}}})").status,
            422);
  EXPECT_EQ(client_.Confluent("PATCH", path, before.dump()).status, 200);
}

TEST_F(ConfluentWriteTest, DeletedKeyIsGoneAndForbidden) {
  const std::string path = "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H";
  const PlainReply deleted = client_.Confluent("DELETE", path);
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.text, "");
  EXPECT_EQ(client_.Confluent("GET", path).status, 403);
  EXPECT_EQ(client_.Confluent("PATCH", path, "{}").status, 403);
  EXPECT_EQ(client_.Confluent("DELETE", path).status, 403);
  EXPECT_THAT(client_.Walk("/iam/v2/api-keys?page_size=100"), SizeIs(99));
}

TEST_F(ConfluentWriteTest, DeletingBetweenPagesLosesNoOtherRow) {
  const json first = client_.Confluent("GET", "/iam/v2/api-keys?page_size=50").body;
  for (int i = 0; i < 10; ++i) {
    const auto id = first["data"][i]["id"].get<std::string>();
    EXPECT_EQ(client_.Confluent("DELETE", "/iam/v2/api-keys/" + id).status, 204);
  }
  const json second =
      client_.Confluent("GET", "/iam/v2/api-keys?page_size=50&page_token=" + NextToken(first)).body;
  EXPECT_THAT(second["data"], SizeIs(50));
}

TEST_F(ConfluentWriteTest, DeletingAnOwnerDeletesKeysAndRoles) {
  for (const std::string& path : {"/iam/v2/service-accounts/" + AccountId("tf_runner_sa"),
                                  "/iam/v2/users/" + FirstId("/iam/v2/users")}) {
    const std::string id = path.substr(path.rfind('/') + 1);
    EXPECT_EQ(client_.Confluent("DELETE", path).status, 204);
    EXPECT_EQ(client_.Confluent("GET", path).status, 404);
    EXPECT_THAT(client_.Walk("/iam/v2/api-keys?spec.owner=" + id), IsEmpty());
    EXPECT_THAT(client_.Walk("/iam/v2/role-bindings?crn_pattern=crn&principal=User%3A" + id),
                IsEmpty());
  }
  EXPECT_EQ(client_.Confluent("GET", "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H").status, 403);
}

TEST_F(ConfluentWriteTest, UsersSignInCanBeChanged) {
  const std::string path = "/iam/v2/users/" + FirstId("/iam/v2/users");
  for (const char* type : {"AUTH_TYPE_SSO", "AUTH_TYPE_LOCAL"}) {
    const PlainReply changed =
        client_.Confluent("PATCH", path + "/auth", json{{"auth_type", type}}.dump());
    EXPECT_EQ(changed.status, 204);
    EXPECT_THAT(changed.text, IsEmpty());
    EXPECT_EQ(client_.Confluent("GET", path).body["auth_type"], type);
  }
  EXPECT_EQ(client_.Confluent("PATCH", path + "/auth", R"({"auth_type":"x"})").status, 422);
  EXPECT_EQ(client_.Confluent("PATCH", path + "/auth", "{}").status, 422);
  EXPECT_EQ(client_.Confluent("GET", path + "/auth").status, 405);
  EXPECT_EQ(client_.Confluent("DELETE", path + "/auth").status, 405);
  EXPECT_EQ(client_.Confluent("PATCH", path + "/other", "{}").status, 404);
  EXPECT_EQ(
      client_.Confluent("PATCH", "/iam/v2/users/u-nobody/auth", R"({"auth_type":"x"})").status,
      404);
}

TEST_F(ConfluentWriteTest, UserNameCanBeChangedButNotTheEmail) {
  const std::string path = "/iam/v2/users/" + FirstId("/iam/v2/users");
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"full_name":"N. N."})").body["full_name"],
            "N. N.");
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"email":"x@y.z"})").status, 422);
}

TEST_F(ConfluentWriteTest, ServiceAccountIsFoundUnderItsNewNameOnly) {
  const std::string id = AccountId("tf_runner_sa");
  const std::string path = "/iam/v2/service-accounts/" + id;
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"display_name":"renamed"})").status, 200);
  EXPECT_THAT(client_.Walk("/iam/v2/service-accounts?display_name=tf_runner_sa"), IsEmpty());
  EXPECT_EQ(AccountId("renamed"), id);
}

TEST_F(ConfluentWriteTest, ServiceAccountNamesAreUnique) {
  const std::string body = R"({"display_name":"new one","description":"d"})";
  const PlainReply created = client_.Confluent("POST", "/iam/v2/service-accounts", body);
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.body["description"], "d");
  EXPECT_EQ(client_.Confluent("POST", "/iam/v2/service-accounts", body).status, 409);
  const std::string path = "/iam/v2/service-accounts/" + created.body["id"].get<std::string>();
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"display_name":"tf_runner_sa"})").status, 409);
}

TEST_F(ConfluentWriteTest, ByokKeyIsMadeForEachCloud) {
  const auto create = [&](const json& key) {
    return client_.Confluent("POST", "/byok/v1/keys",
                             json{{"key", key}, {"display_name", "k"}}.dump());
  };
  const json aws = {{"kind", "AwsKey"}, {"key_arn", "arn:aws:kms:us-west-2:1:key/1"}};
  const PlainReply created = create(aws);
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.body["provider"], "AWS");
  EXPECT_EQ(created.body["state"], "AVAILABLE");
  EXPECT_EQ(created.body["validation"]["phase"], "INITIALIZING");
  EXPECT_EQ(create(aws).status, 409);
  EXPECT_EQ(create({{"kind", "GcpKey"}, {"key_id", "projects/x"}}).body["provider"], "GCP");
  const PlainReply incomplete = create({{"kind", "AzureKey"}, {"key_id", "https://v"}});
  EXPECT_EQ(incomplete.status, 422);
  EXPECT_EQ(incomplete.FirstError()["source"]["pointer"], "/key/key_vault_id");
  EXPECT_EQ(create({{"kind", "Other"}}).status, 422);
}

TEST_F(ConfluentWriteTest, ByokKeyInUseCannotBeDeleted) {
  const std::string used = FirstId("/byok/v1/keys?state=IN_USE");
  const std::string free = FirstId("/byok/v1/keys?state=AVAILABLE");
  EXPECT_EQ(client_.Confluent("DELETE", "/byok/v1/keys/" + used).status, 409);
  EXPECT_EQ(client_.Confluent("DELETE", "/byok/v1/keys/" + free).status, 204);
  EXPECT_EQ(client_.Confluent("GET", "/byok/v1/keys/" + free).status, 404);
  const PlainReply renamed =
      client_.Confluent("PATCH", "/byok/v1/keys/" + used, R"({"display_name":"n"})");
  EXPECT_EQ(renamed.body["display_name"], "n");
}

TEST_F(ConfluentWriteTest, DeletedRoleBindingIsGivenBack) {
  const std::string organization = FirstId("/org/v2/organizations");
  const json wanted = {{"principal", "User:u-x"},
                       {"role_name", "MetricsViewer"},
                       {"crn_pattern", "crn://confluent.cloud/organization=" + organization}};
  const PlainReply created = client_.Confluent("POST", "/iam/v2/role-bindings", wanted.dump());
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(client_.Confluent("POST", "/iam/v2/role-bindings", wanted.dump()).status, 409);
  const std::string path = "/iam/v2/role-bindings/" + created.body["id"].get<std::string>();
  EXPECT_EQ(client_.Confluent("PATCH", path, "{}").status, 405);
  const PlainReply deleted = client_.Confluent("DELETE", path);
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, created.body);
  EXPECT_EQ(client_.Confluent("DELETE", path).status, 403);
}

TEST_F(ConfluentWriteTest, RoleBindingOutsideTheOrganizationIs400) {
  EXPECT_EQ(client_
                .Confluent("POST", "/iam/v2/role-bindings",
                           R"({"principal":"User:u-1","role_name":"X","crn_pattern":"crn://x"})")
                .status,
            400);
}

TEST_F(ConfluentWriteTest, EnvironmentWithClustersCannotBeDeleted) {
  EXPECT_EQ(client_.Confluent("DELETE", "/org/v2/environments/" + EnvironmentId("prod")).status,
            409);
  const PlainReply created = client_.Confluent(
      "POST", "/org/v2/environments",
      R"({"display_name":"n","stream_governance_config":{"package":"ADVANCED"}})");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.body["stream_governance_config"]["package"], "ADVANCED");
  const std::string path = "/org/v2/environments/" + created.body["id"].get<std::string>();
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"display_name":"m"})").body["display_name"], "m");
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"display_name":"prod"})").status, 409);
  EXPECT_EQ(client_.Confluent("DELETE", path).status, 204);
  EXPECT_EQ(client_.Confluent("GET", path).status, 404);
}

TEST_F(ConfluentWriteTest, OrganizationCanBeRenamed) {
  const std::string path = "/org/v2/organizations/" + FirstId("/org/v2/organizations");
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"display_name":"n"})").status, 200);
  EXPECT_EQ(client_.Confluent("GET", path).body["display_name"], "n");
}

class ClusterWriteTest : public ConfluentWriteTest {
 protected:
  ClusterWriteTest() : environment_(EnvironmentId("dev")) {
    spec_ = {{"display_name", "n"},
             {"cloud", "AWS"},
             {"region", "us-east-1"},
             {"availability", "SINGLE_ZONE"},
             {"config", {{"kind", "Dedicated"}, {"cku", 2}}},
             {"environment", {{"id", environment_}}}};
  }
  PlainReply Create() {
    return client_.Confluent("POST", "/cmk/v2/clusters", json{{"spec", spec_}}.dump());
  }
  std::string Path(const json& cluster) {
    return "/cmk/v2/clusters/" + cluster["id"].get<std::string>();
  }

  const std::string environment_;
  json spec_;
};

TEST_F(ClusterWriteTest, NewClusterIsProvisionedAfterAWhile) {
  const PlainReply created = Create();
  EXPECT_EQ(created.status, 202);
  EXPECT_EQ(created.body["status"]["phase"], "PROVISIONING");
  const std::string path = Path(created.body) + "?environment=" + environment_;
  std::string phase;
  for (int i = 0; i < 200 && phase != "PROVISIONED"; ++i) {
    phase = client_.Confluent("GET", path).body["status"]["phase"];
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(phase, "PROVISIONED");
}

TEST_F(ClusterWriteTest, ChangeNeedsTheEnvironmentInTheBody) {
  const std::string path = Path(Create().body);
  EXPECT_EQ(client_.Confluent("PATCH", path, R"({"spec":{"display_name":"m"}})").status, 422);
  const json spec = {{"display_name", "m"}, {"environment", {{"id", environment_}}}};
  EXPECT_EQ(
      client_.Confluent("PATCH", path, json{{"spec", spec}}.dump()).body["spec"]["display_name"],
      "m");
}

TEST_F(ClusterWriteTest, DeletionNeedsTheEnvironmentInTheQuery) {
  const std::string path = Path(Create().body);
  EXPECT_EQ(client_.Confluent("DELETE", path).status, 400);
  EXPECT_EQ(client_.Confluent("DELETE", path + "?environment=env-x").status, 403);
  EXPECT_EQ(client_.Confluent("DELETE", path + "?environment=" + environment_).status, 204);
  EXPECT_EQ(client_.Confluent("GET", path + "?environment=" + environment_).status, 403);
}

TEST_F(ClusterWriteTest, ProtectedClusterCannotBeDeleted) {
  spec_["deletion_protection"] = true;
  const std::string path = Path(Create().body) + "?environment=" + environment_;
  EXPECT_EQ(client_.Confluent("DELETE", path).status, 409);
}

TEST_F(ClusterWriteTest, MissingMembersAre422) {
  for (const char* name : {"display_name", "cloud", "region", "environment"}) {
    json spec = spec_;
    spec.erase(name);
    const PlainReply reply =
        client_.Confluent("POST", "/cmk/v2/clusters", json{{"spec", spec}}.dump());
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.FirstError()["source"]["pointer"], std::string("/spec/") + name);
  }
}

TEST_F(ClusterWriteTest, EncryptionKeyIsTakenOnce) {
  const std::string key = FirstId("/byok/v1/keys?state=AVAILABLE");
  spec_["byok"] = {{"id", key}};
  EXPECT_EQ(Create().status, 202);
  EXPECT_EQ(client_.Confluent("GET", "/byok/v1/keys/" + key).body["state"], "IN_USE");
  EXPECT_EQ(Create().status, 422);
}

}  // namespace
}  // namespace apisql
