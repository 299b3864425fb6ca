// Conditions in other words: which are, and that plain tables give the same rows for both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/rewrite/rewrite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

const RegisteredNames& TermNames() {
  static const auto* const kNames = new RegisteredNames({"a.b.t", "a.b.u"});
  return *kNames;
}

std::string OtherWords(const std::string& sql) {
  StatusOr<SqlText> result = RewriteSql(sql, TermNames());
  return result.ok() ? result->text : "error: " + result.status().message();
}

TEST(OfferedTermsTest, NotInBecomesComparisons) {
  EXPECT_EQ(OtherWords("SELECT 1 FROM a.b.t WHERE x NOT IN ('a', -1, NULL, x'00')"),
            "SELECT 1 FROM \"a.b.t\" WHERE (x <> 'a' AND x <> -1 AND x <> NULL AND x <> x'00')");
  EXPECT_EQ(OtherWords("DELETE FROM a.b.t WHERE a.b.t.x not /* c */ in (1) OR y"),
            "DELETE FROM \"a.b.t\" WHERE (\"a.b.t\".x <> 1) OR y");
  EXPECT_EQ(OtherWords("SELECT 1 FROM a.b.t JOIN a.b.u ON y AND (x NOT IN (1, 2) OR z)"),
            "SELECT 1 FROM \"a.b.t\" JOIN \"a.b.u\" ON y AND ((x <> 1 AND x <> 2) OR z)");
  EXPECT_EQ(OtherWords("SELECT CASE WHEN p AND q THEN 1 END FROM a.b.t WHERE x NOT IN (1)"),
            "SELECT CASE WHEN p AND q THEN 1 END FROM \"a.b.t\" WHERE (x <> 1)");
  EXPECT_EQ(OtherWords("SELECT 1 FROM a.b.t WHERE y BETWEEN 1 AND 2 AND x NOT IN (1)"),
            "SELECT 1 FROM \"a.b.t\" WHERE y BETWEEN 1 AND 2 AND (x <> 1)");
  EXPECT_EQ(OtherWords("SELECT 1 FROM (SELECT y FROM a.b.t WHERE \"x\" NOT IN (1)) WHERE y > 0"),
            "SELECT 1 FROM (SELECT y FROM \"a.b.t\" WHERE (\"x\" <> 1)) WHERE y > 0");
}

TEST(OfferedTermsTest, ListsOfRowValuesBecomeASelect) {
  EXPECT_EQ(OtherWords("SELECT 1 FROM a.b.t WHERE (x, y) IN (VALUES (1, ?), (-2, 'b')) AND z"),
            "SELECT 1 FROM \"a.b.t\" WHERE (x, y) IN (SELECT * FROM (VALUES (1, ?), (-2, 'b'))) "
            "AND z");
  const std::string list = "VALUES (1, 2), (3, 4)";
  for (const std::string from : {"UPDATE \"a.b.t\" SET z = 1 WHERE (x, y)",
                                 "SELECT 1 FROM \"a.b.t\" AS k, \"a.b.u\" WHERE (k.x, K.y)",
                                 "SELECT 1 FROM c JOIN \"a.b.t\" k ON (k.x, k.y)",
                                 "SELECT 1 FROM c, \"a.b.t\" WHERE (\"a.b.t\".x, \"a.b.t\".y)"}) {
    EXPECT_EQ(OtherWords(from + " IN (" + list + ")"), from + " IN (SELECT * FROM (" + list + "))");
  }
}

// Of a list that SQLite has parted between two tables, it gives one the values for the other.
TEST(OfferedTermsTest, RowValuesOfTwoTablesStay) {
  for (const std::string from :
       {"SELECT 1 FROM \"a.b.t\" k, \"a.b.u\" u WHERE (k.x, u.y)",
        "SELECT 1 FROM \"a.b.t\", c WHERE (x, y)", "SELECT 1 FROM \"a.b.t\" JOIN c WHERE (x, y)",
        "SELECT 1 FROM \"a.b.t\" WHERE EXISTS (SELECT 1 FROM c WHERE (x, y)",
        "WITH k AS (SELECT t.x, c.y FROM \"a.b.t\" t, c) SELECT 1 FROM k WHERE (k.x, k.y)",
        "SELECT 1 FROM c, \"a.b.t\" WHERE (c.x, c.y)",
        "UPDATE \"a.b.t\" SET z = 1 FROM c WHERE (x, y)",
        "SELECT 1 FROM \"a.b.t\" k FULL JOIN c WHERE (k.x, k.y)",
        "SELECT 1 FROM c RIGHT JOIN \"a.b.t\" k WHERE (k.x, k.y)",
        "SELECT 1 FROM \"a.b.t\" WHERE (x, y + 1)"}) {
    const std::string sql = from + " IN (VALUES (1, 2), (3, 4))";
    EXPECT_EQ(OtherWords(sql), sql);
  }
}

TEST(OfferedTermsTest, WhatMayMeanSomethingElseStays) {
  for (const std::string condition : {"x NOT IN ()",
                                      "x NOT IN (1, y)",
                                      "x NOT IN (1, ?)",
                                      "x NOT IN (SELECT 1)",
                                      "x IN (1, 2)",
                                      "x NOT IN (1, 'a' COLLATE NOCASE)",
                                      "NOT x NOT IN (1)",
                                      "y + x NOT IN (1)",
                                      "x COLLATE NOCASE NOT IN (1)",
                                      "y BETWEEN 1 AND x NOT IN (1)",
                                      "(x, y) NOT IN (VALUES (1, 2))",
                                      "y BETWEEN CASE WHEN 1 AND 2 THEN 3 END AND x NOT IN (1)",
                                      "lower(x) NOT IN ('a')",
                                      "random() > 5 AND x NOT IN (1)",
                                      "x IN (VALUES (1), (2))",
                                      "f(x, y) IN (VALUES (1))",
                                      "(x, y) IN (VALUES (1, lower('a')))",
                                      "(x, y) IN (VALUES (1, 2) UNION SELECT 1, 2)",
                                      "EXISTS (SELECT 1 AS x WHERE x NOT IN (1))",
                                      "EXISTS (SELECT y+1 x WHERE x NOT IN (1))"}) {
    EXPECT_EQ(OtherWords("SELECT 1 FROM \"a.b.t\" WHERE " + condition),
              "SELECT 1 FROM \"a.b.t\" WHERE " + condition);
  }
}

// The text of an expression may name a column, must be that of another place, or is stored.
TEST(OfferedTermsTest, WhereTheTextCountsItStays) {
  for (const std::string sql :
       {"SELECT x NOT IN (1) FROM \"a.b.t\"",
        "SELECT (SELECT 1 FROM \"a.b.u\" WHERE x NOT IN (1)) FROM \"a.b.t\"",
        "SELECT count(*) FILTER (WHERE x NOT IN (1)) FROM \"a.b.t\"",
        "SELECT y IS DISTINCT FROM 1, (SELECT 1 WHERE x NOT IN (1)) FROM \"a.b.t\"",
        "SELECT x FROM [a.b.t] GROUP BY x NOT IN (1) HAVING x NOT IN (1) ORDER BY x NOT IN (1)",
        "REPLACE INTO c SELECT x FROM [a.b.t] WHERE 1 ON CONFLICT(x) WHERE x NOT IN (1) DO NOTHING",
        "DELETE FROM \"a.b.t\" RETURNING x NOT IN (1)", "SELECT 1 FROM c WHERE x NOT IN (1)",
        "CREATE VIEW v AS SELECT 1 FROM \"a.b.t\" WHERE x NOT IN (1)",
        "CREATE TRIGGER r AFTER INSERT ON c BEGIN DELETE FROM [a.b.t] WHERE x NOT IN (1); END"}) {
    EXPECT_EQ(OtherWords(sql), sql);
  }
}

TEST(OfferedTermsTest, LongListsStay) {
  std::string list = "0";
  for (int i = 1; i < 100; ++i) list += ", " + std::to_string(i);
  const std::string sql = "SELECT 1 FROM \"a.b.t\" WHERE x NOT IN (" + list;
  EXPECT_THAT(OtherWords(sql + ")"), HasSubstr("AND x <> 99)"));
  EXPECT_EQ(OtherWords(sql + ", 100)"), sql + ", 100)");
}

// A table of every affinity and two collations, under a registered name.
class OfferedTermsRowsTest : public ::testing::Test {
 protected:
  OfferedTermsRowsTest() {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
    Execute(R"(CREATE TABLE "a.b.t"(i INTEGER, t TEXT, r REAL, n NUMERIC, b BLOB, u, )"
            "c TEXT COLLATE NOCASE)");
    constexpr std::string_view kRows[] = {
        "1, 'a', 1.5, '2', x'61', 'a', 'A'",
        "'x', 'A', 2, 'y', 'a', 1, 'a'",
        "NULL, NULL, NULL, NULL, NULL, NULL, NULL",
        "2, '2', '2.0', 1e3, 2, '2', '2'",
        "-1, '', -1, '', '', '', ''",
        "9007199254740993, '1.0', 9007199254740992.0, 0, 1, 1.0, 'b'"};
    for (const std::string_view row : kRows) {
      Execute("INSERT INTO \"a.b.t\" VALUES (" + std::string(row) + ")");
    }
  }

  void Execute(const std::string& sql) {
    EXPECT_EQ(sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  }

  // The numbers of the rows, or SQLite's error.
  std::string Rows(const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
      return sqlite3_errmsg(db_.get());
    }
    const SqliteStatement statement(raw);
    std::string rows;
    while (sqlite3_step(raw) == SQLITE_ROW)
      rows += std::to_string(sqlite3_column_int(raw, 0)) + ' ';
    return rows;
  }

  std::string Word(const std::vector<std::string>& words) {
    return words[random_() % words.size()];
  }
  std::string Column() { return Word({"i", "t", "r", "n", "b", "u", "c", "\"a.b.t\".t"}); }
  std::string Literal() {
    return Word({"1", "-1", "2", "2.0", "'2'", "'a'", "'A'", "''", "x'61'", "NULL", "1e3", "'1.0'",
                 "9007199254740993", "0x2", "+1", "'b'"});
  }
  std::string List() {
    std::string list = Literal();
    for (size_t i = random_() % 5; i > 0; --i) list += ", " + Literal();
    return "(" + list + ")";
  }

  std::string Condition(int depth) {
    const std::string in = Word({" NOT IN ", " NOT IN ", " IN "});
    switch (random_() % (depth > 0 ? 9 : 4)) {
      case 0:
        return "(" + Column() + ", " + Column() + ") IN (VALUES (" + Literal() + ", " + Literal() +
               "), (" + Literal() + ", " + Literal() + "))";
      case 1:
        return Column() + in + List() + Word({"", "", " IS NULL", " = 0", " COLLATE NOCASE"});
      case 2:
      case 3:
        return Column() + in + List();
      case 4:
        return "NOT " + Condition(depth - 1);
      case 5:
        return Column() + " BETWEEN " + Literal() + " AND " + Condition(depth - 1);
      case 6:
        return "(" + Condition(depth - 1) + ")";
      case 7:
        return "CASE WHEN " + Condition(depth - 1) + " THEN " + Condition(depth - 1) + " END";
      default:
        return Condition(depth - 1) + Word({" AND ", " OR "}) + Condition(depth - 1);
    }
  }

  SqliteDatabase db_;
  std::mt19937 random_{7};  // NOLINT(bugprone-random-generator-seed): the same texts every time.
};

TEST_F(OfferedTermsRowsTest, PlainTablesGiveTheSameRows) {
  int changed = 0;
  for (int i = 0; i < 5'000 && !HasFailure(); ++i) {
    const std::string sql = "SELECT rowid FROM \"a.b.t\" WHERE " + Condition(3);
    const std::string rewritten = OtherWords(sql);
    changed += rewritten == sql ? 0 : 1;
    EXPECT_EQ(Rows(rewritten), Rows(sql)) << sql << '\n' << rewritten;
    EXPECT_EQ(OtherWords(rewritten), rewritten);
  }
  EXPECT_GT(changed, 1'000);
}

TEST_F(OfferedTermsRowsTest, ErrorsStandWhereTheyWereTyped) {
  for (const std::string sql : {"SELECT 1 FROM a.b.t WHERE i AND nope NOT IN (1, 2) AND t",
                                "SELECT 1 FROM a.b.t WHERE i NOT IN (1, 2) AND nope",
                                "SELECT 1 FROM a.b.t WHERE (i, t) IN (VALUES (1, 2)) AND nope"}) {
    const StatusOr<SqlText> result = RewriteSql(sql, TermNames());
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(Rows(result->text), "no such column: nope");
    const int at = sqlite3_error_offset(db_.get());
    ASSERT_GE(at, 0) << sql;
    EXPECT_EQ(result->places.ToOriginal(static_cast<size_t>(at)), sql.find("nope")) << sql;
  }
}

}  // namespace
}  // namespace apisql
