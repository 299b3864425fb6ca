#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "vtab/plan/estimates.h"

namespace apisql {
namespace {

Resource Things() {
  Resource things;
  things.name = "p.s.things";
  things.key = {"id"};
  things.estimated_rows = 1000;
  for (const char* name : {"id", "owner_id", "state", "name"}) {
    things.columns.emplace_back();
    things.columns.back().name = name;
  }
  things.columns[1].distinct = 100;
  things.columns[2].distinct = 2;
  things.columns[2].values = {"ON", "OFF"};
  return things;
}

class EstimatesTest : public ::testing::Test {
 protected:
  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  TableStatistics learned_;
  Estimates estimates_{*catalog_, &learned_};
  Resource things_ = Things();
};

TEST_F(EstimatesTest, DocumentSaysTheSizeUntilAScanHasSeenIt) {
  EXPECT_EQ(estimates_.Rows(things_), 1000);
  EXPECT_FALSE(estimates_.RequestsOfScan(things_).has_value());
  learned_.LearnScan("p.s.things", 250, 3);
  EXPECT_EQ(estimates_.Rows(things_), 250);
  EXPECT_EQ(estimates_.RequestsOfScan(things_), 3);
  learned_.LearnScan("p.s.things", 0, 1);
  EXPECT_EQ(estimates_.Rows(things_), 1) << "an empty table may have its first row by now";
}

TEST_F(EstimatesTest, TablesAreKnownByNameFromTheCatalog) {
  EXPECT_EQ(estimates_.RowsOf("confluent.org.environments"), 10);
  EXPECT_EQ(estimates_.RowsOf("nobody.knows.it"), 1000);
  learned_.LearnScan("confluent.org.environments", 40, 1);
  EXPECT_EQ(estimates_.RowsOf("confluent.org.environments"), 40);
  EXPECT_EQ(Estimates(*catalog_).RowsOf("confluent.org.environments"), 10);
}

TEST_F(EstimatesTest, RowsOfAValueComeFromKeyedCallsElseFromTheDocument) {
  EXPECT_EQ(estimates_.RowsPerValue(things_, "owner_id"), 10);
  learned_.LearnFilter("p.s.things", "owner_id", 12, 3);
  learned_.LearnFilter("p.s.things", "owner_id", 8, 1);
  EXPECT_EQ(estimates_.RowsPerValue(things_, "owner_id"), 5);
  learned_.LearnFilter("p.s.things", "name", 0, 0);
  EXPECT_EQ(estimates_.RowsPerValue(things_, "name"), 10) << "nothing was asked, nothing learned";
}

TEST_F(EstimatesTest, AKeyHasOneRow) { EXPECT_EQ(estimates_.RowsPerValue(things_, "id"), 1); }

TEST_F(EstimatesTest, FixedValuesGetMoreRowsInALargerTableAndOthersGetMoreValues) {
  learned_.LearnScan("p.s.things", 10000, 100);
  EXPECT_EQ(estimates_.RowsPerValue(things_, "state"), 5000);
  EXPECT_EQ(estimates_.RowsPerValue(things_, "owner_id"), 10);
}

TEST_F(EstimatesTest, ASmallTableHasNoMoreRowsOfAValueThanRows) {
  learned_.LearnScan("p.s.things", 4, 1);
  for (const char* column : {"id", "owner_id", "state", "name", "no_such_column"}) {
    EXPECT_LE(estimates_.RowsPerValue(things_, column), 4) << column;
  }
}

TEST_F(EstimatesTest, AParentsSizeTellsTheRowsOfEachOfIts) {
  const auto clusters = catalog_->Find("confluent.cmk.clusters");
  ASSERT_TRUE(clusters.ok());
  EXPECT_EQ(estimates_.RowsPerValue(**clusters, "environment_id"), 3);
  learned_.LearnScan("confluent.org.environments", 60, 1);
  learned_.LearnScan("confluent.cmk.clusters", 120, 60);
  EXPECT_EQ(estimates_.RowsPerValue(**clusters, "environment_id"), 2);
}

// What the whole list of things costs: ten requests, by the plan.
class LengthTest : public EstimatesTest {
 protected:
  LengthTest() {
    Method& list = things_.methods.emplace_back();
    list.name = plan_.method = "list";
    list.paging.style = "token";
    plan_.requests = 10;
  }
  ListLength Length(const Estimates& estimates) const { return estimates.LengthOf(things_, plan_); }

  ScanPlan plan_;
};

TEST_F(LengthTest, AnEarlierSessionIsBelievedWithinTwoUntilThisOneHasSeenTheList) {
  using Trust = ListLength::Trust;
  TableStatistics earlier;
  const Estimates estimates(*catalog_, &learned_, &earlier);
  EXPECT_EQ(Length(estimates).trust, Trust::kGuess);
  EXPECT_EQ(Length(estimates).requests, 10);
  earlier.LearnScan("p.s.things", 250, 3);
  EXPECT_EQ(Length(estimates).trust, Trust::kWithinTwo);
  EXPECT_EQ(Length(estimates).requests, 3);
  EXPECT_EQ(estimates.Rows(things_), 250);
  EXPECT_EQ(estimates.RequestsOfScan(things_), 3);
  learned_.LearnScan("p.s.things", 700, 7);
  EXPECT_EQ(Length(estimates).trust, Trust::kExact);
  EXPECT_EQ(Length(estimates).requests, 7);
  EXPECT_EQ(estimates.Rows(things_), 700);
}

}  // namespace
}  // namespace apisql
