#include "vtab/meta/meta_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MetaTableTest : public ::testing::Test {
 protected:
  MetaTableTest() {
    sqlite3* raw = nullptr;
    sqlite3_open(":memory:", &raw);
    db_.reset(raw);
    table_ = {.name = "test.pairs",
              .columns = {{"a", "TEXT"}, {"b", "INTEGER"}, {"c", "TEXT"}, {"d", ""}},
              .identity_columns = 2,
              .key_columns = 1};
    table_.rows = [this](MetaKeys keys) -> StatusOr<std::vector<MetaRow>> {
      asked_.push_back(keys[0].value_or("*"));
      if (!status_.ok()) return status_;
      std::vector<MetaRow> rows = {{"x", int64_t{1}, "one", 0.5},
                                   {"x", int64_t{2}, std::monostate(), BlobValue{"ab"}},
                                   {"y", int64_t{1}, "three", "t"}};
      std::erase_if(rows, [&](const MetaRow& row) {
        return keys[0] && std::get<std::string>(row[0]) != *keys[0];
      });
      return rows;
    };
    EXPECT_TRUE(RegisterMetaTable(db_.get(), table_).ok());
  }

  std::vector<std::string> Ask(const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr);
    const SqliteStatement statement(raw);
    std::vector<std::string> rows;
    while (raw != nullptr && sqlite3_step(raw) == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
      rows.emplace_back(text == nullptr ? "NULL" : text);
    }
    if (sqlite3_errcode(db_.get()) != SQLITE_DONE) rows.emplace_back(sqlite3_errmsg(db_.get()));
    return rows;
  }

  Status status_;
  std::vector<std::string> asked_;
  MetaTableSpec table_;
  SqliteDatabase db_;
};

TEST_F(MetaTableTest, AnEqualityOnAKeyColumnNarrowsWhatIsListed) {
  EXPECT_THAT(Ask("SELECT c FROM \"test.pairs\" WHERE a = 'x'"), ElementsAre("one", "NULL"));
  EXPECT_THAT(asked_, ElementsAre("x"));
}

TEST_F(MetaTableTest, OtherComparisonsListAll) {
  for (const std::string where : {"a > 'x'", "a = 'X' COLLATE NOCASE", "b = 1", "a = 1"}) {
    asked_.clear();
    Ask("SELECT c FROM \"test.pairs\" WHERE " + where);
    EXPECT_THAT(asked_, ElementsAre("*")) << where;
  }
}

TEST_F(MetaTableTest, NullEqualsNothing) {
  EXPECT_THAT(Ask("SELECT c FROM \"test.pairs\" WHERE a = NULL"), IsEmpty());
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(MetaTableTest, TwoEqualitiesOnOneColumnAreBothChecked) {
  EXPECT_THAT(Ask("SELECT c FROM \"test.pairs\" WHERE a = 'x' AND a = upper('y')"), IsEmpty());
}

TEST_F(MetaTableTest, ARowHasOneIdentityHoweverTheScanIsNarrowed) {
  EXPECT_EQ(Ask("SELECT rowid FROM \"test.pairs\" WHERE a = 'y'"),
            Ask("SELECT rowid FROM \"test.pairs\" WHERE c = 'three'"));
  EXPECT_THAT(Ask("SELECT count(DISTINCT rowid) FROM \"test.pairs\""), ElementsAre("3"));
  EXPECT_THAT(Ask("SELECT c FROM \"test.pairs\" WHERE a = 'y' OR b = 2 ORDER BY c"),
              ElementsAre("NULL", "three"));
}

TEST_F(MetaTableTest, AnErrorIsNeverAMissingRow) {
  status_ = Status(StatusCode::kInvalidArgument, "bad.yaml:3: no such key");
  EXPECT_THAT(Ask("SELECT c FROM \"test.pairs\""), ElementsAre("bad.yaml:3: no such key"));
}

TEST_F(MetaTableTest, EveryClassOfValueIsHandedOut) {
  EXPECT_THAT(Ask("SELECT typeof(d) || quote(d) FROM \"test.pairs\""),
              ElementsAre("real0.5", "blobX'6162'", "text't'"));
}

TEST_F(MetaTableTest, NoStatementWritesIt) {
  for (const std::string sql :
       {"INSERT INTO \"test.pairs\" VALUES ('z', 1, 'c', 2)", "UPDATE \"test.pairs\" SET b = 9",
        "DELETE FROM \"test.pairs\"", "DELETE FROM \"test.pairs\" WHERE a = 'nothing'",
        "INSERT INTO \"test.pairs\" SELECT * FROM \"test.pairs\"",
        "INSERT OR IGNORE INTO \"test.pairs\"(a) VALUES ('z') RETURNING a"}) {
    EXPECT_THAT(Ask(sql), ElementsAre("test.pairs cannot be written")) << sql;
  }
  EXPECT_THAT(asked_, IsEmpty());
  EXPECT_THAT(Ask("BEGIN"), IsEmpty());
  EXPECT_THAT(Ask("SAVEPOINT a"), IsEmpty());
  EXPECT_THAT(Ask("DELETE FROM \"test.pairs\""), ElementsAre("test.pairs cannot be written"));
  EXPECT_THAT(Ask("ROLLBACK TO a"), IsEmpty());
  EXPECT_THAT(Ask("COMMIT"), IsEmpty());
}

TEST_F(MetaTableTest, ATriggerCannotWriteItEither) {
  Ask("CREATE TABLE t(x)");
  Ask("CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM \"test.pairs\"; END");
  EXPECT_THAT(Ask("INSERT INTO t VALUES (1)"), ElementsAre("test.pairs cannot be written"));
  EXPECT_THAT(Ask("SELECT x FROM t"), IsEmpty());
}

TEST_F(MetaTableTest, RegisteringTwiceLeavesTheOldTableWithItsStatements) {
  sqlite3_stmt* raw = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(db_.get(), "SELECT c FROM \"test.pairs\"", -1, &raw, nullptr),
            SQLITE_OK);
  const SqliteStatement statement(raw);
  ASSERT_EQ(sqlite3_step(raw), SQLITE_ROW);
  ASSERT_TRUE(RegisterMetaTable(db_.get(), table_).ok());
  EXPECT_EQ(sqlite3_step(raw), SQLITE_ROW);
}

}  // namespace
}  // namespace apisql
