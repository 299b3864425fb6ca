// Somebody is asked before the rows of a statement leave, and what was shown is what is sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SessionConfirmTest : public SessionWriteFixture {
 protected:
  void SetUp() override { Start(); }

  void Start(SessionOptions options = {}) {
    ASSERT_TRUE(Open(std::move(options)).ok());
    session_->Supervise({.ask =
                             [this](const PendingWrites& writes) {
                               for (const PendingGroup& group : writes.Groups()) {
                                 asked_.push_back(std::string(VerbName(group.verb)) + " " +
                                                  std::to_string(group.rows) + " " + group.table +
                                                  " " + group.first);
                               }
                               return consent_;
                             },
                         .stopping = nullptr});
  }

  std::vector<std::string> asked_;
  Consent consent_ = Consent::kYes;
};

TEST_F(SessionConfirmTest, AYesSends) {
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE price > 1"), "");
  EXPECT_THAT(asked_, ElementsAre("delete 2 demo.shop.items id = 'i1'"));
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "DELETE /items/i1", "DELETE /items/i2"));
  EXPECT_EQ(summary_.outcomes.applied, 2);
}

TEST_F(SessionConfirmTest, ANoSendsNothingAndLeavesNothing) {
  consent_ = Consent::kNo;
  Run("DELETE FROM demo.shop.items WHERE price > 1");
  EXPECT_EQ(error_.code(), StatusCode::kDeclined);
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
  EXPECT_EQ(session_->staged_rows(), 0);
  EXPECT_FALSE(session_->in_transaction());
  EXPECT_EQ(Run("SELECT outcome, count(*) FROM apisql.mutations GROUP BY 1"), "unsent|2");
  EXPECT_EQ(Run("SELECT changes()"), "0");
}

TEST_F(SessionConfirmTest, AllIsASettingOfTheSession) {
  consent_ = Consent::kAll;
  Run("DELETE FROM demo.shop.items WHERE id = 'i1'; DELETE FROM demo.shop.items WHERE id = 'i2'");
  EXPECT_EQ(asked_.size(), 1U);
  EXPECT_EQ(Run("SELECT value FROM apisql.settings WHERE name = 'confirm_writes'"), "off");
  Run("SET confirm_writes = on; DELETE FROM demo.shop.items WHERE id = 'i2'");
  EXPECT_EQ(asked_.size(), 2U);
}

TEST_F(SessionConfirmTest, TheRowsOfReturningAreTheServersOwn) {
  EXPECT_EQ(Run("INSERT INTO demo.shop.items (name, owner_id) VALUES ('jar', 'o1') "
                "RETURNING id, secret"),
            "i9|s3cret");
  EXPECT_THAT(asked_, ElementsAre("insert 1 demo.shop.items name = 'jar', owner_id = 'o1'"));
}

TEST_F(SessionConfirmTest, AnActionIsAskedAbout) {
  consent_ = Consent::kNo;
  Run("EXEC demo.shop.items.rotate_item @id = 'i1'");
  EXPECT_EQ(error_.code(), StatusCode::kDeclined);
  EXPECT_THAT(asked_, ElementsAre("exec 1 demo.shop.items id = 'i1'"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionConfirmTest, ATransactionOfTheUserAsksNothing) {
  consent_ = Consent::kNo;
  EXPECT_EQ(Run("BEGIN; DELETE FROM demo.shop.items WHERE id = 'i1'; COMMIT"), "");
  EXPECT_EQ(Run("SAVEPOINT a; DELETE FROM demo.shop.items WHERE id = 'i2'; RELEASE a"), "");
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(SessionConfirmTest, NothingIsAskedWhereNothingIsToBeSent) {
  consent_ = Consent::kNo;
  Run("UPDATE demo.shop.items SET price = price WHERE price = 9");
  EXPECT_EQ(summary_.outcomes.unchanged, 1);
  Run("DELETE FROM demo.shop.items WHERE price > 100; CREATE TABLE own (x); "
      "INSERT INTO own VALUES (1); DELETE FROM own");
  EXPECT_TRUE(error_.ok());
  Run("SET dry_run = on; DELETE FROM demo.shop.items WHERE id = 'i1'");
  Run("EXPLAIN REQUESTS DELETE FROM demo.shop.items WHERE id = 'i1'");
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(SessionConfirmTest, WhatIsRefusedIsNotAskedAbout) {
  EXPECT_THAT(Run("SET max_affected_rows = 1; DELETE FROM demo.shop.items WHERE price > 1"),
              HasSubstr("max_affected_rows"));
  EXPECT_THAT(Run("DELETE FROM demo.shop.items"), HasSubstr("WHERE"));
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(SessionConfirmTest, AFailureIsToldAsWithoutAQuestion) {
  Reply("DELETE /items/i1", 403, R"({"message": "no"})");
  const std::string told = Run("DELETE FROM demo.shop.items WHERE price > 1");
  EXPECT_THAT(told, HasSubstr("of 2 rows 0 applied, 1 failed, 1 not sent"));
  session_->Supervise({});
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE price > 1"), told);
}

}  // namespace
}  // namespace apisql
