// Servers whose requests are signed: where their parts come from.
#include <gmock/gmock.h>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/document/document.h"
#include "tests/registry/config/environment_variable.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kQueues = R"(provider: acme
description: A company.
servers:
  main:
    url: "https://queues.{region}.acme.example"
    variables: {region: {}}
    auth: {scheme: aws_signature_v4, service: queues, region: "{region}",
      secrets: {access_key_id: ACME_ID, secret_access_key: ACME_KEY, session_token: ACME_SESSION}}
errors: [{message: /message}]
)";

class SignedRequestsTest : public ::testing::Test {
 protected:
  explicit SignedRequestsTest(Origin origin = {}) {
    auto document = OpenDocument(kQueues, "provider.yaml");
    document->origin = std::move(origin);
    auto provider = ReadProviderDocument(*document);
    EXPECT_TRUE(provider.ok()) << provider.status().message();
    if (provider.ok()) acme_ = **provider;
  }

  static Config ConfigOf(const std::string& text) {
    auto config = Config::Read("providers: {acme: {" + text + "}}", "config.yaml");
    EXPECT_TRUE(config.ok()) << config.status().message();
    return config.ok() ? *std::move(config) : Config();
  }

  // The names of the headers that are added, and Authorization as a whole; or the error.
  std::vector<std::string> Headers(const std::string& config, const ServerValues& rows) {
    const auto endpoint = ConfigOf(config).MakeEndpoint(acme_, acme_.servers.front(), rows);
    if (!endpoint.ok()) return {endpoint.status().message()};
    Request request;
    request.url = (*endpoint)->base_url + "/v1";
    EXPECT_TRUE((*endpoint)->authenticator->Apply(&request, Clock::WallTime()).ok());
    std::vector<std::string> texts;
    for (const SecretField& field : request.secrets) {
      texts.push_back(field.name + ": " + field.value.Reveal());
    }
    return texts;
  }

  EnvironmentVariable id_{"ACME_ID", "AKID"};
  EnvironmentVariable key_{"ACME_KEY", "key"};
  EnvironmentVariable session_{"ACME_SESSION", nullptr};
  Provider acme_;
};

TEST_F(SignedRequestsTest, TheRegionIsThatOfTheUrl) {
  EXPECT_THAT(Headers("", {{"region", "eu-west-1"}}),
              ElementsAre(HasSubstr("Credential=AKID/19700101/eu-west-1/queues/aws4_request")));
  EXPECT_THAT(Headers("variables: {region: us-east-1}", {}),
              ElementsAre(HasSubstr("/us-east-1/queues/")));
  EXPECT_THAT(Headers("base_url: 'http://127.0.0.1:4566', variables: {region: us-east-1}", {}),
              ElementsAre(HasSubstr("/us-east-1/queues/")));
  EXPECT_THAT(Headers("", {}), ElementsAre(HasSubstr("acme has no value for region")));
}

TEST_F(SignedRequestsTest, TheRegionHasTheLettersOfTheHost) {
  EXPECT_THAT(Headers("", {{"region", "EU-West-1"}}), ElementsAre(HasSubstr("/eu-west-1/queues/")));
  EXPECT_THAT(Headers("variables: {region: US-East-1}", {}),
              ElementsAre(HasSubstr("/us-east-1/queues/")));
  // Regions that no host tells are the document's to spell.
  acme_.servers.front().auth.options["region"] = "RegionOne";
  EXPECT_THAT(Headers("", {{"region", "eu"}}), ElementsAre(HasSubstr("/RegionOne/queues/")));
}

TEST_F(SignedRequestsTest, ASessionTokenIsSentWhereThereIsOne) {
  const EnvironmentVariable session("ACME_SESSION", "t0ken");
  EXPECT_THAT(Headers("", {{"region", "eu"}}),
              ElementsAre("X-Amz-Security-Token: t0ken", HasSubstr("host;x-amz-date;x-amz-sec")));
  EXPECT_THAT(Headers("secrets: {session_token: {value: other}}", {{"region", "eu"}}),
              Contains("X-Amz-Security-Token: other"));
}

TEST_F(SignedRequestsTest, TheKeyIsNeeded) {
  const EnvironmentVariable key("ACME_KEY", nullptr);
  EXPECT_THAT(Headers("", {{"region", "eu"}}), ElementsAre(HasSubstr("set ACME_KEY, or name")));
}

TEST_F(SignedRequestsTest, AllThatIsAtHandIsKnownToWhoHidesIt) {
  const EnvironmentVariable session("ACME_SESSION", "t0ken");
  EXPECT_THAT(Config().CredentialsAtHand(acme_), AllOf(Contains("key"), Contains("t0ken")));
}

class ForeignSignedRequestsTest : public SignedRequestsTest {
 protected:
  ForeignSignedRequestsTest() : SignedRequestsTest({.directory = "/elsewhere"}) {}

  std::vector<std::string> Lines(const std::string& config) {
    const Config read = ConfigOf(config);
    const Wants wants = WantsOf(acme_, acme_.servers.front(), read);
    const Wants missing = NotGranted(wants, acme_, read);
    return missing.none() ? std::vector<std::string>() : GrantLines("acme", missing);
  }
};

TEST_F(ForeignSignedRequestsTest, TheSessionTokenIsProposedAndNotMissed) {
  const EnvironmentVariable session("ACME_SESSION", "t0ken");
  EXPECT_THAT(Lines("hosts: ['*.acme.example']"),
              ElementsAre("providers:", "  acme:", "    secrets:",
                          "      access_key_id: {environment: ACME_ID}",
                          "      secret_access_key: {environment: ACME_KEY}",
                          "      session_token: {environment: ACME_SESSION}"));
  const std::string granted =
      "hosts: ['*.acme.example'], secrets: {access_key_id: {environment: ACME_ID}, "
      "secret_access_key: {environment: ACME_KEY}}";
  EXPECT_THAT(Lines(granted), IsEmpty());
  EXPECT_THAT(Headers(granted, {{"region", "eu"}}), Not(Contains(HasSubstr("t0ken"))));
}

}  // namespace
}  // namespace apisql
