#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "vtab/rewrite/rewrite.h"
#include "vtab/sql/write_statement.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const RegisteredNames& WriteNames() {
  static const RegisteredNames kNames({"demo.shop.items", "demo.shop.owners"});
  return kNames;
}

SqlText Rewritten(std::string_view sql) {
  auto rewritten = RewriteSql(sql, WriteNames());
  EXPECT_TRUE(rewritten.ok()) << sql;
  return *std::move(rewritten);
}

std::optional<WriteStatement> ReadOne(std::string_view sql) {
  return ReadWriteStatement(Rewritten(sql).text, WriteNames());
}

TEST(SqlWriteStatementTest, TheTargetIsFoundHoweverItIsWritten) {
  for (const std::string sql : {
           "DELETE FROM demo.shop.items",
           "delete/**/from -- x\n demo . shop . items",
           "DELETE FROM \"demo.shop.items\"",
           "DELETE FROM 'Demo.Shop.ITEMS'",
           "DELETE FROM [demo.shop.items]",
           "DELETE FROM main.\"demo.shop.items\"",
           "DELETE FROM `demo.shop.items`;",
           "EXPLAIN DELETE FROM demo.shop.items",
           "EXPLAIN QUERY PLAN DELETE FROM demo.shop.items",
           ("WITH a AS (SELECT ')'), replace(x, y) AS NOT MATERIALIZED (SELECT 1, (2)) "
            "DELETE FROM demo.shop.items"),
           "WITH RECURSIVE 'update' AS MATERIALIZED (SELECT 1) DELETE FROM demo.shop.items",
       }) {
    const auto write = ReadOne(sql);
    ASSERT_TRUE(write) << sql;
    EXPECT_EQ(write->verb, Verb::kDelete) << sql;
    EXPECT_EQ(write->table, "demo.shop.items") << sql;
    EXPECT_FALSE(write->has_where) << sql;
    EXPECT_FALSE(write->returning) << sql;
    EXPECT_EQ(write->explained, sql.starts_with("EXPLAIN")) << sql;
  }
}

TEST(SqlWriteStatementTest, OtherStatementsAreNone) {
  for (const std::string sql : {
           "",
           ";",
           "SELECT 'DELETE FROM demo.shop.items'",
           "SELECT * FROM demo.shop.items",
           "DELETE FROM local WHERE id IN (SELECT id FROM demo.shop.items)",
           "INSERT INTO local SELECT * FROM demo.shop.items",
           "INSERT INTO local(\"demo.shop.items\") VALUES (1)",
           "WITH delete_all AS (SELECT 1) SELECT * FROM demo.shop.items",
           "WITH \"delete\" AS (SELECT 1) SELECT 1 FROM demo.shop.items",
           "CREATE TRIGGER t AFTER INSERT ON x BEGIN DELETE FROM \"demo.shop.items\"; END",
           "-- DELETE FROM demo.shop.items",
           "DELETE",
           "DELETE FROM",
           "UPDATE OR",
           "INSERT demo.shop.items VALUES (1)",
           "WITH",
           "WITH a AS (SELECT 1",
       }) {
    EXPECT_FALSE(ReadWriteStatement(sql, WriteNames())) << sql;
  }
}

TEST(SqlWriteStatementTest, FromIsToldOfUpdateOnly) {
  const auto has_from = [](std::string_view sql) {
    const auto write = ReadOne(sql);
    return write && write->has_from;
  };
  EXPECT_TRUE(has_from("UPDATE demo.shop.items SET name = l.n FROM local l WHERE id = l.i"));
  EXPECT_FALSE(has_from("UPDATE demo.shop.items SET name = (SELECT n FROM local) WHERE id = 1"));
  EXPECT_FALSE(has_from("UPDATE demo.shop.items SET name = 1 IS DISTINCT FROM 2 WHERE id = 1"));
  EXPECT_FALSE(has_from("UPDATE demo.shop.items SET name = 1 WHERE id IS NOT DISTINCT FROM 'x'"));
  EXPECT_FALSE(has_from("DELETE FROM demo.shop.items WHERE id = 1"));
  EXPECT_FALSE(has_from("INSERT INTO demo.shop.items (name) SELECT n FROM local"));
}

TEST(SqlWriteStatementTest, WhereCountsAtTheTopLevelOnly) {
  const auto has_where = [](std::string_view sql) {
    const auto write = ReadOne(sql);
    return write && write->has_where;
  };
  EXPECT_TRUE(has_where("DELETE FROM demo.shop.items WHERE 1"));
  EXPECT_TRUE(has_where("DELETE FROM demo.shop.items NOT INDEXED WHERE id = 'x' LIMIT 1"));
  EXPECT_TRUE(has_where("UPDATE demo.shop.items SET name = (SELECT 1 WHERE 0) WHERE id = 'x'"));
  EXPECT_TRUE(
      has_where("UPDATE demo.shop.items AS i SET name = l.n FROM local l JOIN m ON 1 "
                "WHERE l.id = i.id"));
  EXPECT_TRUE(has_where("UPDATE demo.shop.items SET name=1 WHERE id IN (1, 2) RETURNING id"));

  EXPECT_FALSE(has_where("DELETE FROM demo.shop.items -- WHERE id = 1"));
  EXPECT_FALSE(has_where("DELETE FROM demo.shop.items /* WHERE id = 1 */ ;"));
  EXPECT_FALSE(has_where("DELETE FROM demo.shop.items LIMIT 5"));
  EXPECT_FALSE(has_where("UPDATE demo.shop.items SET name = 'WHERE id = 1'"));
  EXPECT_FALSE(has_where("UPDATE demo.shop.items SET \"where\" = 1"));
  EXPECT_FALSE(has_where("UPDATE demo.shop.items SET name = (SELECT n FROM local WHERE id = 1)"));
  EXPECT_FALSE(has_where("UPDATE demo.shop.items SET name = 'it''s' || ' WHERE '"));
  EXPECT_FALSE(has_where("UPDATE demo.shop.items SET name = l.n FROM (SELECT * FROM m WHERE 1) l"));
  EXPECT_FALSE(has_where("DELETE FROM demo.shop.items RETURNING (SELECT 1 WHERE 0)"));
  EXPECT_FALSE(has_where("WITH a AS (SELECT 1 WHERE 1) DELETE FROM demo.shop.items"));
}

TEST(SqlWriteStatementTest, ConflictClausesAreRead) {
  EXPECT_EQ(ReadOne("REPLACE INTO demo.shop.items VALUES (1)")->conflict, "REPLACE");
  EXPECT_EQ(ReadOne("insert or replace into demo.shop.items VALUES (1)")->conflict, "REPLACE");
  EXPECT_EQ(ReadOne("INSERT OR Ignore INTO demo.shop.items VALUES (1)")->conflict, "IGNORE");
  EXPECT_EQ(ReadOne("UPDATE OR FAIL demo.shop.items SET name = 1")->conflict, "FAIL");
  EXPECT_EQ(ReadOne("INSERT INTO demo.shop.items VALUES ('OR REPLACE')")->conflict, "");
  EXPECT_EQ(ReadOne("REPLACE INTO demo.shop.items VALUES (1)")->verb, Verb::kInsert);
}

TEST(SqlWriteStatementTest, TheTargetNamedTwiceIsSeen) {
  const auto once = [](std::string_view sql) { return ReadOne(sql)->named_once; };
  EXPECT_TRUE(once("DELETE FROM demo.shop.items WHERE demo.shop.items.id = 'x'"));
  EXPECT_TRUE(once("DELETE FROM demo.shop.items WHERE id IN (SELECT id FROM demo.shop.owners)"));
  EXPECT_FALSE(once("DELETE FROM demo.shop.items WHERE id IN (SELECT id FROM demo.shop.items)"));
  EXPECT_FALSE(once("DELETE FROM demo.shop.items WHERE id IN \"DEMO.shop.items\""));
  EXPECT_FALSE(
      once("UPDATE demo.shop.items SET name = o.name FROM 'demo.shop.items' AS o "
           "WHERE 1"));
}

TEST(SqlWriteStatementTest, ColumnsAreThoseThatAreWritten) {
  const auto columns = [](std::string_view sql) { return ReadOne(sql)->columns; };
  EXPECT_THAT(columns("INSERT INTO demo.shop.items(id, \"na,me\") VALUES (1, 2)"),
              ElementsAre("id", "na,me"));
  EXPECT_THAT(columns("INSERT INTO demo.shop.items SELECT a, b FROM c"), IsEmpty());
  EXPECT_THAT(columns("UPDATE demo.shop.items SET name = max(1, 2), (a, b) = (SELECT 3, 4), "
                      "price = x IS NOT DISTINCT FROM y, [z] = 1 FROM t, u WHERE v = 1, w = 2"),
              ElementsAre("name", "a", "b", "price", "z"));
}

struct Returning {
  std::string write;
  std::string select;
};

Returning Strip(std::string_view sql) {
  const SqlText rewritten = Rewritten(sql);
  const auto write = ReadWriteStatement(rewritten.text, WriteNames());
  EXPECT_TRUE(write && write->returning) << sql;
  if (!write || !write->returning) return {};
  return {WithoutReturning(rewritten, *write).text, ReturningSelect(rewritten, *write).text};
}

TEST(SqlWriteStatementTest, ReturningBecomesASelect) {
  const Returning insert =
      Strip("INSERT INTO demo.shop.items(name) VALUES ('RETURNING (') RETURNING id, name -- x\n;");
  EXPECT_EQ(insert.write, "INSERT INTO \"demo.shop.items\"(name) VALUES ('RETURNING (') ");
  EXPECT_EQ(insert.select, R"(SELECT id, name FROM "demo.shop.items" WHERE "_returned" = 1)");
  const Returning update =
      Strip("UPDATE demo.shop.items AS \"i x\" SET name = (SELECT 1) WHERE id = 'x' RETURNING *");
  EXPECT_EQ(update.select, R"(SELECT * FROM "demo.shop.items" AS "i x" WHERE "_returned" = 1)");
  EXPECT_EQ(
      Strip("DELETE FROM demo.shop.items WHERE \"returning\" = 1 RETURNING demo.shop.items.id")
          .select,
      R"(SELECT "demo.shop.items".id FROM "demo.shop.items" WHERE "_returned" = 1)");
}

TEST(SqlWriteStatementTest, PlacesInReturningAreThoseOfWhatWasTyped) {
  const std::string sql =
      "INSERT INTO demo.shop.items(name) VALUES (1) RETURNING demo.shop.items.id, nme";
  const SqlText rewritten = Rewritten(sql);
  const SqlText select =
      ReturningSelect(rewritten, *ReadWriteStatement(rewritten.text, WriteNames()));
  EXPECT_EQ(select.places.ToOriginal(select.text.find("nme")), sql.find("nme"));
  EXPECT_EQ(select.places.ToOriginal(select.text.find("\"demo")), sql.rfind("demo"));
  EXPECT_EQ(select.places.ToOriginal(0), sql.find("RETURNING"));
  EXPECT_EQ(select.places.ToOriginal(select.text.find(" FROM")), sql.size());
}

// An error, with its place in `expressions`.
Status ReturningError(const std::string& expressions) {
  const std::string sql = "DELETE FROM demo.shop.items WHERE 1 RETURNING " + expressions;
  const SqlText rewritten = Rewritten(sql);
  const auto write = ReadWriteStatement(rewritten.text, WriteNames());
  Status status = CheckReturning(rewritten, *write->returning);
  if (!status.place()) return status;
  const size_t place = *status.place() - (sql.size() - expressions.size());
  return std::move(status).At(place);
}

TEST(SqlWriteStatementTest, ReturningTakesExpressionsAndNothingElse) {
  EXPECT_TRUE(ReturningError("id, a IS DISTINCT FROM b, (SELECT 1 UNION SELECT 2 FROM c)").ok());
  const Status second = ReturningError("id UNION SELECT 1");
  EXPECT_EQ(second.message(), "near \"UNION\": syntax error");
  EXPECT_EQ(second.place(), 3U);
  EXPECT_EQ(ReturningError("id FROM local").message(), "near \"FROM\": syntax error");
  EXPECT_EQ(ReturningError("DISTINCT id").message(), "near \"DISTINCT\": syntax error");
  EXPECT_EQ(ReturningError("id) FROM x").message(), "near \")\": syntax error");
  const Status open = ReturningError("(id");
  EXPECT_EQ(open.message(), "incomplete input");
  EXPECT_EQ(open.place(), 3U);
}

TEST(SqlWriteStatementTest, ReturningWithoutExpressionsIsIncomplete) {
  EXPECT_EQ(ReturningError("/* id */ ;").message(), "incomplete input");
}

TEST(SqlWriteStatementTest, ExecHasAReturningClauseToo) {
  const std::string sql = "EXEC a.b @x = 'RETURNING' RETURNING id";
  const auto returning = FindReturning(sql);
  ASSERT_TRUE(returning);
  EXPECT_EQ(sql.substr(returning->expressions), "id");
  EXPECT_FALSE(FindReturning("EXEC a.b @x = 1"));
}

// Whatever is broken off or nested, reading ends and stays within the text.
TEST(SqlWriteStatementTest, EveryBeginningOfAStatementCanBeRead) {
  const std::string sql =
      "EXPLAIN WITH a(b) AS (SELECT 'x''(' /* ) */), c AS (VALUES (1)) UPDATE OR FAIL "
      "main.\"demo.shop.items\" AS i SET (a, b) = (1, [2]), c = 'where' FROM d WHERE ((1)) "
      "RETURNING (((i.id))), * ;";
  for (size_t size = 0; size <= sql.size(); ++size) {
    const auto write = ReadWriteStatement(sql.substr(0, size), WriteNames());
    if (!write || !write->returning) continue;
    EXPECT_LE(write->returning->begin, write->returning->expressions);
    EXPECT_LE(write->returning->expressions, write->returning->end);
    EXPECT_LE(write->returning->end, size);
  }
}

}  // namespace
}  // namespace apisql
