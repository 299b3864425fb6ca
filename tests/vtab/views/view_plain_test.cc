// Documents' views on a plain SQLite connection, where nobody says which statement runs.
#include <gmock/gmock.h>

#include "tests/vtab/views/view_fixture.h"
#include "vtab/connection/connection.h"
#include "vtab/register/register_tables.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;

class PlainViewTest : public ViewFixture {
 protected:
  void Connect() {
    auto catalog = Catalog::Builtin();
    ASSERT_TRUE(catalog->AddDirectory(directory_ + "/demo").ok());
    connection_ = std::make_shared<Connection>(std::move(catalog), Config(), transport_,
                                               Clock::Real(), [] { return false; });
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
    ASSERT_TRUE(RegisterTables(db, connection_).ok());
  }

  SqliteStatement Prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db_.get());
    return SqliteStatement(statement);
  }

  // The first value of each row, and "error: ..." where it ends so.
  std::vector<std::string> Rows(sqlite3_stmt* statement) const {
    std::vector<std::string> rows;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      rows.emplace_back(text == nullptr ? "NULL" : text);
    }
    if (code != SQLITE_DONE) rows.push_back(std::string("error: ") + sqlite3_errmsg(db_.get()));
    sqlite3_reset(statement);
    return rows;
  }
  std::vector<std::string> Query(const std::string& sql) const { return Rows(Prepare(sql).get()); }
  std::vector<std::string> Sent() { return std::exchange(transport_.sent, {}); }

  std::shared_ptr<Connection> connection_;
  SqliteDatabase db_;
};

// Each row of `z` runs the view anew.
TEST_F(PlainViewTest, AJoinAsksOnceForWhatTheViewReads) {
  WriteView("staff",
            "SELECT p.id, p.age, q.code FROM demo.hr.people p\n"
            "JOIN demo.hr.people q ON q.id = p.id");
  Connect();
  Query("CREATE TABLE z(n)");
  Query("INSERT INTO z VALUES (20), (30), (40), (20)");
  const std::string join = "SELECT count(*) FROM z CROSS JOIN \"demo.hr.staff\" v ON v.age = z.n";
  const SqliteStatement prepared = Prepare(join);
  for (int run = 0; run < 2; ++run) {
    EXPECT_THAT(Rows(prepared.get()), ElementsAre("17"));
    EXPECT_THAT(Sent(), ElementsAre("GET /people"));
  }
  EXPECT_THAT(Query("SELECT a.id FROM \"demo.hr.staff\" a, \"demo.hr.staff\" b "
                    "WHERE a.id = 'p1' AND b.id = a.id"),
              ElementsAre("p1"));
  EXPECT_THAT(Sent(), ElementsAre("GET /people"));
}

TEST_F(PlainViewTest, TheNextRunSeesTheRowsThatAreThereNow) {
  WriteView("staff", "SELECT id FROM demo.hr.people");
  Connect();
  const SqliteStatement prepared = Prepare("SELECT count(*) FROM \"demo.hr.staff\"");
  EXPECT_THAT(Rows(prepared.get()), ElementsAre("24"));
  transport_.replies["/people"] = R"({"data": [{"id": "p0"}]})";
  EXPECT_THAT(Rows(prepared.get()), ElementsAre("1"));
  EXPECT_THAT(Query("SELECT id FROM \"demo.hr.staff\""), ElementsAre("p0"));
}

TEST_F(PlainViewTest, AStatementThatIsNotReadToItsEndDisturbsNoOther) {
  WriteView("staff", "SELECT id, dept_id FROM demo.hr.people");
  Connect();
  const SqliteStatement open = Prepare("SELECT id FROM \"demo.hr.staff\"");
  EXPECT_EQ(sqlite3_step(open.get()), SQLITE_ROW);
  transport_.replies["/people"] = R"({"data": [{"id": "p7"}]})";
  EXPECT_THAT(Query("SELECT id FROM \"demo.hr.staff\""), ElementsAre("p7"));
  EXPECT_EQ(Rows(open.get()).size(), 23U);
}

TEST_F(PlainViewTest, ComparisonsAndRequiredValuesAreThoseOfAView) {
  WriteView("casts", "SELECT id, CAST(dept_id AS TEXT) AS dept FROM demo.hr.people");
  WriteView("files", "SELECT parent_id, id FROM demo.hr.folders");
  Connect();
  EXPECT_THAT(Query("SELECT count(*) FROM \"demo.hr.casts\" WHERE dept = 5"), ElementsAre("3"));
  EXPECT_THAT(Query("SELECT id FROM \"demo.hr.files\" WHERE parent_id = 1"), ElementsAre("f1"));
  EXPECT_THAT(Query("SELECT v.id FROM \"demo.hr.files\" v JOIN (SELECT 3 AS n) ON parent_id = n"),
              ElementsAre("f3"));
  EXPECT_THAT(Query("DELETE FROM \"demo.hr.files\" WHERE parent_id = 1"),
              ElementsAre("error: demo.hr.files is a view and cannot be written"));
}

}  // namespace
}  // namespace apisql
