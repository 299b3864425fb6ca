#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "vtab/sql/split.h"
#include "vtab/sqlite.h"

namespace apisql {
namespace {

std::vector<std::string> StatementsIn(std::string_view sql) {
  std::vector<std::string> statements;
  while (!sql.empty()) {
    const size_t size = FirstStatementSize(sql);
    statements.emplace_back(sql.substr(0, size));
    sql.remove_prefix(size);
  }
  return statements;
}

TEST(SqlSplitTest, SemicolonsInsideOfTokensDoNotSplit) {
  const std::vector<std::string> expected = {"SELECT ';', \"a;b\", [;] /* ; */ -- ;\n;",
                                             "SELECT 2"};
  EXPECT_EQ(StatementsIn(expected[0] + expected[1]), expected);
}

TEST(SqlSplitTest, TriggerBodyIsOneStatement) {
  const std::vector<std::string> expected = {
      "CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN 2 END;"
      " SELECT 1; END;",
      " SELECT 2;"};
  EXPECT_EQ(StatementsIn(expected[0] + expected[1]), expected);
}

TEST(SqlSplitTest, ExplainedTriggerBodyIsOneStatement) {
  const std::string sql =
      "EXPLAIN QUERY PLAN CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;";
  EXPECT_EQ(FirstStatementSize(sql), sql.size());
}

TEST(SqlSplitTest, EndAsTransactionEndSplits) {
  const std::vector<std::string> expected = {"BEGIN;", "SELECT 1;", "END;", "SELECT 2"};
  EXPECT_EQ(StatementsIn("BEGIN;SELECT 1;END;SELECT 2"), expected);
}

TEST(SqlSplitTest, EmptyStatementEndsAtItsSemicolon) { EXPECT_EQ(FirstStatementSize(" ;;"), 2U); }

TEST(SqlSplitTest, BlankIsBlanksCommentsAndSemicolons) {
  EXPECT_TRUE(IsBlankSql(""));
  EXPECT_TRUE(IsBlankSql(" ; -- x\n /* y */ ;"));
  EXPECT_TRUE(IsBlankSql("/* open"));
  EXPECT_FALSE(IsBlankSql("'"));
  EXPECT_FALSE(IsBlankSql(std::string_view("\0", 1)));
}

TEST(SqlSplitTest, CompleteNeedsASemicolonBehindEverything) {
  EXPECT_TRUE(IsCompleteSql("SELECT 1;"));
  EXPECT_TRUE(IsCompleteSql("SELECT 1; -- done"));
  EXPECT_FALSE(IsCompleteSql(""));
  EXPECT_FALSE(IsCompleteSql("SELECT 1"));
  EXPECT_FALSE(IsCompleteSql("SELECT ';"));
  EXPECT_FALSE(IsCompleteSql("SELECT 1; /* open"));
  EXPECT_FALSE(IsCompleteSql("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1;"));
}

TEST(SqlSplitTest, CompleteAgreesWithSqlite) {
  static constexpr std::string_view kPieces[] = {
      "CREATE ", "TEMP ", "TRIGGER ", "EXPLAIN ",   "END",  ";",  "; ", "'", "\"",
      "[",       "]",     "--",       "\n",         "/*",   "*/", "/",  "*", "BEGIN ",
      "a ",      "`",     "-",        "temporary ", " end", "x'", "1",  ","};
  std::mt19937 random(3);  // NOLINT(bugprone-random-generator-seed): the same texts every time.
  int complete = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string sql;
    const size_t count = 1 + random() % 10;
    for (size_t j = 0; j < count; ++j) sql += kPieces[random() % std::size(kPieces)];
    const bool expected = sqlite3_complete(sql.c_str()) != 0;
    EXPECT_EQ(IsCompleteSql(sql), expected) << sql;
    if (expected) ++complete;
  }
  EXPECT_GT(complete, 1000);
}

}  // namespace
}  // namespace apisql
