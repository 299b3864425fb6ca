// When the page behind one that came is asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class NextPageTest : public SessionFixture {
 protected:
  NextPageTest() {
    Write("shop.tokens.yaml", R"(table: demo.shop.tokens
description: A list by token.
key: [id]
rows: 500
columns:
  id: {type: text, path: /id}
  name: {type: text, path: /name}
methods:
  list_tokens:
    verb: select
    get: /tokens
    paging: {style: token, next: /next, token_parameter: after}
)");
    transport_.replies["/tokens"] = R"({"data": [{"id": "a", "name": "x"}], "next": "t1"})";
    transport_.replies["/tokens?after=t1"] = R"({"data": [{"id": "b"}], "next": "t2"})";
    transport_.replies["/tokens?after=t2"] = R"({"data": [{"id": "c"}]})";
  }
};

TEST_F(NextPageTest, EachPageIsAskedForOnce) {
  EXPECT_EQ(Run("SELECT group_concat(id, '') FROM demo.shop.tokens"), "abc");
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET /tokens", "GET /tokens?after=t1", "GET /tokens?after=t2"));
}

// The rows of the second page turn out to be of no use once the third is on its way.
TEST_F(NextPageTest, ItIsAskedForBeforeTheRowsAreRead) {
  transport_.replies["/tokens?after=t1"] = R"({"data": [{"id": "a", "name": "y"}], "next": "t2"})";
  EXPECT_THAT(Run("SELECT group_concat(id || name, '') FROM demo.shop.tokens"),
              HasSubstr("comes twice in the list, with different values"));
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET /tokens", "GET /tokens?after=t1", "GET /tokens?after=t2"));
}

TEST_F(NextPageTest, NothingIsAskedForBehindABodyWithoutRows) {
  transport_.replies["/tokens?after=t1"] = R"({"data": null, "next": "t2"})";
  EXPECT_THAT(Run("SELECT group_concat(id, '') FROM demo.shop.tokens"),
              HasSubstr("expected an array at /data, found null"));
  EXPECT_THAT(transport_.sent, ElementsAre("GET /tokens", "GET /tokens?after=t1"));
}

TEST_F(NextPageTest, ATokenThatComesTwiceIsAnError) {
  transport_.replies["/tokens?after=t2"] = R"({"data": [{"id": "c"}], "next": "t1"})";
  EXPECT_THAT(Run("SELECT group_concat(id, '') FROM demo.shop.tokens"),
              HasSubstr("the server gave the token 't1' before"));
  EXPECT_EQ(transport_.sent.size(), 3U);
}

TEST_F(NextPageTest, WhereOneRowIsEnoughNothingIsAskedForBehindIt) {
  EXPECT_EQ(Run("SELECT id FROM demo.shop.tokens LIMIT 1"), "a");
  EXPECT_THAT(transport_.sent, ElementsAre("GET /tokens"));
}

}  // namespace
}  // namespace apisql
