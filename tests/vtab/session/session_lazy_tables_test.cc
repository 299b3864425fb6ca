// Tables of a registry's folder in a session: nothing of them is there before a statement names
// one, and afterwards nothing tells them from tables that were there from the start.
#include <gmock/gmock.h>

#include <filesystem>

#include "registry/config/config.h"
#include "tests/vtab/session/session_fixture.h"
#include "vtab/sqlite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LazyTablesTest : public SessionFixture {
 protected:
  // The fixture's folder is a registry: it has the folder of the provider demo.
  void SetUp() override { ASSERT_TRUE(OpenRegistry().ok()); }

  Status OpenRegistry(const std::string& database = "", bool replaces = false) {
    session_.reset();
    auto catalog = Catalog::Builtin();
    const std::vector<std::string> replaced = {"confluent"};
    RETURN_IF_ERROR(
        catalog->AddFromElsewhere(directory_, replaces ? replaced : std::vector<std::string>()));
    catalog_ = catalog.get();
    ASSIGN_OR_RETURN(Config config,
                     Config::Read("providers: {demo: {hosts: [demo.test]}}", "config.yaml"));
    SessionOptions options;
    options.database = database;
    ASSIGN_OR_RETURN(session_, Session::Open(std::move(catalog), std::move(config), transport_,
                                             Clock::Real(), std::move(options)));
    return OkStatus();
  }

  // A workspace file as another program leaves it.
  std::string FileWith(const std::string& sql) const {
    const std::string file = File("work.db");
    sqlite3* raw = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
    const SqliteDatabase db(raw);
    EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(raw);
    return file;
  }

  Catalog* catalog_ = nullptr;
};

constexpr char kView[] = "CREATE VIEW v AS SELECT id, name FROM \"demo.shop.items\";";

TEST_F(LazyTablesTest, AStatementThatNamesNoneReadsNothing) {
  EXPECT_EQ(Run("SELECT 1"), "1");
  EXPECT_EQ(catalog_->documents_parsed(), 0);
  Write("shop.late.yaml", "no document");  // The folder was not listed, either.
  EXPECT_THAT(Run("SELECT * FROM demo.shop.late"), HasSubstr("shop.late.yaml:1: "));
}

TEST_F(LazyTablesTest, EachFormOfANameRegistersItsTable) {
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_EQ(Run("SELECT count(*) FROM \"Demo.Shop.Items\""), "2");
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_EQ(Run("SELECT count(*) FROM 'demo.shop.items'"), "2");
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_EQ(Run("SELECT count(*) FROM main.\"demo.shop.items\""), "2");
}

TEST_F(LazyTablesTest, PragmaTellsTheColumnsOfATableThatNoStatementHasNamed) {
  for (const std::string sql :
       {"SELECT name FROM pragma_table_info('demo.shop.items') WHERE cid = 1",
        "SELECT name FROM pragma_table_xinfo('demo.shop.items', 'main') WHERE cid = 1",
        "SELECT name FROM pragma_table_info WHERE arg = 'demo.shop.items' AND cid = 1",
        "SELECT c.name FROM apisql.resources r, pragma_table_info(r.name) c "
        "WHERE r.name = 'demo.shop.items' AND c.cid = 1"}) {
    ASSERT_TRUE(OpenRegistry().ok());
    EXPECT_EQ(Run(sql), "name") << sql;
  }
  for (const std::string sql :
       {"PRAGMA table_info(demo.shop.items)", "PRAGMA table_info('demo.shop.items')",
        "PRAGMA main.table_info(\"demo.shop.items\")", "PRAGMA table_info = 'demo.shop.items'"}) {
    ASSERT_TRUE(OpenRegistry().ok());
    EXPECT_THAT(Run(sql), HasSubstr("1|name|TEXT")) << sql;
  }
}

TEST_F(LazyTablesTest, AStoredViewReadsATableThatNoStatementHasNamed) {
  const std::string file = FileWith(kView);
  ASSERT_TRUE(OpenRegistry(file).ok());
  EXPECT_EQ(Run("SELECT name FROM v WHERE id = 'i1'"), "cup");
  for (const std::string sql : {"SELECT count(*) FROM pragma_table_info('v')",
                                "SELECT ncol FROM pragma_table_list WHERE name = 'v'"}) {
    ASSERT_TRUE(OpenRegistry(file).ok());
    EXPECT_EQ(Run(sql), "2") << sql;
  }
}

TEST_F(LazyTablesTest, AViewThatAnotherProcessMakesIsReadToo) {
  const std::string file = FileWith("CREATE TABLE t(a)");
  ASSERT_TRUE(OpenRegistry(file).ok());
  FileWith(std::string(kView) +
           "CREATE VIEW w AS SELECT v.name, o.email FROM v, "
           "\"demo.shop.owners\" o ORDER BY 1, 2");
  EXPECT_EQ(Run("SELECT count(*) FROM w"), "4");
}

TEST_F(LazyTablesTest, AnAttachedViewIsReadToo) {
  const std::string file = FileWith("CREATE TABLE t(a);" + std::string(kView));
  EXPECT_EQ(Run("ATTACH '" + file + "' AS other; ALTER TABLE other.t RENAME TO u"), "");
  EXPECT_EQ(Run("SELECT count(*) FROM other.v"), "2");
}

TEST_F(LazyTablesTest, ATriggerReadsATableThatNoStatementHasNamed) {
  const std::string file = FileWith(
      "CREATE TABLE t(a); CREATE TABLE log(name); CREATE TRIGGER g AFTER INSERT ON t BEGIN "
      "INSERT INTO log SELECT name FROM \"demo.shop.items\"; END");
  ASSERT_TRUE(OpenRegistry(file).ok());
  EXPECT_EQ(Run("INSERT INTO t VALUES (1); SELECT count(*) FROM log"), "2");
}

TEST_F(LazyTablesTest, AlterTableLooksThroughViewsOverTablesThatNoStatementHasNamed) {
  const std::string file = FileWith("CREATE TABLE t(a);" + std::string(kView));
  ASSERT_TRUE(OpenRegistry(file).ok());
  EXPECT_EQ(Run("ALTER TABLE t RENAME TO u; SELECT count(*) FROM u"), "0");
  ASSERT_TRUE(OpenRegistry(file).ok());
  EXPECT_EQ(Run("ALTER TABLE u RENAME COLUMN a TO b; SELECT count(b) FROM u"), "0");
}

TEST_F(LazyTablesTest, WhatCannotBeDoneToATableIsRefusedInTheSameWords) {
  for (const auto& [sql, words] :
       {std::pair("ALTER TABLE \"demo.shop.items\" RENAME TO x",
                  "is an API table and cannot be altered"),
        std::pair("ALTER TABLE demo.shop.items ADD COLUMN x",
                  "is an API table and cannot be altered"),
        std::pair("CREATE TABLE t(a); ALTER TABLE t RENAME TO \"demo.shop.items\"",
                  "would hide it"),
        std::pair("CREATE TABLE \"demo.shop.items\"(a)", "would hide it"),
        std::pair("CREATE TEMP VIEW \"demo.shop.items\" AS SELECT 1", "would hide it"),
        std::pair("DROP TABLE demo.shop.items", "is an API table and cannot be dropped"),
        std::pair("CREATE INDEX i ON \"demo.shop.items\"(id)", "cannot be indexed"),
        std::pair("CREATE TABLE demo.shop.other(a)", "names that begin with demo. are taken")}) {
    ASSERT_TRUE(OpenRegistry().ok());
    EXPECT_THAT(Run(sql), HasSubstr(words)) << sql;
  }
}

TEST_F(LazyTablesTest, AFileWithATableOfThatNameIsNotOpened) {
  const std::string file = FileWith("CREATE TABLE \"demo.shop.items\"(a)");
  EXPECT_THAT(OpenRegistry(file).message(), HasSubstr("which would hide the API table"));
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_THAT(Run("ATTACH '" + file + "' AS other"), HasSubstr("which would hide the API table"));
}

TEST_F(LazyTablesTest, AFaultyDocumentIsToldByWhoNamesItAlone) {
  Write("shop.broken.yaml", "table: demo.shop.broken\ndescripton: Misspelt.\n");
  std::filesystem::create_directory(File("other"));
  std::ofstream(File("other/provider.yaml")) << "provider: other\nx: 1\n";
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
  EXPECT_THAT(Run("SELECT * FROM demo.shop.broken"), HasSubstr("shop.broken.yaml:2: "));
  EXPECT_THAT(Run("SHOW RESOURCES IN demo"), HasSubstr("shop.broken.yaml:2: "));
  EXPECT_THAT(Run("SHOW SERVICES IN demo"), "demo|shop");
  EXPECT_THAT(Run("SHOW PROVIDERS"), HasSubstr("other/provider.yaml:2: "));
  EXPECT_EQ(Run("SELECT tables FROM apisql.providers WHERE name = 'demo'"), "3");
}

TEST_F(LazyTablesTest, ShowTablesTellsTheFaultOfAFolderAndNoRowsOfOneWithoutTables) {
  std::filesystem::create_directory(File("other"));
  std::ofstream(File("other/shop.items.yaml")) << "table: other.shop.items\n";
  std::filesystem::create_directory(File("bare"));
  std::ofstream(File("bare/provider.yaml"))
      << "provider: bare\ndescription: Without tables.\nservers: {main: {url: "
         "https://demo.test}}\nrows: /data\nerrors: [{message: /message}]\n";
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_THAT(Run("SHOW TABLES IN other"), HasSubstr("it has tables and no provider.yaml"));
  EXPECT_EQ(Run("SHOW TABLES IN bare"), "");
  EXPECT_EQ(header_, "name");
  EXPECT_EQ(Run("SHOW TABLES IN demo"), "demo.shop.items\ndemo.shop.owners");
}

// The look-up of a name that is none opens no document but one that has other names in it.
TEST_F(LazyTablesTest, HintsAndCompletionOpenNoDocument) {
  EXPECT_THAT(session_->Complete("SELECT * FROM de"), ElementsAre("demo."));
  EXPECT_THAT(session_->Complete("SELECT * FROM demo.shop."),
              ElementsAre("demo.shop.items", "demo.shop.owners"));
  EXPECT_THAT(session_->TablesFrom("demo."), Contains("demo.shop.items"));
  EXPECT_THAT(Run("SELECT * FROM demo.shop.item"), HasSubstr("Did you mean demo.shop.items"));
  EXPECT_THAT(Run("DESCRIBE demo.shop.owner"), HasSubstr("Did you mean demo.shop.owners"));
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_THAT(Run("SELECT * FROM demoo.shop.items"), HasSubstr("no such table"));
  EXPECT_THAT(Run("SHOW SERVICES IN dmeo"), HasSubstr("Did you mean demo?"));
  EXPECT_THAT(Run("SHOW METHODS IN dmeo.shop.items"), HasSubstr("Did you mean demo.shop.items"));
  EXPECT_EQ(catalog_->documents_parsed(), 0);
  EXPECT_EQ(transport_.sent.size(), 0U);
}

TEST_F(LazyTablesTest, ColumnsAreCompletedOfATableThatNoStatementHasNamed) {
  EXPECT_THAT(session_->Complete("SELECT * FROM demo.shop.items WHERE owner"),
              ElementsAre("owner_id"));
}

TEST_F(LazyTablesTest, AProviderThatIsBuiltInStaysWithANote) {
  std::filesystem::create_directory(File("confluent"));
  std::ofstream(File("confluent/provider.yaml"))
      << "provider: confluent\ndescription: Another.\nservers: {main: {url: https://demo.test}}\n"
         "rows: /data\nerrors: [{message: /message}]\n";
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_EQ(Run("SELECT 1"), "1");
  EXPECT_THAT(summary_.notes, ElementsAre());
  const std::string count =
      "SELECT count(*) > 0 FROM apisql.resources WHERE provider = 'confluent'";
  EXPECT_EQ(Run("EXPLAIN QUERY PLAN SELECT id FROM confluent.iam.users").find("error"),
            std::string::npos);
  EXPECT_THAT(summary_.notes, ElementsAre(HasSubstr("--replace confluent lets it")));
  EXPECT_EQ(Run(count), "1");
  EXPECT_THAT(summary_.notes, ElementsAre());
  ASSERT_TRUE(OpenRegistry().ok());
  EXPECT_THAT(Run("SELECT id FROM confluent.other.table"),
              AllOf(HasSubstr("no such table"), HasSubstr("--replace confluent lets it")));
  ASSERT_TRUE(OpenRegistry("", /*replaces=*/true).ok());
  EXPECT_EQ(Run(count), "0");
  EXPECT_THAT(Run("SELECT id FROM confluent.iam.users"), HasSubstr("no such table"));
}

}  // namespace
}  // namespace apisql
