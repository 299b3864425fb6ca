#include <gmock/gmock.h>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class SessionWriteExplainTest : public SessionWriteFixture {
 protected:
  // Nothing may be sent for any of it.
  void TearDown() override { EXPECT_THAT(Sent(), IsEmpty()); }
};

TEST_F(SessionWriteExplainTest, AnInsertOfConstantsShowsItsBodies) {
  EXPECT_EQ(Run("EXPLAIN REQUESTS INSERT INTO demo.shop.items(owner_id, name) "
                "VALUES ('o1', 'a'), ('o2', 'b') RETURNING id, secret"),
            "1|demo.shop.items|create_item|POST https://demo.test/items|NULL|NULL|1|NULL|"
            R"({"spec":{"name":"a","owner":"o1"}}|1|NULL|NULL|NULL)"
            "\n2|demo.shop.items|create_item|POST https://demo.test/items|NULL|NULL|1|NULL|"
            R"({"spec":{"name":"b","owner":"o2"}}|1|NULL|NULL|NULL)");
  EXPECT_EQ(summary_.rows, 2);
  EXPECT_EQ(Run("SELECT value FROM apisql.settings WHERE name = 'dry_run'"), "off");
}

TEST_F(SessionWriteExplainTest, AnInsertFromTheWorkspaceIsKnownAsWell) {
  EXPECT_THAT(Run("CREATE TABLE t(o); INSERT INTO t VALUES ('o7');"
                  "EXPLAIN REQUESTS INSERT INTO demo.shop.items(owner_id) SELECT o FROM t"),
              EndsWith(R"({"spec":{"owner":"o7"}}|1|NULL|NULL|NULL)"));
}

TEST_F(SessionWriteExplainTest, AnInsertThatReadsAnApiShowsTheFormOfItsBody) {
  EXPECT_EQ(Run("EXPLAIN REQUESTS INSERT INTO demo.shop.items(owner_id, price) "
                "SELECT id, 1 FROM demo.shop.owners"),
            "1|demo.shop.owners|list_owners|GET https://demo.test/owners|NULL|NULL|1|NULL|NULL|8|"
            "NULL|1|1\n"
            "2|demo.shop.items|create_item|POST https://demo.test/items|NULL|NULL|1000|one per "
            R"(row|{"spec":{"owner":"{owner_id}","price":"{price}"}}|1|NULL|NULL|NULL)");
}

TEST_F(SessionWriteExplainTest, AnInsertInATransactionShowsTheFormOfItsBody) {
  EXPECT_THAT(Run("BEGIN; EXPLAIN REQUESTS INSERT INTO demo.shop.items(owner_id) VALUES ('o1')"),
              EndsWith(R"({"spec":{"owner":"{owner_id}"}}|1|NULL|NULL|NULL)"));
  EXPECT_EQ(Run("COMMIT; SELECT count(*) FROM apisql.mutations"), "0");
}

TEST_F(SessionWriteExplainTest, AWriteByItsKeyShowsThatItReadsNothing) {
  EXPECT_EQ(Run("EXPLAIN REQUESTS DELETE FROM demo.shop.items WHERE id = 'i1'"),
            "1|demo.shop.items|get_item|GET https://demo.test/items/i1|id = 'i1'|NULL|0|not sent: "
            "WHERE gives the whole key|NULL|8|NULL|0|1\n"
            "2|demo.shop.items|delete_item|DELETE https://demo.test/items/i1|NULL|NULL|1|one per "
            "row|NULL|1|NULL|NULL|NULL");
  EXPECT_THAT(Run("EXPLAIN REQUESTS UPDATE demo.shop.items SET price = 2 WHERE id = 'i1'"),
              AllOf(HasSubstr("|0|sent only where more of the row is needed"),
                    EndsWith(R"(|PATCH https://demo.test/items/i1|NULL|NULL|1|one per row|)"
                             R"({"spec":{"price":"{price}"}}|1|NULL|NULL|NULL)")));
}

TEST_F(SessionWriteExplainTest, ANumberForATextKeyIsReadFirst) {
  EXPECT_THAT(Run("EXPLAIN REQUESTS DELETE FROM demo.shop.items WHERE id = 5"),
              Not(HasSubstr("not sent")));
}

TEST_F(SessionWriteExplainTest, AViewThatReadsTheTableKeepsTheRead) {
  EXPECT_THAT(Run("CREATE VIEW v AS SELECT * FROM demo.shop.items; EXPLAIN REQUESTS "
                  "DELETE FROM demo.shop.items WHERE id = 'i1' AND EXISTS (SELECT 1 FROM v)"),
              AllOf(HasSubstr("get_item"), Not(HasSubstr("not sent"))));
}

TEST_F(SessionWriteExplainTest, AWriteByOtherColumnsReadsFirst) {
  EXPECT_THAT(Run("EXPLAIN REQUESTS UPDATE demo.shop.items SET name = 'x', price = price + 1 "
                  "WHERE owner_id = 'o1'"),
              AllOf(StartsWith("1|demo.shop.items|list_items|GET https://demo.test/items|"),
                    HasSubstr("\n2|demo.shop.items|update_item|PATCH "
                              "https://demo.test/items/{id}|NULL|NULL|"),
                    EndsWith(R"({"spec":{"name":"{name}","price":"{price}"}}|1|NULL|NULL|NULL)")));
}

TEST_F(SessionWriteExplainTest, AWriteOfEveryRowIsExplainedWithWhatItNeeds) {
  EXPECT_THAT(Run("EXPLAIN REQUESTS DELETE FROM demo.shop.items"),
              HasSubstr("needs SET allow_full_table_writes = on"));
}

TEST_F(SessionWriteExplainTest, ReturningShowsWhatItReads) {
  EXPECT_THAT(Run("EXPLAIN REQUESTS DELETE FROM demo.shop.items WHERE price > 1 "
                  "RETURNING id, (SELECT max(email) FROM demo.shop.owners)"),
              AllOf(HasSubstr("\n3|demo.shop.owners|list_owners|"), HasSubstr("for RETURNING")));
}

TEST_F(SessionWriteExplainTest, ExecIsExplained) {
  EXPECT_EQ(Run("EXPLAIN REQUESTS EXEC demo.shop.items.price_item @id = 'i1', @price = 3"),
            "1|demo.shop.items|price_item|POST https://demo.test/items/i1/price|NULL|NULL|1|NULL|"
            R"({"amount":3}|NULL|NULL|NULL|NULL)");
  const std::string sql = "EXPLAIN REQUESTS EXEC demo.shop.items.price_itm";
  EXPECT_THAT(Run(sql), HasSubstr("no such method"));
  EXPECT_EQ(error_.place(), sql.find("demo"));
}

TEST_F(SessionWriteExplainTest, WhatCannotRunIsAnErrorThatSaysWhere) {
  EXPECT_THAT(Run("EXPLAIN REQUESTS INSERT INTO demo.shop.items(name) VALUES ('x')"),
              HasSubstr("owner_id"));
  EXPECT_THAT(Run("EXPLAIN REQUESTS REPLACE INTO demo.shop.items(owner_id) VALUES ('x')"),
              HasSubstr("REPLACE is not possible"));
  const std::string sql =
      "EXPLAIN REQUESTS DELETE FROM demo.shop.items WHERE 1 RETURNING demo.shop.items.id, nme";
  EXPECT_THAT(Run(sql), HasSubstr("no such column: nme"));
  EXPECT_EQ(error_.place(), sql.find("nme"));
}

}  // namespace
}  // namespace apisql
