#include "registry/model/fill_server.h"

#include <gmock/gmock.h>

#include "registry/model/server_url.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

Server At(const std::string& url, std::vector<ServerVariable> variables) {
  Server server;
  server.name = "main";
  server.base_url = url;
  server.variables = std::move(variables);
  return server;
}

ServerVariable Any(const std::string& name) { return {name, "", "", "", {}}; }
ServerVariable OneOf(const std::string& name, std::vector<std::string> values) {
  return {name, "", "", "", std::move(values)};
}

std::string Fill(const Server& server, const ServerValues& rows, const ServerValues& user = {}) {
  EXPECT_TRUE(CheckServerUrl(server).ok()) << CheckServerUrl(server).message();
  const auto url = FillServerUrl(server, rows, user);
  if (url.ok()) return *url;
  EXPECT_EQ(url.status().code(), StatusCode::kFailedPrecondition);
  return "refused: " + url.status().message();
}

TEST(FillServerTest, TheStatementComesBeforeTheUser) {
  const Server server = At("https://{site}.okta.com/api/{version}", {Any("site"), Any("version")});
  EXPECT_EQ(Fill(server, {}, {{"site", "acme"}, {"version", "v1"}}),
            "https://acme.okta.com/api/v1");
  EXPECT_EQ(Fill(server, {{"site", "b"}, {"version", ""}}, {{"site", "acme"}, {"version", "v1"}}),
            "https://b.okta.com/api/v1");
  EXPECT_EQ(Fill(server, {{"site", "ACME"}}, {{"version", "a b/c"}}),
            "https://acme.okta.com/api/a%20b%2Fc");
  EXPECT_THAT(Fill(server, {{"site", "b"}}), HasSubstr("refused: \"\" is refused as {version}"));
}

TEST(FillServerTest, BeforeAFixedSuffixStandsOneLabel) {
  const Server server = At("https://{site}.okta.com", {Any("site")});
  for (const char* site : {"acme", "a-1", "localhost", "xn--80ak6aa92e", "0"}) {
    EXPECT_EQ(Fill(server, {{"site", site}}), "https://" + std::string(site) + ".okta.com");
  }
  for (const char* site : {"evil.example/",
                           "evil.example#",
                           "evil.example?",
                           "a.b",
                           ".",
                           "..",
                           "a.",
                           ".a",
                           "a@b",
                           "@",
                           "u:p@evil.example",
                           ":443",
                           "a:1",
                           "a%2e",
                           "%",
                           "a b",
                           "a\tb",
                           "a\r\nX: y",
                           "\\evil",
                           "/",
                           "//evil.example/",
                           "https://evil.example",
                           "acm\xc3\xa9",
                           "\xe2\x80\xae",
                           "a\uff0eb",
                           "{site}",
                           "-a",
                           "a-",
                           "-",
                           "_",
                           "a_b",
                           "[::1]",
                           "*",
                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_THAT(Fill(server, {{"site", site}}), HasSubstr("refused: ")) << site;
    EXPECT_THAT(Fill(server, {}, {{"site", site}}), HasSubstr("refused: ")) << site;
  }
}

TEST(FillServerTest, AWholeHostIsTheUsersAlone) {
  for (const char* url : {"https://{host}", "https://api.{host}", "https://{host}.com"}) {
    const Server server = At(url, {Any("host")});
    EXPECT_THAT(Fill(server, {{"host", "evil.example"}}), HasSubstr("for the user's config alone"))
        << url;
    EXPECT_FALSE(IsOpenToRows(server, server.variables[0]));
    for (const char* host :
         {"", "a/b", "u@h", "a..b", ".a", "h?x", "h#x", "h\\x", "a b", "[::1]"}) {
      EXPECT_THAT(Fill(server, {}, {{"host", host}}), HasSubstr("refused: ")) << url << " " << host;
    }
  }
  const Server server = At("https://{host}", {Any("host")});
  EXPECT_EQ(Fill(server, {}, {{"host", "kafka.acme.example:8443"}}),
            "https://kafka.acme.example:8443");
  EXPECT_EQ(Fill(server, {}, {{"host", "https://kafka.acme.example/"}}),
            "https://kafka.acme.example");
}

TEST(FillServerTest, OfValuesRowsMayChooseAWholeHost) {
  const Server server = At("https://api.{site}", {OneOf("site", {"a.example", "b.example"})});
  EXPECT_TRUE(IsOpenToRows(server, server.variables[0]));
  EXPECT_EQ(Fill(server, {{"site", "b.example"}}, {{"site", "a.example"}}),
            "https://api.b.example");
  for (const char* site : {"c.example", "A.example", "a.example.evil.example", "b.example/", ""}) {
    EXPECT_THAT(Fill(server, {{"site", site}}), HasSubstr("refused: ")) << site;
  }
}

TEST(FillServerTest, APathValueStaysOneSegment) {
  const Server server = At("https://x.example/v{version}/{org}", {Any("version"), Any("org")});
  EXPECT_EQ(Fill(server, {{"version", "1"}, {"org", "../evil"}}), "https://x.example/v1/..%2Fevil");
  EXPECT_EQ(Fill(server, {{"version", "1"}, {"org", "%2e%2e"}}), "https://x.example/v1/%252e%252e");
  EXPECT_EQ(Fill(server, {{"version", "1"}, {"org", "a?b#c@d"}}),
            "https://x.example/v1/a%3Fb%23c%40d");
  for (const char* org : {"", ".", ".."}) {
    EXPECT_THAT(Fill(server, {{"version", "1"}, {"org", org}}), HasSubstr("refused: ")) << org;
  }
  const Server two = At("https://x.example/{a}{b}", {Any("a"), Any("b")});
  EXPECT_THAT(Fill(two, {{"a", "."}, {"b", "."}}), HasSubstr("refused: "));
}

TEST(FillServerTest, AColumnBeforeAFixedSuffixNeedsNoOtherSuffix) {
  const Server server = At("https://{site}.acme.example:8443/v1", {});
  EXPECT_EQ(Fill(server, {{"site", "a"}}), "https://a.acme.example:8443/v1");
  EXPECT_THAT(Fill(server, {{"site", "a.evil"}}), HasSubstr("refused: "));
  EXPECT_THAT(Fill(server, {}), HasSubstr("it has no value"));
}

TEST(FillServerTest, AUrlTellsWhoseItMayBe) {
  Server server = At("https://{site}.okta.com/api", {Any("site")});
  EXPECT_TRUE(MayBeServerOf(server, "https://a.okta.com/api/users?x=1"));
  EXPECT_FALSE(MayBeServerOf(server, "https://a.okta.com/apis"));
  EXPECT_FALSE(MayBeServerOf(server, "https://a.okta.example/api"));
  server = At("https://{host}", {});
  server.host_suffix = ".confluent.cloud";
  EXPECT_TRUE(MayBeServerOf(server, "https://pkc-1.confluent.cloud:443/kafka"));
  EXPECT_FALSE(MayBeServerOf(server, "https://pkc-1.example/kafka"));
}

}  // namespace
}  // namespace apisql
