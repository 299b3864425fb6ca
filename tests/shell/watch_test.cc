#include "shell/run/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shell/script/row_changes.h"
#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

std::string Marks(const RowChanges& changes) {
  std::string text;
  for (const ChangedRow& changed : changes.rows) {
    text += static_cast<char>(changed.change);
    for (const SqlValue& value : changed.row) text += ToSqlLiteral(value);
    text += ' ';
  }
  return text;
}

ResultRow KeyedRow(int64_t key, int64_t value) { return {key, value}; }

TEST(RowChangesTest, AKeyTellsWhatHasChanged) {
  const RowChanges changes = Compare({KeyedRow(1, 1), KeyedRow(2, 2), KeyedRow(3, 3)},
                                     {KeyedRow(4, 4), KeyedRow(3, 30), KeyedRow(1, 1)}, {0});
  EXPECT_EQ(Marks(changes), "+44 ~330 -22 ");
  EXPECT_EQ(changes.came, 1);
  EXPECT_EQ(changes.changed, 1);
  EXPECT_EQ(changes.went, 1);
}

TEST(RowChangesTest, WithoutAKeyRowsComeAndGoAsOftenAsTheyAreThere) {
  EXPECT_EQ(Marks(Compare({KeyedRow(1, 1), KeyedRow(1, 1), KeyedRow(2, 2)},
                          {KeyedRow(1, 1), KeyedRow(2, 20)}, {})),
            "+220 -11 -22 ");
}

TEST(RowChangesTest, AKeyThatTwoRowsHaveIsNone) {
  EXPECT_EQ(Marks(Compare({KeyedRow(1, 1)}, {KeyedRow(1, 1), KeyedRow(1, 2)}, {0})), "+12 ");
}

TEST(RowChangesTest, TextsAreNotNumbers) {
  EXPECT_EQ(Marks(Compare({{SqlValue(int64_t{1})}}, {{SqlValue(std::string("1"))}}, {})),
            "+'1' -1 ");
}

using WatchTest = ShellFixture;

TEST_F(WatchTest, ItShowsAllThenTheDifferencesAndAddsUpTheCost) {
  session.answers["SELECT n"] = {{"n"}, {{int64_t{1}}, {int64_t{2}}}, {}, {}, 2};
  int rounds = 0;
  const Status status = Watch(shell, "SELECT n", [&] {
    EXPECT_THAT(printed,
                HasSubstr("change,n\n\"\",1\n"));  // What is known is told before the wait.
    EXPECT_THAT(complaints, EndsWith("in all\n"));
    session.answers["SELECT n"].rows = {{int64_t{2}}, {int64_t{3}}};
    return ++rounds < 3;
  });
  errors.Flush();
  EXPECT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(printed, "change,n\n\"\",1\n\"\",2\nchange,n\n+,3\n-,1\n");
  EXPECT_EQ(complaints,
            "apisql: note: 2 rows; 2 requests, 0 bytes, 2 requests, 0 bytes in all\n"
            "apisql: note: 2 rows, 1 came, 1 went, 0 changed; 2 requests, 0 bytes, 4 requests, 0 "
            "bytes in all\n"
            "apisql: note: 2 rows, 0 came, 0 went, 0 changed; 2 requests, 0 bytes, 6 requests, 0 "
            "bytes in all\n"
            "apisql: note: watched 3 times: 6 requests, 0 bytes\n");
}

TEST_F(WatchTest, WhatWritesIsRefused) {
  for (const char* sql : {"DELETE FROM t", "WITH x AS (SELECT 1) DELETE FROM t", "EXEC a.b.c.d",
                          "CREATE TABLE t(a)", "COMMIT", ""}) {
    const Status status = Watch(shell, sql, [] { return false; });
    EXPECT_THAT(status.message(), HasSubstr("repeats statements that only read")) << sql;
  }
  EXPECT_TRUE(session.ran.empty());
}

TEST_F(WatchTest, AnErrorEndsIt) {
  EXPECT_FALSE(Run(".watch 1 SELECT nothing;"));
  EXPECT_THAT(complaints, HasSubstr("no such statement: SELECT nothing"));
}

TEST_F(WatchTest, WrongArgumentsAreToldBeforeAnythingRuns) {
  EXPECT_FALSE(Run(".watch 0 SELECT 1"));
  EXPECT_FALSE(Run(".watch soon SELECT 1"));
  EXPECT_THAT(complaints, HasSubstr("seconds from 0.1 to 86400, and then a SELECT; not soon"));
  EXPECT_FALSE(Run(".watch 5"));
  EXPECT_THAT(complaints, HasSubstr("usage: .watch SECONDS STATEMENT"));
  EXPECT_TRUE(session.ran.empty());
}

}  // namespace
}  // namespace apisql
