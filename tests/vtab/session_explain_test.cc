#include <gmock/gmock.h>

#include "tests/vtab/session_fixture.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class SessionExplainTest : public SessionFixture {};

TEST_F(SessionExplainTest, ShowsRequestsWithKnownValuesAndSendsNothing) {
  const std::string text =
      Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.items "
          "WHERE owner_id = 'o1' AND price > 3");
  EXPECT_EQ(header_,
            "step INTEGER|table TEXT|method TEXT|request TEXT|pushed TEXT|checked TEXT|"
            "estimated_requests INTEGER|note TEXT|body TEXT");
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
  EXPECT_EQ(Run("DESCRIBE demo.shop.sellers"), "name|text|0|NULL|NULL\nemail|text|0|NULL|NULL");
}

TEST_F(SessionExplainTest, TablesOfOurOwnSendNothing) {
  EXPECT_EQ(Run("EXPLAIN REQUESTS SELECT * FROM apisql.requests, (SELECT 1)"), "");
}

TEST_F(SessionExplainTest, ErrorsPointIntoWhatWasTyped) {
  const std::string sql = "EXPLAIN  REQUESTS SELECT nme FROM demo.shop.items";
  EXPECT_THAT(Run(sql), HasSubstr("no such column: nme. Did you mean name?"));
  EXPECT_EQ(error_.offset, static_cast<int64_t>(sql.find("nme")));
}

}  // namespace
}  // namespace apisql
