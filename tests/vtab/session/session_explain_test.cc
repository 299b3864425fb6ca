#include <gmock/gmock.h>

#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kManyOwners[] = R"(table: demo.shop.owners
description: People who sell.
key: [id]
rows: 50
columns:
  id: {type: text, path: /id}
  email: {type: text, path: /email}
methods:
  list_owners:
    verb: select
    get: /owners
    paging: {style: page_number, page_parameter: page, page_size: {parameter: size, maximum: 10}}
  get_owner: {verb: select, get: "/owners/{id}", row: /, absent: [404]}
)";

class SessionExplainTest : public SessionFixture {};

TEST_F(SessionExplainTest, ShowsRequestsWithKnownValuesAndSendsNothing) {
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items "
          "WHERE owner_id = 'o1' AND price > 3");
  EXPECT_EQ(header_,
            "step INTEGER|table TEXT|method TEXT|request TEXT|pushed TEXT|checked TEXT|"
            "estimated_requests INTEGER|note TEXT|body TEXT|max_concurrency INTEGER|answered TEXT|"
            "least_requests INTEGER|most_requests INTEGER");
  EXPECT_THAT(text, StartsWith("1|demo.shop.items|list_items|GET https://demo.test/items?owner=o1|"
                               "owner_id = 'o1'|"));
  EXPECT_THAT(text, HasSubstr("price"));
  EXPECT_TRUE(transport_.sent.empty());
}

TEST_F(SessionExplainTest, JoinsSayWhereTheirValuesComeFrom) {
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.owners o CROSS JOIN demo.shop.items i "
          "ON i.owner_id = o.id");
  EXPECT_THAT(text, StartsWith("1|demo.shop.owners|list_owners|GET https://demo.test/owners|"));
  EXPECT_THAT(text, HasSubstr("\n2|demo.shop.items|list_items|"));
  EXPECT_THAT(text, HasSubstr("owner_id = demo.shop.owners.id"));
  EXPECT_THAT(text, HasSubstr("one call per value of demo.shop.owners.id"));
}

TEST_F(SessionExplainTest, LookUpsSayWhenTheListTakesTheirPlace) {
  Write("shop.owners.yaml", kManyOwners);
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items i CROSS JOIN demo.shop.owners o "
          "ON o.id = i.owner_id");
  EXPECT_THAT(text, HasSubstr("|about 5 look-ups by id, up to 8 at once|0|NULL"));
  // 5 owners of 50 items; the list costs as much.
  EXPECT_THAT(text, HasSubstr("|5|one call per value of demo.shop.items.owner_id|"));
  EXPECT_THAT(summary_.notes, ElementsAre("about 6 requests in all"));
}

TEST_F(SessionExplainTest, KeysThatAreComputedAreCountedAndSaidToLeaveTogether) {
  Write("shop.owners.yaml", kManyOwners);
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items i CROSS JOIN demo.shop.owners o "
          "ON o.id = lower(i.owner_id)");
  EXPECT_THAT(text,
              HasSubstr("|the whole list (list_owners, guessed at 5 requests); where it proves "
                        "longer, about 50 look-ups by id, up to 8 at once|0|NULL"));
  EXPECT_THAT(summary_.notes, ElementsAre("about 6 requests in all"));
}

TEST_F(SessionExplainTest, JoinsOnWhatTheApiCannotFilterAreLookedUpInTheList) {
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items i CROSS JOIN demo.shop.owners o "
          "ON o.email = i.name");
  EXPECT_THAT(text, HasSubstr("started early, together with demo.shop.items; fetched once, rows "
                              "looked up by email"));
}

TEST_F(SessionExplainTest, WhatAConditionMayKeepFromRunningIsNotStartedEarly) {
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items i CROSS JOIN demo.shop.owners o "
          "WHERE random() > i.price");
  EXPECT_THAT(text, Not(HasSubstr("started early")));
}

TEST_F(SessionExplainTest, TheLimitsInForceAreShown) {
  const std::string text =
      Run("SET max_concurrency = 3; SET max_requests = 2;"
          "EXPLAIN REQUESTS SELECT * FROM demo.shop.items");
  EXPECT_THAT(text, EndsWith("|3|NULL|1|1"));
  EXPECT_THAT(summary_.notes, ElementsAre("about 1 request in all; max_requests is 2"));
}

TEST_F(SessionExplainTest, NothingIsTheLeastWhereAScanMayNotBeReached) {
  const std::string skipped[] = {
      "SELECT id FROM demo.shop.items LIMIT 0",
      "SELECT id FROM demo.shop.items WHERE 1 = 2",
      "SELECT coalesce((SELECT 1), (SELECT id FROM demo.shop.items LIMIT 1))",
      "SELECT max(id) FROM (SELECT id FROM demo.shop.items LIMIT 5) WHERE 0",
      "SELECT i.id FROM empty CROSS JOIN demo.shop.items i",
  };
  Run("CREATE TABLE empty(x)");
  for (const std::string& sql : skipped) {
    EXPECT_THAT(Run("EXPLAIN REQUESTS " + sql), HasSubstr("|0|1")) << sql;
    Run(sql);
    EXPECT_TRUE(transport_.sent.empty()) << sql;
  }
}

TEST_F(SessionExplainTest, OneIsTheLeastWhereTheScanIsReachedInAnyCase) {
  const std::string reached[] = {
      "SELECT id FROM demo.shop.items LIMIT 2",
      "SELECT name, count(*) FROM demo.shop.items GROUP BY 1 ORDER BY 2",
      "SELECT max(id) FROM (SELECT id FROM demo.shop.items LIMIT 5)",
  };
  for (const std::string& sql : reached) {
    EXPECT_THAT(Run("EXPLAIN REQUESTS " + sql), EndsWith("|1|1")) << sql;
  }
}

TEST_F(SessionExplainTest, ValuesThatStandInTheStatementAreTakenAsTheScanTakesThem) {
  Write("shop.owners.yaml", kManyOwners);
  const std::string one = "EXPLAIN REQUESTS SELECT * FROM demo.shop.owners WHERE id ";
  EXPECT_THAT(Run(one + "IN (NULL, NULL)"), EndsWith("|0|NULL"));
  EXPECT_THAT(Run(one + "IN (NULL, 'a')"), EndsWith("|1|1"));
  EXPECT_THAT(Run(one + "= ''"), EndsWith("|not sent: no row can have these values|0|0"));
  EXPECT_THAT(Run(one + "= 'a' AND id = 'b'"), EndsWith("|0|0"));
  EXPECT_THAT(Run(one + "IN ('', 'a', 'b')"), EndsWith("|2 look-ups by id, up to 8 at once|1|2"));
  EXPECT_THAT(Run(one + "= (SELECT 'a')"), EndsWith("|0|NULL"));
  // An empty text cannot be sent to a filter: the list is read.
  EXPECT_THAT(Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items WHERE owner_id IN ('', 'o1')"),
              EndsWith("|NULL|1|1"));
  EXPECT_TRUE(transport_.sent.empty());
}

TEST_F(SessionExplainTest, ListsAndWorkspaceViewsAreSeenThrough) {
  const std::string text =
      Run("CREATE VIEW v AS SELECT * FROM demo.shop.items WHERE owner_id IN ('o1', 'o2');"
          "EXPLAIN REQUESTS SELECT * FROM v");
  EXPECT_THAT(text, HasSubstr("1|demo.shop.items|list_items|"));
  EXPECT_THAT(text, HasSubstr("owner_id IN (...)"));
  EXPECT_THAT(text, HasSubstr("one call per value of owner_id"));
}

TEST_F(SessionExplainTest, ViewsOfDocumentsAreSeenThrough) {
  Write("shop.sellers.yaml", R"(table: demo.shop.sellers
description: Who sells what.
view: SELECT i.name, o.email FROM "demo.shop.items" i JOIN "demo.shop.owners" o ON o.id = i.owner_id
)");
  const std::string text = Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.sellers");
  EXPECT_THAT(text, HasSubstr("demo.shop.items|list_items|GET https://demo.test/items"));
  EXPECT_THAT(text, HasSubstr("demo.shop.owners|list_owners|GET https://demo.test/owners|"));
  EXPECT_THAT(text, HasSubstr("in the view demo.shop.sellers"));
  EXPECT_TRUE(transport_.sent.empty());
  EXPECT_EQ(Run("DESCRIBE demo.shop.sellers"),
            "name|text|0|NULL|NULL|NULL\nemail|text|0|NULL|NULL|NULL");
}

TEST_F(SessionExplainTest, TablesOfOurOwnSendNothing) {
  EXPECT_EQ(Run("EXPLAIN REQUESTS SELECT * FROM apisql.requests, (SELECT 1)"), "");
}

TEST_F(SessionExplainTest, ErrorsPointIntoWhatWasTyped) {
  const std::string sql = "EXPLAIN  REQUESTS SELECT nme FROM demo.shop.items";
  EXPECT_THAT(Run(sql), HasSubstr("no such column: nme. Did you mean name?"));
  EXPECT_EQ(error_.place(), sql.find("nme"));
}

}  // namespace
}  // namespace apisql
