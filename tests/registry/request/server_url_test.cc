#include "registry/model/server_url.h"

#include <gmock/gmock.h>

#include "registry/model/fill_server.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Server At(const std::string& url, const std::string& suffix) {
  Server server;
  server.name = "main";
  server.base_url = url;
  server.host_suffix = suffix;
  return server;
}

Server Kafka() {
  Server server;
  server.name = "kafka";
  server.base_url = "https://{http_endpoint}";
  server.host_suffix = ".confluent.cloud";
  return server;
}

TEST(PlaceholdersTest, AreTheNamesInBraces) {
  EXPECT_THAT(*Placeholders("/users/{user_email}/apikeys/{name}"),
              ElementsAre("user_email", "name"));
  EXPECT_THAT(*Placeholders("/plain"), ElementsAre());
}

TEST(PlaceholdersTest, BrokenBracesAreErrors) {
  for (const char* text :
       {"/{", "/}", "/{a", "/a}", "/{a{b}}", "/{}", "/{-a}", "/{a b}", "/{a}}"}) {
    EXPECT_FALSE(Placeholders(text).ok()) << text;
  }
}

TEST(ServerUrlTest, OnlyHttpsOrLoopback) {
  EXPECT_TRUE(CheckServerUrl(At("https://api.acme.example", "")).ok());
  EXPECT_TRUE(CheckServerUrl(At("https://api.acme.example:8443", "")).ok());
  EXPECT_TRUE(CheckServerUrl(At("http://localhost:8080", "")).ok());
  for (const char* url :
       {"http://api.acme.example", "HTTP://api.acme.example", "ftp://x", "file:///etc/passwd", "",
        "api.acme.example", "https://user@acme.example", "https://u:p@acme.example",
        "https://acme.example/", "https://acme.example/v1/", "https://acme.example/./v1",
        "https://acme.example//v1", "https://acme.example/v1%2f", "https://acme.example?x=1",
        "https://acme.example#x", "https://acme.example\\v1", "http://localhost.evil.example",
        "http://127.0.0.1.evil.example", "https://"}) {
    EXPECT_FALSE(CheckServerUrl(At(url, "")).ok()) << url;
  }
}

TEST(ServerUrlTest, APlaceholderStandsInTheHostOnly) {
  EXPECT_TRUE(CheckServerUrl(At("https://{a}", ".acme.example")).ok());
  EXPECT_TRUE(CheckServerUrl(At("https://{a}.eu.acme.example", ".acme.example")).ok());
  for (const char* url : {"{a}", "{a}://acme.example", "https://acme.example/{a}", "http://{a}",
                          "https://{a}@acme.example", "https://{a}.{b}.example"}) {
    EXPECT_FALSE(CheckServerUrl(At(url, ".acme.example")).ok()) << url;
  }
}

TEST(ServerUrlTest, ASuffixHasAtLeastTwoParts) {
  for (const char* suffix : {"acme.example", ".com", ".", "..", ".acme.", ".acme..example",
                             ".Acme.example", ".acme.example/", ".acme .example"}) {
    EXPECT_FALSE(CheckServerUrl(At("https://{a}", suffix)).ok()) << suffix;
  }
}

TEST(BaseUrlTest, MayHaveAPathAndLosesItsTrailingSlash) {
  EXPECT_EQ(*CheckBaseUrl("https://proxy.example/confluent/", false),
            "https://proxy.example/confluent");
  EXPECT_EQ(*CheckBaseUrl("http://127.0.0.1:8080", false), "http://127.0.0.1:8080");
}

TEST(BaseUrlTest, PlainHttpToAnotherMachineMustBeAllowed) {
  EXPECT_THAT(CheckBaseUrl("http://10.0.0.1", false).status().message(),
              HasSubstr("needs allow_plain_http"));
  EXPECT_TRUE(CheckBaseUrl("http://10.0.0.1", true).ok());
}

TEST(BaseUrlTest, RefusesWhatIsNoBase) {
  for (const char* url : {"", "proxy.example", "https://u:p@proxy.example", "https://p.example?a=1",
                          "https://p.example#a", "https://p.example/{x}", "file:///x"}) {
    EXPECT_FALSE(CheckBaseUrl(url, true).ok()) << url;
  }
}

TEST(BaseUrlTest, AnErrorShowsNoKeyOfAQuery) {
  for (const char* url : {"https://p.example/a?key=hunter2", "http://10.0.0.1/a?key=hunter2",
                          "https://p.example/a#hunter2", "ftp://p.example/a?key=hunter2"}) {
    const Status status = CheckBaseUrl(url, false).status();
    EXPECT_THAT(status.message(), testing::HasSubstr("/a"));
    EXPECT_THAT(status.message(), testing::Not(HasSubstr("hunter2")));
  }
}

TEST(FillHostTest, TakesAHostOrAnOrigin) {
  for (const char* host : {"pkc-1.aws.confluent.cloud:443", "https://pkc-1.aws.confluent.cloud:443",
                           "https://pkc-1.aws.confluent.cloud:443/"}) {
    const auto url = FillServerUrl(Kafka(), {{"http_endpoint", host}}, {});
    ASSERT_TRUE(url.ok()) << host;
    EXPECT_EQ(*url, "https://pkc-1.aws.confluent.cloud:443");
  }
  EXPECT_EQ(*FillServerUrl(Kafka(), {{"http_endpoint", "PKC-1.Confluent.Cloud"}}, {}),
            "https://PKC-1.Confluent.Cloud");
}

TEST(FillHostTest, AHostWithoutPlaceholderIsAsDeclared) {
  Server server;
  server.base_url = "https://api.confluent.cloud";
  EXPECT_EQ(*FillServerUrl(server, {{"http_endpoint", "evil.example"}}, {}),
            "https://api.confluent.cloud");
}

TEST(FillHostTest, NoDataCarriesTheCredentialElsewhere) {
  for (const char* host : {"evil.example",
                           "https://evil.example",
                           "http://pkc-1.confluent.cloud",
                           "HTTP://pkc-1.confluent.cloud",
                           "evil.example/.confluent.cloud",
                           "evil.example#.confluent.cloud",
                           "evil.example?.confluent.cloud",
                           "evil.example\\.confluent.cloud",
                           "evil.example:443/.confluent.cloud",
                           "u@pkc-1.confluent.cloud",
                           "pkc-1.confluent.cloud@evil.example",
                           "https://pkc-1.confluent.cloud@evil.example",
                           "evilconfluent.cloud",
                           "confluent.cloud",
                           ".confluent.cloud",
                           "pkc-1.confluent.cloud.evil.example",
                           "pkc-1.confluent.cloud:443:1",
                           "pkc-1.confluent.cloud:x",
                           "pkc-1.confluent.cloud/path",
                           "pkc-1.confluent.cloud?x",
                           "",
                           " pkc-1.confluent.cloud",
                           "pkc-1.confluent.cloud\r\nX: y",
                           "[::1].confluent.cloud",
                           "https://https://pkc-1.confluent.cloud",
                           "pkc-1.confluent.cloud%2f"}) {
    const auto url = FillServerUrl(Kafka(), {{"http_endpoint", host}}, {});
    EXPECT_FALSE(url.ok()) << host << " -> " << (url.ok() ? *url : "");
    EXPECT_EQ(url.status().code(), StatusCode::kFailedPrecondition) << host;
  }
}

TEST(FillHostTest, WithoutASuffixEveryHostIsRefused) {
  Server server = Kafka();
  server.host_suffix.clear();
  EXPECT_FALSE(FillServerUrl(server, {{"http_endpoint", "pkc-1.confluent.cloud"}}, {}).ok());
}

}  // namespace
}  // namespace apisql
