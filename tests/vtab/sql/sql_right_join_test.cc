#include <gtest/gtest.h>

#include <string>

#include "vtab/rewrite/rewrite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

StatusOr<SqlText> RewrittenJoin(const std::string& sql) {
  static const auto* const kNames = new RegisteredNames({"a.b.t", "a.b.u"});
  return RewriteSql(sql, *kNames);
}

std::string JoinText(const std::string& sql) {
  const StatusOr<SqlText> result = RewrittenJoin(sql);
  return result.ok() ? result->text : "error: " + result.status().message();
}

TEST(RightJoinTest, BecomesALeftJoin) {
  EXPECT_EQ(JoinText("SELECT t.x, u.* FROM a.b.t RIGHT JOIN a.b.u AS u ON t.x = u.x WHERE u.y"),
            "SELECT t.x, u.* FROM \"a.b.u\" AS u LEFT JOIN \"a.b.t\"  ON t.x = u.x WHERE u.y");
  EXPECT_EQ(JoinText("SELECT count(*), t.x * 2 FROM a.b.t t right outer join main.c ON f(t.x, x)"),
            "SELECT count(*), t.x * 2 FROM main.c LEFT JOIN \"a.b.t\" t  ON f(t.x, x)");
  EXPECT_EQ(JoinText("SELECT 1 FROM (SELECT u.x FROM a.b.t RIGHT JOIN \"a.b.u\"u ON 1) a, a.b.t"),
            "SELECT 1 FROM (SELECT u.x FROM \"a.b.u\"u LEFT JOIN \"a.b.t\"  ON 1) a, \"a.b.t\"");
}

TEST(RightJoinTest, WhatMayMeanSomethingElseStays) {
  for (const std::string sql :
       {"SELECT * FROM \"a.b.t\" RIGHT JOIN c ON 1", "SELECT 1, * FROM \"a.b.t\" RIGHT JOIN c ON 1",
        "SELECT x FROM \"a.b.t\" RIGHT JOIN c USING (x)", "SELECT x FROM \"a.b.t\" RIGHT JOIN c",
        "SELECT x FROM \"a.b.t\" NATURAL RIGHT JOIN c", "SELECT x FROM c RIGHT JOIN d ON 1",
        "SELECT x FROM \"a.b.t\" RIGHT JOIN c ON 1 JOIN d",
        "SELECT x FROM \"a.b.t\" FULL JOIN c ON 1", "SELECT x FROM \"a.b.t\" RIGHT JOIN c ON 1, d",
        "SELECT x FROM \"a.b.t\", c RIGHT JOIN d ON 1",
        "SELECT x FROM \"a.b.t\" RIGHT JOIN (SELECT 1) c ON 1",
        "SELECT x FROM \"a.b.t\" JOIN c RIGHT JOIN d ON 1",
        "SELECT (SELECT t.x FROM \"a.b.t\" t RIGHT JOIN c ON 1) FROM c",
        "CREATE VIEW v AS SELECT x FROM \"a.b.t\" RIGHT JOIN c ON 1",
        "SELECT x IS DISTINCT FROM \"a.b.t\" RIGHT JOIN c ON 1"}) {
    EXPECT_EQ(JoinText(sql), sql);
  }
}

TEST(RightJoinTest, ItsErrorsStandWhereTheyWereTyped) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &raw), SQLITE_OK);
  const SqliteDatabase db(raw);
  sqlite3_exec(raw, "CREATE TABLE \"a.b.t\"(x); CREATE TABLE \"a.b.u\"(x)", nullptr, nullptr,
               nullptr);
  const std::string sql = "SELECT t.x FROM a.b.t t RIGHT JOIN a.b.u u ON t.x = u.x WHERE nope = 1";
  const StatusOr<SqlText> result = RewrittenJoin(sql);
  ASSERT_TRUE(result.ok());
  sqlite3_stmt* statement = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(raw, result->text.c_str(), -1, &statement, nullptr), SQLITE_ERROR);
  const auto at = static_cast<size_t>(sqlite3_error_offset(raw));
  EXPECT_EQ(result->places.ToOriginal(at), sql.find("nope"));
  EXPECT_EQ(result->places.ToOriginal(result->text.find("\"a.b.t\" t")), sql.find("a.b.t t"));
}

}  // namespace
}  // namespace apisql
