#include <gmock/gmock.h>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class SessionWriteTest : public SessionWriteFixture {};

TEST_F(SessionWriteTest, WritesCountWhatTheServerApplied) {
  EXPECT_EQ(Run("INSERT INTO demo.shop.items(owner_id, name) VALUES ('o1', 'jar'), ('o2', NULL)"),
            "");
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items {"spec":{"name":"jar","owner":"o1"}})",
                                  R"(POST /items {"spec":{"owner":"o2"}})"));
  EXPECT_TRUE(summary_.wrote);
  EXPECT_EQ(summary_.changes, 2);
  EXPECT_EQ(summary_.outcomes.applied, 2);
  EXPECT_FALSE(summary_.returned_rows);

  Reply("DELETE /items/i2", 404, R"({"message": "gone"})");
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE price > 1"), "");
  EXPECT_EQ(summary_.changes, 1);
  EXPECT_EQ(summary_.outcomes.applied, 1);
  EXPECT_EQ(summary_.outcomes.absent, 1);

  EXPECT_EQ(Run("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)"), "");
  EXPECT_EQ(summary_.changes, 2);
  EXPECT_FALSE(summary_.wrote);
}

TEST_F(SessionWriteTest, AWholeKeyNeedsNoGet) {
  Run("DELETE FROM demo.shop.items WHERE id = 'i1'");
  EXPECT_THAT(Sent(), ElementsAre("DELETE /items/i1"));
  Run("UPDATE demo.shop.items AS i SET name = 'mug' WHERE i.id = 'i1'");
  EXPECT_THAT(Sent(), ElementsAre(R"(PATCH /items/i1 {"spec":{"name":"mug"}})"));
}

TEST_F(SessionWriteTest, AViewThatReadsTheTableKeepsTheGet) {
  Run("CREATE VIEW v AS SELECT * FROM demo.shop.items;"
      "DELETE FROM demo.shop.items WHERE id = 'i1' AND EXISTS (SELECT 1 FROM v WHERE id = 'i1')");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1", "DELETE /items/i1"));
  Reply("GET /items/i1", 404, "{}");
  Run("DELETE FROM demo.shop.items WHERE id = 'i1' AND EXISTS (SELECT 1 FROM v WHERE id = 'i1')");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1"));
}

TEST_F(SessionWriteTest, UpdateAndDeleteWithoutWhereAreRefused) {
  for (const std::string verb : {"UPDATE", "DELETE"}) {
    const std::string sql =
        verb == "UPDATE" ? "UPDATE demo.shop.items SET name = (SELECT 'x' WHERE 1)"
                         : "WITH a AS (SELECT 1 WHERE 1) DELETE FROM 'demo.shop.items' -- WHERE 1";
    EXPECT_EQ(Run(sql), "error: demo.shop.items: " + verb +
                            " without WHERE would write every row; add WHERE, or SET "
                            "allow_full_table_writes = on");
    EXPECT_EQ(error_.place(), sql.find(verb));
  }
  EXPECT_THAT(Sent(), IsEmpty());
  Run("SET allow_full_table_writes = on; DELETE FROM demo.shop.items");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "DELETE /items/i1", "DELETE /items/i2"));
  EXPECT_EQ(Run("DROP TABLE IF EXISTS x; CREATE TABLE x(a); DELETE FROM x"), "");
}

TEST_F(SessionWriteTest, ConflictClausesThatNeedAnAnswerBeforehandAreRefused) {
  for (const std::string sql :
       {"REPLACE INTO demo.shop.items(owner_id) VALUES ('o')",
        "INSERT OR REPLACE INTO demo.shop.items(owner_id) VALUES ('o')",
        "INSERT OR IGNORE INTO demo.shop.items(owner_id) VALUES ('o')",
        "UPDATE OR IGNORE demo.shop.items SET name = 'x' WHERE id = 'i1'",
        "UPDATE OR REPLACE demo.shop.items SET name = 'x' WHERE id = 'i1'"}) {
    EXPECT_THAT(Run(sql), AllOf(HasSubstr("is not possible"), HasSubstr("Use INSERT"))) << sql;
  }
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteTest, WhatTheApiCannotDoIsToldBeforeAnythingIsRead) {
  EXPECT_THAT(Run("DELETE FROM demo.shop.owners WHERE email = 'a@x'"),
              HasSubstr("rows cannot be deleted"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteTest, ReturningGivesWhatTheServerAnswered) {
  EXPECT_EQ(Run("INSERT INTO demo.shop.items(owner_id, name) VALUES ('o1', 'typed') "
                "RETURNING id, name, upper( name ), secret AS s"),
            "i9|jar|JAR|s3cret");
  EXPECT_EQ(header_, "id TEXT|name TEXT|upper( name )|s TEXT");
  EXPECT_TRUE(summary_.returned_rows);
  EXPECT_EQ(summary_.rows, 1);
  EXPECT_EQ(summary_.changes, 1);
  EXPECT_TRUE(ended_);
  EXPECT_EQ(Run("SELECT secret FROM demo.shop.items"), "NULL\nNULL");
}

TEST_F(SessionWriteTest, ReturningStarLeavesHiddenColumnsOut) {
  Run("INSERT INTO demo.shop.items(owner_id) VALUES ('o1') RETURNING *");
  EXPECT_EQ(header_, "id TEXT|name TEXT|owner_id TEXT|price INTEGER");
}

TEST_F(SessionWriteTest, ReturnedRowsComeInTheOrderOfTheStatement) {
  EXPECT_EQ(
      Run("UPDATE demo.shop.items AS k SET price = 4 WHERE price > 1 "
          "RETURNING k.id, k.price + 1, (SELECT email FROM demo.shop.owners WHERE id = 'o1')"),
      "i1|5|a@x\ni2|5|a@x");
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE price > 1 RETURNING demo.shop.items.id"),
            "i1\ni2");
  EXPECT_EQ(Run("CREATE TABLE t(o); INSERT INTO t VALUES ('o1'), ('o2');"
                "INSERT INTO demo.shop.items(owner_id) SELECT o FROM t RETURNING id"),
            "i9\ni9");
}

TEST_F(SessionWriteTest, ReturningReadsAnewWhatTheWriteMayHaveChanged) {
  Run("UPDATE demo.shop.items SET price = 4 WHERE name = 'cup' "
      "RETURNING (SELECT count(*) FROM demo.shop.items)");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", StartsWith("PATCH /items/i1"), "GET /items"));
}

TEST_F(SessionWriteTest, ReturningWithoutRowsStillHasColumns) {
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE price > 100 RETURNING id"), "");
  EXPECT_EQ(header_, "id TEXT");
  EXPECT_TRUE(ended_);
}

TEST_F(SessionWriteTest, FaultsInReturningShowBeforeAnythingIsSent) {
  const std::string insert = "INSERT INTO demo.shop.items(owner_id) VALUES ('o1') RETURNING ";
  EXPECT_THAT(Run(insert + "nme"), HasSubstr("no such column: nme. Did you mean name?"));
  EXPECT_EQ(error_.place(), insert.size());
  EXPECT_EQ(Run(insert + "id FROM t"), "error: near \"FROM\": syntax error");
  EXPECT_EQ(Run(insert + "id UNION SELECT 1"), "error: near \"UNION\": syntax error");
  EXPECT_EQ(Run(insert), "error: incomplete input");
  EXPECT_THAT(Run(insert + "nosuch(id)"), HasSubstr("no such function: nosuch"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteTest, RowsOfAWriteThatFailsHalfWayAreReturned) {
  Reply("PATCH /items/i2", 400, R"({"message": "no"})");
  EXPECT_THAT(Run("UPDATE demo.shop.items SET price = 4 WHERE price > 1 RETURNING id, name"),
              AllOf(StartsWith("i1|mugerror: "), HasSubstr("of 2 rows 1 applied, 1 failed")));
  EXPECT_TRUE(ended_);
}

TEST_F(SessionWriteTest, AFailureTellsItsReasonOnce) {
  Reply("DELETE /items/i1", 409, R"({"message": "in use"})");
  const std::string text = Run("DELETE FROM demo.shop.items WHERE id = 'i1' RETURNING id");
  EXPECT_THAT(text, AllOf(StartsWith("error: "), HasSubstr("in use")));
  EXPECT_EQ(text.find("in use"), text.rfind("in use"));
  EXPECT_FALSE(ended_);
}

TEST_F(SessionWriteTest, ReturningWhatTheServerMakesIsRefusedInATransaction) {
  const std::string insert =
      "INSERT INTO demo.shop.items(name, owner_id) VALUES ('jar', 'o1') RETURNING ";
  for (const std::string columns : {"id", "*", "secret", "name || id"}) {
    EXPECT_THAT(Run("BEGIN; " + insert + columns), HasSubstr("columns that the server fills"));
    EXPECT_THAT(Run("ROLLBACK; SAVEPOINT a; " + insert + columns),
                HasSubstr("columns that the server fills"));
    Run("ROLLBACK");
  }
  EXPECT_EQ(Run("BEGIN; " + insert + "name, owner_id"), "jar|o1");
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteTest, CommitSendsAndCounts) {
  Run("BEGIN; DELETE FROM demo.shop.items WHERE id IN ('i1', 'i2')");
  Sent();
  EXPECT_EQ(summary_.staged, 2);
  EXPECT_EQ(summary_.changes, 0);
  Run("COMMIT");
  EXPECT_THAT(Sent(), ElementsAre("DELETE /items/i1", "DELETE /items/i2"));
  EXPECT_EQ(summary_.changes, 2);
  EXPECT_TRUE(summary_.wrote);
  EXPECT_EQ(summary_.staged, 0);
}

TEST_F(SessionWriteTest, RollbackSendsNothing) {
  Run("BEGIN; DELETE FROM demo.shop.items WHERE id = 'i1'; ROLLBACK");
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_EQ(Run("SELECT outcome FROM apisql.mutations"), "unsent");
}

TEST_F(SessionWriteTest, AFailedCommitUndoesTheWorkspaceToo) {
  Reply("DELETE /items/i1", 409, R"({"message": "in use"})");
  EXPECT_THAT(Run("CREATE TABLE t(a); BEGIN; INSERT INTO t VALUES (1);"
                  "DELETE FROM demo.shop.items WHERE id = 'i1'; COMMIT"),
              HasSubstr("in use"));
  EXPECT_EQ(Run("SELECT count(*) FROM t"), "0");
  EXPECT_THAT(Run("COMMIT"), HasSubstr("no transaction is active"));
}

TEST_F(SessionWriteTest, AFailedReleaseLeavesNoTransaction) {
  Reply("DELETE /items/i1", 409, R"({"message": "in use"})");
  EXPECT_THAT(Run("SAVEPOINT a; DELETE FROM demo.shop.items WHERE id = 'i1'; RELEASE a"),
              HasSubstr("in use"));
  EXPECT_THAT(Run("COMMIT"), HasSubstr("no transaction is active"));
}

TEST_F(SessionWriteTest, DryRunShowsTheRequestsInsteadOfSendingThem) {
  SessionOptions options;
  options.dry_run = true;
  ASSERT_TRUE(Open(options).ok());
  EXPECT_EQ(Run("UPDATE demo.shop.items SET price = 7 WHERE price > 4 RETURNING secret"),
            R"(demo.shop.items|PATCH|https://demo.test/items/i2|{"spec":{"price":7}})");
  EXPECT_EQ(header_, "table TEXT|method TEXT|url TEXT|body TEXT");
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
  EXPECT_EQ(summary_.outcomes.previewed, 1);
  EXPECT_EQ(summary_.changes, 0);
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE price > 100"), "");
  EXPECT_EQ(header_, "table TEXT|method TEXT|url TEXT|body TEXT");
  EXPECT_EQ(Run("BEGIN; DELETE FROM demo.shop.items WHERE id = 'i1'"), "");
  EXPECT_EQ(header_, "");
  EXPECT_EQ(Run("COMMIT"), "demo.shop.items|DELETE|https://demo.test/items/i1|NULL");
  EXPECT_EQ(Run("CREATE TABLE t(a); INSERT INTO t VALUES (1)"), "");
  EXPECT_EQ(header_, "");
}

TEST_F(SessionWriteTest, DryRunShowsFaultsInReturningToo) {
  EXPECT_THAT(Run("SET dry_run = on; DELETE FROM demo.shop.items WHERE id = 'i1' RETURNING nme"),
              HasSubstr("no such column: nme"));
}

TEST_F(SessionWriteTest, MaxAffectedRowsStopsAStatementBeforeItSends) {
  EXPECT_THAT(Run("SET max_affected_rows = 1; DELETE FROM demo.shop.items WHERE price > 1"),
              HasSubstr("max_affected_rows"));
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
}

TEST_F(SessionWriteTest, MutationsTellWhatBecameOfEachRow) {
  Reply("DELETE /items/i2", 409, R"({"message": "in use"})");
  Run("INSERT INTO demo.shop.items(owner_id) VALUES ('o1')");
  Run("DELETE FROM demo.shop.items WHERE price > 1");
  EXPECT_EQ(Run("SELECT number, statement, \"table\", operation, \"key\", method, url, outcome, "
                "status FROM apisql.mutations"),
            "1|1|demo.shop.items|create_item|id = 'i9'|POST|https://demo.test/items|applied|201\n"
            "2|2|demo.shop.items|delete_item|id = 'i1'|DELETE|https://demo.test/items/i1|"
            "applied|204\n"
            "3|2|demo.shop.items|delete_item|id = 'i2'|DELETE|https://demo.test/items/i2|"
            "failed|409");
  EXPECT_THAT(Run("SELECT error FROM apisql.mutations WHERE number = 3"), HasSubstr("in use"));
}

TEST_F(SessionWriteTest, TriggersWriteOnlyWhereThatIsAllowed) {
  const std::string triggers =
      "CREATE TABLE t(a); CREATE TRIGGER on_insert AFTER INSERT ON t BEGIN "
      "INSERT INTO demo.shop.items(owner_id) VALUES (new.a); END;"
      "CREATE TRIGGER on_delete AFTER DELETE ON t BEGIN "
      "DELETE FROM \"demo.shop.items\" WHERE id = old.a; END;"
      "CREATE VIEW v AS SELECT 1 AS a; CREATE TRIGGER on_view INSTEAD OF UPDATE ON v BEGIN "
      "UPDATE \"demo.shop.items\" SET name = new.a WHERE id = 'i1'; END;";
  EXPECT_EQ(Run(triggers), "");
  EXPECT_THAT(Run("INSERT INTO t VALUES ('o1')"),
              HasSubstr("INSERT by the trigger on_insert is not allowed"));
  EXPECT_THAT(Run("DELETE FROM t WHERE a = 1"),
              HasSubstr("DELETE by the trigger on_delete is not allowed"));
  EXPECT_THAT(Run("UPDATE v SET a = 2"), HasSubstr("UPDATE by the trigger on_view is not"));
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_EQ(Run("SET allow_trigger_writes = on; INSERT INTO t VALUES ('o1')"), "");
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items {"spec":{"owner":"o1"}})"));
  EXPECT_EQ(summary_.changes, 1);
  EXPECT_EQ(summary_.outcomes.applied, 1);
}

TEST_F(SessionWriteTest, AReadOnlySessionRefusesEveryForm) {
  SessionOptions options;
  options.read_only = true;
  ASSERT_TRUE(Open(options).ok());
  for (const std::string sql :
       {"INSERT INTO demo.shop.items(owner_id) VALUES ('o1') RETURNING id",
        "REPLACE INTO demo.shop.items(owner_id) VALUES ('o1')", "DELETE FROM demo.shop.items",
        "EXPLAIN DELETE FROM demo.shop.items", "EXEC demo.shop.items.rotate_item @id = 'i1'"}) {
    EXPECT_THAT(Run(sql), HasSubstr("in a read-only session (--read-only)")) << sql;
  }
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteTest, ExplainNeedsNoWhereAndTakesReturning) {
  EXPECT_THAT(Run("EXPLAIN DELETE FROM demo.shop.items RETURNING id"), HasSubstr("VUpdate"));
  EXPECT_THAT(Run("EXPLAIN QUERY PLAN DELETE FROM demo.shop.items"),
              HasSubstr("VIRTUAL TABLE INDEX"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(SessionWriteTest, TheColumnBehindReturningIsNotOffered) {
  ASSERT_TRUE(Open().ok());
  EXPECT_THAT(session_->Complete("SELECT _ret"), IsEmpty());
  EXPECT_THAT(session_->Complete("SELECT * FROM demo.shop.items WHERE _ret"), IsEmpty());
  EXPECT_THAT(Run("SELECT _returne FROM demo.shop.items"), Not(HasSubstr("_returned")));
}

TEST_F(SessionWriteTest, AnUpdateFromTheWorkspaceReadsAndWrites) {
  Run("CREATE TABLE t(id, price); INSERT INTO t VALUES ('i1', 3), ('i2', 10)");
  EXPECT_EQ(Run("UPDATE demo.shop.items AS i SET price = t.price FROM t WHERE t.id = i.id "
                "RETURNING id"),
            "i1\ni2");
  EXPECT_EQ(summary_.changes, 2);
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE id IN (SELECT id FROM t) RETURNING id"),
            "i1\ni2");
}

TEST_F(SessionWriteTest, OurOwnTablesCannotBeWritten) {
  EXPECT_THAT(Run("DELETE FROM apisql.mutations"), HasSubstr("cannot be written"));
  EXPECT_THAT(Run("DELETE FROM apisql.mutations"), Not(HasSubstr("WHERE")));
}

// The table that is written is listed per owner, and the statement reads the owners itself.
TEST_F(SessionWriteTest, ATableThatIsReadTwiceForAWriteIsAskedForOnce) {
  Write("shop.parts.yaml", R"(table: demo.shop.parts
description: Parts of an owner.
key: [owner_id, id]
columns:
  owner_id: {type: text, source: parameter}
  id: {type: text, path: /id}
methods:
  list_parts:
    verb: select
    get: "/owners/{owner_id}/parts"
    path_parameters: {owner_id: {from: {table: demo.shop.owners, column: id}}}
  delete_part: {verb: delete, delete: "/owners/{owner_id}/parts/{id}"}
)");
  Reply("GET /owners/o1/parts", 200, R"({"data": [{"id": "p1"}, {"id": "p2"}]})");
  Reply("DELETE /owners/o1/parts/p1", 204, "");
  EXPECT_EQ(Run("DELETE FROM demo.shop.parts WHERE id = 'p1' "
                "AND EXISTS (SELECT email FROM demo.shop.owners)"),
            "");
  EXPECT_THAT(Sent(), UnorderedElementsAre("GET /owners", "GET /owners/o1/parts",
                                           "DELETE /owners/o1/parts/p1"));
}

// A part of a list that is missing would make rows look unused.
TEST_F(SessionWriteTest, AllowPartialNeverReachesAWrite) {
  Reply("GET /owners", 500, R"({"message": "broken"})");
  Run("SET max_retries = 0; SET allow_partial = on");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.owners"), "0");
  EXPECT_EQ(summary_.warnings.size(), 1U);
  Sent();
  for (const std::string sql :
       {"DELETE FROM demo.shop.items WHERE owner_id NOT IN (SELECT id FROM demo.shop.owners)",
        "UPDATE demo.shop.items SET name = 'x' WHERE NOT EXISTS (SELECT 1 FROM demo.shop.owners)",
        "INSERT INTO demo.shop.items(name, owner_id) SELECT count(*), 'o1' FROM demo.shop.owners",
        "CREATE TABLE kept AS SELECT * FROM demo.shop.owners"}) {
    EXPECT_THAT(Run(sql), HasSubstr("error: demo.shop.owners: 500")) << sql;
    EXPECT_THAT(Sent(), Each(StartsWith("GET "))) << sql;
  }
}

}  // namespace
}  // namespace apisql
