#include "vtab/table/connection.h"

#include <algorithm>
#include <utility>

#include "vtab/sqlite.h"
#include "vtab/table/module.h"

namespace apisql {
namespace {

// The statement that SQLite is executing now. A suspended one has a row, so its data count is not
// 0; of statements that run each other the innermost was prepared last, and stands first in the
// list.
sqlite3_stmt* ExecutingStatement(sqlite3* db) {
  for (sqlite3_stmt* s = sqlite3_next_stmt(db, nullptr); s != nullptr;
       s = sqlite3_next_stmt(db, s)) {
    if (sqlite3_stmt_busy(s) != 0 && sqlite3_data_count(s) == 0) return s;
  }
  return nullptr;
}

// The counter of runs also grows when a write fires a trigger, so a write is known by its handle.
StatementScopes::Key KeyOf(sqlite3_stmt* statement) {
  if (statement == nullptr || sqlite3_stmt_readonly(statement) == 0) return {statement, 0};
  return {statement, sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0)};
}

bool IsRunning(sqlite3* db, const StatementScopes::Key& key) {
  for (sqlite3_stmt* s = sqlite3_next_stmt(db, nullptr); s != nullptr;
       s = sqlite3_next_stmt(db, s)) {
    if (s == key.first) return sqlite3_stmt_busy(s) != 0 && KeyOf(s) == key;
  }
  return false;
}

}  // namespace

Connection::Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                       const Clock& clock, std::function<bool()> interrupted)
    : catalog_(std::move(catalog)),
      config_(std::move(config)),
      client_(transport, log_, clock, std::move(interrupted)) {}

Status Connection::Register(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  for (const std::string& table : connection->catalog().TableNames()) {
    RETURN_IF_ERROR(RegisterModule(db, table, connection));
  }
  return OkStatus();
}

void Connection::BeginStatement(int64_t number) {
  statement_number_ = number;
  in_statement_ = true;
}

void Connection::EndStatement() {
  in_statement_ = false;
  scopes_.Clear();
}

StatementCache& Connection::CacheFor(sqlite3* db) {
  if (in_statement_) {
    return scopes_.Enter({nullptr, statement_number_}, [](const auto&) { return true; });
  }
  const StatementScopes::Key key = KeyOf(ExecutingStatement(db));
  if (key != plain_statement_) ++statement_number_;
  plain_statement_ = key;
  return scopes_.Enter(key, [db](const auto& known) { return IsRunning(db, known); });
}

void Connection::AddWarning(std::string text) {
  if (std::ranges::find(warnings_, text) == warnings_.end()) warnings_.push_back(std::move(text));
}

std::vector<std::string> Connection::TakeWarnings() { return std::exchange(warnings_, {}); }

StatusOr<std::shared_ptr<const Endpoint>> Connection::EndpointFor(const Provider& provider,
                                                                  const std::string& server,
                                                                  const std::string& host) {
  const std::string key = provider.name + '\n' + server + '\n' + host;
  if (const auto known = endpoints_.find(key); known != endpoints_.end()) return known->second;
  const Server* declared = provider.FindServer(server);
  if (declared == nullptr) {
    return Status(StatusCode::kInvalidArgument, provider.name + " declares no server " + server);
  }
  ASSIGN_OR_RETURN(auto endpoint, config_.MakeEndpoint(provider, *declared, host));
  endpoints_[key] = endpoint;
  return endpoint;
}

}  // namespace apisql
