#include <gtest/gtest.h>

#include "src/base/text.h"
#include "vtab/sql/schema_statement.h"

namespace apisql {
namespace {

using Kind = SchemaStatement::Kind;

// "KIND name @offset", or "none".
std::string ReadAsText(std::string_view sql) {
  constexpr std::string_view kKinds[] = {"create", "drop", "alter", "index", "trigger"};
  const auto statement = ReadSchemaStatement(sql);
  if (!statement) return "none";
  return std::string(kKinds[static_cast<size_t>(statement->kind)]) + " " +
         Join(statement->name, ".") + " @" + std::to_string(statement->offset);
}

TEST(SchemaStatementTest, TheTableIsFoundBehindEachForm) {
  EXPECT_EQ(ReadAsText("DROP TABLE t"), "drop t @11");
  EXPECT_EQ(ReadAsText("/* x */ drop view if exists a.\"b\""), "drop a.b @28");
  EXPECT_EQ(ReadAsText("DROP TABLE main.'t'"), "drop main.t @11");
  EXPECT_EQ(ReadAsText("ALTER TABLE a.b ADD COLUMN c"), "alter a.b @12");
  EXPECT_EQ(ReadAsText("CREATE TABLE a.b.c (x)"), "create a.b.c @13");
  EXPECT_EQ(ReadAsText("CREATE TEMPORARY TABLE IF NOT EXISTS t AS SELECT 1"), "create t @37");
  EXPECT_EQ(ReadAsText("CREATE VIRTUAL TABLE t USING fts5(a)"), "create t @21");
  EXPECT_EQ(ReadAsText("CREATE UNIQUE INDEX main.i ON t (a)"), "index t @30");
  EXPECT_EQ(ReadAsText("CREATE TEMP TRIGGER t INSTEAD OF UPDATE OF a, b ON v BEGIN SELECT 1; END"),
            "trigger v @51");
  EXPECT_EQ(ReadAsText("EXPLAIN QUERY PLAN DROP TABLE t"), "drop t @30");
}

TEST(SchemaStatementTest, ARenameMakesTheNameThatSqliteCannotHave) {
  EXPECT_EQ(ReadAsText("ALTER TABLE t RENAME TO a.b.c"), "create a.b.c @24");
  EXPECT_EQ(ReadAsText("ALTER TABLE t RENAME TO u"), "alter t @12");
  EXPECT_EQ(ReadAsText("ALTER TABLE t RENAME a TO b"), "alter t @12");
}

TEST(SchemaStatementTest, OtherStatementsAndUnfinishedOnesAreNone) {
  for (const std::string_view sql :
       {"", "DROP", "DROP TABLE", "DROP INDEX i", "DROP TRIGGER t", "CREATE INDEX i", "SELECT 1",
        "CREATE TABLE", "ALTER TABLE", "EXPLAIN SELECT 1", "CREATE TRIGGER t ON", "ALTER"}) {
    EXPECT_EQ(ReadAsText(sql), "none") << sql;
  }
}

}  // namespace
}  // namespace apisql
