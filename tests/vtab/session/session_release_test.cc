#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "tests/vtab/session/session_fixture.h"
#include "vtab/connection/connection.h"
#include "vtab/connection/statements.h"
#include "vtab/workspace/database.h"

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

// SQLite itself stays inside of the transaction: without the session's ROLLBACK, what the user does
// next would silently go into a transaction that nobody opened.
TEST(SessionReleaseTest, AFailedReleaseEndsTheTransactionThatSqliteLeavesOpen) {
  TableTransport transport;
  auto connection =
      std::make_shared<Connection>(Catalog::Builtin(), Config(), transport, Clock::Real(), nullptr);
  Interruption interruption(nullptr, nullptr, Clock::Real());
  Database database(connection, RegisteredNames({}), interruption);
  ASSERT_TRUE(database.Open("").ok());
  ASSERT_EQ(sqlite3_create_module(database.db(), "failing", &kFailingModule, nullptr), SQLITE_OK);
  const auto run = [&](const char* sql) {
    const StatementScope scope(connection->statements, connection->statements.Begin());
    auto statement = database.Prepare(SqlText::Own(sql));
    return statement.ok() ? statement->Step().status() : statement.status();
  };
  for (const char* sql : {"SAVEPOINT a", "INSERT INTO failing VALUES (1)"}) {
    ASSERT_TRUE(run(sql).ok()) << sql;
  }
  ASSERT_TRUE(database.in_transaction());
  EXPECT_EQ(run("RELEASE a").message(), "the API said no");
  EXPECT_FALSE(database.in_transaction());
}

}  // namespace
}  // namespace apisql
