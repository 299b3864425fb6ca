#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vtab/plan/scan_plan.h"

namespace apisql {
namespace {

TEST(ScanPlanTest, TextOfAFullPlanReadsBackTheSame) {
  ScanPlan plan;
  plan.method = "list_cmk_v2_clusters";
  plan.bindings = {{"environment_id", 0, true}, {"network_id", 1, false}};
  plan.probes = {{"name", 4, false}};
  plan.each = {"environment"};
  plan.missing = {"crn_pattern"};
  plan.limit_argument = 2;
  plan.offset_argument = 3;
  plan.columns = ~uint64_t{0};
  plan.requests = 11;
  plan.rows = 30;
  plan.checks = {"created_at<", "name IS NULL"};
  const auto parsed = ScanPlan::Parse(plan.Serialize());
  ASSERT_TRUE(parsed.ok()) << parsed.status().message();
  EXPECT_EQ(*parsed, plan);
  EXPECT_EQ(parsed->arguments(), 5);
}

TEST(ScanPlanTest, TextIsReadableInExplainQueryPlan) {
  ScanPlan plan;
  plan.method = "list_iam_v2_api_keys";
  plan.bindings = {{"owner_id", 0, false}};
  plan.columns = 0x3f;
  plan.checks = {"created_at<"};
  EXPECT_EQ(plan.Serialize(),
            "list_iam_v2_api_keys owner_id=$0 columns:3f requests:1 rows:1 check:created_at<");
}

TEST(ScanPlanTest, EveryTruncationIsAnErrorOrAnotherPlanAndNeverACrash) {
  const std::string text = "get_key id=[$12] each:env @limit=$1 columns:ff requests:3 rows:9";
  for (size_t length = 0; length < text.size(); ++length) {
    const auto parsed = ScanPlan::Parse(std::string_view(text).substr(0, length));
    EXPECT_TRUE(!parsed.ok() || !parsed->method.empty());
  }
}

TEST(ScanPlanTest, ForeignTextIsRefused) {
  for (const char* text : {"", " ", "m x", "m x=", "m x=$", "m x=$-1", "m x=[$1", "m columns:xyz",
                           "m requests:1x", "m what:1", "m x=$99999999999999999999"}) {
    EXPECT_FALSE(ScanPlan::Parse(text).ok()) << text;
  }
}

TEST(ScanPlanTest, BitSixtyThreeStandsForAllLaterColumns) {
  ScanPlan plan;
  plan.columns = uint64_t{1} << 63;
  EXPECT_FALSE(plan.Uses(62));
  EXPECT_TRUE(plan.Uses(63));
  EXPECT_TRUE(plan.Uses(200));
}

}  // namespace
}  // namespace apisql
