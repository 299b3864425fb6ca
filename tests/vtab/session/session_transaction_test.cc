// A transaction sees its own staged writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The API has i1, a cup of o1 for 3, and i2, a pot of o2 for 9. Its list takes no filter.
class TransactionTest : public SessionWriteFixture {
 protected:
  std::string Names() { return Run("SELECT group_concat(name) FROM demo.shop.items"); }
};

TEST_F(TransactionTest, AnUpdateIsSeenByLaterStatements) {
  Run("BEGIN; UPDATE demo.shop.items SET price = price + 1 WHERE name = 'cup'");
  EXPECT_EQ(Run("SELECT price FROM demo.shop.items WHERE id > ''"), "4\n9");
  Run("UPDATE demo.shop.items SET price = price + 1 WHERE name = 'cup'");
  Sent();
  Run("COMMIT");
  EXPECT_THAT(Sent(), ElementsAre(R"(PATCH /items/i1 {"spec":{"price":4}})",
                                  R"(PATCH /items/i1 {"spec":{"price":5}})"));
}

TEST_F(TransactionTest, AChangedRowIsFoundByItsNewValueAndNotByItsOldOne) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 'jar' WHERE name = 'cup'");
  EXPECT_EQ(Run("SELECT id FROM demo.shop.items WHERE name = 'jar'"), "i1");
  EXPECT_EQ(Run("SELECT id FROM demo.shop.items WHERE name = 'cup'"), "");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items WHERE name = 'jar' OR price = 3"), "1");
}

TEST_F(TransactionTest, JsonAroundAChangedColumnFollows) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 'jar', price = 5 WHERE name = 'cup'");
  EXPECT_EQ(Run("SELECT spec FROM demo.shop.items WHERE id = 'i1'"),
            R"({"name":"jar","owner":"o1","price":5})");
  EXPECT_EQ(Run("SELECT spec ->> 'price' FROM demo.shop.items WHERE name = 'jar'"), "5");
}

TEST_F(TransactionTest, ValuesTakeTheTypeOfTheirColumn) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 5, price = '7' WHERE name = 'cup'");
  EXPECT_EQ(Run("SELECT typeof(name), typeof(price) FROM demo.shop.items WHERE name = '5'"),
            "text|integer");
}

TEST_F(TransactionTest, ADeletedRowIsHidden) {
  Run("BEGIN; DELETE FROM demo.shop.items WHERE name = 'cup'");
  EXPECT_EQ(Names(), "pot");
  Sent();
  EXPECT_EQ(Run("SELECT name FROM demo.shop.items WHERE id = 'i1'"), "");
  EXPECT_THAT(Sent(), IsEmpty()) << "it is known to be gone";
  Run("ROLLBACK");
  EXPECT_EQ(Names(), "cup,pot");
}

TEST_F(TransactionTest, AnInsertedRowIsThereAndWhatTheServerMakesIsNull) {
  Run("BEGIN; INSERT INTO demo.shop.items (name, owner_id, price) VALUES ('jar', 'o9', 2)");
  EXPECT_EQ(Run("SELECT id, name, price, secret FROM demo.shop.items WHERE owner_id = 'o9'"),
            "NULL|jar|2|NULL");
  EXPECT_EQ(Run("SELECT count(*), sum(price) FROM demo.shop.items"), "3|14");
}

TEST_F(TransactionTest, AnUpdateOfAnInsertedRowChangesWhatWillBeSent) {
  Run("BEGIN; INSERT INTO demo.shop.items (name, owner_id) VALUES ('jar', 'o9');"
      "UPDATE demo.shop.items SET name = 'urn', price = 2 WHERE owner_id = 'o9';"
      "UPDATE demo.shop.items SET price = price + 1 WHERE owner_id = 'o9'");
  EXPECT_EQ(Run("SELECT name, price FROM demo.shop.items WHERE owner_id = 'o9'"), "urn|3");
  Sent();
  Run("COMMIT");
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items {"spec":{"name":"urn","owner":"o9","price":3}})"));
  EXPECT_EQ(Run("SELECT outcome FROM apisql.mutations ORDER BY number"), "applied\nmerged\nmerged");
}

TEST_F(TransactionTest, ADeleteOfAnInsertedRowTakesItOut) {
  Run("BEGIN; INSERT INTO demo.shop.items (name, owner_id) VALUES ('jar', 'o9'), ('pan', 'o8');"
      "DELETE FROM demo.shop.items WHERE owner_id = 'o9'");
  EXPECT_EQ(Names(), "cup,pot,pan");
  Sent();
  Run("COMMIT");
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items {"spec":{"name":"pan","owner":"o8"}})"));
}

TEST_F(TransactionTest, ASavepointTakesTheLayersOff) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 'jar' WHERE name = 'cup'; SAVEPOINT a;"
      "UPDATE demo.shop.items SET name = 'urn' WHERE name = 'jar';"
      "DELETE FROM demo.shop.items WHERE name = 'pot';"
      "INSERT INTO demo.shop.items (name, owner_id) VALUES ('pan', 'o9')");
  EXPECT_EQ(Names(), "urn,pan");
  Run("ROLLBACK TO a");
  EXPECT_EQ(Names(), "jar,pot");
}

TEST_F(TransactionTest, AFailedStatementLeavesNoLayer) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 'jar' WHERE name = 'cup'");
  EXPECT_THAT(Run("INSERT INTO demo.shop.items (name, owner_id) VALUES ('a', 'o1'), ('b', NULL)"),
              HasSubstr("error"));
  EXPECT_EQ(Names(), "jar,pot");
}

TEST_F(TransactionTest, AJoinASubqueryAndAnUpdateFromSeeTheLayers) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 'a@x' WHERE name = 'cup'");
  EXPECT_EQ(Run("SELECT i.id FROM demo.shop.owners o JOIN demo.shop.items i ON i.name = o.email"),
            "i1");
  EXPECT_EQ(Run("SELECT email FROM demo.shop.owners WHERE email IN "
                "(SELECT name FROM demo.shop.items)"),
            "a@x");
  Run("UPDATE demo.shop.items AS t SET name = s.name FROM demo.shop.items AS s "
      "WHERE s.id = 'i1' AND t.id = 'i2'");
  EXPECT_EQ(Names(), "a@x,a@x");
}

TEST_F(TransactionTest, ARowStagedByItsKeyIsReadWhenMoreOfItIsAskedFor) {
  Run("BEGIN; UPDATE demo.shop.items SET name = 'jar' WHERE id = 'i1'");
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_EQ(Run("SELECT name, owner_id FROM demo.shop.items WHERE id = 'i1'"), "jar|o1");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1"));
}

TEST_F(TransactionTest, ARowThatIsNotThereIsNotMadeUpByAnUpdateOfItsKey) {
  Reply("GET /items/i7", 404, R"({"message": "no such item"})");
  Run("BEGIN; UPDATE demo.shop.items SET name = 'jar' WHERE id = 'i7'");
  EXPECT_EQ(Run("SELECT name FROM demo.shop.items WHERE id = 'i7'"), "");
  EXPECT_EQ(Names(), "cup,pot");
}

TEST_F(TransactionTest, ARowIsWrittenOncePerStatementAndTheLastMatchWins) {
  Run("CREATE TABLE v(a); INSERT INTO v VALUES ('x'), ('y')");
  Run("UPDATE demo.shop.items SET name = v.a FROM v WHERE price = 3");
  EXPECT_EQ(summary_.changes, 1);
  const auto sent = Sent();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_THAT(sent[1], HasSubstr("PATCH /items/i1"));
}

TEST_F(TransactionTest, ReturningGivesRowsAsTheyAreStaged) {
  Run("BEGIN");
  EXPECT_EQ(Run("UPDATE demo.shop.items SET price = 4 WHERE id > '' RETURNING id, name, price"),
            "i1|cup|4\ni2|pot|4");
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE name = 'pot' RETURNING id, price"), "i2|4");
  for (const std::string& request : Sent()) EXPECT_THAT(request, HasSubstr("GET"));
  EXPECT_THAT(Run("INSERT INTO demo.shop.items (name, owner_id) VALUES ('a', 'o1') "
                  "RETURNING id"),
              HasSubstr("error"));
}

TEST_F(TransactionTest, ReturningGivesRowsThatHaveTheValuesAlready) {
  EXPECT_EQ(Run("UPDATE demo.shop.items SET price = 3 WHERE price > 0 RETURNING id"), "i1\ni2");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", R"(PATCH /items/i2 {"spec":{"price":3}})"));
  EXPECT_EQ(summary_.changes, 2);
}

TEST_F(TransactionTest, DryRunIsFixedWhenARowIsStaged) {
  Run("BEGIN; SET dry_run = on; DELETE FROM demo.shop.items WHERE id = 'i1'; SET dry_run = off;"
      "DELETE FROM demo.shop.items WHERE id = 'i2'; COMMIT");
  EXPECT_THAT(Sent(), ElementsAre("DELETE /items/i2"));
}

TEST_F(TransactionTest, WhatCannotAllBeSentIsNotSentAtAll) {
  EXPECT_THAT(Run("SET max_requests = 2; INSERT INTO demo.shop.items (name, owner_id) "
                  "VALUES ('a', 'o1'), ('b', 'o1'), ('c', 'o1')"),
              HasSubstr("max_requests"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(TransactionTest, AConflictClauseThatRollsBackDoes) {
  Run("BEGIN; INSERT INTO demo.shop.items (name, owner_id) VALUES ('a', 'o1')");
  EXPECT_THAT(Run("INSERT OR ROLLBACK INTO demo.shop.items (name, owner_id) VALUES ('b', NULL)"),
              HasSubstr("error"));
  EXPECT_THAT(Run("COMMIT"), HasSubstr("no transaction is active"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(TransactionTest, AConflictClauseThatFailsKeepsTheRowsBefore) {
  EXPECT_THAT(Run("BEGIN; INSERT OR FAIL INTO demo.shop.items (name, owner_id) "
                  "VALUES ('a', 'o1'), ('b', NULL), ('c', 'o1')"),
              HasSubstr("error"));
  EXPECT_EQ(Names(), "cup,pot,a");
}

}  // namespace
}  // namespace apisql
