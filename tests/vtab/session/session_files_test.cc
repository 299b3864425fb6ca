// Files that statements read in place of tables.
#include <gmock/gmock.h>

#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

using testing::HasSubstr;

class SessionFilesTest : public SessionFixture {
 protected:
  // read_csv() of a file with that text.
  std::string Csv(const std::string& text) const {
    std::ofstream(File("list.csv")) << text;
    return "read_csv('" + File("list.csv") + "')";
  }
};

TEST_F(SessionFilesTest, AVariableNamesTheFile) {
  Csv("id\n7\n");
  SessionOptions options;
  options.variable_text = [this](std::string_view name) -> StatusOr<std::string> {
    if (name == "list") return File("list.csv");
    return Status(StatusCode::kInvalidArgument, "nothing is called " + std::string(name));
  };
  ASSERT_TRUE(Open(std::move(options)).ok());
  const auto prepared = session_->Prepare("SELECT id FROM read_csv(:list)");
  ASSERT_TRUE(prepared.ok()) << prepared.status().message();
  ASSERT_TRUE((*prepared)->Bind("list", File("list.csv")).ok());
  TextSink sink;
  EXPECT_TRUE((*prepared)->Fetch(sink).ok());
  EXPECT_EQ(sink.text, "7");
  EXPECT_THAT(Run("SELECT id FROM read_csv(:other)"), HasSubstr("nothing is called other"));
  EXPECT_THAT(Run("SELECT id FROM read_csv(?)"), HasSubstr("? has no text by then"));
}

TEST_F(SessionFilesTest, LinesMayEndWithCarriageReturns) {
  EXPECT_EQ(Run("SELECT b FROM " + Csv("a,b\r1,2\r3,4\r")), "2\n4");
  EXPECT_EQ(Run("SELECT hex(b) FROM " + Csv("a,b\n1,2\r3\n")), "320D33");
}

// SQLite rolls a whole transaction back when an INSERT in it is interrupted.
TEST_F(SessionFilesTest, AnInterruptionWhileAFileIsReadLeavesTheTransaction) {
  std::string text = "id\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\n";
  const std::string call = Csv(text);
  bool interrupted = false;
  SessionOptions options;
  options.interrupted = [&interrupted] { return interrupted; };
  ASSERT_TRUE(Open(std::move(options)).ok());
  Run("BEGIN; UPDATE demo.shop.items SET name = 'mug' WHERE id = 'i1'");
  interrupted = true;
  EXPECT_EQ(Run("SELECT count(*) FROM " + call), "error: interrupted");
  interrupted = false;
  EXPECT_EQ(Run("SELECT name FROM demo.shop.items WHERE id = 'i1'"), "mug");
  EXPECT_EQ(session_->staged_rows(), 1);
  EXPECT_EQ(Run("SELECT count(*) FROM " + call), "20000");
  EXPECT_EQ(session_->staged_rows(), 1);
  EXPECT_EQ(Run("ROLLBACK"), "");
}

TEST_F(SessionFilesTest, ALookUpLeavesForEachKeyOfTheFile) {
  const std::string call = Csv("who\no1\no2\n");
  EXPECT_EQ(Run("SELECT i.id FROM " + call +
                " l JOIN demo.shop.items i ON i.owner_id = l.who "
                "ORDER BY 1"),
            "i1\ni2");
}

TEST_F(SessionFilesTest, WhatIsReadCountsAsNoChange) {
  const std::string call = Csv("id\n1\n2\n3\n");
  EXPECT_EQ(Run("CREATE TABLE t (x); INSERT INTO t VALUES (1); "
                "SELECT last_insert_rowid(), (SELECT count(*) FROM " +
                call + ")"),
            "1|3");
  EXPECT_EQ(Run("SELECT count(*) FROM sqlite_temp_schema WHERE name LIKE 'read%'"), "0");
}

TEST_F(SessionFilesTest, TwoStatementsReadOneFileAtOnce) {
  const std::string sql = "SELECT id FROM " + Csv("id\n1\n2\n");
  ASSERT_TRUE(Open().ok());
  auto first = session_->Prepare(sql);
  auto second = session_->Prepare(sql);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(*(*first)->Next() && *(*second)->Next());
  second->reset();
  EXPECT_TRUE(*(*first)->Next());
  first->reset();
  EXPECT_EQ(Run(sql), "1\n2");
}

TEST_F(SessionFilesTest, ColumnsOfJsonAreMarked) {
  ASSERT_TRUE(Open().ok());
  Run("CREATE VIEW v AS SELECT raw AS x, id FROM demo.shop.items; CREATE TABLE t (j JSON, k)");
  const auto marks = [this](const std::string& sql) {
    const auto prepared = session_->Prepare(sql);
    std::string text;
    for (const ResultColumn& column : (*prepared)->columns()) text += column.is_json ? 'j' : '-';
    return text;
  };
  EXPECT_EQ(marks("SELECT raw, id, raw || '' FROM demo.shop.items"), "j--");
  EXPECT_EQ(marks("SELECT x, id FROM v"), "j-");
  EXPECT_EQ(marks("SELECT j, k FROM t"), "j-");
  Run("SET json_columns = text");
  EXPECT_EQ(marks("SELECT raw FROM demo.shop.items"), "-");
  EXPECT_THAT(Run("SET json_columns = on"), HasSubstr("takes nested or text"));
}

}  // namespace
}  // namespace apisql
