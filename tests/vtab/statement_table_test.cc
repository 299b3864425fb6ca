#include "vtab/statements/statement_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "vtab/definitions/create_or_replace.h"
#include "vtab/definitions/materialized_view.h"
#include "vtab/explain/explain_requests.h"
#include "vtab/statements/exec.h"
#include "vtab/statements/set.h"
#include "vtab/statements/sql_query.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Parsed Read(std::string_view sql) {
  static const RegisteredNames kApiTables(
      {"confluent.iam.api_keys", "confluent.org.environments", "rockset.users.api_keys"});
  return ReadStatement(
      sql, 0, {kApiTables, [] { return std::vector<std::string>{"apisql.requests", "local"}; }});
}

// Null when it is a statement of another kind, or an error.
template <typename Statement>
std::unique_ptr<Statement> ReadAs(std::string_view sql) {
  Parsed parsed = Read(sql);
  if (!parsed.ok() || dynamic_cast<Statement*>(parsed->get()) == nullptr) return nullptr;
  return std::unique_ptr<Statement>(static_cast<Statement*>(parsed->release()));
}

std::string Select(std::string_view sql) {
  const Parsed parsed = Read(sql);
  if (!parsed.ok()) return "error: " + parsed.status().message();
  const auto* select = dynamic_cast<const OwnSelect*>(parsed->get());
  return select == nullptr ? "not a SELECT" : select->select;
}

std::optional<size_t> PlaceOfError(std::string_view sql) { return Read(sql).status().place(); }

TEST(StatementTableTest, WhatSqliteKnowsIsSql) {
  for (const std::string sql :
       {"SELECT 1", "EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT 1", "\"show\" providers",
        "WITH show AS (SELECT 1) SELECT * FROM show", "UPDATE t SET a = 1", "\"exec\" a.b.c",
        "EXPLAIN SHOW TABLES", ""}) {
    EXPECT_NE(ReadAs<SqlQuery>(sql), nullptr) << sql;
  }
}

TEST(StatementTableTest, ShowSaysWhatItTakes) {
  for (const std::string sql : {"SHOW", "SHOW TRIGGERS", "SHOW;"}) {
    EXPECT_EQ(Select(sql),
              "error: near \"SHOW\": syntax error. SHOW takes PROVIDERS, SERVICES, RESOURCES, "
              "METHODS, SETTINGS, FUNCTIONS, TABLES, COLUMNS or INSERT INTO");
    EXPECT_EQ(PlaceOfError(sql), 0U);
  }
}

TEST(StatementTableTest, EveryWordOfShowIsUnderstood) {
  const std::string takes = Select("SHOW");
  for (const std::string& word : ShowWords()) {
    EXPECT_THAT(takes, HasSubstr(word));
    if (word == "INTO") continue;
    EXPECT_THAT(Select("SHOW " + word), Not(HasSubstr("SHOW takes"))) << word;
  }
}

TEST(StatementTableTest, ShowTakesClausesInTheirOrder) {
  EXPECT_THAT(Select("SHOW EXTENDED RESOURCES FROM confluent LIKE 'api%'"),
              AllOf(HasSubstr("SELECT * FROM \"apisql.resources\""), HasSubstr("LIKE 'api%'")));
  for (const std::string sql :
       {"SHOW PROVIDERS LIKE", "SHOW PROVIDERS LIKE x", "SHOW PROVIDERS WHERE",
        "SHOW PROVIDERS WHERE name = 'x' LIKE 'y' ;", "SHOW SERVICES LIKE 'x' FROM confluent",
        "SHOW INSERT INTO confluent.iam.api_keys LIKE 'x'"}) {
    const bool is_sql = sql.find("WHERE name") != std::string::npos;  // SQLite reads the condition.
    EXPECT_EQ(Select(sql).starts_with("error: "), !is_sql) << sql;
  }
}

TEST(StatementTableTest, WordsOfOtherDatabasesSayWhatDoesForThem) {
  for (const std::string word : {"USE google", "AUTH LOGIN aws", "SLEEP 5", "START TRANSACTION",
                                 "PURGE", "NATIVEQUERY 'x'", "REGISTRY PULL aws"}) {
    const Parsed parsed = Read(word);
    ASSERT_FALSE(parsed.ok()) << word;
    EXPECT_FALSE(parsed.status().hint().empty()) << word;
    EXPECT_EQ(parsed.status().place(), 0U) << word;
  }
}

TEST(StatementTableTest, MaterializedViewsAreRead) {
  for (const std::string sql :
       {"CREATE MATERIALIZED VIEW v AS SELECT 1", "REFRESH MATERIALIZED VIEW aux.v;",
        "CREATE OR REPLACE MATERIALIZED VIEW v AS WITH x AS (SELECT 1) SELECT * FROM x",
        "DROP MATERIALIZED VIEW IF EXISTS v",
        "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS VALUES (1)"}) {
    EXPECT_NE(ReadAs<MaterializedViewStatement>(sql), nullptr) << sql;
  }
  for (const std::string sql :
       {"CREATE MATERIALIZED v AS SELECT 1", "CREATE MATERIALIZED VIEW v", "REFRESH VIEW v",
        "CREATE MATERIALIZED VIEW v AS DELETE FROM t", "CREATE MATERIALIZED VIEW a.b.c AS SELECT 1",
        "DROP MATERIALIZED VIEW v CASCADE", "CREATE OR REPLACE INDEX i ON t(a)",
        "REFRESH MATERIALIZED VIEW IF EXISTS v", "CREATE OR VIEW v AS SELECT 1"}) {
    EXPECT_FALSE(Read(sql).ok()) << sql;
  }
  EXPECT_NE(ReadAs<CreateOrReplaceStatement>("CREATE OR REPLACE TEMP VIEW v AS SELECT 1"), nullptr);
  EXPECT_NE(ReadAs<SqlQuery>("CREATE VIEW v AS SELECT 1"), nullptr);
  EXPECT_NE(ReadAs<SqlQuery>("DROP VIEW v"), nullptr);
}

TEST(StatementTableTest, ShowReadsTheTablesOfTables) {
  EXPECT_THAT(Select("show /* x */ providers;"), HasSubstr("\"apisql.providers\""));
  EXPECT_THAT(Select("SHOW SERVICES IN Confluent"), HasSubstr("WHERE provider = 'confluent'"));
  EXPECT_THAT(Select("SHOW RESOURCES"), HasSubstr("\"apisql.resources\" ORDER BY name"));
  EXPECT_THAT(Select("SHOW RESOURCES IN confluent"), HasSubstr("provider = 'confluent' ORDER"));
  EXPECT_THAT(Select("SHOW RESOURCES IN confluent.\"iam\""),
              HasSubstr("provider = 'confluent' AND service = 'iam'"));
  EXPECT_THAT(Select("SHOW METHODS IN confluent.IAM.api_keys"),
              HasSubstr("resource = 'confluent.iam.api_keys'"));
  EXPECT_THAT(Select("SHOW SETTINGS"), HasSubstr("\"apisql.settings\""));
  EXPECT_THAT(Select("SHOW TABLES"), AllOf(HasSubstr("'apisql.requests'"), HasSubstr("'local'"),
                                           HasSubstr("'rockset.users.api_keys'")));
}

TEST(StatementTableTest, DescribeTakesApiTablesAndAllOthers) {
  EXPECT_THAT(Select("DESCRIBE confluent.iam.api_keys"), HasSubstr("WHERE hidden = 0"));
  EXPECT_THAT(Select("DESCRIBE EXTENDED \"confluent.iam.api_keys\""), HasSubstr("\"values\""));
  EXPECT_THAT(Select("DESCRIBE Local"), HasSubstr("pragma_table_xinfo('local')"));
  EXPECT_THAT(Select("DESCRIBE apisql.requests"), HasSubstr("xinfo('apisql.requests')"));
}

TEST(StatementTableTest, UnknownNamesAreErrorsWithTheNearestNames) {
  EXPECT_THAT(Select("SHOW SERVICES IN confluen"),
              HasSubstr("no such provider: confluen. Did you mean confluent?"));
  EXPECT_EQ(PlaceOfError("SHOW SERVICES IN confluen"), 17U);
  EXPECT_THAT(Select("SHOW RESOURCES IN confluent.ian"), HasSubstr("no such service"));
  EXPECT_THAT(Select("DESCRIBE confluent.iam.api_key"),
              HasSubstr("Did you mean confluent.iam.api_keys"));
  EXPECT_THAT(Select("DESCRIBE locale"), HasSubstr("Did you mean local"));
}

TEST(StatementTableTest, WrongFormsSayWhere) {
  EXPECT_EQ(Select("SHOW PROVIDERS now"), "error: near \"now\": syntax error");
  EXPECT_EQ(PlaceOfError("SHOW PROVIDERS now"), 15U);
  EXPECT_EQ(Select("SHOW METHODS"), "error: incomplete input");
  EXPECT_EQ(Select("SHOW SERVICES IN 'confluent'"), "error: near \"'confluent'\": syntax error");
  EXPECT_EQ(Select("DESCRIBE"), "error: incomplete input");
  EXPECT_EQ(Select("EXPLAIN REQUESTS ;"), "error: incomplete input");
}

TEST(StatementTableTest, SetTakesWordsNumbersAndStrings) {
  for (const auto& [sql, value] : std::vector<std::pair<std::string, std::string>>{
           {"SET a = on", "on"}, {"set a=-5;", "-5"}, {"SET a = 'x''y'", "x'y"}}) {
    const auto statement = ReadAs<SetStatement>(sql);
    ASSERT_NE(statement, nullptr) << sql;
    EXPECT_EQ(statement->name, "a");
    EXPECT_EQ(statement->value, value);
  }
  for (const std::string sql :
       {"SET", "SET a", "SET a =", "SET a = - b", "SET a = 1 2", "SET 1 = 2"}) {
    EXPECT_FALSE(Read(sql).ok()) << sql;
  }
}

TEST(StatementTableTest, ShowInsertNamesATable) {
  EXPECT_TRUE(Read("show INSERT into Confluent.iam.api_keys;").ok());
  EXPECT_EQ(Select("SHOW INSERT confluent.iam.api_keys"),
            "error: near \"confluent\": syntax error");
  EXPECT_EQ(Select("SHOW INSERT INTO"), "error: incomplete input");
  EXPECT_THAT(Select("SHOW INSERT INTO local"), HasSubstr("no such table: local"));
  EXPECT_EQ(Select("SHOW INSERT INTO confluent.iam.api_keys VALUES"),
            "error: near \"VALUES\": syntax error");
}

TEST(StatementTableTest, ExecTakesValuesOfAllKinds) {
  const auto statement = ReadAs<ExecStatement>(
      "EXEC Confluent.iam.api_keys.rotate @id = 'it''s; @x = 1', \"spec.owner\"=-7,\n"
      "@spec.count = 0x10, c = .5, d = +1e3, e = null, f = TRUE, g = -9223372036854775808, "
      "h = 9223372036854775808 ;");
  ASSERT_NE(statement, nullptr);
  EXPECT_EQ(statement->table, "confluent.iam.api_keys");
  EXPECT_EQ(statement->method, "rotate");
  EXPECT_EQ(statement->place, 5U);
  const std::vector<ExecArgument> expected = {{"id", "it's; @x = 1"},
                                              {"spec.owner", int64_t{-7}},
                                              {"spec.count", int64_t{16}},
                                              {"c", 0.5},
                                              {"d", 1000.0},
                                              {"e", std::monostate()},
                                              {"f", int64_t{1}},
                                              {"g", std::numeric_limits<int64_t>::min()},
                                              {"h", 9223372036854775808.0}};
  EXPECT_EQ(statement->arguments, expected);
}

TEST(StatementTableTest, ExecNeedsNoArguments) {
  for (const std::string sql :
       {"EXEC confluent.iam.api_keys.rotate", "exec \"confluent.iam.api_keys\".rotate;",
        "EXEC \"confluent.iam.api_keys.rotate\" -- now"}) {
    const auto statement = ReadAs<ExecStatement>(sql);
    ASSERT_NE(statement, nullptr) << sql;
    EXPECT_EQ(statement->method, "rotate");
    EXPECT_TRUE(statement->arguments.empty());
  }
}

TEST(StatementTableTest, WrongFormsOfExecSayWhere) {
  const auto error = [](std::string_view arguments) {
    return Select("EXEC confluent.iam.api_keys.rotate " + std::string(arguments));
  };
  EXPECT_EQ(error("@id"), "error: incomplete input");
  EXPECT_EQ(error("@id ="), "error: incomplete input");
  EXPECT_EQ(error("@id = -"), "error: incomplete input");
  EXPECT_EQ(error("@id = 1,"), "error: incomplete input");
  EXPECT_EQ(error("@id = - 'x'"), "error: near \"'x'\": syntax error");
  EXPECT_EQ(error("@id = x'00'"), "error: near \"x'00'\": syntax error");
  EXPECT_EQ(error("@id = 'open"), "error: near \"'open\": syntax error");
  EXPECT_EQ(error("@id = \"x\""), "error: near \"\"x\"\": syntax error");
  EXPECT_EQ(error("@id = 0x1ffffffffffffffff"),
            "error: near \"0x1ffffffffffffffff\": syntax error");
  EXPECT_EQ(error("@id = 1 @x = 2"), "error: near \"@x\": syntax error");
  EXPECT_EQ(error("(1)"), "error: near \"(\": syntax error");
  EXPECT_EQ(error(":id = 1"), "error: near \":id\": syntax error");
  EXPECT_THAT(
      Select("EXEC confluent.iam.api_key.rotate"),
      HasSubstr("no such table: confluent.iam.api_key. Did you mean confluent.iam.api_keys"));
  EXPECT_THAT(Select("EXEC rotate"), HasSubstr("no such table: rotate"));
  EXPECT_EQ(Select("EXEC"), "error: incomplete input");
}

TEST(StatementTableTest, ExplainRequestsTakesAStatement) {
  EXPECT_NE(ReadAs<ExplainRequestsStatement>("EXPLAIN /* x */ REQUESTS\n SELECT 1;"), nullptr);
  EXPECT_TRUE(Read("explain analyze /* x */ requests\n SELECT 1;").ok());
  EXPECT_EQ(Select("EXPLAIN ANALYZE REQUESTS"), "error: incomplete input");
  EXPECT_THAT(Select("EXPLAIN ANALYZE REQUESTS SHOW TABLES"), HasSubstr("only one that reads"));
  EXPECT_EQ(PlaceOfError("EXPLAIN ANALYZE REQUESTS SHOW TABLES"), 25U);
  EXPECT_EQ(PlaceOfError("EXPLAIN REQUESTS EXEC confluent.iam.api_key.x"), 22U);
}

TEST(StatementTableTest, ExplainAnalyzeOfAStatementNeedsTheWordRequests) {
  EXPECT_THAT(Select("EXPLAIN ANALYZE SELECT 1"), HasSubstr("EXPLAIN ANALYZE REQUESTS SELECT"));
  EXPECT_EQ(PlaceOfError("EXPLAIN ANALYZE SELECT 1"), 16U);
  EXPECT_THAT(Select("EXPLAIN ANALYZE with x AS (SELECT 1) SELECT * FROM x"),
              HasSubstr("needs the word REQUESTS"));
}

TEST(StatementTableTest, ExplainAnalyzeOfIndexStatisticsStaysWithSqlite) {
  for (const std::string_view sql : {"EXPLAIN ANALYZE", "EXPLAIN ANALYZE;", "EXPLAIN ANALYZE local",
                                     "EXPLAIN ANALYZE main.local", "EXPLAIN ANALYZE requests.t"}) {
    EXPECT_NE(ReadAs<SqlQuery>(sql), nullptr) << sql;
  }
}

}  // namespace
}  // namespace apisql
