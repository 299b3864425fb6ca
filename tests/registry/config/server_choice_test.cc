// What of servers and credentials the user's config and rows choose.
#include <gmock/gmock.h>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/document/document.h"
#include "tests/registry/config/environment_variable.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kSites = R"(provider: acme
description: A company.
servers:
  main:
    url: "https://{site}.acme.example/api"
    variables: {site: {description: the first part of your address, environment: ACME_SITE}}
    auth: {scheme: oauth2_client_credentials, token_url: "https://{site}.acme.example/token",
      audience: "https://{site}.acme.example/", secrets: {client_id: ACME_ID, client_secret: ACME_SECRET}}
  eu:
    url: "https://api.{domain}"
    variables: {domain: {values: [a.example, b.example]}}
  clusters:
    url: "https://{endpoint}"
    host_suffix: .clusters.example
    auth: {scheme: basic, secrets: {username: ACME_USER, password: ACME_PASSWORD}}
    credential: {by: cluster}
  hosts:
    url: "https://{endpoint}"
    host_suffix: .hosts.example
    auth: {scheme: bearer, secrets: {token: ACME_TOKEN}}
    credential: host
errors: [{message: /detail}]
)";

class ServerChoiceTest : public ::testing::Test {
 protected:
  ServerChoiceTest() {
    const auto document = OpenDocument(kSites, "provider.yaml");
    auto provider = ReadProviderDocument(*document);
    EXPECT_TRUE(provider.ok()) << provider.status().message();
    if (provider.ok()) acme_ = **provider;
  }

  static Config Read(const std::string& text) {
    auto config = Config::Read("providers: {acme: {" + text + "}}", "config.yaml");
    EXPECT_TRUE(config.ok()) << config.status().message();
    return config.ok() ? *std::move(config) : Config();
  }

  StatusOr<std::shared_ptr<const Endpoint>> Make(const std::string& config,
                                                 const std::string& server,
                                                 const ServerValues& rows) {
    return Read(config).MakeEndpoint(acme_, *acme_.FindServer(server), rows);
  }

  // The base URL, or the error.
  std::string Url(const std::string& config, const std::string& server = "",
                  const ServerValues& rows = {}) {
    const auto endpoint = Make(config, server, rows);
    return endpoint.ok() ? (*endpoint)->base_url : endpoint.status().message();
  }

  // "NAME of the credential: what is sent", or the error.
  std::string Credential(const std::string& config, const std::string& server,
                         const ServerValues& rows) {
    const auto endpoint = Make(config, server, rows);
    if (!endpoint.ok()) return endpoint.status().message();
    Request request;
    EXPECT_TRUE((*endpoint)->authenticator->Apply(&request, Clock::WallTime()).ok());
    return (*endpoint)->credential + ": " + request.secrets[0].value.Reveal();
  }

  EnvironmentVariable site_{"ACME_SITE", nullptr};
  EnvironmentVariable user_{"ACME_USER", nullptr};
  EnvironmentVariable password_{"ACME_PASSWORD", nullptr};
  EnvironmentVariable token_{"ACME_TOKEN", nullptr};
  EnvironmentVariable id_{"ACME_ID", "id"};
  EnvironmentVariable secret_{"ACME_SECRET", "secret"};
  Provider acme_;
};

TEST_F(ServerChoiceTest, AVariableIsOfWhereThenTheConfigThenTheEnvironment) {
  EXPECT_EQ(Url(""),
            "nothing was sent: acme has no value for site (the first part of your address): set "
            "ACME_SITE, or add to config.yaml:\nproviders:\n  acme:\n    variables:\n      site: "
            "VALUE");
  EXPECT_THAT(Url("", "", {{"site", ""}}), HasSubstr(": give it in WHERE, set ACME_SITE, or add"));
  const EnvironmentVariable site("ACME_SITE", "env");
  EXPECT_EQ(Url(""), "https://env.acme.example/api");
  EXPECT_EQ(Url("variables: {site: own}"), "https://own.acme.example/api");
  EXPECT_EQ(Url("variables: {site: own}", "", {{"site", "where"}}),
            "https://where.acme.example/api");
  EXPECT_THAT(Url("variables: {sita: own}"), HasSubstr("has no variable sita; did you mean site?"));
}

// Each service of a folder of StackQL's is a Provider with the servers of its own.
TEST_F(ServerChoiceTest, OneServiceLeavesNamesToTheOthers) {
  acme_.service = "iam";
  EXPECT_EQ(Url("variables: {site: own, region: eu-west-1}"), "https://own.acme.example/api");
  EXPECT_EQ(Url("variables: {site: own}, servers: {s3: {base_url: \"http://127.0.0.1:1\"}}"),
            "https://own.acme.example/api");
  EXPECT_EQ(Url("variables: {site: own}, servers: {s3: {secrets: {token: {value: t}}, "
                "credentials: {a: {secrets: {token: {value: t}}}}}}"),
            "https://own.acme.example/api");
}

TEST_F(ServerChoiceTest, TheTokenComesFromTheSameSite) {
  const auto endpoint = Make("variables: {site: own}", "", {});
  ASSERT_TRUE(endpoint.ok()) << endpoint.status().message();
  const auto request = (*endpoint)->authenticator->TokenRequest({});
  EXPECT_EQ(request->url, "https://own.acme.example/token");
  EXPECT_THAT(request->body, HasSubstr("audience=https://own.acme.example/"));
}

TEST_F(ServerChoiceTest, ABaseUrlTakesThePlaceOfHostsAndKeepsTheBasePath) {
  EXPECT_EQ(Url("base_url: \"http://127.0.0.1:8080\", variables: {site: x}"),
            "http://127.0.0.1:8080/api");
  EXPECT_EQ(Url("base_url: \"https://proxy.example/api/\", variables: {site: x}"),
            "https://proxy.example/api");
  EXPECT_EQ(Url("servers: {main: {base_url: \"http://127.0.0.1:1/x\"}}, variables: {site: x}, "
                "base_url: \"http://127.0.0.1:2\""),
            "http://127.0.0.1:1/x");
  EXPECT_EQ(
      Url("servers: {main: {base_url: \"http://127.0.0.1:1/x\"}}", "eu", {{"domain", "b.example"}}),
      "https://api.b.example");
  EXPECT_THAT(Url("servers: {mian: {base_url: \"http://127.0.0.1:1/x\"}}"),
              HasSubstr("has no server mian"));
  const auto moved = Make("base_url: \"http://127.0.0.1:8080\", variables: {site: x}", "", {});
  ASSERT_TRUE(moved.ok()) << moved.status().message();
  EXPECT_EQ((*moved)->authenticator->TokenRequest({})->url, "http://127.0.0.1:8080/token");
}

TEST_F(ServerChoiceTest, ARowChoosesItsCredential) {
  const std::string config =
      "credentials: {lkc-1: {secrets: {username: {value: a}, password: {value: hunter2}}}}";
  const std::string host = "x.clusters.example";
  EXPECT_EQ(Credential(config, "clusters", {{"endpoint", host}, {"cluster", "lkc-1"}}),
            "clusters:lkc-1: Basic YTpodW50ZXIy");
  EXPECT_EQ(Credential(config, "clusters", {{"endpoint", host}, {"cluster", "lkc-2"}}),
            "acme (server clusters): no credentials for the cluster lkc-2: add to config.yaml:\n"
            "providers:\n  acme:\n    credentials:\n      lkc-2:\n        secrets:\n"
            "          username: {environment: ACME_USER_LKC_2}\n"
            "          password: {environment: ACME_PASSWORD_LKC_2}\n"
            "or set ACME_USER and ACME_PASSWORD, for each cluster that has none of its own");
  EXPECT_THAT(Credential(config, "clusters", {{"endpoint", host}}),
              HasSubstr("no value for cluster, which says which credential is meant"));
}

TEST_F(ServerChoiceTest, OthersTakeTheDefaultAndThenTheEnvironment) {
  const ServerValues rows = {{"endpoint", "x.clusters.example"}, {"cluster", "lkc-2"}};
  EXPECT_EQ(Credential("credentials: {default: {secrets: {username: {value: a}, password: {value: "
                       "b}}}}",
                       "clusters", rows),
            "clusters:default: Basic YTpi");
  const EnvironmentVariable user("ACME_USER", "a");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  EXPECT_EQ(Credential("", "clusters", rows), "clusters: Basic YTpi");
}

// Half of one credential and half of another is neither.
TEST_F(ServerChoiceTest, ACredentialIsWholeOrMissing) {
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  const std::string error = Credential(
      "credentials: {lkc-1: {secrets: {username: {value: a}}}, default: {secrets: "
      "{username: {value: a}, password: {value: b}}}}",
      "clusters", {{"endpoint", "x.clusters.example"}, {"cluster", "lkc-1"}});
  EXPECT_THAT(error, AllOf(HasSubstr("lkc-1:\n        secrets:\n          password: {"),
                           Not(HasSubstr("or set"))));
}

TEST_F(ServerChoiceTest, TheHostMayBeTheName) {
  const std::string config =
      "servers: {hosts: {credentials: {a.hosts.example: {secrets: {token: {value: ta}}}, "
      "\"b.hosts.example:8443\": {secrets: {token: {value: tb}}}}}}";
  EXPECT_EQ(Credential(config, "hosts", {{"endpoint", "A.hosts.example:443"}}),
            "hosts:a.hosts.example: Bearer ta");
  EXPECT_EQ(Credential(config, "hosts", {{"endpoint", "b.hosts.example:8443"}}),
            "hosts:b.hosts.example:8443: Bearer tb");
  EXPECT_THAT(Credential(config, "hosts", {{"endpoint", "c.hosts.example"}}),
              HasSubstr("no credentials for the host c.hosts.example"));
  // Also where all hosts are elsewhere.
  EXPECT_EQ(Credential("base_url: \"http://127.0.0.1:1\", " + config, "hosts",
                       {{"endpoint", "a.hosts.example"}}),
            "hosts:a.hosts.example: Bearer ta");
}

TEST_F(ServerChoiceTest, AHostileNameIsQuotedAndNoLineOfItsOwn) {
  const std::string error = Credential(
      "", "clusters",
      {{"endpoint", "x.clusters.example"}, {"cluster", "x\"\n    base_url: https://evil.example"}});
  EXPECT_THAT(error, Not(HasSubstr("\n    base_url")));
  EXPECT_THAT(error, HasSubstr("ACME_USER_X"));
}

TEST_F(ServerChoiceTest, MisspeltCredentialsAreErrors) {
  const ServerValues rows = {{"endpoint", "x.clusters.example"}, {"cluster", "a"}};
  EXPECT_THAT(Credential("credentials: {a: {secrets: {user: {value: a}}}}", "clusters", rows),
              HasSubstr("the credential a of acme (server clusters) takes no secret user; it takes "
                        "username and password"));
  EXPECT_THAT(Credential("servers: {main: {credentials: {a: {secrets: {client_id: {value: a}}}}}}",
                         "clusters", rows),
              HasSubstr("takes one credential, under secrets: credentials means nothing"));
}

TEST_F(ServerChoiceTest, AllThatIsAtHandIsKnownToWhoHidesIt) {
  const Config config = Read(
      "credentials: {a: {secrets: {username: {value: ua}, password: {value: pa}}}, b: {secrets: "
      "{password: {value: pb}}}}");
  EXPECT_THAT(config.CredentialsAtHand(acme_),
              testing::IsSupersetOf({"ua", "pa", "pb", "id", "secret"}));
}

// A document from elsewhere gets no variable of the environment, and no host that is not granted.
class ForeignServerChoiceTest : public ServerChoiceTest {
 protected:
  ForeignServerChoiceTest() { acme_.origin.directory = "/tmp/acme"; }

  std::vector<std::string> HostsWanted(const std::string& config, const std::string& server) {
    const Config read = Read(config);
    return WantsOf(acme_, *acme_.FindServer(server), read).hosts;
  }
};

TEST_F(ForeignServerChoiceTest, HostsAreWantedAsFarAsTheyAreKnown) {
  const EnvironmentVariable site("ACME_SITE", "env");
  EXPECT_THAT(HostsWanted("", "main"), ElementsAre("*.acme.example"));
  EXPECT_THAT(HostsWanted("variables: {site: own}", "main"), ElementsAre("own.acme.example"));
  EXPECT_THAT(HostsWanted("", "eu"), ElementsAre("api.a.example", "api.b.example"));
  EXPECT_THAT(HostsWanted("variables: {domain: b.example}", "eu"), ElementsAre("api.b.example"));
  EXPECT_THAT(HostsWanted("", "clusters"), ElementsAre("*.clusters.example"));
  EXPECT_THAT(HostsWanted("servers: {eu: {base_url: \"https://p.example\"}}", "eu"), IsEmpty());
}

TEST_F(ForeignServerChoiceTest, TheEnvironmentIsNotReadForIt) {
  const EnvironmentVariable site("ACME_SITE", "env");
  const std::string error = Url("");
  EXPECT_THAT(error, AllOf(HasSubstr("acme has no value for site"), Not(HasSubstr("ACME_SITE"))));
}

TEST_F(ForeignServerChoiceTest, OnlyGrantedHostsAreAsked) {
  const std::string secrets =
      "secrets: {client_id: {value: a}, client_secret: {value: b}}, variables: {site: own}, ";
  EXPECT_EQ(Url(secrets + "hosts: [own.acme.example]"), "https://own.acme.example/api");
  EXPECT_THAT(Url(secrets + "hosts: [own.acme.example]", "", {{"site", "other"}}),
              HasSubstr("https://other.acme.example/api is none of the hosts"));
  EXPECT_EQ(Url(secrets + "hosts: [\"*.acme.example\"]", "", {{"site", "other"}}),
            "https://other.acme.example/api");
  EXPECT_THAT(Url(secrets + "hosts: [x.example]"), HasSubstr("hosts: [own.acme.example]"));
}

TEST_F(ForeignServerChoiceTest, ACredentialByNameGrantsItsSecrets) {
  EXPECT_THAT(Url("hosts: [\"*.clusters.example\"]", "clusters",
                  {{"endpoint", "a.clusters.example"}, {"cluster", "a"}}),
              HasSubstr("username: {environment: ACME_USER}"));
  const std::string granted =
      "hosts: [\"*.clusters.example\"], credentials: {a: {secrets: {username: {value: u}, "
      "password: "
      "{value: p}}}}";
  EXPECT_EQ(Url(granted, "clusters", {{"endpoint", "a.clusters.example"}, {"cluster", "a"}}),
            "https://a.clusters.example");
  const EnvironmentVariable user("ACME_USER", "a");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  EXPECT_THAT(Url(granted, "clusters", {{"endpoint", "a.clusters.example"}, {"cluster", "b"}}),
              AllOf(HasSubstr("no credentials for the cluster b"), Not(HasSubstr("or set"))));
}

}  // namespace
}  // namespace apisql
