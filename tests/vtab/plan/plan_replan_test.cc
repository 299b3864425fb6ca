#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "vtab/plan/replan.h"

namespace apisql {
namespace {

class ReplanTest : public ::testing::Test {
 protected:
  // The text of the plan that `text` becomes; "none" when there is none.
  std::string Without(const std::string& table, const std::string& text) {
    const auto resource = catalog_->Find(table);
    const auto plan = ScanPlan::Parse(text);
    EXPECT_TRUE(resource.ok() && plan.ok()) << text;
    if (!resource.ok() || !plan.ok()) return "";
    const auto planned = PlanWithoutUnknown(**resource, *plan, Estimates(*catalog_, &learned_));
    if (!planned) return "none";
    EXPECT_EQ(planned->arguments(), plan->arguments()) << "every argument keeps its number";
    return planned->Serialize();
  }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  TableStatistics learned_;
};

TEST_F(ReplanTest, TheUnknownValueBecomesAFilterOfAScan) {
  EXPECT_EQ(Without("confluent.iam.users", "get_iam_v2_user id=?0 columns:3 requests:1 rows:1"),
            "list_iam_v2_users filter:id=?0 columns:3 requests:1 rows:100");
}

TEST_F(ReplanTest, LiteralsKeepNarrowingTheScan) {
  EXPECT_EQ(Without("confluent.iam.api_keys",
                    "list_iam_v2_api_keys owner_id=?0 resource_id=$1 columns:3"),
            "list_iam_v2_api_keys resource_id=$1 filter:owner_id=?0 columns:3 requests:1 rows:20");
}

TEST_F(ReplanTest, ALiteralThatCheckedTheRowsOfAGetNarrowsTheScan) {
  EXPECT_EQ(Without("confluent.iam.api_keys",
                    "get_iam_v2_api_key id=?1 filter:resource_id=$0 columns:3 requests:1 rows:1"),
            "list_iam_v2_api_keys resource_id=$0 filter:id=?1 columns:3 requests:1 rows:20");
}

TEST_F(ReplanTest, FiltersAndChecksGoAlong) {
  EXPECT_EQ(Without("confluent.iam.api_keys",
                    "list_iam_v2_api_keys owner_id=?2 filter:created_at<?0 filter:owner_kind=$1 "
                    "filter:description=null$3 columns:3 check:display_name.LIKE"),
            "list_iam_v2_api_keys filter:owner_kind=$1 filter:description=null$3 "
            "filter:owner_id=?2 filter:created_at<?0 "
            "columns:3 requests:10 rows:1000 check:display_name.LIKE");
}

TEST_F(ReplanTest, AnUnknownFilterIsNotSentInstead) {
  EXPECT_EQ(Without("confluent.iam.api_keys",
                    "get_iam_v2_api_key id=?0 filter:owner_id=?1 columns:3 requests:1 rows:1"),
            "list_iam_v2_api_keys filter:id=?0 filter:owner_id=?1 "
            "columns:3 requests:10 rows:1000");
}

TEST_F(ReplanTest, ListsStayOfOneRequest) {
  EXPECT_EQ(Without("confluent.iam.service_accounts",
                    "get_iam_v2_service_account id=?0 filter:display_name=$1 columns:3"),
            "list_iam_v2_service_accounts display_name=$1 filter:id=?0 "
            "columns:3 requests:1 rows:1");
  EXPECT_EQ(Without("confluent.iam.role_bindings",
                    "list_iam_v2_role_bindings principal=?0 role_name=[$1] each:crn_pattern "
                    "columns:3"),
            "list_iam_v2_role_bindings role_name=[$1] filter:principal=?0 each:crn_pattern "
            "columns:3 requests:4 rows:100");
}

TEST_F(ReplanTest, ARequiredParameterIsEnumeratedFromItsParent) {
  learned_.LearnScan("confluent.org.environments", 25, 1);
  EXPECT_EQ(Without("confluent.cmk.clusters",
                    "list_cmk_v2_clusters environment_id=?0 columns:7 requests:1 rows:3"),
            "list_cmk_v2_clusters filter:environment_id=?0 each:environment "
            "columns:7 requests:26 rows:30");
}

TEST_F(ReplanTest, WithoutAParentThereIsNoSuchPlan) {
  const auto clusters = catalog_->Find("confluent.cmk.clusters");
  ASSERT_TRUE(clusters.ok());
  Resource orphan = **clusters;
  for (Method& method : orphan.methods) {
    for (Parameter& parameter : method.parameters) parameter.parent.reset();
  }
  const auto plan = ScanPlan::Parse("list_cmk_v2_clusters environment_id=?0 columns:7");
  ASSERT_TRUE(plan.ok());
  EXPECT_FALSE(PlanWithoutUnknown(orphan, *plan, Estimates(*catalog_)).has_value());
}

TEST_F(ReplanTest, RequestsAreThoseOfAnEarlierScan) {
  learned_.LearnScan("confluent.iam.api_keys", 640, 7);
  EXPECT_EQ(Without("confluent.iam.api_keys", "list_iam_v2_api_keys owner_id=?0 columns:3"),
            "list_iam_v2_api_keys filter:owner_id=?0 columns:3 requests:7 rows:640");
}

TEST_F(ReplanTest, LimitHintsAreDropped) {
  const auto keys = catalog_->Find("confluent.iam.api_keys");
  const auto plan =
      ScanPlan::Parse("list_iam_v2_api_keys owner_id=?0 @limit=$1 @offset=$2 columns:3");
  ASSERT_TRUE(keys.ok() && plan.ok());
  const auto planned = PlanWithoutUnknown(**keys, *plan, Estimates(*catalog_));
  ASSERT_TRUE(planned.has_value());
  EXPECT_EQ(planned->limit_argument, -1);
  EXPECT_EQ(planned->offset_argument, -1);
}

}  // namespace
}  // namespace apisql
