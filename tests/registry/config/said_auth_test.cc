// Credentials in StackQL's words, in the config and of --auth.
#include "registry/config/said_auth.h"

#include <gmock/gmock.h>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/document/document.h"
#include "tests/registry/config/environment_variable.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kSaidProvider = R"(provider: acme
description: A company.
servers:
  main: {url: "https://api.acme.example", auth: {scheme: AUTH}}
  other: {url: "https://sns.eu-west-1.amazonaws.com", auth: {scheme: AUTH}}
errors: [{message: /message}]
)";

class SaidAuthTest : public ::testing::Test {
 protected:
  // `auth` is what stands behind the scheme's key; a provider of ours has no folder.
  Provider ProviderWith(const std::string& auth, const std::string& folder) {
    std::string text(kSaidProvider);
    for (size_t at = 0; (at = text.find("AUTH")) != std::string::npos;) text.replace(at, 4, auth);
    auto document = OpenDocument(text, "provider.yaml");
    document->origin.directory = folder;
    auto provider = ReadProviderDocument(*document);
    EXPECT_TRUE(provider.ok()) << provider.status().message();
    return provider.ok() ? **provider : Provider();
  }
  Provider Ours(const std::string& auth) { return ProviderWith(auth, ""); }
  Provider Foreign(const std::string& auth = "none") { return ProviderWith(auth, "/elsewhere"); }

  static std::string FaultOf(const std::string& text) {
    return Config::Read(text, "config.yaml").status().message();
  }

  static Config WithAuth(const std::string& auth) {
    auto config = Config::Read(
        "providers: {acme: {hosts: [api.acme.example, sns.eu-west-1.amazonaws.com, "
        "oauth2.googleapis.com, login.microsoftonline.com], auth: {" +
            auth + "}}}",
        "config.yaml");
    EXPECT_TRUE(config.ok()) << config.status().message();
    return config.ok() ? *std::move(config) : Config();
  }

  // What is sent: "Authorization: Bearer t; X-Other: x"; the form of a token request; or the error.
  static std::string Sent(const Provider& provider, const Config& config,
                          const std::string& server = "") {
    const auto endpoint = config.MakeEndpoint(provider, *provider.FindServer(server), {});
    if (!endpoint.ok()) return endpoint.status().message();
    if ((*endpoint)->authenticator == nullptr) return "nothing";
    const auto token = (*endpoint)->authenticator->TokenRequest(Clock::WallTime());
    Request request;
    request.url = (*endpoint)->base_url;
    if (token) {
      request = *token;
    } else {
      EXPECT_TRUE((*endpoint)->authenticator->Apply(&request, Clock::WallTime()).ok());
    }
    std::string text = token ? request.url + "?" + request.body : "";
    for (const SecretField& field : request.secrets) {
      text += (text.empty() ? "" : "; ") + field.name + ": " + field.value.Reveal();
    }
    return text;
  }

  EnvironmentVariable user_{"SAID_USER", "ada"};
  EnvironmentVariable word_{"SAID_WORD", "pass"};
  EnvironmentVariable token_{"SAID_TOKEN", "t0ken"};
  EnvironmentVariable azure_token_{"AZURE_ACCESS_TOKEN", nullptr};
  EnvironmentVariable tenant_{"AZURE_TENANT_ID", nullptr};
};

TEST_F(SaidAuthTest, TakesThePlaceOfWhatADocumentFromElsewhereDeclares) {
  const Provider acme = Foreign("bearer, secrets: {token: ACME_TOKEN}");
  EXPECT_EQ(Sent(acme, WithAuth("type: basic, username_var: SAID_USER, password_var: SAID_WORD")),
            "Authorization: Basic YWRhOnBhc3M=");
  EXPECT_EQ(Sent(acme, WithAuth("type: bearer, credentialsenvvar: SAID_TOKEN")),
            "Authorization: Bearer t0ken");
  // For all of its servers.
  EXPECT_EQ(Sent(acme, WithAuth("type: bearer, credentialsenvvar: SAID_TOKEN"), "other"),
            "Authorization: Bearer t0ken");
  EXPECT_EQ(Sent(acme, WithAuth("type: api_key, valuePrefix: SSWS, credentialsenvvar: SAID_TOKEN")),
            "Authorization: SSWS t0ken");
  EXPECT_EQ(
      Sent(acme, WithAuth("type: custom, location: query, name: k, credentialsenvvar: SAID_TOKEN")),
      "k: t0ken");
  EXPECT_EQ(Sent(acme, WithAuth("type: custom, location: header, name: X-A, credentialsenvvar: "
                                "SAID_TOKEN, successor: {type: custom, location: header, name: "
                                "X-B, credentialsenvvar: SAID_WORD}")),
            "X-A: t0ken; X-B: pass");
  EXPECT_EQ(Sent(acme, WithAuth("type: null_auth")), "nothing");
}

TEST_F(SaidAuthTest, GrantsItsSecretsAndNoHost) {
  const Provider acme = Foreign("bearer, secrets: {token: ACME_TOKEN}");
  auto config = Config::Read(
      "providers: {acme: {auth: {type: bearer, credentialsenvvar: SAID_TOKEN}}}", "config.yaml");
  ASSERT_TRUE(config.ok());
  const std::string error = Sent(acme, *config);
  EXPECT_THAT(error, AllOf(HasSubstr("nothing was sent"), HasSubstr("hosts: [api.acme.example]"),
                           Not(HasSubstr("secrets:"))));
}

TEST_F(SaidAuthTest, FilesAreNamedToo) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("token", "from-file\n");
  const EnvironmentVariable named("SAID_FILE", file.c_str());
  EXPECT_EQ(Sent(Foreign(), WithAuth("type: bearer, credentialsfilepath: " + file)),
            "Authorization: Bearer from-file");
  EXPECT_EQ(Sent(Foreign(), WithAuth("type: bearer, credentialsfilepathenvvar: SAID_FILE")),
            "Authorization: Bearer from-file");
  // Where a program makes it: below secrets.
  const auto config = Config::Read(
      "providers: {acme: {hosts: [api.acme.example], auth: {type: bearer}, secrets: {token: "
      "{command: echo made}}}}",
      "config.yaml");
  ASSERT_TRUE(config.ok()) << config.status().message();
  EXPECT_EQ(Sent(Foreign(), *config), "Authorization: Bearer made");
}

// The name of a file is never sent in the place of what it holds.
TEST_F(SaidAuthTest, AVariableThatNamesAFileIsLookedAtWhenItIsNeeded) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("token", "from-file\n");
  const EnvironmentVariable unset("SAID_FILE", nullptr);
  Config config = WithAuth("type: bearer, credentialsfilepathenvvar: SAID_FILE");
  EXPECT_THAT(Sent(Foreign(), config), HasSubstr("acme: no credentials: set SAID_FILE, or"));
  const EnvironmentVariable named("SAID_FILE", file.c_str());
  EXPECT_THAT(config.CredentialsAtHand(Foreign()), IsEmpty());
  EXPECT_EQ(Sent(Foreign(), config), "Authorization: Bearer from-file");
}

TEST_F(SaidAuthTest, ARelativeNameOfAFileCountsFromTheConfigsFolder) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("token", "from-file\n");
  const EnvironmentVariable named("SAID_FILE", "token");
  const auto config = Config::Read(
      "providers: {acme: {hosts: [api.acme.example], auth: {type: bearer, "
      "credentialsfilepathenvvar: SAID_FILE}}}",
      file.substr(0, file.rfind('/')) + "/config.yaml");
  ASSERT_TRUE(config.ok()) << config.status().message();
  EXPECT_EQ(Sent(Foreign(), *config), "Authorization: Bearer from-file");
}

TEST_F(SaidAuthTest, AnUnsetVariableIsMissing) {
  EXPECT_THAT(Sent(Foreign(), WithAuth("type: bearer, credentialsenvvar: SAID_NOWHERE")),
              HasSubstr("acme: no credentials: set SAID_NOWHERE, or"));
  EXPECT_THAT(Sent(Foreign(), WithAuth("type: bearer, credentialsfilepathenvvar: SAID_NOWHERE")),
              HasSubstr("acme: no credentials: set SAID_NOWHERE, or"));
}

TEST_F(SaidAuthTest, OfAProviderOfOursItNamesTheSecretsInTheirOrder) {
  const Provider basic = Ours("basic, secrets: {username: ACME_USER, password: ACME_PASSWORD}");
  EXPECT_EQ(Sent(basic, WithAuth("type: basic, api_key_var: SAID_USER, api_secret_var: SAID_WORD")),
            "Authorization: Basic YWRhOnBhc3M=");
  const Provider key = Ours("header, name: X-Key, prefix: 'Token ', secrets: {key: ACME_KEY}");
  EXPECT_EQ(Sent(key, WithAuth("type: api_key, credentialsenvvar: SAID_TOKEN")),
            "X-Key: Token t0ken");
  EXPECT_EQ(Sent(key, WithAuth("type: custom, location: header, name: x-key, valuePrefix: Token, "
                               "credentialsenvvar: SAID_TOKEN")),
            "X-Key: Token t0ken");
  const Provider alone = Ours("basic, password: none, secrets: {username: ACME_KEY}");
  EXPECT_EQ(Sent(alone, WithAuth("type: basic, credentialsenvvar: SAID_TOKEN")),
            "Authorization: Basic dDBrZW46");
  // Another server takes what is declared.
  const EnvironmentVariable declared("ACME_KEY", "own");
  EXPECT_EQ(Sent(key, WithAuth("type: api_key, credentialsenvvar: SAID_TOKEN"), "other"),
            "X-Key: Token own");
}

TEST_F(SaidAuthTest, AProviderOfOursTakesNoOtherKind) {
  const Provider basic = Ours("basic, secrets: {username: ACME_USER, password: ACME_PASSWORD}");
  EXPECT_EQ(Sent(basic, WithAuth("type: bearer, credentialsenvvar: SAID_TOKEN")),
            "config.yaml:1: auth: acme takes a credential of the type basic, not bearer");
  EXPECT_EQ(Sent(basic, WithAuth("type: null_auth")),
            "config.yaml:1: auth: acme takes a credential of the type basic, not null_auth");
  EXPECT_EQ(Sent(basic, WithAuth("type: basic, credentialsenvvar: SAID_TOKEN")),
            "config.yaml:1: auth: acme takes username, password, and 1 of them is named");
  const Provider key = Ours("header, name: X-Key, prefix: 'Token ', secrets: {key: ACME_KEY}");
  EXPECT_EQ(Sent(key, WithAuth("type: api_key, valuePrefix: SSWS, credentialsenvvar: SAID_TOKEN")),
            "config.yaml:1: auth: the credential of acme has the prefix Token, not SSWS");
  const Provider exchanged =
      Ours("token_exchange, token_url: 'https://a.example/t', secrets: {subject_token: ACME_T}");
  EXPECT_EQ(Sent(exchanged, WithAuth("type: bearer, credentialsenvvar: SAID_TOKEN")),
            "config.yaml:1: auth: acme takes a credential that StackQL has no type for, "
            "token_exchange: name its parts below secrets, not bearer");
}

TEST_F(SaidAuthTest, RequestsToAwsAreSignedForWhatTheServerTells) {
  const EnvironmentVariable id("AWS_ACCESS_KEY_ID", "AKID");
  const EnvironmentVariable key("AWS_SECRET_ACCESS_KEY", "key");
  const EnvironmentVariable session("AWS_SESSION_TOKEN", "s3ssion");
  EXPECT_THAT(Sent(Foreign(), WithAuth("type: aws_signing_v4"), "other"),
              AllOf(HasSubstr("X-Amz-Security-Token: s3ssion"),
                    HasSubstr("Credential=AKID/19700101/eu-west-1/sns/aws4_request")));
  EXPECT_EQ(Sent(Foreign(), WithAuth("type: aws_signing_v4")),
            "config.yaml:1: auth: aws_signing_v4: the server https://api.acme.example does not "
            "tell the service of AWS that requests are signed for");
  // What its document says counts before that.
  const Provider declared = Foreign(
      "aws_signature_v4, service: whs, region: r1, secrets: {access_key_id: A, secret_access_key: "
      "B}");
  EXPECT_THAT(Sent(declared, WithAuth("type: aws_signing_v4, keyIDenvvar: SAID_USER")),
              HasSubstr("Credential=ada/19700101/r1/whs/aws4_request"));
}

TEST_F(SaidAuthTest, OfAzureATokenComesBeforeAClient) {
  const EnvironmentVariable id("AZURE_CLIENT_ID", "c1");
  const EnvironmentVariable secret("AZURE_CLIENT_SECRET", "s1");
  EXPECT_THAT(Sent(Foreign(), WithAuth("type: azure_default")),
              AllOf(HasSubstr("no value for tenant_id (the id of your tenant at Azure)"),
                    HasSubstr("set AZURE_TENANT_ID, or add to")));
  const EnvironmentVariable tenant("AZURE_TENANT_ID", "t1");
  EXPECT_EQ(Sent(Foreign(), WithAuth("type: azure_default")),
            "https://login.microsoftonline.com/t1/oauth2/v2.0/token?grant_type=client_credentials"
            "&scope=https://api.acme.example/.default; client_id: c1; client_secret: s1");
  const EnvironmentVariable token("AZURE_ACCESS_TOKEN", "there");
  EXPECT_EQ(Sent(Foreign(), WithAuth("type: azure_default")), "Authorization: Bearer there");
  EXPECT_EQ(Sent(Foreign(), WithAuth("type: azure_default, credentialsenvvar: SAID_TOKEN")),
            "Authorization: Bearer t0ken");
}

TEST_F(SaidAuthTest, OfAzureTheTenantIsAVariableThatTheConfigMayGive) {
  const EnvironmentVariable id("AZURE_CLIENT_ID", "c1");
  const EnvironmentVariable secret("AZURE_CLIENT_SECRET", "s1");
  const Provider acme = Foreign("bearer, secrets: {token: ACME_TOKEN}");
  EXPECT_THAT(Sent(acme, WithAuth("type: azure_default")), HasSubstr("tenant_id: VALUE"));
  EXPECT_THAT(Sent(acme, WithAuth("type: azure_default}, variables: {tenant_id: t2")),
              HasSubstr("https://login.microsoftonline.com/t2/oauth2/v2.0/token?"));
  EXPECT_THAT(Sent(acme, WithAuth("type: azure_default}, variables: {tenant: t2")),
              HasSubstr("acme has no variable tenant"));
  // The line may stay where a token needs none.
  const EnvironmentVariable token("AZURE_ACCESS_TOKEN", "there");
  EXPECT_EQ(Sent(acme, WithAuth("type: azure_default}, variables: {tenant_id: t2")),
            "Authorization: Bearer there");
}

TEST_F(SaidAuthTest, ATokenServerThatIsNotSaidIsTheDocuments) {
  const std::string client =
      "type: oauth2, grant_type: client_credentials, client_id_env_var: SAID_USER, "
      "client_secret_env_var: SAID_WORD";
  const Provider acme = Foreign(
      "oauth2_client_credentials, token_url: 'https://api.acme.example/token', secrets: "
      "{client_id: ACME_ID, client_secret: ACME_SECRET}");
  EXPECT_THAT(Sent(acme, WithAuth(client)), HasSubstr("https://api.acme.example/token?"));
  const std::string missing = Sent(Foreign(), WithAuth(client));
  EXPECT_THAT(missing, AllOf(HasSubstr("token_url is missing"), Not(HasSubstr("hosts"))));
}

TEST_F(SaidAuthTest, AVariableOfTheDocumentIsReadForNothingElse) {
  const EnvironmentVariable tenant("AZURE_TENANT_ID", "t1");
  const Provider acme = Foreign(
      "oauth2_client_credentials, token_url: 'https://login.microsoftonline.com/{tenant_id}/x', "
      "secrets: {client_id: SAID_USER, client_secret: SAID_WORD}}, variables: {tenant_id: "
      "{environment: AZURE_TENANT_ID}");
  EXPECT_EQ(Config().Chosen(acme, acme.servers.front()), ServerValues());
  EXPECT_EQ(WithAuth("type: azure_default").Chosen(acme, acme.servers.front()),
            (ServerValues{{"tenant_id", "t1"}}));
}

TEST_F(SaidAuthTest, WhatIsAtHandIsKnownToWhoHidesIt) {
  EXPECT_THAT(WithAuth("type: bearer, credentialsenvvar: SAID_TOKEN").CredentialsAtHand(Foreign()),
              ElementsAre("t0ken", "t0ken"));
}

TEST_F(SaidAuthTest, FaultsNameLineAndKey) {
  EXPECT_EQ(FaultOf("providers:\n  acme:\n    auth: {type: beerer, credentialsenvvar: T}\n"),
            "config.yaml:3: providers.acme.auth.type: expected one of null_auth, none, basic, "
            "bearer, api_key, custom, oauth2, service_account, aws_signing_v4, azure_default");
  EXPECT_EQ(FaultOf("providers: {acme: {auth: {type: bearer, credentialsenvar: T}}}"),
            "config.yaml:1: providers.acme.auth: bearer must name where the token is\n"
            "config.yaml:1: providers.acme.auth: unknown key credentialsenvar; did you mean "
            "credentialsenvvar?");
  EXPECT_EQ(FaultOf("providers: {acme: {auth: {type: basic, username_var: U}}}"),
            "config.yaml:1: providers.acme.auth: basic must name where the password is");
  EXPECT_EQ(FaultOf("providers: {acme: {auth: {type: bearer, credentialsenvvar: sk-live-1234}}}"),
            "config.yaml:1: providers.acme.auth: credentialsenvvar: expected the name of an "
            "environment variable: upper-case letters, digits and _; a secret itself has its place "
            "in that variable");
  EXPECT_EQ(FaultOf("providers: {acme: {secrets: {token: {environment: sk-live-1234}}}}"),
            "config.yaml:1: providers.acme.secrets.token.environment: expected the name of an "
            "environment variable: upper-case letters, digits and _; a secret itself has its place "
            "in that variable");
  EXPECT_EQ(FaultOf("providers: {acme: {auth: {type: oauth2, grant_type: password}}}"),
            "config.yaml:1: providers.acme.auth: its auth is oauth2 by password");
  EXPECT_THAT(FaultOf("providers: {acme: {auth: {type: custom, location: header, name: A, "
                      "credentialsenvvar: T, successor: {location: header}}}}"),
              HasSubstr("providers.acme.auth.successor: "));
}

TEST_F(SaidAuthTest, TheOptionTakesThePlaceOfWhatTheFileSays) {
  auto config =
      Config::Read("providers: {acme: {hosts: [api.acme.example], secrets: {token: {value: old}}}}",
                   "config.yaml");
  ASSERT_TRUE(config.ok());
  const auto names =
      config->AddAuth(R"({"acme":{"type":"bearer","credentialsenvvar":"SAID_TOKEN"}})");
  ASSERT_TRUE(names.ok()) << names.status().message();
  EXPECT_THAT(*names, ElementsAre("acme"));
  EXPECT_EQ(Sent(Foreign(), *config), "Authorization: Bearer t0ken");
}

TEST_F(SaidAuthTest, TheOptionHoldsNoSecretAndNoFaultShowsOne) {
  for (const std::string text :
       {R"({"acme": {"type": "basic", "username": "hunter2", "password": "hunter2"}})",
        R"({"acme": {"type": "api_key", "api_key": "hunter2"}})",
        R"({"acme": {"type": "oauth2", "grant_type": "client_credentials", "client_id": "hunter2",
            "client_secret": "hunter2", "token_url": "https://a.example"}})",
        R"({"acme": {"type": "bearer", "credentialsenvvar": "hunter2"}})",
        R"({"acme": {"type": "bearer", "credentialsfilepathenvvar": "hunter2"}})",
        R"({"acme": {"type": "aws_signing_v4", "keyIDenvvar": "hunter2"}})",
        R"({"acme": {"type": "basic", "username_var": "U", "password_var": "hunter2"}})",
        R"({"acme": {"type": "oauth2", "grant_type": "client_credentials", "token_url": "x",
            "client_id_env_var": "I", "client_secret_env_var": "hunter2"}})",
        R"({"acme": {"type": "custom", "location": "header", "name": "A", "credentialsenvvar": "T",
            "successor": {"type": "custom", "name": "B", "location": "header",
                          "credentialsenvvar": "hunter2"}}})",
        R"({"acme": "hunter2"})", R"(["hunter2"])", R"({"acme": {"type": "bearer", hunter2)"}) {
    const std::string fault = Config().AddAuth(text).status().message();
    EXPECT_THAT(fault, AllOf(HasSubstr("--auth"), Not(HasSubstr("hunter2")))) << text;
  }
  EXPECT_THAT(
      Config().AddAuth(R"({"acme": {"type": "basic", "password": "x"}})").status().message(),
      HasSubstr("--auth:1: acme: password would be the secret itself: name the environment "
                "variable that has it, in password_var"));
}

}  // namespace
}  // namespace apisql
