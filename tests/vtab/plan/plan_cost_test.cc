#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "vtab/plan/planner.h"

namespace apisql {
namespace {

// The plans of confluent.iam.api_keys: 1,000 rows by its document, 100 owners, 2 kinds of owner.
class CostTest : public ::testing::Test {
 protected:
  CostTest() : keys_(*catalog_->Find("confluent.iam.api_keys")) {}

  Constraint On(const std::string& column, Operator op = Operator::kEqual) const {
    return {.column = keys_->FindColumn(column), .op = op, .usable = true, .constant = true};
  }
  Constraint Joined(const std::string& column, Operator op = Operator::kEqual) const {
    Constraint constraint = On(column, op);
    constraint.constant = false;
    return constraint;
  }

  PlannedScan Plan(const std::vector<Constraint>& constraints) {
    const auto planned =
        PlanScan(*keys_, {constraints, false, ColumnSet(1)}, Estimates(*catalog_, &learned_));
    EXPECT_TRUE(planned.has_value());
    return planned.value_or(PlannedScan{});
  }
  int64_t RowsOf(const std::vector<Constraint>& constraints) { return Plan(constraints).rows; }
  double CostOf(const std::vector<Constraint>& constraints) { return Plan(constraints).cost; }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  TableStatistics learned_;
  std::shared_ptr<const Resource> keys_;
};

TEST_F(CostTest, RequestsOfASingleRunAreAHundredEach) {
  EXPECT_EQ(CostOf({}), 100 * 10 + 1000);
  EXPECT_EQ(CostOf({On("owner_id")}), 100 * 1 + 10);
  EXPECT_EQ(CostOf({On("id", Operator::kIn)}), 100 * 3 + 3) << "a list depends on no other table";
}

TEST_F(CostTest, RequestsInsideAJoinAreTenEach) {
  EXPECT_EQ(CostOf({Joined("owner_id")}), 10 * 1 + 10);
  EXPECT_EQ(CostOf({Joined("id")}), 10 * 1 + 1);
  EXPECT_EQ(CostOf({Joined("owner_id"), On("owner_kind")}), 10 * 1 + 5);
}

TEST_F(CostTest, AScanToLookRowsUpInIsPaidOncePerOuterRowOnlyATenth) {
  EXPECT_EQ(CostOf({Joined("environment_id")}), 5 + 10 * 10 + 100);
  EXPECT_LT(CostOf({Joined("owner_id")}), CostOf({Joined("environment_id")}));
}

// SQLite does not reckon with what a virtual table leaves to it, so the rows must.
TEST_F(CostTest, RowsAreThoseThatEveryConstraintLeavesClaimedOrNot) {
  EXPECT_EQ(RowsOf({}), 1000);
  EXPECT_EQ(RowsOf({On("owner_id")}), 10);
  EXPECT_EQ(RowsOf({On("owner_kind")}), 500);
  EXPECT_EQ(RowsOf({On("owner_id"), On("owner_kind")}), 5);
  EXPECT_EQ(RowsOf({On("id"), On("owner_kind")}), 1);
  EXPECT_EQ(RowsOf({On("owner_id", Operator::kIn)}), 30);
  EXPECT_EQ(RowsOf({On("created_at", Operator::kLess)}), 333);
  EXPECT_EQ(RowsOf({On("created_at", Operator::kGreater), On("created_at", Operator::kLess)}), 111);
  EXPECT_EQ(RowsOf({On("display_name", Operator::kLike)}), 250);
  EXPECT_EQ(RowsOf({On("description", Operator::kIsNull)}), 100);
  EXPECT_EQ(RowsOf({On("description", Operator::kNotNull)}), 900);
  EXPECT_EQ(RowsOf({On("owner_kind", Operator::kNotEqual)}), 900);
}

TEST_F(CostTest, TwoEqualitiesOnOneColumnCountOnce) {
  EXPECT_EQ(RowsOf({On("owner_id"), On("owner_id", Operator::kIn)}), 10);
  EXPECT_EQ(CostOf({On("environment_id"), Joined("environment_id")}), 5 + 10 * 10 + 100);
}

// Else SQLite would rather make the look-ups that only a key of a parent can bound: ten keys of one
// owner seem to make them ten times as dear.
TEST_F(CostTest, ALookUpInAListCountsAsOneRowAndOneInEachParentDoesNot) {
  EXPECT_EQ(RowsOf({Joined("owner_id")}), 1);
  EXPECT_EQ(RowsOf({Joined("environment_id"), On("owner_kind")}), 1);
  EXPECT_EQ(RowsOf({On("owner_id")}), 10) << "its value is known, so it is no look-up";
  keys_ = *catalog_->Find("rockset.iam.api_keys");
  EXPECT_EQ(RowsOf({Joined("user_email")}), 4);
}

TEST_F(CostTest, ValuesThatNotInRulesOutCountOnceTogether) {
  const Constraint unequal = On("owner_kind", Operator::kNotEqual);
  EXPECT_EQ(RowsOf({unequal, unequal, unequal}), 900);
  EXPECT_EQ(RowsOf({unequal, On("owner_id", Operator::kNotEqual)}), 810);
}

TEST_F(CostTest, BoundsThatComeWithALikeCountOnceTogether) {
  EXPECT_EQ(RowsOf({On("display_name", Operator::kGreaterEqual),
                    On("display_name", Operator::kLess), On("display_name", Operator::kLike)}),
            250);
}

TEST_F(CostTest, WhatIsNotUsableLeavesAllRows) {
  Constraint unusable = Joined("owner_id");
  unusable.usable = false;
  EXPECT_EQ(RowsOf({unusable}), 1000);
  EXPECT_EQ(CostOf({unusable}), CostOf({}));
}

TEST_F(CostTest, ARowidIsOneRow) {
  EXPECT_EQ(RowsOf({{.column = -1, .op = Operator::kEqual, .usable = true}}), 1);
}

TEST_F(CostTest, LimitSaysNothingOfRows) {
  EXPECT_EQ(RowsOf({{.column = -1, .op = Operator::kLimit, .usable = true}}), 1000);
}

TEST_F(CostTest, LearnedSizesTakeThePlaceOfTheDocuments) {
  learned_.LearnScan(keys_->name, 250, 3);
  EXPECT_EQ(CostOf({}), 100 * 3 + 250);
  EXPECT_EQ(RowsOf({On("owner_kind")}), 125);
  learned_.LearnFilter(keys_->name, "owner_id", 120, 2);
  EXPECT_EQ(CostOf({On("owner_id")}), 100 * 1 + 60);
}

TEST_F(CostTest, PagesOfAnOwnerWithManyKeysAreCounted) {
  learned_.LearnScan(keys_->name, 900, 9);
  learned_.LearnFilter(keys_->name, "owner_id", 350, 1);
  EXPECT_EQ(Plan({On("owner_id")}).plan.requests, 4);
}

}  // namespace
}  // namespace apisql
