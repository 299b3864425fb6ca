// Files in which something has the name of an API table.
#include <gmock/gmock.h>

#include "tests/vtab/session/session_fixture.h"
#include "vtab/sqlite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHides[] = "which would hide the API table of that name";

class HiddenTablesTest : public SessionFixture {
 protected:
  // As another process would change the file.
  void Elsewhere(const std::string& sql) const {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
    const SqliteDatabase db(raw);
    ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(raw);
  }

  Status OpenFile() {
    SessionOptions options;
    options.database = file_;
    return Open(options);
  }

  std::string file_ = File("work.db");
};

class HiddenTypeTest : public HiddenTablesTest,
                       public ::testing::WithParamInterface<const char*> {};

// SQLite does not look at the letter case of the type, nor for a view's at all.
TEST_P(HiddenTypeTest, TheTypeInTheSchemaDoesNotCount) {
  Elsewhere(std::string("CREATE TABLE \"demo.shop.items\" (id, name); PRAGMA writable_schema = on;"
                        "UPDATE sqlite_schema SET type = '") +
            GetParam() + "'");
  EXPECT_THAT(OpenFile().message(), HasSubstr(kHides));
  ASSERT_TRUE(Open().ok());
  EXPECT_THAT(Run("ATTACH '" + file_ + "' AS other"), HasSubstr(kHides));
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
}

INSTANTIATE_TEST_SUITE_P(Types, HiddenTypeTest, ::testing::Values("table", "TABLE", "Table"));

TEST_F(HiddenTablesTest, AViewHidesAsATableDoes) {
  Elsewhere("CREATE VIEW \"DEMO.shop.items\" AS SELECT 1 AS id");
  EXPECT_THAT(OpenFile().message(), HasSubstr(kHides));
}

TEST_F(HiddenTablesTest, AVirtualTableHidesAsATableDoes) {
  Elsewhere("CREATE VIRTUAL TABLE \"demo.shop.items\" USING fts5(id, name)");
  EXPECT_THAT(OpenFile().message(), HasSubstr(kHides));
}

class MadeLaterTest : public HiddenTablesTest, public ::testing::WithParamInterface<const char*> {};

// Neither read nor written is what another process made after the file was opened.
TEST_P(MadeLaterTest, IsRefusedByTheNextStatementThatReadsOrWritesAnApi) {
  ASSERT_TRUE(OpenFile().ok());
  EXPECT_EQ(Run("CREATE VIEW v AS SELECT id FROM demo.shop.items; SELECT count(*) FROM v"), "2");
  Elsewhere(GetParam());
  EXPECT_THAT(Run("DELETE FROM demo.shop.items WHERE id = 'i1'"), HasSubstr("error: "));
  EXPECT_THAT(Run("UPDATE demo.shop.items SET name = 'x' WHERE id = 'i1'"), HasSubstr(kHides));
  EXPECT_THAT(Run("SELECT id FROM demo.shop.items"), HasSubstr(kHides));
  EXPECT_THAT(Run("SELECT count(*) FROM demo.shop.items"), HasSubstr(kHides));
  EXPECT_THAT(Run("SELECT id FROM v"), HasSubstr(kHides));
  EXPECT_EQ(Run("SELECT 1"), "1");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, MadeLaterTest,
    ::testing::Values("CREATE TABLE \"demo.shop.items\" AS SELECT 'i1' AS id, 'mine' AS name",
                      "CREATE VIEW \"demo.shop.items\" AS SELECT 'i1' AS id, 'mine' AS name"));

TEST_F(HiddenTablesTest, WhatIsDroppedElsewhereHidesNoLonger) {
  ASSERT_TRUE(OpenFile().ok());
  Elsewhere("CREATE TABLE \"demo.shop.items\" (id)");
  EXPECT_THAT(Run("SELECT id FROM demo.shop.items"), HasSubstr(kHides));
  Elsewhere("DROP TABLE \"demo.shop.items\"");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
}

TEST_F(HiddenTablesTest, AnAttachedFileIsLookedAtAsWell) {
  Elsewhere("CREATE TABLE mine (id)");
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(Run("ATTACH '" + file_ + "' AS other; SELECT count(*) FROM demo.shop.items"), "2");
  Elsewhere("CREATE TABLE \"demo.shop.items\" (id)");
  EXPECT_THAT(Run("SELECT id FROM demo.shop.items"), HasSubstr(kHides));
  EXPECT_EQ(Run("DETACH other; SELECT count(*) FROM demo.shop.items"), "2");
}

TEST_F(HiddenTablesTest, RowsOfATableThatWasMadeLaterStay) {
  ASSERT_TRUE(OpenFile().ok());
  Elsewhere("CREATE TABLE \"demo.shop.items\" AS SELECT 'i1' AS id, 'mine' AS name");
  Run("UPDATE demo.shop.items SET name = 'x' WHERE id = 'i1'");
  Run("DELETE FROM demo.shop.items WHERE id = 'i1'");
  Elsewhere("ALTER TABLE \"demo.shop.items\" RENAME TO kept");
  EXPECT_EQ(Run("SELECT * FROM kept"), "i1|mine");
}

TEST_F(HiddenTablesTest, AnotherTableThatIsMadeElsewhereIsNoReason) {
  ASSERT_TRUE(OpenFile().ok());
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
  Elsewhere("CREATE TABLE other AS SELECT 'i1' AS id");
  EXPECT_EQ(Run("SELECT i.name FROM demo.shop.items i JOIN other USING (id)"), "cup");
}

// The file itself is no way round: neither its schema nor its settings are written by SQL.
TEST_F(HiddenTablesTest, SqlCannotWriteTheSchemaItself) {
  ASSERT_TRUE(OpenFile().ok());
  EXPECT_THAT(Run("CREATE TABLE mine (a); PRAGMA writable_schema = on;"
                  "UPDATE sqlite_schema SET sql = 'CREATE TABLE \"demo.shop.items\" (a)'"),
              HasSubstr("may not be modified"));
  EXPECT_EQ(Run("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(Run("INSERT INTO mine VALUES (1); SELECT a FROM mine"), "1");
}

TEST_F(HiddenTablesTest, FullTextTablesStillWork) {
  ASSERT_TRUE(OpenFile().ok());
  EXPECT_EQ(Run("CREATE VIRTUAL TABLE f USING fts5(id, name); INSERT INTO f SELECT id, name FROM "
                "demo.shop.items; INSERT INTO f(f) VALUES ('optimize'); SELECT id FROM f WHERE f "
                "MATCH 'cup'"),
            "i1");
  EXPECT_THAT(Run("DELETE FROM f_data"), HasSubstr("may not be modified"));
  EXPECT_THAT(Run("VACUUM"), Not(HasSubstr("error")));
}

}  // namespace
}  // namespace apisql
