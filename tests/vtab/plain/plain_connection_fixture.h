// The tables of SessionWriteFixture on a plain SQLite connection, as a host has them.
#ifndef APISQL_TESTS_VTAB_PLAIN_PLAIN_CONNECTION_FIXTURE_H_
#define APISQL_TESTS_VTAB_PLAIN_PLAIN_CONNECTION_FIXTURE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/vtab/writes/session_write_fixture.h"
#include "vtab/connection/connection.h"
#include "vtab/connection/settings.h"
#include "vtab/register/register_tables.h"
#include "vtab/sqlite_handles.h"

namespace apisql {

class PlainConnectionFixture : public SessionWriteFixture {
 public:
  PlainConnectionFixture() { Connect(); }

  // Anew, for documents that have been written since.
  void Connect() {
    auto catalog = Catalog::Builtin();
    EXPECT_TRUE(catalog->AddDirectory(directory_).ok());
    auto connection = std::make_shared<Connection>(std::move(catalog), Config(), transport_, clock_,
                                                   [] { return false; });
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
    connection_ = std::move(connection);
    EXPECT_TRUE(RegisterTables(db, connection_).ok());
  }

  void Set(std::string_view name, std::string_view value) {
    EXPECT_TRUE(ApplySetting(*connection_, name, value).ok());
  }

  SqliteStatement Prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db_.get());
    return SqliteStatement(statement);
  }

  // The first value of each row that is left, and then "error: ..." where it ends so.
  std::vector<std::string> Rest(sqlite3_stmt* statement) const {
    std::vector<std::string> values;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) values.push_back(Value(statement));
    if (code != SQLITE_DONE) values.push_back(std::string("error: ") + sqlite3_errmsg(db_.get()));
    return values;
  }
  std::string Value(sqlite3_stmt* statement) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    return text == nullptr ? "NULL" : text;
  }

  std::vector<std::string> Query(const std::string& sql) const { return Rest(Prepare(sql).get()); }
  // Steps once, to a row.
  void StepOnce(sqlite3_stmt* statement) const {
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sqlite3_errmsg(db_.get());
  }

  // What GET /items answers from now on: `names`, of items i1, i2 ...
  void ItemsAre(const std::vector<std::string>& names) {
    std::string rows;
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string row = R"({"id": "i)" + std::to_string(i + 1) + R"(", "spec": {"name": ")" +
                              names[i] + R"(", "owner": "o1"}})";
      Reply("GET /items/i" + std::to_string(i + 1), 200, row);
      rows += (i == 0 ? "" : ", ") + row;
    }
    Reply("GET /items", 200, R"({"data": [)" + rows + "]}");
  }

  SqliteDatabase db_;
  std::shared_ptr<Connection> connection_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_PLAIN_PLAIN_CONNECTION_FIXTURE_H_
