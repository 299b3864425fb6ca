#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vtab/run/statement_runner.h"

namespace apisql {
namespace {

// A table that can be written to, and whose commit fails in xSync.
struct FailingTable : sqlite3_vtab {};

int ConnectFailing(sqlite3* db, void*, int, const char* const*, sqlite3_vtab** table, char**) {
  *table = new FailingTable();
  return sqlite3_declare_vtab(db, "CREATE TABLE x(a)");
}
int DisconnectFailing(sqlite3_vtab* table) {
  delete static_cast<FailingTable*>(table);
  return SQLITE_OK;
}
int BestIndexFailing(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }
int UpdateFailing(sqlite3_vtab*, int, sqlite3_value**, sqlite3_int64*) { return SQLITE_OK; }
int BeginFailing(sqlite3_vtab*) { return SQLITE_OK; }
int SyncFailing(sqlite3_vtab* table) {
  table->zErrMsg = sqlite3_mprintf("the API said no");
  return SQLITE_ERROR;
}

const sqlite3_module kFailingModule = {
    .iVersion = 0,
    .xCreate = nullptr,
    .xConnect = ConnectFailing,
    .xBestIndex = BestIndexFailing,
    .xDisconnect = DisconnectFailing,
    .xDestroy = nullptr,
    .xOpen = nullptr,
    .xClose = nullptr,
    .xFilter = nullptr,
    .xNext = nullptr,
    .xEof = nullptr,
    .xColumn = nullptr,
    .xRowid = nullptr,
    .xUpdate = UpdateFailing,
    .xBegin = BeginFailing,
    .xSync = SyncFailing,
    .xCommit = nullptr,
    .xRollback = nullptr,
    .xFindFunction = nullptr,
    .xRename = nullptr,
    .xSavepoint = nullptr,
    .xRelease = nullptr,
    .xRollbackTo = nullptr,
    .xShadowName = nullptr,
};

class NoRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn> /*columns*/) override { return OkStatus(); }
  Status Row(std::span<const Value> /*values*/) override { return OkStatus(); }
  Status End() override { return OkStatus(); }
};

// SQLite itself stays inside of the transaction: without the session's ROLLBACK, what the user does
// next would silently go into a transaction that nobody opened.
TEST(SessionReleaseTest, AFailedReleaseEndsTheTransactionThatSqliteLeavesOpen) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &raw), SQLITE_OK);
  const SqliteDatabase db(raw);
  ASSERT_EQ(sqlite3_create_module(raw, "failing", &kFailingModule, nullptr), SQLITE_OK);
  const RegisteredNames names({});
  const WriteRules rules;
  Authorizer authorizer(names, rules);
  const std::unique_ptr<Catalog> catalog = Catalog::Builtin();
  StatementRunner runner(raw, authorizer, names, *catalog);
  NoRows sink;
  int64_t offset = -1;
  for (const std::string sql : {"SAVEPOINT a", "INSERT INTO failing VALUES (1)"}) {
    ASSERT_TRUE(runner.Run({sql, {}, {}}, sql, sink, &offset).ok()) << sql;
  }
  ASSERT_EQ(sqlite3_get_autocommit(raw), 0);
  EXPECT_EQ(runner.Run({"RELEASE a", {}, {}}, "RELEASE a", sink, &offset).status().message(),
            "the API said no");
  EXPECT_NE(sqlite3_get_autocommit(raw), 0);
}

}  // namespace
}  // namespace apisql
