#include "tests/providers/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <string>

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ApiServerTest, ShowsACallWholeAndSendsAHeaderTwice) {
  ApiCall seen;
  const ApiServer server([&seen](const ApiCall& call) {
    seen = call;
    return ApiAnswer{.status = 201, .headers = {{"link", "a"}, {"link", "b"}}, .body = "{}"};
  });
  httplib::Client client(server.url());
  const auto answer = client.Post("/repos/a%2Fb/keys?state=open&state=x%20y", {{"X-Version", "7"}},
                                  "title", "text/plain");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->get_header_value_count("link"), 2);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(seen.path, "/repos/a%2Fb/keys");
  EXPECT_THAT(seen.segments, ElementsAre("repos", "a/b", "keys"));
  EXPECT_THAT(seen.query, ElementsAre(Pair("state", "open"), Pair("state", "x y")));
  EXPECT_EQ(seen.Header("x-version"), "7");
  EXPECT_EQ(seen.body, "title");
  EXPECT_TRUE(seen.Is("POST", "/repos/{}/keys"));
  EXPECT_FALSE(seen.Is("GET", "/repos/{}/keys"));
  EXPECT_FALSE(seen.Is("POST", "/repos/{}"));
}

}  // namespace
}  // namespace apisql
