#include "vtab/functions/register_functions.h"

#include <gtest/gtest.h>

#include <string>

#include "vtab/functions/sql_function.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

class RegisterFunctionsTest : public testing::Test {
 protected:
  RegisterFunctionsTest() {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
  }

  // A function of the host, which says so.
  void MakeHosts(const char* name, int arguments) {
    const auto call = [](sqlite3_context* context, int, sqlite3_value**) {
      sqlite3_result_text(context, "the host's", -1, SQLITE_STATIC);
    };
    sqlite3_create_function(db_.get(), name, arguments, SQLITE_UTF8, nullptr, call, nullptr,
                            nullptr);
  }

  std::string Ask(const std::string& expression) {
    sqlite3_stmt* raw = nullptr;
    const std::string sql = "SELECT " + expression;
    if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
      return sqlite3_errmsg(db_.get());
    }
    const SqliteStatement statement(raw);
    if (sqlite3_step(raw) != SQLITE_ROW) return sqlite3_errmsg(db_.get());
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    return text == nullptr ? "NULL" : text;
  }

  SqliteDatabase db_;
};

TEST_F(RegisterFunctionsTest, TheHostsFunctionsStay) {
  MakeHosts("REGEXP", 2);
  MakeHosts("concat", 1);
  ASSERT_TRUE(RegisterFunctions(db_.get()).ok());
  EXPECT_EQ(Ask("'a' REGEXP 'a'"), "the host's");
  EXPECT_EQ(Ask("concat('a')"), "the host's");
  EXPECT_EQ(Ask("concat('a', 'b')"), "wrong number of arguments to function concat()");
  EXPECT_EQ(Ask("split_part('a/b', '/', 2)"), "b");
}

TEST_F(RegisterFunctionsTest, TheHostsSeriesStays) {
  sqlite3_module module = {};
  module.xConnect = [](sqlite3*, void*, int, const char* const*, sqlite3_vtab**, char** error) {
    *error = sqlite3_mprintf("the host's");
    return SQLITE_ERROR;
  };
  sqlite3_create_module(db_.get(), "generate_series", &module, nullptr);
  ASSERT_TRUE(RegisterFunctions(db_.get()).ok());
  EXPECT_EQ(Ask("count(*) FROM generate_series(1, 2)"), "the host's");
}

TEST_F(RegisterFunctionsTest, AllAreThereOnceAndTwice) {
  ASSERT_TRUE(RegisterFunctions(db_.get()).ok());
  ASSERT_TRUE(RegisterFunctions(db_.get()).ok());
  for (const SqlFunction& function : SqlFunctions()) {
    const std::string name = function.name;
    EXPECT_EQ(Ask("count(*) > 0 FROM pragma_function_list WHERE name = '" + name + "'"), "1")
        << name;
  }
  EXPECT_EQ(Ask("sum(value) FROM generate_series(1, 3)"), "6");
}

// A schema may call them, in an index or a view, where it is not trusted.
TEST_F(RegisterFunctionsTest, ASchemaMayCallThem) {
  ASSERT_TRUE(RegisterFunctions(db_.get()).ok());
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_exec(db_.get(),
               "CREATE TABLE t(p TEXT, last AS (split_part(p, '/', -1)));"
               "CREATE INDEX i ON t(last); INSERT INTO t VALUES ('a/b')",
               nullptr, nullptr, nullptr);
  EXPECT_EQ(Ask("last FROM t WHERE split_part(p, '/', -1) = 'b'"), "b");
}

}  // namespace
}  // namespace apisql
