#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "vtab/session/session.h"
#include "vtab/sqlite_handles.h"
#include "vtab/workspace/write_database.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

std::string NewFile(const std::string& name) {
  std::string file = ::testing::TempDir() + "apisql_" + name + std::to_string(::getpid());
  std::filesystem::remove(file);
  return file;
}

std::string Ask(const std::string& file, const std::string& sql) {
  sqlite3* raw = nullptr;
  sqlite3_open(file.c_str(), &raw);
  const SqliteDatabase db(raw);
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(raw, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    return sqlite3_errmsg(raw);
  }
  const SqliteStatement owner(statement);
  if (sqlite3_step(statement) != SQLITE_ROW) return "no row";
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  return text == nullptr ? "NULL" : text;
}

TEST(SessionWriteDatabaseTest, WritesNamesTypesAndValues) {
  const std::string file = NewFile("write");
  PlainTable table{"a.b\"c", {{"id", "TEXT"}, {"order", "INTEGER"}, {"x", "REAL"}}, {}};
  table.rows = {{std::string("it's"), int64_t{7}, 1.5}, {std::monostate(), int64_t{8}, 2.0}};
  ASSERT_TRUE(WriteDatabase(file, std::span(&table, 1)).ok());
  EXPECT_EQ(Ask(file, R"(SELECT group_concat(coalesce(id, 'NULL') || ':' || "order" || ':' || x))"
                      R"( FROM "a.b""c")"),
            "it's:7:1.5,NULL:8:2.0");
  EXPECT_EQ(Ask(file, R"(SELECT type FROM pragma_table_info('a.b"c') WHERE name = 'order')"),
            "INTEGER");
  std::filesystem::remove(file);
}

TEST(SessionWriteDatabaseTest, AnExistingFileIsLeftAlone) {
  const std::string file = NewFile("exists");
  std::ofstream(file) << "mine";
  EXPECT_THAT(WriteDatabase(file, {}).message(), HasSubstr("exists already"));
  EXPECT_EQ(std::filesystem::file_size(file), 4U);
  std::filesystem::remove(file);
}

TEST(SessionWriteDatabaseTest, AFailureLeavesNoFile) {
  const std::string file = NewFile("failure");
  const std::vector<PlainTable> tables = {{"t", {{"id", "TEXT"}}, {}}, {"t", {{"id", "TEXT"}}, {}}};
  EXPECT_THAT(WriteDatabase(file, tables).message(), HasSubstr("already exists"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(SessionWriteDatabaseTest, AMissingDirectoryIsAnError) {
  EXPECT_FALSE(WriteDatabase("/nonexistent/directory/x.db", {}).ok());
}

}  // namespace
}  // namespace apisql
