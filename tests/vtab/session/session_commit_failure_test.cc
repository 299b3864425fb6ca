// A statement that fails behind its requests: the error tells which rows the servers have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/writes/session_write_fixture.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kInsert[] = "INSERT INTO demo.shop.items (name, owner_id) VALUES ('jar', 'o1')";

// Attaches a file as `audit`, with the table log, that another program holds locked.
class CommitFailureTest : public SessionWriteFixture {
 protected:
  CommitFailureTest() {
    const std::string file = directory_ + "/audit.db";
    sqlite3* other = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
    other_.reset(other);
    Other(
        "CREATE TABLE log (text); CREATE TABLE parent (id PRIMARY KEY);"
        "CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
    Run("PRAGMA busy_timeout = 0; ATTACH '" + file + "' AS audit");
  }

  void Other(const char* sql) const {
    EXPECT_EQ(sqlite3_exec(other_.get(), sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(other_.get());
  }
  // A reader keeps SQLite from committing, and from nothing before that.
  void Lock() const { Other("BEGIN; SELECT * FROM log"); }
  void Unlock() const { Other("COMMIT"); }

  SqliteDatabase other_;
};

TEST_F(CommitFailureTest, ACommitThatFailsBehindItsRequestsNamesTheRows) {
  Lock();
  Run(std::string("BEGIN; INSERT INTO audit.log VALUES ('x'); ") + kInsert +
      "; UPDATE demo.shop.items SET price = 5 WHERE id = 'i1'");
  EXPECT_EQ(Run("COMMIT"), "error: database is locked; 2 rows applied: id = 'i9', id = 'i1'");
  EXPECT_EQ(session_->staged_rows(), 0) << "none of them waits";
}

TEST_F(CommitFailureTest, ACommitThatIsTriedAgainSendsNothingMore) {
  Lock();
  Run(std::string("BEGIN; INSERT INTO audit.log VALUES ('x'); ") + kInsert + "; COMMIT");
  EXPECT_THAT(Sent(), SizeIs(1));
  Unlock();
  EXPECT_EQ(Run("COMMIT"), "");
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_EQ(Run("SELECT * FROM audit.log"), "x");
}

TEST_F(CommitFailureTest, AStatementOfItsOwnTellsItToo) {
  Run("CREATE TEMP TRIGGER t AFTER INSERT ON audit.log BEGIN "
      "INSERT INTO \"demo.shop.items\" (name, owner_id) VALUES (new.text, 'o1'); END;"
      "SET allow_trigger_writes = on");
  Lock();
  EXPECT_EQ(Run("INSERT INTO audit.log VALUES ('jar')"),
            "error: database is locked; 1 row applied: id = 'i9'");
}

TEST_F(CommitFailureTest, SoDoesAReleaseThatIsACommit) {
  Lock();
  Run(std::string("SAVEPOINT s; INSERT INTO audit.log VALUES ('x'); ") + kInsert);
  EXPECT_THAT(Run("RELEASE s"), EndsWith("database is locked; 1 row applied: id = 'i9'"));
}

TEST_F(CommitFailureTest, RowsThatWereRefusedAndRowsThatWereNotSentAreCounted) {
  Reply("PATCH /items/i1", 409, R"({"message": "taken"})");
  Run(std::string("BEGIN; ") + kInsert +
      "; UPDATE demo.shop.items SET price = 5 WHERE id IN ('i1', 'i2')");
  EXPECT_THAT(
      Run("COMMIT"),
      AllOf(HasSubstr("taken"), EndsWith("of 3 rows 1 applied, 1 failed, 1 not sent (SELECT * FROM "
                                         "apisql.mutations); applied: id = 'i9'")));
}

TEST_F(CommitFailureTest, AForeignKeyThatIsOpenFailsBeforeAnythingIsSent) {
  Run(std::string("PRAGMA foreign_keys = on; BEGIN; INSERT INTO audit.child VALUES (7); ") +
      kInsert);
  EXPECT_THAT(Run("COMMIT"), AllOf(HasSubstr("FOREIGN KEY"), Not(HasSubstr("applied"))));
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_EQ(session_->staged_rows(), 1);
}

TEST_F(CommitFailureTest, TheKeyThatTheServerChoseIsTold) {
  Run(kInsert);
  EXPECT_EQ(Run("SELECT key, outcome FROM apisql.mutations"), "id = 'i9'|applied");
}

TEST_F(CommitFailureTest, RowsThatARollbackDropsAreCounted) {
  Run(std::string("BEGIN; ") + kInsert + "; " + kInsert + "; ROLLBACK");
  EXPECT_EQ(summary_.outcomes.dropped, 2);
  Run(std::string("BEGIN; ") + kInsert + "; SAVEPOINT s; " + kInsert + "; ROLLBACK TO s");
  EXPECT_EQ(summary_.outcomes.dropped, 1);
  Run("COMMIT");
  EXPECT_EQ(summary_.outcomes.dropped, 0);
  EXPECT_THAT(Sent(), SizeIs(1));
}

TEST_F(CommitFailureTest, AStatementThatEndsTheTransactionTellsWhatIsLost) {
  Run(std::string("BEGIN; ") + kInsert);
  EXPECT_THAT(Run("INSERT OR ROLLBACK INTO demo.shop.items (name) VALUES ('pan')"),
              EndsWith("; the transaction is rolled back, and of its rows 1 was not sent"));
  EXPECT_EQ(Run("SELECT outcome FROM apisql.mutations"), "unsent");
}

TEST_F(CommitFailureTest, AReturningThatCannotBeReadNamesTheRow) {
  const std::string answer =
      Run(std::string(kInsert) + " RETURNING id, abs(-9223372036854775807 - 1)");
  EXPECT_THAT(answer, AllOf(HasSubstr("the write is done, but RETURNING failed: integer overflow"),
                            EndsWith("; 1 row applied: id = 'i9'")));
}

// A sink that is full.
class FullSink final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value>) override {
    return {StatusCode::kResourceExhausted, "the disk is full"};
  }
  Status End() override { return OkStatus(); }
};

TEST_F(CommitFailureTest, AnOutputThatIsFullNamesTheRows) {
  std::string_view sql =
      "INSERT INTO demo.shop.items (name, owner_id) VALUES ('jar', 'o1'), "
      "('pan', 'o1') RETURNING id, secret";
  FullSink sink;
  EXPECT_EQ(session_->RunNext(&sql, sink).status().message(),
            "the disk is full; 2 rows applied: id = 'i9', id = 'i9'");
}

TEST_F(CommitFailureTest, AReaderThatIsOpenMeanwhileHasWrittenNothing) {
  Reply("GET /owners", 500, R"({"message": "broken"})");
  auto reader = session_->Prepare(
      "SELECT id FROM (SELECT 'a' AS id UNION ALL "
      "SELECT id FROM demo.shop.owners)");
  ASSERT_TRUE(reader.ok()) << reader.status().message();
  ASSERT_TRUE((*reader)->Next().ok());
  EXPECT_EQ(Run(kInsert), "");
  EXPECT_THAT((*reader)->Next().status().message(), Not(HasSubstr("applied")));
}

}  // namespace
}  // namespace apisql
