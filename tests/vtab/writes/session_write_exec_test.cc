#include <gmock/gmock.h>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SessionWriteExecTest : public SessionWriteFixture {
 protected:
  SessionWriteExecTest() {
    Reply("POST /items/i1/rotate", 200,
          R"({"id": "i1", "spec": {"name": "cup"}, "secret": "n3w"})");
    Reply("POST /items/i1/price", 204, "");
  }
};

TEST_F(SessionWriteExecTest, ItIsSentAtOnceAndItsRowShown) {
  EXPECT_EQ(Run("EXEC demo.shop.items.rotate_item @id = 'i1'"), "i1|cup|NULL|NULL");
  EXPECT_EQ(header_, "id TEXT|name TEXT|owner_id TEXT|price INTEGER");
  EXPECT_THAT(Sent(), ElementsAre("POST /items/i1/rotate"));
  EXPECT_TRUE(summary_.wrote);
  EXPECT_EQ(summary_.changes, 1);
  EXPECT_EQ(Run("SELECT operation, \"key\", outcome FROM apisql.mutations"),
            "rotate_item|id = 'i1'|applied");
}

TEST_F(SessionWriteExecTest, OnlyReturningShowsASecret) {
  EXPECT_EQ(Run("EXEC demo.shop.items.rotate_item id = 'i1' RETURNING demo.shop.items.id, secret"),
            "i1|n3w");
  const std::string sql = "EXEC demo.shop.items.rotate_item id = 'i1' RETURNING nme";
  Sent();
  EXPECT_THAT(Run(sql), HasSubstr("no such column: nme"));
  EXPECT_EQ(error_.place(), sql.find("nme"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteExecTest, AMethodWithoutAnAnswerGivesNoRows) {
  EXPECT_EQ(Run("EXEC demo.shop.items.price_item @id = 'i1', @price = 12"), "");
  EXPECT_EQ(header_, "");
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items/i1/price {"amount":12})"));
}

TEST_F(SessionWriteExecTest, UnknownMethodsAndArgumentsAreErrorsWithNames) {
  EXPECT_THAT(Run("EXEC demo.shop.items.rotate_itm @id = 'i1'"),
              AllOf(HasSubstr("no such method: demo.shop.items.rotate_itm. Did you mean "
                              "rotate_item?"),
                    HasSubstr("price_item")));
  EXPECT_EQ(error_.place(), 5U);
  EXPECT_THAT(Run("EXEC demo.shop.items.delete_item @id = 'i1'"),
              HasSubstr("delete_item is not run by EXEC"));
  EXPECT_THAT(Run("EXEC demo.shop.owners.rotate"), HasSubstr("EXEC takes list_owners."));
  EXPECT_THAT(Run("EXEC demo.shop.items.price_item @id = 'i1'"), HasSubstr("needs price"));
  EXPECT_THAT(Run("EXEC demo.shop.items.price_item @id = 'i1', @prize = 1"),
              HasSubstr("no argument 'prize'"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteExecTest, ATransactionRefusesIt) {
  EXPECT_THAT(Run("BEGIN; EXEC demo.shop.items.rotate_item @id = 'i1'"),
              HasSubstr("EXEC is not possible inside of a transaction"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteExecTest, DryRunShowsTheRequest) {
  EXPECT_EQ(Run("SET dry_run = on; EXEC demo.shop.items.price_item @id = 'i1', @price = 12"),
            R"(demo.shop.items|POST|https://demo.test/items/i1/price|{"amount":12})");
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteExecTest, AFailureIsToldAndRecorded) {
  Reply("POST /items/i1/rotate", 403, R"({"message": "locked"})");
  EXPECT_THAT(Run("EXEC demo.shop.items.rotate_item @id = 'i1'"), HasSubstr("locked"));
  EXPECT_EQ(Run("SELECT outcome, status FROM apisql.mutations"), "failed|403");
  EXPECT_EQ(Run("BEGIN; ROLLBACK; SELECT 1"), "1");
}

TEST_F(SessionWriteExecTest, ShowInsertGivesAStatementThatRuns) {
  const std::string sql = Run("SHOW INSERT INTO demo.shop.items");
  EXPECT_EQ(header_, "sql TEXT");
  EXPECT_THAT(sql, AllOf(HasSubstr("INSERT INTO demo.shop.items"), HasSubstr("owner_id")));
  Sent();
  EXPECT_EQ(Run(sql).find("error"), std::string::npos) << sql;
  EXPECT_EQ(Sent().size(), 1U);
}

}  // namespace
}  // namespace apisql
