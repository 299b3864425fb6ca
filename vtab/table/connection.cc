#include "vtab/table/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>
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

// Looks at the interrupt flag often enough for a person.
Status PauseFor(std::chrono::milliseconds time, const std::function<bool()>& interrupted) {
  constexpr std::chrono::milliseconds kTurn{50};
  for (; time.count() > 0; time -= kTurn) {
    if (interrupted && interrupted()) return {StatusCode::kCancelled, "interrupted"};
    std::this_thread::sleep_for(std::min(time, kTurn));
  }
  return OkStatus();
}

}  // namespace

Connection::Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                       const Clock& clock, std::function<bool()> interrupted)
    : catalog_(std::move(catalog)),
      config_(std::move(config)),
      client_(transport, log_, clock, interrupted),
      writes_(client_, [interrupted = std::move(interrupted)](int64_t milliseconds) {
        return PauseFor(std::chrono::milliseconds(milliseconds), interrupted);
      }) {}

Status Connection::Register(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  for (const std::string& table : connection->catalog().TableNames()) {
    RETURN_IF_ERROR(RegisterModule(db, table, connection));
  }
  return OkStatus();
}

void Connection::BeginStatement(int64_t number, std::optional<WriteTarget> target) {
  statement_number_ = number;
  in_statement_ = true;
  write_target_ = std::move(target);
  writes_.BeginStatement();
  client_.BeginStatement(number);
}

void Connection::EndStatement() {
  in_statement_ = false;
  write_target_.reset();
  scopes_.Clear();
  row_map_.Clear();
}

bool Connection::IsWriting(sqlite3* db) {
  for (sqlite3_stmt* s = sqlite3_next_stmt(db, nullptr); s != nullptr;
       s = sqlite3_next_stmt(db, s)) {
    if (sqlite3_stmt_busy(s) != 0 && sqlite3_stmt_readonly(s) == 0) return true;
  }
  return false;
}

bool Connection::ReturnsRows(sqlite3* db) {
  sqlite3_stmt* statement = ExecutingStatement(db);
  return statement != nullptr && sqlite3_column_count(statement) > 0;
}

void Connection::BeginWriting() {
  if (in_statement_ || !writes_.empty()) return;
  writes_.BeginStatement();
  row_map_.Clear();
}

StatementCache& Connection::CacheFor(sqlite3* db) {
  if (in_statement_) {
    return scopes_.Enter({nullptr, statement_number_}, [](const auto&) { return true; });
  }
  const StatementScopes::Key key = KeyOf(ExecutingStatement(db));
  if (key != plain_statement_) {
    ++statement_number_;
    client_.BeginStatement(statement_number_);
  }
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
