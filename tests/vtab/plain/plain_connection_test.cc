// Tables on a plain SQLite connection, where nobody says which statement runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/plain/plain_connection_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PlainConnectionTest : public PlainConnectionFixture {};

constexpr char kNames[] = "SELECT name FROM \"demo.shop.items\"";

TEST_F(PlainConnectionTest, TheSameTextAsksAnewEachTime) {
  for (const char* name : {"cup", "pot", "jar"}) {
    ItemsAre({name});
    EXPECT_THAT(Query(kNames), ElementsAre(name));
    EXPECT_THAT(Sent(), ElementsAre("GET /items"));
  }
}

TEST_F(PlainConnectionTest, APreparedSelectAsksAnewEachTime) {
  const SqliteStatement select = Prepare(kNames);
  for (const char* name : {"cup", "pot", "jar"}) {
    ItemsAre({name});
    EXPECT_THAT(Rest(select.get()), ElementsAre(name));
    sqlite3_reset(select.get());
  }
  EXPECT_THAT(Sent(), SizeIs(3));
}

TEST_F(PlainConnectionTest, AStatementAsksOnceHoweverOftenItNamesATable) {
  const std::string once = std::string(kNames) + " UNION ALL ";
  EXPECT_THAT(Query(once + once + kNames), SizeIs(6));
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
  EXPECT_THAT(Query("SELECT (SELECT count(*) FROM \"demo.shop.items\" b WHERE b.name <> a.name) "
                    "FROM \"demo.shop.items\" a"),
              ElementsAre("1", "1"));
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
}

TEST_F(PlainConnectionTest, StatementsThatTakeTurnsEachSeeWhatTheyAskedFor) {
  ItemsAre({"cup", "pot"});
  const SqliteStatement first = Prepare(kNames);
  StepOnce(first.get());
  ItemsAre({"jar", "pan"});
  const SqliteStatement second = Prepare(kNames);
  StepOnce(second.get());
  EXPECT_EQ(Value(first.get()), "cup");
  EXPECT_EQ(Value(second.get()), "jar");
  EXPECT_THAT(Rest(first.get()), ElementsAre("pot"));
  EXPECT_THAT(Rest(second.get()), ElementsAre("pan"));
}

// The second statement ends, and is prepared and run again, while the first holds cursors open.
TEST_F(PlainConnectionTest, ARunBesideAnOpenCursorSeesNoOldRows) {
  const SqliteStatement outer = Prepare(
      "SELECT id FROM \"demo.shop.owners\" UNION ALL SELECT name FROM \"demo.shop.items\" "
      "UNION ALL SELECT name FROM \"demo.shop.items\"");
  ItemsAre({"cup", "pot"});
  StepOnce(outer.get());
  SqliteStatement inner = Prepare(kNames);
  StepOnce(inner.get());
  StepOnce(outer.get());  // Opens a cursor while the inner statement has one.
  for (const char* name : {"jar", "pan", "mug"}) {
    inner.reset();
    ItemsAre({name});
    inner = Prepare(kNames);
    StepOnce(inner.get());
    EXPECT_EQ(Value(inner.get()), name);
  }
}

TEST_F(PlainConnectionTest, AStatementWithinAHostsFunctionSeesWhatIsThereNow) {
  const auto count = [](sqlite3_context* context, int, sqlite3_value**) {
    auto* test = static_cast<PlainConnectionTest*>(sqlite3_user_data(context));
    test->ItemsAre({"a", "b", "c"});
    const auto rows = test->Query("SELECT count(*) FROM \"demo.shop.items\"");
    sqlite3_result_text(context, rows[0].c_str(), -1, SQLITE_TRANSIENT);
  };
  sqlite3_create_function(db_.get(), "items", 0, SQLITE_UTF8, this, count, nullptr, nullptr);
  ItemsAre({"cup", "pot"});
  EXPECT_THAT(Query("SELECT items() || name FROM \"demo.shop.items\" WHERE id > ''"),
              ElementsAre("3cup", "3pot"));
  EXPECT_THAT(Query("SELECT items() FROM \"demo.shop.owners\""), ElementsAre("3"));
}

TEST_F(PlainConnectionTest, AStatementThatWasPreparedBeforeTheOuterOneIsNotTakenForIt) {
  const SqliteStatement inner = Prepare(kNames);
  struct Inner {
    PlainConnectionTest* test;
    sqlite3_stmt* statement;
  } data{this, inner.get()};
  const auto names = [](sqlite3_context* context, int, sqlite3_value**) {
    const auto* inner = static_cast<Inner*>(sqlite3_user_data(context));
    sqlite3_result_int64(context, static_cast<int64_t>(inner->test->Rest(inner->statement).size()));
    sqlite3_reset(inner->statement);
  };
  sqlite3_create_function(db_.get(), "names", 0, SQLITE_UTF8, &data, names, nullptr, nullptr);
  EXPECT_THAT(Query("SELECT names() FROM \"demo.shop.items\" ORDER BY id"), ElementsAre("2", "2"));
}

// Handles of blobs and of shadow tables are busy, and have no text.
TEST_F(PlainConnectionTest, AMatchInAFullTextTableJoinsApiTables) {
  Query("CREATE VIRTUAL TABLE ft USING fts5(id, email)");
  Query("INSERT INTO ft SELECT id, email FROM \"demo.shop.owners\"");
  EXPECT_THAT(Query("SELECT i.name FROM ft f JOIN \"demo.shop.items\" i ON i.owner_id = f.id "
                    "WHERE ft MATCH 'a'"),
              ElementsAre("cup"));
  EXPECT_THAT(Query("SELECT name FROM \"demo.shop.items\" WHERE owner_id IN "
                    "(SELECT id FROM ft WHERE ft MATCH 'a')"),
              ElementsAre("cup"));
}

TEST_F(PlainConnectionTest, AnRtreeJoinsApiTables) {
  Query("CREATE VIRTUAL TABLE rt USING rtree(id, low, high)");
  Query("INSERT INTO rt VALUES (1, 0, 5), (2, 8, 9)");
  EXPECT_THAT(Query("SELECT i.name FROM rt CROSS JOIN \"demo.shop.items\" i "
                    "ON i.price BETWEEN rt.low AND rt.high ORDER BY 1"),
              ElementsAre("cup", "pot"));
}

TEST_F(PlainConnectionTest, AnAbsentRowIsNoErrorUnlessTheHostWantsOne) {
  Reply("DELETE /items/i1", 404, R"({"message": "gone"})");
  const std::string remove = "DELETE FROM \"demo.shop.items\" WHERE id = 'i1'";
  EXPECT_THAT(Query(remove), IsEmpty());
  EXPECT_THAT(Query("SELECT outcome FROM \"apisql.mutations\""), ElementsAre("absent"));
  Set("absent_writes", "error");
  EXPECT_THAT(Query(remove), ElementsAre(HasSubstr("id = 'i1': was not there: 404 from DELETE")));
  EXPECT_THAT(Query("SELECT outcome FROM \"apisql.mutations\""), ElementsAre("absent", "absent"));
}

TEST_F(PlainConnectionTest, AnOpenBlobChangesNothing) {
  Query("CREATE TABLE t(b)");
  Query("INSERT INTO t VALUES (x'0102')");
  sqlite3_blob* blob = nullptr;
  ASSERT_EQ(sqlite3_blob_open(db_.get(), "main", "t", "b", 1, 1, &blob), SQLITE_OK);
  EXPECT_THAT(Query("SELECT count(*) FROM \"demo.shop.items\""), ElementsAre("2"));
  EXPECT_THAT(
      Query("SELECT a.name FROM \"demo.shop.items\" a JOIN \"demo.shop.items\" b USING (id)"),
      SizeIs(2));
  sqlite3_blob_close(blob);
}

TEST_F(PlainConnectionTest, ARepeatedWriteDecidesByTheRowsThatAreThere) {
  const SqliteStatement update =
      Prepare("UPDATE \"demo.shop.items\" SET name = 'new' WHERE name = 'old'");
  ItemsAre({"old", "other"});
  EXPECT_THAT(Rest(update.get()), IsEmpty());
  sqlite3_reset(update.get());
  EXPECT_THAT(Sent(), ElementsAre("GET /items", R"(PATCH /items/i1 {"spec":{"name":"new"}})"));
  ItemsAre({"other", "old"});
  EXPECT_THAT(Rest(update.get()), IsEmpty());
  EXPECT_THAT(Sent(), ElementsAre("GET /items", R"(PATCH /items/i2 {"spec":{"name":"new"}})"));
}

TEST_F(PlainConnectionTest, ARepeatedWriteDecidesAnewWithinATransactionAndBehindARollback) {
  const SqliteStatement update =
      Prepare("UPDATE \"demo.shop.items\" SET name = 'new' WHERE name = 'old'");
  Query("BEGIN");
  ItemsAre({"old", "other"});
  Rest(update.get());
  sqlite3_reset(update.get());
  Query("ROLLBACK");
  ItemsAre({"other", "old"});
  Query("BEGIN");
  Rest(update.get());
  sqlite3_reset(update.get());
  ItemsAre({"old", "other"});
  Rest(update.get());
  sqlite3_reset(update.get());
  Query("COMMIT");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "GET /items", "GET /items",
                                  R"(PATCH /items/i2 {"spec":{"name":"new"}})",
                                  R"(PATCH /items/i1 {"spec":{"name":"new"}})"));
}

TEST_F(PlainConnectionTest, AWriteByWholeKeyIsOneRequest) {
  Query("DELETE FROM \"demo.shop.items\" WHERE id = 'i1'");
  Query("UPDATE \"demo.shop.items\" SET name = 'mug' WHERE id = 'i2'");
  EXPECT_THAT(Sent(),
              ElementsAre("DELETE /items/i1", R"(PATCH /items/i2 {"spec":{"name":"mug"}})"));
}

TEST_F(PlainConnectionTest, AnObjectIsComparedWithTheRowWhereItHasMembersThatCannotBeChanged) {
  const std::string update = "UPDATE \"demo.shop.items\" SET spec = ";
  Query(update + "'{\"name\": \"mug\"}' WHERE id = 'i1'");
  EXPECT_THAT(Sent(), ElementsAre(R"(PATCH /items/i1 {"spec":{"name":"mug"}})"));
  Query(update + "'{\"name\": \"mug\", \"owner\": \"o1\"}' WHERE id = 'i1'");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1", R"(PATCH /items/i1 {"spec":{"name":"mug"}})"));
  EXPECT_THAT(Query(update + "'{\"name\": \"mug\", \"owner\": \"o2\"}' WHERE id = 'i1'"),
              ElementsAre(HasSubstr("spec.owner cannot be changed; spec.name and spec.price can")));
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1"));
  Query(update + "json_set(spec, '$.price', 5)  WHERE name = 'pot'");
  EXPECT_THAT(Sent(), ElementsAre("GET /items", R"(PATCH /items/i2 {"spec":{"price":5}})"));
}

TEST_F(PlainConnectionTest, AWriteByWholeKeyThatReadsMoreReadsTheRow) {
  Query("CREATE VIEW v AS SELECT name FROM \"demo.shop.items\" WHERE id = 'i1'");
  Query("UPDATE \"demo.shop.items\" SET name = name || '!' WHERE id = 'i2'");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i2", R"(PATCH /items/i2 {"spec":{"name":"cup!"}})"));
  Query("DELETE FROM \"demo.shop.items\" WHERE id = 'i1' AND EXISTS (SELECT 1 FROM v)");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1", "DELETE /items/i1"));
  Reply("GET /items/i1", 404, R"({"message": "no such item"})");
  Query("DELETE FROM \"demo.shop.items\" WHERE id = 'i1' AND EXISTS (SELECT 1 FROM v)");
  EXPECT_THAT(Sent(), ElementsAre("GET /items/i1"));
}

TEST_F(PlainConnectionTest, AWriteOfEveryRowIsRefusedBeforeAnythingIsSent) {
  for (const std::string sql : {"DELETE FROM \"demo.shop.items\"", "DELETE FROM [Demo.Shop.Items];",
                                "UPDATE \"demo.shop.items\" SET name = 'x'",
                                "WITH a AS (SELECT 1 WHERE 1) DELETE FROM \"demo.shop.items\""}) {
    EXPECT_THAT(Query(sql), ElementsAre(HasSubstr("without WHERE would write every row"))) << sql;
  }
  EXPECT_THAT(Sent(), IsEmpty());
  Set("allow_full_table_writes", "on");
  EXPECT_THAT(Query("DELETE FROM \"demo.shop.items\""), IsEmpty());
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "DELETE /items/i1", "DELETE /items/i2"));
}

TEST_F(PlainConnectionTest, TriggersWriteNothingUnlessTheyMay) {
  Query("CREATE TABLE t(a)");
  Query(
      "CREATE TRIGGER t1 AFTER INSERT ON t BEGIN "
      "INSERT INTO \"demo.shop.items\"(name, owner_id) VALUES (new.a, 'o1'); END");
  Query(
      "CREATE TRIGGER t2 AFTER DELETE ON t BEGIN "
      "DELETE FROM \"demo.shop.items\" WHERE id = old.a; END");
  Query(
      "CREATE TRIGGER t3 AFTER UPDATE ON t BEGIN "
      "UPDATE \"demo.shop.items\" SET name = new.a WHERE id = 'i1'; END");
  EXPECT_THAT(
      Query("INSERT INTO t VALUES ('x')"),
      ElementsAre(HasSubstr("INSERT by a trigger or a view of the database is not allowed")));
  Set("allow_trigger_writes", "on");
  Query("INSERT INTO t VALUES ('i1')");
  Sent();
  Set("allow_trigger_writes", "off");
  EXPECT_THAT(Query("UPDATE t SET a = 'i1' WHERE a = 'i1'"),
              ElementsAre(HasSubstr("UPDATE by a trigger")));
  EXPECT_THAT(Query("DELETE FROM t WHERE a = 'i1'"), ElementsAre(HasSubstr("DELETE by a trigger")));
  for (const std::string& request : Sent()) EXPECT_THAT(request, HasSubstr("GET"));
}

TEST_F(PlainConnectionTest, ReturningIsRefused) {
  EXPECT_THAT(Query("INSERT INTO \"demo.shop.items\"(name, owner_id) VALUES ('a', 'o1') "
                    "RETURNING id"),
              ElementsAre(HasSubstr("RETURNING needs the apisql program")));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(PlainConnectionTest, CapsCountPerStatement) {
  Set("max_affected_rows", "2");
  const std::string one = "INSERT INTO \"demo.shop.items\"(name, owner_id) VALUES ('a', 'o1')";
  Query("BEGIN");
  for (int i = 0; i < 3; ++i) EXPECT_THAT(Query(one), IsEmpty());
  EXPECT_THAT(Query(one + ", ('b', 'o1'), ('c', 'o1')"),
              ElementsAre(HasSubstr("more than 2 rows")));
  Query("COMMIT");
  EXPECT_THAT(Sent(), SizeIs(3));
}

TEST_F(PlainConnectionTest, RequestsCountToTheEndOfAWrite) {
  Set("max_requests", "2");
  EXPECT_THAT(Query("DELETE FROM \"demo.shop.items\" WHERE name <> ''"),
              ElementsAre(HasSubstr("max_requests")));
  EXPECT_THAT(Sent(), ElementsAre("GET /items"));
}

TEST_F(PlainConnectionTest, WritesThatFindNothingHaveCountsOfTheirOwn) {
  Set("max_requests", "1");
  Query("BEGIN");
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(Query("DELETE FROM \"demo.shop.items\" WHERE name = 'none'"), IsEmpty());
  }
  Query("COMMIT");
  EXPECT_THAT(Sent(), SizeIs(5));
}

TEST_F(PlainConnectionTest, TheAnsweredRowIsThereForTheNextWrite) {
  Query("INSERT INTO \"demo.shop.items\"(name, owner_id) VALUES ('jar', 'o1')");
  Reply("GET /items", 200, R"({"data": [{"id": "i9", "spec": {"name": "jar", "owner": "o1"}}]})");
  Reply("PATCH /items/i9", 200, "");
  Sent();
  Query(
      "UPDATE \"demo.shop.items\" SET name = 'urn' WHERE id = "
      "(SELECT id FROM \"demo.shop.items\" WHERE \"_returned\" = 1)");
  EXPECT_THAT(Sent(), testing::Contains(R"(PATCH /items/i9 {"spec":{"name":"urn"}})"));
}

TEST_F(PlainConnectionTest, APartialAnswerNeverDecidesAWrite) {
  Set("allow_partial", "on");
  Set("max_retries", "0");
  Reply("GET /owners", 500, R"({"message": "out of order"})");
  EXPECT_THAT(Query("SELECT count(*) FROM \"demo.shop.owners\""), ElementsAre("0"));
  Query("CREATE TABLE copy(id)");
  for (const std::string sql :
       {"DELETE FROM \"demo.shop.items\" WHERE owner_id NOT IN (SELECT id FROM "
        "\"demo.shop.owners\")",
        "INSERT INTO copy SELECT id FROM \"demo.shop.owners\"",
        "UPDATE copy SET id = 1 WHERE NOT EXISTS (SELECT 1 FROM \"demo.shop.owners\")"}) {
    if (sql.starts_with("UPDATE")) Query("INSERT INTO copy VALUES (0)");
    EXPECT_THAT(Query(sql), ElementsAre(HasSubstr("500"))) << sql;
  }
  for (const std::string& request : Sent()) EXPECT_THAT(request, HasSubstr("GET"));
}

// A COMMIT that SQLite cannot end behind its requests, since a reader has locked the file.
class PlainCommitTest : public PlainConnectionTest {
 protected:
  PlainCommitTest() {
    const std::string file = directory_ + "/audit.db";
    sqlite3* other = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
    other_.reset(other);
    Other("CREATE TABLE log (text); BEGIN; SELECT * FROM log");
    Query("ATTACH '" + file + "' AS audit");
    Query("BEGIN");
    Query("INSERT INTO audit.log VALUES ('x')");
    Query(kInsert);
    EXPECT_THAT(Query("COMMIT"), ElementsAre("error: database is locked"));
    EXPECT_THAT(Sent(), SizeIs(1));
  }
  void Other(const char* sql) const {
    EXPECT_EQ(sqlite3_exec(other_.get(), sql, nullptr, nullptr, nullptr), SQLITE_OK);
  }

  static constexpr const char* kInsert =
      "INSERT INTO \"demo.shop.items\"(name, owner_id) VALUES ('jar', 'o1')";
  SqliteDatabase other_;
};

TEST_F(PlainCommitTest, AWriteBehindItIsToldOnceWhatIsThere) {
  Query("ROLLBACK");
  EXPECT_THAT(Query("SELECT outcome FROM \"apisql.mutations\""), ElementsAre("applied"));
  EXPECT_THAT(Query(kInsert), ElementsAre(HasSubstr("1 row applied: id = 'i9'. Look before")));
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_THAT(Query(kInsert), IsEmpty());
  EXPECT_THAT(Sent(), SizeIs(1));
}

TEST_F(PlainCommitTest, AReadBehindItIsNotHindered) {
  Query("ROLLBACK");
  EXPECT_THAT(Query("SELECT count(*) FROM \"demo.shop.items\""), ElementsAre("2"));
}

TEST_F(PlainCommitTest, ACommitThatSucceedsAtLastHasNothingToTell) {
  Other("COMMIT");
  EXPECT_THAT(Query("COMMIT"), IsEmpty());
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_THAT(Query(kInsert), IsEmpty());
  EXPECT_THAT(Sent(), SizeIs(1));
}

}  // namespace
}  // namespace apisql
