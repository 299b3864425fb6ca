#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vtab/plan/scan_plan.h"

namespace apisql {
namespace {

TEST(ScanPlanTest, TextOfAFullPlanReadsBackTheSame) {
  ScanPlan plan;
  plan.method = "list_cmk_v2_clusters";
  plan.bindings = {{"environment_id", 0, true, true}, {"network_id", 1, false}};
  plan.filters = {{"name", Operator::kEqual, 4},
                  {"name", Operator::kIs, 5, true},
                  {"email", Operator::kEqual, 6, false, true},
                  {"created_at", Operator::kLess, 7, true},
                  {"created_at", Operator::kLessEqual, 8},
                  {"created_at", Operator::kGreater, 9},
                  {"created_at", Operator::kGreaterEqual, 10, true, true},
                  {"owner_id", Operator::kIsNull, 11}};
  plan.ruling_out = {{"environment_id", Operator::kNotEqual, 12, true},
                     {"environment_id", Operator::kIsNot, 13},
                     {"environment_id", Operator::kLike, 14, true},
                     {"environment_id", Operator::kGlob, 15, true}};
  using Comparison = Parameter::Comparison;
  plan.narrowing = {{"created_at", Comparison::kLess, 7, true},
                    {"created_at", Comparison::kLessEqual, 8},
                    {"created_at", Comparison::kGreater, 9},
                    {"created_at", Comparison::kGreaterEqual, 10, true},
                    {"owner_id", Comparison::kIsNull, 11, true},
                    {"environment_id", Comparison::kPrefix, 14, true},
                    {"API-$ey", Comparison::kIsNotNull, 15}};
  plan.each = {"environment"};
  plan.missing = {"crn_pattern", "created_at>="};
  plan.limit_argument = 2;
  plan.offset_argument = 3;
  plan.columns = ColumnSet::All();
  plan.requests = 11;
  plan.rows = 30;
  plan.checks = {"name LIKE", "rowid="};
  const auto parsed = ScanPlan::Parse(plan.Serialize());
  ASSERT_TRUE(parsed.ok()) << parsed.status().message();
  EXPECT_EQ(*parsed, plan);
  EXPECT_EQ(parsed->arguments(), 16);
}

TEST(ScanPlanTest, TextIsReadableInExplainQueryPlan) {
  ScanPlan plan;
  plan.method = "list_iam_v2_api_keys";
  plan.bindings = {{"owner_id", 0, false, true}};
  plan.columns = ColumnSet(0x3f);
  plan.filters = {{"created_at", Operator::kLess, 1}, {"owner_kind", Operator::kIsNull, 2}};
  plan.ruling_out = {{"owner_id", Operator::kLike, 3, true}};
  plan.checks = {"name LIKE"};
  EXPECT_EQ(plan.Serialize(),
            "list_iam_v2_api_keys owner_id=$0 filter:created_at<?1 filter:owner_kind=null?2 "
            "out:owner_id~like$3 columns:3f requests:1 rows:1 check:name.LIKE");
}

TEST(ScanPlanTest, WhatNarrowsGoesWithItsComparison) {
  ScanPlan plan;
  plan.method = "list";
  plan.narrowing = {{"at", Parameter::Comparison::kGreaterEqual, 0, true},
                    {"name", Parameter::Comparison::kPrefix, 1, true}};
  plan.filters = {{"at", Operator::kGreater, 0, true}};
  plan.ruling_out = {{"name", Operator::kLike, 1, true}};
  EXPECT_EQ(plan.Serialize(),
            "list send:at>=$0 send:name~prefix$1 filter:at>$0 out:name~like$1 "
            "columns:0 requests:1 rows:1");
  ASSERT_NE(plan.ComparisonOf(plan.narrowing[0]), nullptr);
  EXPECT_EQ(plan.ComparisonOf(plan.narrowing[0])->op, Operator::kGreater);
  plan.ruling_out.clear();
  plan.DropLostNarrowing();
  ASSERT_EQ(plan.narrowing.size(), 1U);
  EXPECT_EQ(plan.narrowing[0].column, "at");
}

TEST(ScanPlanTest, NarrowingThatIsNoneIsAnError) {
  for (const char* item : {"send:", "send:at", "send:at>=", "send:at>=0", "send:>=$0", "send:at=$0",
                           "send:at!=$0", "send:at>=$x", "send:at>=$-1", "send:at~prefi$0"}) {
    EXPECT_FALSE(ScanPlan::Parse(std::string("list ") + item).ok()) << item;
  }
}

TEST(ScanPlanTest, EveryTruncationIsAnErrorOrAnotherPlanAndNeverACrash) {
  const std::string text =
      "get_key id=[$12] send:a<=?3 filter:a<=?3 each:env @limit=$1 columns:ff requests:3 rows:9";
  for (size_t length = 0; length < text.size(); ++length) {
    const auto parsed = ScanPlan::Parse(std::string_view(text).substr(0, length));
    EXPECT_TRUE(!parsed.ok() || !parsed->method.empty());
  }
}

TEST(ScanPlanTest, ForeignTextIsRefused) {
  for (const char* text :
       {"", " ", "m x", "m x=", "m x=$", "m x=$-1", "m x=[$1", "m columns:xyz", "m requests:1x",
        "m what:1", "m x=$99999999999999999999", "m filter:x", "m filter:=$1",
        "m filter:x=", "m filter:x!$1", "m filter:x=null", "m filter:x<1"}) {
    EXPECT_FALSE(ScanPlan::Parse(text).ok()) << text;
  }
}

TEST(ScanPlanTest, ArgumentsBeyondAllCountingAreRefused) {
  for (const char* text : {"m x=$2147483647", "m filter:x<?2147483647", "m @limit=$2147483647"}) {
    EXPECT_FALSE(ScanPlan::Parse(text).ok()) << text;
  }
  const auto most = ScanPlan::Parse("m x=$" + std::to_string(ScanPlan::kMostArguments - 1));
  ASSERT_TRUE(most.ok());
  EXPECT_EQ(most->arguments(), ScanPlan::kMostArguments);
}

TEST(ScanPlanTest, BitSixtyThreeStandsForAllLaterColumns) {
  ScanPlan plan;
  plan.columns = ColumnSet(uint64_t{1} << 63);
  EXPECT_FALSE(plan.columns.Has(62));
  EXPECT_TRUE(plan.columns.Has(63));
  EXPECT_TRUE(plan.columns.Has(200));
}

}  // namespace
}  // namespace apisql
