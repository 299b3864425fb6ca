// Reading from the imitation of Confluent Cloud: credentials, paging, filters, errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const json& At(const json& row, const std::string& pointer) {
  static const json kNone;
  const json::json_pointer place(pointer);
  return row.contains(place) ? row.at(place) : kNone;
}

class ConfluentReadTest : public testing::Test {
 protected:
  ConfluentReadTest()
      : sandbox_(StartSandbox(FixedOptions(400))), tables_(sandbox_->Dump()), client_(*sandbox_) {}

  const SandboxTable& Table(const std::string& name) { return TableOf(tables_, name); }
  // The first row whose cell in `column` is `text`.
  size_t RowWith(const SandboxTable& table, const std::string& column, const std::string& text) {
    for (size_t row = 0; row < table.rows.size(); ++row) {
      if (CellText(table, row, column) == text) return row;
    }
    ADD_FAILURE() << "no row with " << column << " = " << text;
    return 0;
  }
  size_t CountWith(const SandboxTable& table, const std::string& column, const std::string& text) {
    size_t count = 0;
    for (size_t row = 0; row < table.rows.size(); ++row) {
      count += CellText(table, row, column) == text ? 1 : 0;
    }
    return count;
  }
  std::string EnvironmentId(const std::string& name) {
    const SandboxTable& table = Table("confluent.org.environments");
    return CellText(table, RowWith(table, "display_name", name), "id");
  }
  std::string AccountId(const std::string& name) {
    const SandboxTable& table = Table("confluent.iam.service_accounts");
    return CellText(table, RowWith(table, "display_name", name), "id");
  }
  std::string OrganizationCrn() {
    const SandboxTable& table = Table("confluent.org.organizations");
    return "crn://confluent.cloud/organization=" + CellText(table, 0, "id");
  }

  std::unique_ptr<Sandbox> sandbox_;
  std::vector<SandboxTable> tables_;
  PlainClient client_;
};

TEST_F(ConfluentReadTest, NoCredentialIs401WithAChallenge) {
  const PlainReply reply = client_.Send("GET", "/confluent/iam/v2/users", "");
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.Header("www-authenticate"),
            "Basic error=\"invalid_key\", error_description=\"The API Key is invalid\"");
  EXPECT_EQ(reply.FirstError().at("status"), "401");
  EXPECT_FALSE(reply.FirstError().contains("code"));
}

TEST_F(ConfluentReadTest, WrongSecretsAndSchemesAre401) {
  const SandboxAccess& access = sandbox_->access();
  const std::string right = BasicHeader(access.confluent_key, access.confluent_secret);
  for (const std::string& header :
       {BasicHeader(access.confluent_key, "x"), BasicHeader("x", access.confluent_secret),
        BasicHeader("", ""), std::string("Basic"), std::string("Basic !!!"),
        "Bearer " + right.substr(6), "ApiKey " + access.rockset_key}) {
    EXPECT_EQ(client_.Send("GET", "/confluent/iam/v2/users", header).status, 401) << header;
  }
  EXPECT_EQ(client_.Send("GET", "/confluent/iam/v2/users", "basic " + right.substr(6)).status, 200);
}

TEST_F(ConfluentReadTest, PageHasTenRowsUnlessAskedOtherwise) {
  EXPECT_THAT(client_.Confluent("GET", "/iam/v2/api-keys").body["data"], SizeIs(10));
  EXPECT_THAT(client_.Confluent("GET", "/iam/v2/api-keys?page_size=3").body["data"], SizeIs(3));
}

TEST_F(ConfluentReadTest, PageHasAHundredRowsAtMost) {
  for (const char* size : {"100", "101", "5000", "99999999999999999999999"}) {
    const std::string path = std::string("/iam/v2/api-keys?page_size=") + size;
    EXPECT_THAT(client_.Confluent("GET", path).body["data"], SizeIs(100)) << size;
  }
}

TEST_F(ConfluentReadTest, BadPageSizeIsAnInvalidFilter) {
  for (const char* size : {"0", "-1", "ten", "1e2", "10x"}) {
    const PlainReply reply =
        client_.Confluent("GET", std::string("/iam/v2/api-keys?page_size=") + size);
    EXPECT_EQ(reply.status, 400) << size;
    EXPECT_EQ(reply.FirstError()["code"], "invalid_filter");
    EXPECT_EQ(reply.FirstError()["source"]["parameter"], "page_size");
  }
}

TEST_F(ConfluentReadTest, NextIsAUrlOfThePublicHost) {
  const PlainReply reply = client_.Confluent("GET", "/iam/v2/api-keys?page_size=7");
  const auto next = reply.body["metadata"]["next"].get<std::string>();
  EXPECT_THAT(next, StartsWith("https://api.confluent.cloud/iam/v2/api-keys?page_token="));
  EXPECT_THAT(NextToken(reply.body), MatchesRegex("[A-Za-z0-9_-]+"));
}

TEST_F(ConfluentReadTest, WalkGivesEveryRowOnce) {
  for (const char* size : {"1", "7", "100"}) {
    std::set<std::string> ids;
    const auto rows = client_.Walk(std::string("/iam/v2/api-keys?page_size=") + size);
    for (const json& row : rows) ids.insert(row["id"].get<std::string>());
    EXPECT_EQ(rows.size(), 400U);
    EXPECT_EQ(ids.size(), 400U);
  }
}

TEST_F(ConfluentReadTest, TokenKeepsThePageSizeOfTheFirstPage) {
  const PlainReply first = client_.Confluent("GET", "/iam/v2/api-keys?page_size=25");
  const PlainReply second =
      client_.Confluent("GET", "/iam/v2/api-keys?page_token=" + NextToken(first.body));
  EXPECT_THAT(second.body["data"], SizeIs(25));
}

TEST_F(ConfluentReadTest, TokenOfOtherFiltersIs400) {
  const std::string token =
      NextToken(client_.Confluent("GET", "/iam/v2/api-keys?page_size=1").body);
  for (const std::string& path :
       {"/iam/v2/api-keys?spec.owner=" + AccountId("tf_runner_sa") + "&page_token=" + token,
        "/iam/v2/users?page_token=" + token}) {
    const PlainReply reply = client_.Confluent("GET", path);
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_EQ(reply.FirstError()["code"], "invalid_filter");
    EXPECT_EQ(reply.FirstError()["source"]["parameter"], "page_token");
  }
}

TEST_F(ConfluentReadTest, ForgedTokenIs400) {
  std::string token = NextToken(client_.Confluent("GET", "/iam/v2/api-keys").body);
  token[3] = token[3] == 'x' ? 'y' : 'x';
  for (const std::string& forged : {token, std::string("2"), std::string(22, 'A'), token + "A",
                                    std::string("%00%ff"), std::string(2000, 'b')}) {
    EXPECT_EQ(client_.Confluent("GET", "/iam/v2/api-keys?page_token=" + forged).status, 400);
  }
}

TEST_F(ConfluentReadTest, LastPageSaysSoInEachFamilysOwnWay) {
  const auto last = [&](const std::string& path) {
    return client_.Confluent("GET", path + "page_size=100").body["metadata"];
  };
  const std::string owner = AccountId("tf_runner_sa");
  EXPECT_EQ(last("/iam/v2/api-keys?spec.owner=" + owner + "&")["next"], "");
  EXPECT_FALSE(last("/byok/v1/keys?").contains("next"));
  const json accounts = last("/iam/v2/service-accounts?");
  EXPECT_TRUE(accounts.contains("next"));
  EXPECT_TRUE(accounts["next"].is_null());
}

TEST_F(ConfluentReadTest, UnknownParametersAreIgnored) {
  EXPECT_THAT(client_.Walk("/iam/v2/users?page_size=100&email=jane%40corp.com&sort=id"),
              SizeIs(Table("confluent.iam.users").rows.size()));
}

TEST_F(ConfluentReadTest, EmptyFilterIsNoFilter) {
  EXPECT_THAT(client_.Walk("/iam/v2/api-keys?page_size=100&spec.owner="), SizeIs(400));
}

TEST_F(ConfluentReadTest, ListHasItsEnvelope) {
  const json page = client_.Confluent("GET", "/iam/v2/users").body;
  EXPECT_EQ(page["api_version"], "iam/v2");
  EXPECT_EQ(page["kind"], "UserList");
  EXPECT_EQ(page["metadata"]["total_size"], Table("confluent.iam.users").rows.size());
  EXPECT_EQ(page["metadata"]["first"], "https://api.confluent.cloud/iam/v2/users");
}

TEST_F(ConfluentReadTest, ApiKeyHasAllItsMembers) {
  const json key = client_.Confluent("GET", "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H").body;
  const std::string owner = AccountId("tf_runner_sa");
  EXPECT_EQ(key["api_version"], "iam/v2");
  EXPECT_EQ(key["kind"], "ApiKey");
  EXPECT_EQ(key["id"], "7FJIYKQ4SGQDQ72H");
  EXPECT_EQ(key["metadata"]["self"],
            "https://api.confluent.cloud/iam/v2/api-keys/7FJIYKQ4SGQDQ72H");
  EXPECT_EQ(key["metadata"]["resource_name"],
            OrganizationCrn() + "/service-account=" + owner + "/api-key=7FJIYKQ4SGQDQ72H");
  EXPECT_THAT(key["metadata"]["created_at"].get<std::string>(),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z"));
  EXPECT_EQ(key["spec"]["owner"]["id"], owner);
  EXPECT_EQ(key["spec"]["owner"]["kind"], "ServiceAccount");
  EXPECT_EQ(key["spec"]["resource"]["kind"], "Cluster");
  EXPECT_EQ(key["spec"]["resource"]["api_version"], "cmk/v2");
  EXPECT_EQ(key["spec"]["secret"], "");
}

TEST_F(ConfluentReadTest, CloudKeyReadsBackWithAResource) {
  const auto rows = client_.Walk("/iam/v2/api-keys?page_size=100&spec.resource=cloud");
  ASSERT_THAT(rows, Not(IsEmpty()));
  for (const json& row : rows) {
    EXPECT_EQ(row["spec"]["resource"], json::parse(R"({"api_version":"iam/v2","id":"cloud",
        "kind":"Cloud","related":"cloud","resource_name":"cloud"})"));
  }
}

TEST_F(ConfluentReadTest, KeysCanBeFilteredByOwnerAndResource) {
  const SandboxTable& keys = Table("confluent.iam.api_keys");
  const std::string owner = AccountId("tf_runner_sa");
  const auto owned = client_.Walk("/iam/v2/api-keys?page_size=1&spec.owner=" + owner);
  EXPECT_EQ(owned.size(), CountWith(keys, "owner_id", owner));
  for (const json& row : owned) EXPECT_EQ(row["spec"]["owner"]["id"], owner);
  const auto both =
      client_.Walk("/iam/v2/api-keys?page_size=1&spec.resource=cloud&spec.owner=" + owner);
  EXPECT_GE(both.size(), 2U);
  EXPECT_LT(both.size(), owned.size());
  for (const json& row : both) {
    EXPECT_EQ(row["spec"]["owner"]["id"], owner);
    EXPECT_EQ(row["spec"]["resource"]["id"], "cloud");
  }
}

TEST_F(ConfluentReadTest, ResourceFilterIgnoresLetterCase) {
  EXPECT_EQ(client_.Walk("/iam/v2/api-keys?page_size=100&spec.resource=CLOUD").size(),
            CountWith(Table("confluent.iam.api_keys"), "resource_id", "cloud"));
}

TEST_F(ConfluentReadTest, FlinkKeyIsFoundInBothSpellings) {
  const SandboxTable& keys = Table("confluent.iam.api_keys");
  for (size_t row = 0; row < keys.rows.size(); ++row) {
    if (CellText(keys, row, "resource_kind") != "Region") continue;
    const std::string region = CellText(keys, row, "resource_id");
    const std::string environment = CellText(keys, row, "environment_id");
    const std::string whole = environment == "NULL" ? region : environment + "." + region;
    std::vector<std::string> ids;
    for (const json& found : client_.Walk("/iam/v2/api-keys?spec.resource=" + whole)) {
      ids.push_back(found["id"]);
    }
    EXPECT_THAT(ids, Contains(CellText(keys, row, "id"))) << whole;
  }
}

TEST_F(ConfluentReadTest, UnknownApiKeyIs403) {
  const PlainReply reply = client_.Confluent("GET", "/iam/v2/api-keys/AAAAAAAAAAAAAAAA");
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.FirstError()["code"], "forbidden_access");
}

TEST_F(ConfluentReadTest, UnknownObjectsAreMissingInEachFamilysOwnWay) {
  const auto error = [&](const std::string& path, int status) {
    const PlainReply reply = client_.Confluent("GET", path);
    EXPECT_EQ(reply.status, status) << path;
    EXPECT_EQ(reply.FirstError()["id"], reply.Header("x-request-id"));
    return reply.FirstError()["code"].get<std::string>();
  };
  EXPECT_EQ(error("/org/v2/environments/env-none", 404), "resource_not_found");
  EXPECT_EQ(error("/iam/v2/service-accounts/sa-none", 404), "service_account_not_found");
  EXPECT_EQ(error("/iam/v2/users/u-none", 404), "user_not_found");
  EXPECT_EQ(error("/byok/v1/keys/cck-none", 404), "resource_not_found");
  EXPECT_EQ(error("/org/v2/organizations/none", 404), "resource_not_found");
  const std::string prod = EnvironmentId("prod");
  EXPECT_EQ(error("/cmk/v2/clusters/lkc-none?environment=" + prod, 403), "forbidden_access");
}

TEST_F(ConfluentReadTest, UnknownRoleBindingHasItsOwnErrorShape) {
  const PlainReply reply = client_.Confluent("GET", "/iam/v2/role-bindings/rb-none");
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.body["error_code"], 40301);
  EXPECT_THAT(reply.body["message"].get<std::string>(), HasSubstr("does not exist"));
}

TEST_F(ConfluentReadTest, EveryObjectOfAListCanBeReadByItsId) {
  for (const std::string path : {"/iam/v2/api-keys", "/iam/v2/users", "/iam/v2/service-accounts",
                                 "/byok/v1/keys", "/org/v2/environments"}) {
    const json row = client_.Confluent("GET", path).body["data"][0];
    const PlainReply single = client_.Confluent("GET", path + "/" + row["id"].get<std::string>());
    EXPECT_EQ(single.body, row) << path;
  }
}

TEST_F(ConfluentReadTest, UnknownPathsAre404) {
  for (const char* path : {"", "/", "/iam/v2", "/iam/v3/users", "/iam/v2/users/u-1/keys",
                           "/iam/v2/nothing", "/v1/orgs/self"}) {
    const PlainReply reply = client_.Confluent("GET", path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.FirstError()["status"], "404");
  }
  EXPECT_EQ(client_.Send("GET", "/nowhere", "").status, 404);
  EXPECT_EQ(client_.Send("GET", "/confluentx/iam/v2/users", "").status, 404);
}

TEST_F(ConfluentReadTest, MethodThatAFamilyLacksIs405) {
  EXPECT_EQ(client_.Confluent("PUT", "/iam/v2/users", "{}").status, 405);
  EXPECT_EQ(client_.Confluent("POST", "/iam/v2/users", "{}").status, 405);
  EXPECT_EQ(client_.Confluent("DELETE", "/org/v2/organizations").status, 405);
}

TEST_F(ConfluentReadTest, EveryAnswerHasRateHeadersAndARequestId) {
  std::set<std::string> ids;
  for (const char* path : {"/iam/v2/users", "/iam/v2/users", "/none"}) {
    const PlainReply reply = client_.Confluent("GET", path);
    EXPECT_GT(std::stoi(reply.Header("x-ratelimit-limit")), 0);
    EXPECT_GT(std::stoi(reply.Header("x-ratelimit-remaining")), 0);
    EXPECT_EQ(reply.Header("x-ratelimit-reset"), "1");
    ids.insert(reply.Header("x-request-id"));
  }
  EXPECT_THAT(ids, AllOf(SizeIs(3), Each(SizeIs(36))));
}

TEST_F(ConfluentReadTest, ServiceAccountsCanBeFilteredByManyNames) {
  const std::string path = "/iam/v2/service-accounts?display_name=";
  EXPECT_THAT(client_.Walk(path + "tf_runner_sa"), SizeIs(1));
  EXPECT_THAT(client_.Walk(path + "tf_runner"), IsEmpty());
  EXPECT_THAT(client_.Walk(path + "tf_runner_sa&display_name=TF_Runner_SA&display_name=none"),
              SizeIs(2));
  EXPECT_THAT(client_.Walk(path + "007&display_name=007&page_size=1"), SizeIs(1));
  EXPECT_THAT(client_.Walk(path + Escape("rocket 🚀 fährt los")), SizeIs(1));
  EXPECT_THAT(client_.Walk(path + Escape("line one\nline two")), SizeIs(1));
}

TEST_F(ConfluentReadTest, ByokFiltersMatchExactly) {
  const SandboxTable& keys = Table("confluent.byok.keys");
  const std::map<std::string, std::string> filters = {
      {"provider=Azure", "provider"},
      {"state=IN_USE", "state"},
      {"validation_phase=INVALID", "validation_phase"}};
  for (const auto& [filter, column] : filters) {
    const std::string value = filter.substr(filter.find('=') + 1);
    const auto rows = client_.Walk("/byok/v1/keys?page_size=2&" + filter);
    EXPECT_THAT(rows, Not(IsEmpty())) << filter;
    EXPECT_EQ(rows.size(), CountWith(keys, column, value)) << filter;
  }
  EXPECT_THAT(client_.Walk("/byok/v1/keys?provider=azure"), IsEmpty());
  const std::string region = CellText(keys, 0, "validation_region");
  EXPECT_EQ(client_.Walk("/byok/v1/keys?validation_region=" + region).size(),
            CountWith(keys, "validation_region", region));
}

TEST_F(ConfluentReadTest, ByokSearchMatchesParts) {
  const auto count = [&](const std::string& column, const std::string& part) {
    const SandboxTable& keys = Table("confluent.byok.keys");
    size_t found = 0;
    for (size_t row = 0; row < keys.rows.size(); ++row) {
      found += CellText(keys, row, column).find(part) != std::string::npos ? 1 : 0;
    }
    return found;
  };
  EXPECT_EQ(client_.Walk("/byok/v1/keys?display_name=bill").size(), count("display_name", "bill"));
  EXPECT_EQ(client_.Walk("/byok/v1/keys?key=vault").size(), count("key_id", "vault"));
  EXPECT_EQ(client_.Walk("/byok/v1/keys?key=arn%3Aaws").size(), count("key_arn", "arn:aws"));
}

TEST_F(ConfluentReadTest, SearchMayLeaveAPageShortThatIsNotTheLast) {
  bool seen = false;
  std::string token;
  do {
    const json page =
        client_.Confluent("GET", "/byok/v1/keys?page_size=2&key=vault&page_token=" + token).body;
    token = NextToken(page);
    seen = seen || (page["data"].size() < 2 && !token.empty());
  } while (!token.empty());
  EXPECT_TRUE(seen);
}

TEST_F(ConfluentReadTest, OldByokKeysLackNameAndValidation) {
  const auto rows = client_.Walk("/byok/v1/keys?page_size=100");
  EXPECT_THAT(rows, Contains(testing::Truly([](const json& row) {
                return !row.contains("display_name") && !row.contains("validation") &&
                       !row["metadata"].contains("updated_at");
              })));
}

TEST_F(ConfluentReadTest, RoleBindingsNeedAPattern) {
  for (const char* path : {"/iam/v2/role-bindings", "/iam/v2/role-bindings?crn_pattern=",
                           "/iam/v2/role-bindings?principal=User%3Asa-1"}) {
    const PlainReply reply = client_.Confluent("GET", path);
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_EQ(reply.body["error_code"], 40001);
  }
}

TEST_F(ConfluentReadTest, PatternOfAnEnvironmentFindsWhatIsInside) {
  const std::string crn = OrganizationCrn() + "/environment=" + EnvironmentId("prod");
  const auto rows = client_.Walk("/iam/v2/role-bindings?page_size=100&crn_pattern=" + Escape(crn));
  std::set<std::string> patterns;
  for (const json& row : rows) patterns.insert(row["crn_pattern"].get<std::string>());
  EXPECT_THAT(patterns, Each(HasSubstr(crn)));
  EXPECT_THAT(patterns, Contains(crn));
  EXPECT_THAT(patterns, Contains(HasSubstr("/cloud-cluster=")));
}

TEST_F(ConfluentReadTest, RoleBindingsCanBeFilteredByPrincipalAndRole) {
  const std::string base = "/iam/v2/role-bindings?crn_pattern=" + Escape(OrganizationCrn());
  const std::string principal = "User:" + AccountId("tf_runner_sa");
  const SandboxTable& table = Table("confluent.iam.role_bindings");
  const auto rows = client_.Walk(base + "&principal=" + Escape(principal));
  EXPECT_EQ(rows.size(), CountWith(table, "principal", principal));
  EXPECT_EQ(client_.Walk(base + "&role_name=OrganizationAdmin").size(),
            CountWith(table, "role_name", "OrganizationAdmin"));
  EXPECT_THAT(client_.Walk(base + "&role_name=organizationadmin"), IsEmpty());
  EXPECT_EQ(
      client_.Confluent("GET", "/iam/v2/role-bindings/" + rows[0]["id"].get<std::string>()).body,
      rows[0]);
}

TEST_F(ConfluentReadTest, ClustersNeedAnEnvironment) {
  for (const char* path :
       {"/cmk/v2/clusters", "/cmk/v2/clusters?environment=", "/cmk/v2/clusters/lkc-none"}) {
    const PlainReply reply = client_.Confluent("GET", path);
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_EQ(reply.FirstError()["source"]["parameter"], "environment");
  }
  EXPECT_EQ(client_.Confluent("GET", "/cmk/v2/clusters?environment=env-none").status, 403);
}

TEST_F(ConfluentReadTest, ClusterIsReadWithItsOwnEnvironmentOnly) {
  const SandboxTable& clusters = Table("confluent.cmk.clusters");
  const std::string id = CellText(clusters, 0, "id");
  const std::string path = "/cmk/v2/clusters/" + id + "?environment=";
  EXPECT_EQ(client_.Confluent("GET", path + EnvironmentId("prod")).body["id"], id);
  EXPECT_EQ(client_.Confluent("GET", path + EnvironmentId("dev")).status, 403);
}

TEST_F(ConfluentReadTest, ClustersCanBeFilteredByNetworkAndProtection) {
  const SandboxTable& clusters = Table("confluent.cmk.clusters");
  std::vector<size_t> networked;
  for (size_t row = 0; row < clusters.rows.size(); ++row) {
    if (CellText(clusters, row, "network_id") != "NULL") networked.push_back(row);
  }
  ASSERT_THAT(networked, Not(IsEmpty()));
  const std::string environment = CellText(clusters, networked[0], "environment_id");
  const std::string base = "/cmk/v2/clusters?environment=" + environment;
  const std::string network = CellText(clusters, networked[0], "network_id");
  EXPECT_THAT(client_.Walk(base + "&spec.network=none&spec.network=" + network), SizeIs(1));
  EXPECT_THAT(client_.Walk(base + "&spec.network=none"), IsEmpty());
  for (const json& row : client_.Walk(base + "&spec.deletion_protection=true")) {
    EXPECT_EQ(At(row, "/spec/deletion_protection"), true);
  }
  for (const json& row : client_.Walk(base + "&spec.deletion_protection=false")) {
    EXPECT_EQ(At(row, "/spec/deletion_protection"), false);
  }
  EXPECT_EQ(client_.Confluent("GET", base + "&spec.deletion_protection=1").status, 400);
}

TEST_F(ConfluentReadTest, EnvironmentMayHaveNoClusters) {
  const PlainReply reply =
      client_.Confluent("GET", "/cmk/v2/clusters?environment=" + EnvironmentId("retired"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body["data"], IsEmpty());
}

}  // namespace
}  // namespace apisql
