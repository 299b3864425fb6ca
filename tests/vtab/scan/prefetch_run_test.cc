// Look-ups whose keys only SQLite can tell leave together, and none leaves that is not needed.
#include "vtab/ahead/prefetch_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/vtab/scan/scan_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class PrefetchRunTest : public ScanFixture {
 protected:
  // No list stands in for look-ups: they cost less here.
  void FewThings(int things) {
    transport_.things = things;
    transport_.users = 100;
    transport_.keys = 100;
    transport_.together = true;
  }

  void ExpectNothingTwice() const {
    const std::set<std::string> different(transport_.sent.begin(), transport_.sent.end());
    EXPECT_EQ(different.size(), transport_.sent.size());
  }
};

TEST_F(PrefetchRunTest, KeysThatAFunctionMakesLeaveTogether) {
  FewThings(3);
  EXPECT_EQ(Run("SELECT t.id, u.email FROM shop.core.things t CROSS JOIN shop.core.users u "
                "ON u.id = lower(t.owner_id)"),
            "t0|User0@X\nt1|User1@X\nt2|User2@X");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00", "/users/u01", "/users/u02"));
  EXPECT_EQ(transport_.most_in_flight, 3);
}

TEST_F(PrefetchRunTest, OnlyRowsThatAnotherTableHasAreAskedFor) {
  FewThings(9);
  EXPECT_EQ(Run("SELECT t.id, k.id FROM shop.core.things t CROSS JOIN shop.core.parts p "
                "ON p.thing_id = 't1' AND p.name = iif(t.level = 2, 'nut', 'none') "
                "CROSS JOIN shop.core.keys k ON k.id = 'k00' || substr(t.id, 2)"),
            "t2|k002\nt5|k005\nt8|k008");
  EXPECT_THAT(transport_.sent,
              ElementsAre("/things", "/things/t1/parts", "/keys/k002", "/keys/k005", "/keys/k008"));
  EXPECT_EQ(transport_.most_in_flight, 3);
}

// Each row of the supplier is found by a probe of its own, so that only one is in sight.
TEST_F(PrefetchRunTest, KeysThatStandInProbedRowsLeaveTogether) {
  FewThings(4);
  transport_.users = 20;
  EXPECT_EQ(Run("SELECT t.id, k.id FROM shop.core.things t CROSS JOIN shop.core.users u "
                "ON u.email = 'User' || trim(t.id, 't') || '@X' "
                "CROSS JOIN shop.core.keys k ON k.id = replace(u.id, 'u', 'k0')"),
            "t0|k000\nt1|k001\nt2|k002\nt3|k003");
  EXPECT_EQ(SentTo("/keys/"), 4);
  EXPECT_EQ(transport_.most_in_flight, 4);
  Run("SELECT t.id, k.id FROM shop.core.things t CROSS JOIN shop.core.users u "
      "ON u.email = 'User' || trim(t.id, 't') || '@X' "
      "CROSS JOIN shop.core.keys k ON k.owner_id = u.id");
  EXPECT_EQ(SentTo("/keys?owner="), 8);  // An empty page ends each.
  EXPECT_EQ(transport_.most_in_flight, 4);
}

TEST_F(PrefetchRunTest, TwoKeysCostMoreThanAListOfOnePage) {
  FewThings(2);
  transport_.users = 5;
  Run("CREATE TABLE ids(id TEXT)");
  Run("INSERT INTO ids VALUES ('u00'), ('u03')");
  const std::string sql = "SELECT u.email FROM ids i CROSS JOIN shop.core.users u ON u.id = i.id";
  EXPECT_EQ(Run(sql), "User0@X\nUser3@X");
  EXPECT_THAT(transport_.sent, ElementsAre("/users/u00", "/users/u03"));
  Write("core.users.yaml", R"(table: shop.core.users
description: Listed on one page, or one by its id.
key: [id]
rows: 40
columns:
  id: {type: text, path: /id}
  email: {type: text, path: /email}
methods:
  list_users:
    verb: select
    get: /users
    paging:
      style: offset
      offset_parameter: skip
      page_size: {parameter: take, default: 100, maximum: 100}
  get_user: {verb: select, get: "/users/{id}", row: /, absent: [404]}
)");
  transport_.page = 100;
  ASSERT_TRUE(Open().ok());
  Run("CREATE TABLE ids(id TEXT)");
  Run("INSERT INTO ids VALUES ('u00'), ('u03')");
  EXPECT_EQ(Run(sql), "User0@X\nUser3@X");
  EXPECT_EQ(SentTo("/users/"), 0);
  EXPECT_EQ(SentTo("/users?take=100"), 2);  // An empty page ends the list.
  Run("DELETE FROM ids WHERE id = 'u00'");
  EXPECT_EQ(Run(sql), "User3@X");
  EXPECT_THAT(transport_.sent, ElementsAre("/users/u03"));
}

TEST_F(PrefetchRunTest, LookUpsThatDependOnLookUpsLeaveTogetherToo) {
  FewThings(4);
  EXPECT_EQ(Run("SELECT t.id, k.id FROM shop.core.things t "
                "CROSS JOIN shop.core.users u ON u.id = trim(t.owner_id) "
                "CROSS JOIN shop.core.keys k ON k.id = 'k0' || substr(u.id, 2)"),
            "t0|k000\nt1|k001\nt2|k002");
  EXPECT_THAT(transport_.sent,
              UnorderedElementsAre("/things", "/users/u00", "/users/u01", "/users/u02",
                                   "/keys/k000", "/keys/k001", "/keys/k002"));
  EXPECT_GE(transport_.most_in_flight, 2);
}

TEST_F(PrefetchRunTest, ScalarSubqueriesAskForAllTheirKeys) {
  FewThings(3);
  EXPECT_EQ(Run("SELECT t.id, "
                "(SELECT u.email FROM shop.core.users u WHERE u.id = trim(t.owner_id)), "
                "(SELECT k.owner_id FROM shop.core.keys k WHERE k.id = 'k00' || substr(t.id, 2)) "
                "FROM shop.core.things t"),
            "t0|User0@X|u00\nt1|User1@X|u07\nt2|User2@X|u14");
  EXPECT_EQ(SentTo("/users/"), 3);
  EXPECT_EQ(SentTo("/keys/"), 3);
  EXPECT_GE(transport_.most_in_flight, 3);
  ExpectNothingTwice();
}

TEST_F(PrefetchRunTest, ARecursionAsksForOneLevelAtATime) {
  FewThings(4);
  // Each key names the owner of number 7 * n, of which the next key is made.
  EXPECT_EQ(Run("WITH RECURSIVE r(depth, id) AS (SELECT 0, 'k00' || substr(id, 2) FROM "
                "shop.core.things UNION ALL SELECT depth + 1, 'k0' || substr(k.owner_id, 2) FROM r "
                "JOIN shop.core.keys k ON k.id = r.id WHERE depth < 2) "
                "SELECT count(*), count(DISTINCT id) FROM r"),
            "12|10");
  EXPECT_EQ(transport_.most_in_flight, 4);
  ExpectNothingTwice();
}

TEST_F(PrefetchRunTest, ARecursionThatOnlyAFoundRowEndsIsNotRunAheadForEver) {
  FewThings(3);
  EXPECT_EQ(Run("WITH RECURSIVE r(n, id) AS (SELECT 1, NULL UNION ALL SELECT n + 1, k.id FROM r "
                "LEFT JOIN shop.core.keys k ON k.id = iif(n % 3 = 0, 'k001', 'none' || (n % 3)) "
                "WHERE r.id IS NULL) SELECT count(*) FROM r"),
            "4");
  EXPECT_THAT(transport_.sent, UnorderedElementsAre("/keys/none1", "/keys/none2", "/keys/k001"));
}

// Its loop reads no API, so that no cursor sees it go on.
TEST_F(PrefetchRunTest, ARecursionOverWhatLookUpsFoundIsNotRunAheadForEver) {
  FewThings(3);
  EXPECT_EQ(Run("WITH RECURSIVE found(id) AS MATERIALIZED (SELECT u.id FROM shop.core.things t "
                "LEFT JOIN shop.core.users u ON u.id = lower(t.owner_id)), "
                "r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r "
                "WHERE n < 10 OR NOT EXISTS (SELECT 1 FROM found WHERE id IS NOT NULL)) "
                "SELECT max(n) FROM r"),
            "10");
}

TEST_F(PrefetchRunTest, ALookUpThatIsUnderWayIsNotTakenForOneWithoutRows) {
  FewThings(3);
  EXPECT_EQ(Run("SELECT t.id, k.id FROM shop.core.things t "
                "LEFT JOIN shop.core.users u ON u.id = trim(t.owner_id) "
                "LEFT JOIN shop.core.keys k ON k.id = coalesce('k0' || substr(u.id, 2), 'k099')"),
            "t0|k000\nt1|k001\nt2|k002");
  EXPECT_EQ(SentTo("/keys/k099"), 0);
  EXPECT_EQ(SentTo("/keys/"), 3);
  EXPECT_EQ(SentTo("/users/"), 3);
}

TEST_F(PrefetchRunTest, WhatMayEndEarlyAsksForNothingAhead) {
  FewThings(8);
  transport_.things = 8;
  const std::string joined =
      "shop.core.things t CROSS JOIN shop.core.users u ON u.id = lower(t.owner_id)";
  Run("SELECT u.email FROM " + joined + " LIMIT 2");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00", "/users/u01"));
  Run("SELECT EXISTS (SELECT 1 FROM " + joined + ")");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00"));
  Run("SELECT (SELECT u.email FROM " + joined + ")");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00"));
  Run("SELECT 'u00' IN (SELECT lower(email) FROM (SELECT u.email FROM " + joined + " LIMIT 1))");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00"));
  Run("SELECT * FROM (SELECT u.email FROM " + joined + ") LIMIT 1");
  EXPECT_THAT(transport_.sent, ElementsAre("/things", "/users/u00"));
}

TEST_F(PrefetchRunTest, AStatementThatWritesRunsOnce) {
  FewThings(3);
  Run("CREATE TABLE copied AS SELECT t.id, u.email FROM shop.core.things t "
      "CROSS JOIN shop.core.users u ON u.id = lower(t.owner_id)");
  EXPECT_EQ(transport_.most_in_flight, 1);
  EXPECT_EQ(Run("SELECT count(*) FROM copied"), "3");
  Run("INSERT INTO copied SELECT t.id, u.email FROM shop.core.things t "
      "CROSS JOIN shop.core.users u ON u.id = lower(t.owner_id)");
  EXPECT_EQ(transport_.most_in_flight, 1);
  EXPECT_EQ(Run("SELECT count(*) FROM copied"), "6");
}

TEST_F(PrefetchRunTest, RowsThatComeLaterAreAskedForLater) {
  transport_.keys = 60;  // Six pages.
  transport_.users = 100;
  const std::string few = Run(
      "SELECT count(*), count(DISTINCT u.id) FROM shop.core.keys k CROSS JOIN shop.core.users u "
      "ON u.id = lower(k.owner_id) WHERE +k.level = 0 AND substr(k.id, 4) = '0'");
  EXPECT_EQ(few, "2|2");
  EXPECT_EQ(SentTo("/users/"), 2);
  ExpectNothingTwice();
}

TEST_F(PrefetchRunTest, AFailedLookUpFailsTheStatementWithItsOwnWords) {
  FewThings(3);
  transport_.status["/users/u01"] = 403;
  EXPECT_EQ(
      Run("SELECT t.id, u.email FROM shop.core.things t CROSS JOIN shop.core.users u "
          "ON u.id = lower(t.owner_id)"),
      "error: shop.core.users: id = 'u01': 403 from GET https://shop.test/users/u01: out of order");
  EXPECT_EQ(rows_, "t0|User0@X");
}

}  // namespace
}  // namespace apisql
