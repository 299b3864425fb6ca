// Several writes of one row in one transaction or statement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;

using WriteTwiceTest = SessionWriteFixture;

// i1 is a cup, i2 a pot.
TEST_F(WriteTwiceTest, AWriteBackToWhatTheApiHasIsSentWhereAnotherIsStaged) {
  Run("BEGIN;"
      "UPDATE demo.shop.items SET name = 'pot' WHERE price > 0;"
      "UPDATE demo.shop.items SET name = 'cup' WHERE price = 3;"
      "COMMIT");
  EXPECT_THAT(Sent(),
              ElementsAre("GET /items", "GET /items", R"(PATCH /items/i1 {"spec":{"name":"pot"}})",
                          R"(PATCH /items/i1 {"spec":{"name":"cup"}})"));
}

TEST_F(WriteTwiceTest, AWriteOfWhatIsStagedAlreadyIsNoChange) {
  Run("BEGIN;"
      "UPDATE demo.shop.items SET name = 'jar' WHERE price = 3;"
      "UPDATE demo.shop.items SET name = 'jar' WHERE price = 3;"
      "COMMIT");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "GET /items",
                                  R"(PATCH /items/i1 {"spec":{"name":"jar"}})"));
}

// The last match wins, and it is what the API has.
TEST_F(WriteTwiceTest, OneStatementMayWriteARowAndBack) {
  Run("UPDATE demo.shop.items SET name = v.column2 "
      "FROM (VALUES ('i1', 'X'), ('i1', 'cup')) v WHERE id = v.column1 AND price > 0");
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
  EXPECT_EQ(summary_.changes, 1);
}

TEST_F(WriteTwiceTest, ATriggerMayWriteARowAndBack) {
  Run("SET allow_trigger_writes = on; CREATE TABLE t(a);"
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN "
      "UPDATE demo.shop.items SET name = 'q' WHERE price = 3;"
      "UPDATE demo.shop.items SET name = 'cup' WHERE price = 3; END;"
      "INSERT INTO t VALUES (1)");
  const auto sent = Sent();
  ASSERT_FALSE(sent.empty());
  EXPECT_EQ(sent.back(), R"(PATCH /items/i1 {"spec":{"name":"cup"}})");
}

TEST_F(WriteTwiceTest, WhatASavepointTookBackIsNotStaged) {
  Run("BEGIN; SAVEPOINT a;"
      "UPDATE demo.shop.items SET name = 'pot' WHERE price = 3;"
      "ROLLBACK TO a;"
      "UPDATE demo.shop.items SET name = 'cup' WHERE price = 3;"
      "COMMIT");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "GET /items"));
}

TEST_F(WriteTwiceTest, ByWholeKeyEachWriteIsSent) {
  Run("BEGIN;"
      "UPDATE demo.shop.items SET name = 'pot' WHERE id = 'i1';"
      "UPDATE demo.shop.items SET name = 'cup' WHERE id = 'i1';"
      "COMMIT");
  EXPECT_THAT(Sent(), ElementsAre(R"(PATCH /items/i1 {"spec":{"name":"pot"}})",
                                  R"(PATCH /items/i1 {"spec":{"name":"cup"}})"));
}

TEST_F(WriteTwiceTest, NothingIsSentWhereNothingDiffers) {
  Run("UPDATE demo.shop.items SET name = 'cup' WHERE price = 3");
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
}

}  // namespace
}  // namespace apisql
