#include "vtab/session/session.h"

#include <gmock/gmock.h>

#include "tests/vtab/session/session_fixture.h"
#include "vtab/sqlite.h"
#include "vtab/sqlite_handles.h"
#include "vtab/workspace/write_database.h"

namespace apisql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class SessionTest : public SessionFixture {};

TEST_F(SessionTest, DottedNamesReadTheApi) {
  EXPECT_EQ(Run("SELECT i.id, demo.shop.owners.email FROM demo.shop.items i "
                "JOIN demo.shop.owners ON demo.shop.owners.id = i.owner_id ORDER BY 1"),
            "i1|a@x\ni2|b@x");
  EXPECT_EQ(header_, "id TEXT|email TEXT");
  EXPECT_EQ(summary_.rows, 2);
  EXPECT_EQ(summary_.requests, static_cast<int64_t>(transport_.sent.size()));
}

TEST_F(SessionTest, FiltersReachTheApi) {
  EXPECT_EQ(Run("SELECT name FROM demo.shop.items WHERE owner_id = 'o1'"), "cup");
  EXPECT_THAT(transport_.sent, ElementsAre("GET /items?owner=o1"));
  EXPECT_EQ(summary_.requests, 1);
}

TEST_F(SessionTest, EachStatementAsksAnew) {
  Run("SELECT * FROM demo.shop.owners; SELECT * FROM demo.shop.owners");
  EXPECT_THAT(transport_.sent, ElementsAre("GET /owners", "GET /owners"));
}

// A statement that is too short to be polled would otherwise pass.
TEST_F(SessionTest, NoStatementBeginsWhileTheSessionIsInterrupted) {
  bool interrupted = true;
  SessionOptions options;
  options.interrupted = [&] { return interrupted; };
  ASSERT_TRUE(Open(options).ok());
  EXPECT_EQ(Run("CREATE TABLE t(a)"), "error: interrupted");
  EXPECT_EQ(Run("SET dry_run = on"), "error: interrupted");
  interrupted = false;
  EXPECT_EQ(Run("SELECT value FROM apisql.settings WHERE name = 'dry_run'"), "off");
  EXPECT_EQ(Run("SELECT count(*) FROM sqlite_schema"), "0");
}

TEST_F(SessionTest, AnInterruptEndsTheWaitForALock) {
  SessionOptions options;
  options.database = File("locked.db");
  int polls = 0;
  options.interrupted = [&] { return ++polls > 2; };
  ASSERT_TRUE(Open(options).ok());
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(options.database.c_str(), &raw), SQLITE_OK);
  const SqliteDatabase other(raw);
  ASSERT_EQ(sqlite3_exec(raw, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(Run("CREATE TABLE t(a)"), StartsWith("error: "));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST_F(SessionTest, AnInterruptWhileNothingRunsIsForgotten) {
  ASSERT_TRUE(Open().ok());
  session_->Interrupt();
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
}

TEST_F(SessionTest, PlainSqliteWorks) {
  EXPECT_EQ(Run("CREATE TABLE t(a, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y');"
                "CREATE VIEW v AS SELECT sum(a) OVER (ORDER BY a) AS s FROM t;"
                "WITH c AS (SELECT s FROM v) SELECT group_concat(s) FROM c"),
            "1,3");
  EXPECT_EQ(Run("SELECT NULL, 1.5, x'61', 'a' || char(0) || 'b'"),
            std::string("NULL|1.500000|blob:a|a\0b", 24));
}

TEST_F(SessionTest, ViewsAndCopiesOfApiTablesWork) {
  EXPECT_EQ(Run("CREATE VIEW cheap AS SELECT * FROM demo.shop.items WHERE price < 5;"
                "CREATE TABLE kept AS SELECT * FROM demo.shop.items;"
                "SELECT (SELECT count(*) FROM kept), (SELECT id FROM cheap)"),
            "2|i1");
}

TEST_F(SessionTest, AttachedDatabasesWork) {
  EXPECT_EQ(Run("ATTACH '" + File("other.db") +
                "' AS other; CREATE TABLE other.t AS SELECT 7 AS n;"
                "SELECT n FROM other.t"),
            "7");
  EXPECT_THAT(session_->TableNames(), Contains("other.t"));
}

TEST_F(SessionTest, ChangesAreCounted) {
  Run("CREATE TABLE t(a)");
  EXPECT_EQ(summary_.changes, 0);
  Run("INSERT INTO t VALUES (1), (2), (3)");
  EXPECT_EQ(summary_.changes, 3);
  EXPECT_FALSE(summary_.returned_rows);
  Run("SELECT * FROM t");
  EXPECT_EQ(summary_.changes, 0);
  EXPECT_TRUE(summary_.returned_rows);
}

TEST_F(SessionTest, RunNextTakesOneStatementAndSkipsBlanks) {
  ASSERT_TRUE(Open().ok());
  std::string_view sql = " -- nothing\n;SELECT 1;SELECT 2";
  TextSink sink;
  ASSERT_TRUE(session_->RunNext(&sql, sink).ok());
  EXPECT_EQ(sql, "SELECT 1;SELECT 2");
  EXPECT_EQ(sink.header, "");
  ASSERT_TRUE(session_->RunNext(&sql, sink).ok());
  EXPECT_EQ(sql, "SELECT 2");
  EXPECT_EQ(sink.text, "1");
  EXPECT_TRUE(sink.ended);
}

TEST_F(SessionTest, ASinkThatFailsEndsTheStatement) {
  ASSERT_TRUE(Open().ok());
  std::string_view sql = "SELECT 1 UNION ALL SELECT 2";
  TextSink sink;
  sink.row_status = Status(StatusCode::kUnavailable, "broken pipe");
  EXPECT_EQ(session_->RunNext(&sql, sink).status().message(), "broken pipe");
  EXPECT_EQ(sink.text, "1");
  EXPECT_FALSE(sink.ended);
}

TEST_F(SessionTest, DoubleQuotesNeverHoldText) {
  EXPECT_THAT(Run("SELECT \"typo\""), HasSubstr("Text takes single quotes: 'typo'"));
  EXPECT_EQ(error_.place(), 7U);
}

TEST_F(SessionTest, ErrorsPointIntoWhatWasTyped) {
  const std::string sql = "SELECT i.id, i.namee FROM demo.shop.items i";
  EXPECT_EQ(Run(sql), "error: no such column: i.namee. Did you mean name?");
  EXPECT_EQ(error_.place(), sql.find("i.namee"));
  const std::string late = "SELECT id FROM demo.shop.items WHERE pryce = 1";
  EXPECT_EQ(Run(late), "error: no such column: pryce. Did you mean price?");
  EXPECT_EQ(error_.place(), late.find("pryce"));
  const std::string syntax = "SELECT id FROM demo.shop.items WHERE ORDER";
  EXPECT_EQ(Run(syntax), "error: near \"ORDER\": syntax error");
  EXPECT_EQ(error_.place(), syntax.find("ORDER"));
}

TEST_F(SessionTest, UnknownTablesNameTheNearest) {
  EXPECT_EQ(Run("SELECT * FROM demo.shop.itms"),
            "error: no such table: demo.shop.itms. Did you mean demo.shop.items?");
  EXPECT_EQ(error_.place(), 14U);
  EXPECT_THAT(Run("SELECT * FROM demi.shop.owners"),
              HasSubstr("no such table: demi.shop.owners. Did you mean demo.shop.owners"));
  EXPECT_EQ(error_.place(), 14U);
  EXPECT_EQ(Run("CREATE TABLE orders(a); SELECT * FROM  ordrs"),
            "error: no such table: ordrs. Did you mean orders?");
  EXPECT_EQ(error_.place(), 16U);
  EXPECT_THAT(Run("SHOW FOO"), HasSubstr("SHOW takes PROVIDERS"));
}

TEST_F(SessionTest, ArgumentsBeyondTheHiddenColumnsAreAnError) {
  const std::string too_many = "error: too many arguments in demo.shop.owners(...)";
  EXPECT_THAT(Run("SELECT * FROM demo.shop.owners('o1')"), StartsWith(too_many));
  EXPECT_THAT(Run("SELECT * FROM demo.shop.owners(1)"), StartsWith(too_many));
  EXPECT_THAT(Run("SELECT * FROM demo.shop.items i, demo.shop.owners(i.owner_id)"),
              StartsWith(too_many));
  EXPECT_THAT(Run("SELECT * FROM demo.shop.items i LEFT JOIN demo.shop.owners(i.owner_id) ON 1"),
              StartsWith(too_many));
  EXPECT_THAT(Run("SELECT (SELECT count(*) FROM demo.shop.owners(1)), 2"), StartsWith(too_many));
  EXPECT_THAT(Run("EXPLAIN REQUESTS SELECT * FROM demo.shop.owners('o1')"), StartsWith(too_many));
  EXPECT_THAT(Run("SELECT * FROM demo.shop.items('a', 'b')"),
              StartsWith("error: too many arguments in demo.shop.items(...)"));
  EXPECT_EQ(Run("SELECT id FROM demo.shop.items('a')"), "");  // Of the hidden column raw.
}

TEST_F(SessionTest, ApiErrorsReachTheUser) {
  transport_.replies.erase("/owners");
  EXPECT_THAT(Run("SELECT * FROM demo.shop.owners"),
              HasSubstr("demo.shop.owners: 404 from GET https://demo.test/owners"));
}

TEST_F(SessionTest, TextWithNulIsRefused) {
  EXPECT_EQ(Run(std::string_view("SELECT 1\0; DROP TABLE t", 23)),
            "error: SQL text cannot hold a NUL byte");
  EXPECT_EQ(error_.place(), 8U);
}

TEST_F(SessionTest, InterruptStopsSqlite) {
  SessionOptions options;
  int polls = 0;
  options.interrupted = [&] { return ++polls > 3; };
  ASSERT_TRUE(Open(std::move(options)).ok());
  Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
  EXPECT_EQ(error_.code(), StatusCode::kCancelled);
}

TEST_F(SessionTest, InterruptStopsRequests) {
  SessionOptions options;
  bool stop = false;
  options.interrupted = [&] { return stop; };
  ASSERT_TRUE(Open(std::move(options)).ok());
  stop = true;
  Run("SELECT * FROM demo.shop.owners");
  EXPECT_EQ(error_.code(), StatusCode::kCancelled);
}

TEST_F(SessionTest, AnInterruptBetweenStatementsIsForgotten) {
  ASSERT_TRUE(Open().ok());
  session_->Interrupt();
  EXPECT_EQ(Run("SELECT 1"), "1");
}

TEST_F(SessionTest, TraceHearsOfEachRequest) {
  SessionOptions options;
  std::vector<std::string> heard;
  options.trace = [&](const RequestRecord& record) { heard.push_back(record.url); };
  ASSERT_TRUE(Open(std::move(options)).ok());
  Run("SELECT * FROM demo.shop.owners");
  EXPECT_THAT(heard, ElementsAre("https://demo.test/owners"));
}

TEST_F(SessionTest, AWorkspaceFileKeepsItsTables) {
  SessionOptions options;
  options.database = File("work.db");
  ASSERT_TRUE(Open(options).ok());
  EXPECT_EQ(Run("CREATE TABLE t AS SELECT 5 AS n; PRAGMA journal_mode"), "wal");
  ASSERT_TRUE(Open(options).ok());
  EXPECT_EQ(Run("SELECT n FROM t"), "5");
}

TEST_F(SessionTest, AWorkspaceThatIsNoDatabaseIsRefused) {
  SessionOptions options;
  options.database = File("text.db");
  std::ofstream(options.database) << std::string(2000, 'x');
  EXPECT_THAT(Open(options).message(), HasSubstr("text.db: file is not a database"));
}

TEST_F(SessionTest, AWorkspaceInUtf16IsRefused) {
  SessionOptions options;
  options.database = File("wide.db");
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(options.database.c_str(), &raw), SQLITE_OK);
  const SqliteDatabase wide(raw);
  ASSERT_EQ(sqlite3_exec(raw, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a)", nullptr, nullptr,
                         nullptr),
            SQLITE_OK);
  EXPECT_THAT(Open(options).message(), HasSubstr("wide.db: its text is UTF-16"));
}

TEST_F(SessionTest, AWorkspaceCannotTurnToUtf16) {
  ASSERT_TRUE(Open(SessionOptions()).ok());
  EXPECT_EQ(Run("PRAGMA encoding = 'utf-8'; PRAGMA encoding"), "UTF-8");
  EXPECT_EQ(Run("PRAGMA encoding = 'UTF-16le'"),
            "error: PRAGMA encoding: a workspace keeps its text as UTF-8");
}

TEST_F(SessionTest, AWorkspaceThatHidesAnApiTableIsRefused) {
  SessionOptions options;
  options.database = File("hide.db");
  const std::vector<PlainTable> tables = {{"Demo.Shop.Items", {{"id", "TEXT"}}, {}}};
  ASSERT_TRUE(WriteDatabase(options.database, tables).ok());
  EXPECT_THAT(Open(options).message(), HasSubstr("would hide the API table"));
  EXPECT_THAT(Run("ATTACH '" + options.database + "' AS other"), StartsWith("error: "));
  ASSERT_TRUE(Open().ok());
  EXPECT_THAT(Run("ATTACH '" + options.database + "' AS other"),
              HasSubstr("the database other has a table or view named Demo.Shop.Items"));
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
  EXPECT_THAT(Run("BEGIN; ATTACH '" + options.database + "' AS other"),
              HasSubstr("inside of a transaction"));
}

TEST_F(SessionTest, NoTableOrViewTakesARegisteredName) {
  Run("CREATE TABLE mine(a)");
  for (const std::string sql :
       {"CREATE TABLE demo.shop.items(a)", "CREATE TABLE \"Demo.Shop.Items\"(a)",
        "CREATE TEMP TABLE demo.shop.items(a)", "CREATE VIEW demo.shop.items AS SELECT 1",
        "CREATE TEMP VIEW apisql.requests AS SELECT 1", "CREATE TABLE demo.shop.items AS SELECT 1",
        "ALTER TABLE mine RENAME TO demo.shop.items",
        "ALTER TABLE mine RENAME TO [apisql.settings]",
        "CREATE VIRTUAL TABLE demo.shop.items USING fts5(a)"}) {
    EXPECT_THAT(Run(sql), HasSubstr("would hide it")) << sql;
  }
  EXPECT_EQ(Run("ALTER TABLE mine RENAME TO yours; ALTER TABLE yours RENAME a TO b;"
                "SELECT b FROM yours"),
            "");
}

TEST_F(SessionTest, WritesSendNothing) {
  for (const std::string sql :
       {"INSERT INTO demo.shop.items(name) VALUES ('x')", "UPDATE demo.shop.items SET name = 'x'",
        "DELETE FROM demo.shop.items WHERE id = 'i1'"}) {
    EXPECT_THAT(Run(sql), HasSubstr("demo.shop.items: ")) << sql;
  }
  EXPECT_THAT(transport_.sent, ElementsAre());
}

TEST_F(SessionTest, AReadOnlySessionRefusesApiWritesAndKeepsItsWorkspace) {
  SessionOptions options;
  options.read_only = true;
  ASSERT_TRUE(Open(options).ok());
  for (const std::string sql :
       {"INSERT INTO demo.shop.items(name) VALUES ('x')", "UPDATE demo.shop.items SET name = 'x'",
        "DELETE FROM demo.shop.items"}) {
    EXPECT_THAT(Run(sql), HasSubstr("in a read-only session (--read-only)")) << sql;
  }
  EXPECT_EQ(Run("CREATE TABLE t(a); INSERT INTO t VALUES (1); SELECT a FROM t"), "1");
}

TEST_F(SessionTest, TriggersMayNotWriteToApis) {
  const std::string create =
      "CREATE TABLE t(a); CREATE TRIGGER sneaky AFTER INSERT ON t BEGIN "
      "INSERT INTO demo.shop.items(name) VALUES (new.a); END;";
  Run(create);
  EXPECT_EQ(Run("INSERT INTO t VALUES (1)"),
            "error: demo.shop.items: INSERT by the trigger sneaky is not allowed; "
            "SET allow_trigger_writes = on allows it");
  EXPECT_EQ(Run("SELECT count(*) FROM t"), "0");
  EXPECT_THAT(Run("SET allow_trigger_writes = on; INSERT INTO t VALUES (1)"),
              Not(HasSubstr("sneaky")));
}

TEST_F(SessionTest, SetAndShowSettings) {
  EXPECT_EQ(Run("SET allow_partial = on; SELECT value FROM apisql.settings "
                "WHERE name = 'allow_partial'"),
            "on");
  EXPECT_THAT(Run("SHOW SETTINGS"), HasSubstr("allow_partial|on|off|"));
  EXPECT_THAT(Run("SET alow_partial = on"), HasSubstr("Did you mean allow_partial?"));
  EXPECT_EQ(error_.place(), 4U);
}

TEST_F(SessionTest, SettingsOfTheOptionsAreApplied) {
  SessionOptions options;
  options.allow_partial = true;
  options.settings = {{"allow_trigger_writes", "on"}};
  ASSERT_TRUE(Open(options).ok());
  EXPECT_EQ(Run("SELECT group_concat(value) FROM apisql.settings WHERE name LIKE 'allow_%'"),
            "on,off,on,off");
  options.settings = {{"nonsense", "on"}};
  EXPECT_THAT(Open(options).message(), HasSubstr("no such setting: nonsense"));
}

TEST_F(SessionTest, AllowPartialGivesAWarning) {
  transport_.replies.erase("/owners");
  Run("SET allow_partial = on; SELECT * FROM demo.shop.owners");
  ASSERT_EQ(summary_.warnings.size(), 1U);
  EXPECT_THAT(summary_.warnings[0], HasSubstr("demo.shop.owners"));
  Run("SELECT 1");
  EXPECT_TRUE(summary_.warnings.empty());
}

TEST_F(SessionTest, AFailedReleaseKeepsTheTransactionThatCanStillBeMended) {
  Run("PRAGMA foreign_keys = on; CREATE TABLE p(id PRIMARY KEY);"
      "CREATE TABLE c(p REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
      "SAVEPOINT a; INSERT INTO c VALUES (1)");
  EXPECT_THAT(Run("RELEASE elsewhere"), HasSubstr("no such savepoint"));
  EXPECT_THAT(Run("RELEASE a"), HasSubstr("FOREIGN KEY"));
  EXPECT_EQ(Run("INSERT INTO p VALUES (1); RELEASE a; SELECT count(*) FROM c"), "1");
}

TEST_F(SessionTest, ShowAndDescribe) {
  EXPECT_THAT(Run("SHOW PROVIDERS"), HasSubstr("demo|A provider for tests.|2"));
  EXPECT_EQ(Run("SHOW SERVICES IN demo"), "demo|shop");
  EXPECT_EQ(
      Run("SHOW RESOURCES IN demo.shop"),
      "demo.shop.items|table|NULL|Things for sale.\ndemo.shop.owners|table|NULL|People who sell.");
  EXPECT_EQ(Run("SHOW METHODS IN demo.shop.items"),
            "list_items|select|GET|/items|NULL|owner_id (owner)|NULL|NULL|NULL|NULL\n"
            "get_item|select|GET|/items/{id}|id|NULL|NULL|NULL|NULL|NULL\n"
            "create_item|insert|POST|/items|owner_id|NULL|NULL|NULL|NULL|NULL\n"
            "update_item|update|PATCH|/items/{id}|id|NULL|NULL|NULL|NULL|NULL");
  EXPECT_THAT(
      Run("DESCRIBE demo.shop.items"),
      StartsWith("id|text|1|NULL|{id}|Its number.\nname|text|0|create, update|NULL|NULL\n"));
  EXPECT_THAT(Run("DESCRIBE demo.shop.items"), Not(HasSubstr("raw")));
  EXPECT_THAT(Run("DESCRIBE EXTENDED demo.shop.items"), HasSubstr("\nraw|json|0|1|"));
  EXPECT_THAT(Run("DESCRIBE apisql.requests"), StartsWith("number|INTEGER|0"));
  EXPECT_THAT(Run("CREATE TABLE local(x REAL); SHOW TABLES"), HasSubstr("\nlocal\n"));
  EXPECT_TRUE(transport_.sent.empty());
}

TEST_F(SessionTest, CompletionKnowsWhereItIs) {
  ASSERT_TRUE(Open().ok());
  Run("CREATE TABLE local(width, height)");
  EXPECT_THAT(session_->Complete("sel"), ElementsAre("SELECT"));
  EXPECT_THAT(session_->Complete("SELECT * FROM demo.sh"),
              ElementsAre("demo.shop.items", "demo.shop.owners"));
  EXPECT_THAT(session_->Complete("SELECT * FROM loc"), ElementsAre("local"));
  EXPECT_THAT(session_->Complete("SELECT 1 FROM demo.shop.items i WHERE i.own"),
              ElementsAre("i.owner_id"));
  EXPECT_THAT(session_->Complete("SELECT 1 FROM local WHERE wi"), Contains("width"));
  EXPECT_THAT(session_->Complete("SELECT 1; SELECT 2 FROM demo.shop.owners wher"),
              ElementsAre("where"));
  EXPECT_THAT(session_->Complete("SELECT 'demo.sh"), ElementsAre());
  EXPECT_THAT(session_->Complete("SELECT * FROM "), Contains("demo.shop.items"));
  EXPECT_THAT(session_->Complete(""), Contains("SHOW"));
  EXPECT_THAT(session_->Complete("DESCRIBE demo.shop.o"), ElementsAre("demo.shop.owners"));
}

}  // namespace
}  // namespace apisql
