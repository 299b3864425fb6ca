// Which requests joins send, in which order, and how many at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/vtab/scan/scan_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ScanRequestsTest : public ScanFixture {
 protected:
  Status OpenWith(const std::string& setting, const std::string& value, bool partial = false) {
    SessionOptions options;
    options.allow_partial = partial;
    options.settings.emplace_back(setting, value);
    return Open(std::move(options));
  }
};

constexpr char kOwnersOfThings[] =
    "SELECT t.id, u.email FROM shop.core.things t CROSS JOIN shop.core.users u ON u.id = "
    "t.owner_id";

TEST_F(ScanRequestsTest, AListOfVeryManyKeysIsReadWithoutItsDoubles) {
  EXPECT_EQ(Run("SELECT count(*) FROM shop.core.users WHERE id IN (WITH RECURSIVE n(i) AS "
                "(SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
                "SELECT printf('u%02d', i) FROM n)"),
            "40");
  transport_.sent.clear();
  EXPECT_EQ(Run("SELECT id FROM shop.core.users WHERE id IN ('u01', 'u01')"), "u01");
  EXPECT_THAT(transport_.sent, ElementsAre("/users/u01"));
}

TEST_F(ScanRequestsTest, KeysOfTheRowsAheadLeaveTogether) {
  transport_.things = 3;
  EXPECT_EQ(Run(kOwnersOfThings), "t0|User0@X\nt1|User1@X\nt2|User2@X");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00", "/users/u01", "/users/u02"));
  EXPECT_EQ(transport_.most_in_flight, 3);
}

TEST_F(ScanRequestsTest, RowsThatAClaimedComparisonLeavesOutAreAskedNothingFor) {
  transport_.things = 10;
  Run(std::string(kOwnersOfThings) + " WHERE t.level = 2");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u02", "/users/u05", "/users/u08"));
  EXPECT_EQ(transport_.most_in_flight, 3);
}

TEST_F(ScanRequestsTest, ValuesThatTheStatementComputesAreClaimedToo) {
  transport_.things = 10;
  Run(std::string(kOwnersOfThings) + " WHERE t.level = abs(-2)");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u02", "/users/u05", "/users/u08"));
}

TEST_F(ScanRequestsTest, WhereOnlySqliteKnowsWhichRowsStayItTellsTheirKeys) {
  EXPECT_EQ(Run(std::string(kOwnersOfThings) + " WHERE length(t.label) = 8"),
            "t10|User10@X\nt11|User11@X");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u10", "/users/u11"));
  EXPECT_EQ(transport_.most_in_flight, 2);
}

TEST_F(ScanRequestsTest, LimitOfAJoinAsksForAtMostAsManyMoreAsMayBeUnderWay) {
  transport_.users = 100;
  transport_.things = 40;
  for (const size_t limit : {size_t{1}, size_t{2}, size_t{3}}) {
    Run(std::string(kOwnersOfThings) + " LIMIT " + std::to_string(limit));
    EXPECT_EQ(summary_.rows, limit);
    EXPECT_GE(SentTo("/users/"), limit);
    EXPECT_LE(SentTo("/users/"), limit + 4);
  }
  Run(std::string(kOwnersOfThings) + " LIMIT 1");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00"));
}

TEST_F(ScanRequestsTest, NullKeysAreAskedNothingFor) {
  transport_.things = 5;  // The fourth has no owner.
  EXPECT_EQ(Run("SELECT t.id, u.email FROM shop.core.things t LEFT JOIN shop.core.users u ON u.id "
                "= t.owner_id "
                "AND u.level >= 0 WHERE t.id >= 't2'"),
            "t2|User2@X\nt3|NULL\nt4|User4@X");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u02", "/users/u04"));
}

TEST_F(ScanRequestsTest, AsManyKeysInSightAsTheListHasPagesAndTheListIsFetchedAtOnce) {
  EXPECT_EQ(Run("SELECT count(u.email) FROM shop.core.keys k CROSS JOIN shop.core.users u ON u.id "
                "= k.owner_id"),
            "60");
  EXPECT_EQ(SentTo("/users/"), 0);
  EXPECT_EQ(SentTo("/users?"), SentTo("/users"));
}

TEST_F(ScanRequestsTest, KeysOutOfSightAreLookedUpUntilTheyCostAsMuchAsTheList) {
  const std::string of_list = "SELECT count(*) FROM shop.core.users";
  Run(of_list);
  const size_t pages = SentTo("/users?");
  // What writes is run once and no second time ahead of itself.
  Run("CREATE TABLE counted AS SELECT count(u.email) AS n FROM shop.core.keys k "
      "CROSS JOIN shop.core.users u ON u.id = trim(k.owner_id)");
  EXPECT_GT(SentTo("/users/"), 0);
  EXPECT_LE(SentTo("/users/"), pages);
  EXPECT_EQ(SentTo("/users?"), pages);
  EXPECT_EQ(Run("SELECT n FROM counted"), "60");
}

TEST_F(ScanRequestsTest, KeysThatSqliteMakesAreCountedBeforeTheListIsChosen) {
  EXPECT_EQ(Run("SELECT count(u.email) FROM shop.core.keys k CROSS JOIN shop.core.users u "
                "ON u.id = trim(k.owner_id)"),
            "60");
  EXPECT_EQ(SentTo("/users/"), 0);
}

TEST_F(ScanRequestsTest, FewKeysAreLookedUpHoweverManyRowsHaveThem) {
  EXPECT_EQ(Run("SELECT count(u.email) FROM shop.core.keys k CROSS JOIN shop.core.users u ON u.id "
                "= k.owner_id "
                "WHERE k.owner_id IN ('u07', 'u14')"),
            "4");
  EXPECT_EQ(SentTo("/users?"), 0);
  EXPECT_EQ(SentTo("/users/"), 2);
}

TEST_F(ScanRequestsTest, AProbeJoinFetchesOneListHoweverManyRowsAsk) {
  for (const char* join : {"u.email = t.label", "u.email = t.label COLLATE NOCASE",
                           "u.level = t.level", "u.level = t.label", "u.email = t.level"}) {
    Run(std::string("SELECT t.id, u.id FROM shop.core.things t CROSS JOIN shop.core.users u ON ") +
        join);
    EXPECT_EQ(SentTo("/things"), 1) << join;
    EXPECT_EQ(SentTo("/users/"), 0) << join;
    EXPECT_EQ(std::ranges::count(transport_.sent, "/users?take=10"), 1) << join;
    EXPECT_LE(SentTo("/users?"), 5) << join;
  }
}

TEST_F(ScanRequestsTest, AListThatTheStatementReadsAnywayStandsForLookUps) {
  Run("SELECT a.id, b.email FROM shop.core.users a CROSS JOIN shop.core.users b ON b.id = a.id");
  EXPECT_EQ(SentTo("/users/"), 0);
  EXPECT_LE(SentTo("/users?"), 5);
}

TEST_F(ScanRequestsTest, TheFirstRowsOfSortedBranchesAreFetchedTogether) {
  Run("SELECT id FROM shop.core.things UNION ALL SELECT id FROM shop.core.keys "
      "UNION ALL SELECT id FROM shop.core.users ORDER BY 1 LIMIT 3");
  EXPECT_EQ(rows_, "k000\nk001\nk002");
  EXPECT_GE(transport_.most_in_flight, 3);
}

TEST_F(ScanRequestsTest, NoMoreAreUnderWayThanTheUserAllows) {
  const char* joins[] = {
      kOwnersOfThings, "SELECT * FROM shop.core.parts",
      "SELECT * FROM shop.core.users, shop.core.keys, shop.core.things",
      "SELECT * FROM shop.core.things t CROSS JOIN shop.core.parts p ON p.thing_id = t.id "
      "CROSS JOIN shop.core.users u "
      "ON u.id = t.owner_id"};
  for (const size_t most : {size_t{1}, size_t{2}, size_t{3}}) {
    ASSERT_TRUE(OpenWith("max_concurrency", std::to_string(most)).ok());
    for (const char* join : joins) {
      EXPECT_FALSE(Run(join).starts_with("error"));
      EXPECT_LE(transport_.most_in_flight, most) << join;
    }
  }
  ASSERT_TRUE(Open().ok());
  Run("SELECT * FROM shop.core.parts");
  EXPECT_EQ(transport_.most_in_flight, 4);  // As the document says.
}

TEST_F(ScanRequestsTest, WithinAJoinTooTheNumberOfRequestsIsKept) {
  for (int most = 1; most <= 12; ++most) {
    ASSERT_TRUE(OpenWith("max_requests", std::to_string(most)).ok());
    EXPECT_THAT(Run("SELECT * FROM shop.core.parts"), HasSubstr("max_requests")) << most;
    EXPECT_EQ(transport_.sent.size(), most);
  }
  ASSERT_TRUE(OpenWith("max_requests", "13").ok());
  Run("SELECT * FROM shop.core.parts");
  EXPECT_EQ(summary_.rows, 36);
}

TEST_F(ScanRequestsTest, ALookUpAheadThatFailsIsNoMatterToAStatementThatNeverComesToIt) {
  transport_.together = true;
  transport_.status["/users/u02"] = 400;
  EXPECT_EQ(Run(std::string(kOwnersOfThings) + " LIMIT 2"), "t0|User0@X\nt1|User1@X");
  EXPECT_EQ(SentTo("/users/u02"), 1);
}

TEST_F(ScanRequestsTest, ALookUpAheadThatFailsIsTheErrorOfTheRowThatNeedsIt) {
  transport_.status["/users/u02"] = 400;
  transport_.things = 4;
  EXPECT_THAT(Run(kOwnersOfThings), HasSubstr("/users/u02"));
  EXPECT_EQ(rows_, "t0|User0@X\nt1|User1@X");
}

TEST_F(ScanRequestsTest, AllowPartialWarnsOfLookUpsThatFail) {
  transport_.status["/users/u02"] = 400;
  transport_.things = 4;
  ASSERT_TRUE(OpenWith("learn_sizes", "off", /*partial=*/true).ok());
  EXPECT_EQ(Run(kOwnersOfThings), "t0|User0@X\nt1|User1@X");
  ASSERT_EQ(summary_.warnings.size(), 1);
  EXPECT_THAT(summary_.warnings[0], HasSubstr("/users/u02"));
}

TEST_F(ScanRequestsTest, AllowPartialSaysNothingOfWhatTheResultDoesNotNeed) {
  transport_.together = true;
  transport_.status["/users/u02"] = 400;
  ASSERT_TRUE(OpenWith("learn_sizes", "off", /*partial=*/true).ok());
  EXPECT_EQ(Run(std::string(kOwnersOfThings) + " LIMIT 2"), "t0|User0@X\nt1|User1@X");
  EXPECT_EQ(SentTo("/users/u02"), 1);
  EXPECT_THAT(summary_.warnings, IsEmpty());
}

TEST_F(ScanRequestsTest, AllowPartialLeavesOutThePartOfAFanOutThatFails) {
  transport_.status["/things/t1/parts"] = 400;
  transport_.things = 3;
  EXPECT_THAT(Run("SELECT thing_id FROM shop.core.parts"), HasSubstr("/things/t1/parts"));
  ASSERT_TRUE(OpenWith("learn_sizes", "off", /*partial=*/true).ok());
  EXPECT_EQ(Run("SELECT DISTINCT thing_id FROM shop.core.parts"), "t0\nt2");
  ASSERT_EQ(summary_.warnings.size(), 1);
  EXPECT_THAT(summary_.warnings[0], HasSubstr("/things/t1/parts"));
}

TEST_F(ScanRequestsTest, AnEarlyListThatFailsIsNoMatterWhereTheRowsBeforeItAreNone) {
  transport_.together = true;
  transport_.status["/users?take=10"] = 400;
  transport_.things = 0;
  const std::string join = "SELECT * FROM shop.core.things t CROSS JOIN shop.core.users u";
  EXPECT_EQ(Run(join), "");
  ASSERT_TRUE(OpenWith("learn_sizes", "off", /*partial=*/true).ok());
  EXPECT_EQ(Run(join), "");
  EXPECT_THAT(summary_.warnings, IsEmpty());
}

TEST_F(ScanRequestsTest, AFailedStatementDoesNotSpoilTheNext) {
  transport_.status["/users/u02"] = 400;
  transport_.things = 4;
  EXPECT_TRUE(Run(kOwnersOfThings).starts_with("error"));
  transport_.status.clear();
  Run(kOwnersOfThings);
  EXPECT_EQ(summary_.rows, 3);
  EXPECT_EQ(transport_.sent.size(), 4);
}

// For any statement: no request leaves twice.
TEST_F(ScanRequestsTest, NothingIsAskedTwice) {
  const char* statements[] = {
      "SELECT * FROM shop.core.users a JOIN shop.core.keys k ON k.owner_id = a.id JOIN "
      "shop.core.things t ON "
      "t.owner_id = a.id",
      "SELECT * FROM shop.core.things t LEFT JOIN shop.core.keys k ON k.owner_id = t.owner_id LEFT "
      "JOIN "
      "shop.core.users u "
      "ON u.id = k.owner_id",
      "SELECT * FROM shop.core.parts p JOIN shop.core.things t ON t.id = p.thing_id JOIN "
      "shop.core.parts q ON "
      "q.thing_id = t.id",
      "SELECT * FROM shop.core.users WHERE id IN (SELECT owner_id FROM shop.core.keys WHERE level "
      "= 1)",
      "SELECT *, (SELECT count(*) FROM shop.core.parts p WHERE p.thing_id = t.id) FROM "
      "shop.core.things t "
      "WHERE t.id IN (SELECT thing_id FROM shop.core.parts)",
      "SELECT * FROM shop.core.keys WHERE owner_id = 'u07' OR id = 'k001' OR owner_id IN ('u14', "
      "'u07')",
      "SELECT * FROM shop.core.keys a WHERE NOT EXISTS (SELECT 1 FROM shop.core.keys b WHERE "
      "b.owner_id = "
      "a.owner_id "
      "AND b.id > a.id)"};
  for (const char* sql : statements) {
    EXPECT_FALSE(Run(sql).starts_with("error")) << rows_;
    std::vector<std::string> sent = transport_.sent;
    std::ranges::sort(sent);
    EXPECT_EQ(std::ranges::adjacent_find(sent), sent.end()) << sql;
  }
}

}  // namespace
}  // namespace apisql
