#include "vtab/table/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "vtab/sqlite.h"
#include "vtab/sqlite_handles.h"
#include "vtab/table/api_cursor.h"
#include "vtab/table/api_table.h"
#include "vtab/table/catalog_table.h"
#include "vtab/table/module.h"
#include "vtab/table/rehearsal.h"
#include "vtab/table/values.h"

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

// True when another statement is waiting for `statement`: a view that is a table runs its own.
bool RunsWithin(sqlite3* db, sqlite3_stmt* statement) {
  for (sqlite3_stmt* s = sqlite3_next_stmt(db, nullptr); s != nullptr;
       s = sqlite3_next_stmt(db, s)) {
    if (s != statement && sqlite3_stmt_busy(s) != 0 && sqlite3_data_count(s) == 0) return true;
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
      clock_(clock),
      interrupted_(std::move(interrupted)),
      scopes_(*this),
      writes_(client_, [this](int64_t milliseconds) {
        return PauseFor(std::chrono::milliseconds(milliseconds), interrupted_);
      }) {}

Status Connection::Register(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  for (const std::string& table : connection->catalog().TableNames()) {
    RETURN_IF_ERROR(RegisterTable(db, table, [connection, table](sqlite3* connected) {
      return MakeCatalogTable(connected, connection, table);
    }));
  }
  return OkStatus();
}

void Connection::BeginStatement(int64_t number, std::optional<WriteTarget> target) {
  statement_number_ = number;
  in_statement_ = true;
  write_target_ = std::move(target);
  columns_.clear();
  writes_.BeginStatement();
  client_.BeginStatement(number);
}

void Connection::EndStatement() {
  in_statement_ = false;
  write_target_.reset();
  ForgetRows();
  row_map_.Clear();
}

void Connection::ForgetRows() {
  scopes_.Clear();
  foresights_.clear();
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

const Foresight& Connection::ForesightOf(sqlite3* db) {
  sqlite3_stmt* statement = ExecutingStatement(db);
  const StatementScopes::Key key = KeyOf(statement);
  const auto known = foresights_.find(key);
  if (known != foresights_.end()) return known->second;
  std::erase_if(foresights_, [db](const auto& entry) { return !IsRunning(db, entry.first); });
  if (statement == nullptr) return foresights_[key];
  statistics_at_start_ = statistics_;
  const std::string sql = std::string("EXPLAIN ") + sqlite3_sql(statement);
  sqlite3_stmt* explain = nullptr;
  sqlite3_prepare_v2(db, sql.c_str(), -1, &explain, nullptr);
  const SqliteStatement owned(explain);
  if (explain == nullptr) return foresights_[key];
  const auto resource_of = [this](const std::string& name) -> const Resource* {
    const ApiTable* table = FindTable(name);
    return table == nullptr ? nullptr : &table->resource();
  };
  const bool alone = sqlite3_stmt_readonly(statement) != 0 && !RunsWithin(db, statement);
  Foresight foresight(Program::Read(explain), resource_of, alone);
  return foresights_[key] = std::move(foresight);
}

LookUpsToCome Connection::LookUpsAhead(sqlite3* db, const ApiTable& table, const std::string& plan,
                                       const TableAccess& access) {
  if (rehearsal_ != nullptr || !MayStartEarly(db)) return {};
  const Foresight& foresight = ForesightOf(db);
  const ScanSite* site = foresight.OnlySite(NameInBytecode(&table), plan);
  sqlite3_stmt* statement = ExecutingStatement(db);
  if (site == nullptr || statement == nullptr) return {};
  // Only a session's progress handler can end a recursion that would go on for ever.
  if (!in_statement_ && foresight.MayRecurse()) return {};
  const SqliteString sql(sqlite3_expanded_sql(statement));
  if (sql == nullptr) return {};
  Rehearsal rehearsal(foresight, *site, CacheFor(db), access);
  rehearsal_ = &rehearsal;
  rehearsal.Run(db, sql.get());
  rehearsal_ = nullptr;
  return rehearsal.TakeLookUps();
}

bool Connection::MayStartEarly(sqlite3* db) const {
  return in_statement_ ? !write_target_ : !IsWriting(db);
}

std::string Connection::NameInBytecode(const ApiTable* table) {
  const sqlite3_vtab* as_sqlite_knows_it = table;
  char name[64];
  return sqlite3_snprintf(sizeof name, name, "vtab:%p",
                          static_cast<const void*>(as_sqlite_knows_it));
}

void Connection::AddTable(const ApiTable* table) { tables_[NameInBytecode(table)] = table; }

void Connection::RemoveTable(const ApiTable* table) { tables_.erase(NameInBytecode(table)); }

const ApiTable* Connection::FindTable(const std::string& name_in_bytecode) const {
  const auto found = tables_.find(name_in_bytecode);
  return found == tables_.end() ? nullptr : found->second;
}

void Connection::NoteColumns(const Resource& resource, uint64_t columns) {
  columns_[resource.name] |= columns;
}

uint64_t Connection::ColumnsOf(const Resource& resource) {
  uint64_t columns = columns_[resource.name];
  if (resource.key.empty()) return ~uint64_t{0};  // Its identity is the whole row.
  for (const std::string& name : resource.key) {
    columns |= uint64_t{1} << std::min(resource.FindColumn(name), 63);
  }
  return columns;
}

int Connection::TakeSlot(const ApiCursor* cursor) {
  for (int slot = 1; slot < static_cast<int>(cursors_.size()); ++slot) {
    auto& place = cursors_[static_cast<size_t>(slot)];
    if (place != nullptr || slot == kJsonSubtype) continue;
    place = cursor;
    return slot;
  }
  return 0;
}

void Connection::FreeSlot(int slot) {
  if (slot > 0) cursors_[static_cast<size_t>(slot)] = nullptr;
}

const ApiCursor* Connection::CursorAt(unsigned slot) const {
  return slot < cursors_.size() ? cursors_[slot] : nullptr;
}

void Connection::Learn(const Resource& resource, const BoundScan& bound, int64_t rows,
                       int64_t requests) {
  if (bound.nothing || bound.page_size != 0 || bound.few_rows) return;
  if (bound.parameters.empty()) return statistics_.LearnScan(resource.name, rows, requests);
  if (bound.parameters.size() > 1 || bound.method->rows_kind == RowsKind::kObject) return;
  const BoundParameterValues& values = bound.parameters[0];
  statistics_.LearnFilter(resource.name, values.parameter->column, rows,
                          static_cast<int64_t>(values.values.size()));
}

int Connection::ConcurrencyOf(const Provider& provider) {
  const int limit = client_.limits().max_concurrency;
  if (limit > 0) return limit;
  const ProviderConfig* configured = config_.Find(provider.name);
  if (configured != nullptr && configured->max_concurrency > 0) return configured->max_concurrency;
  return provider.max_concurrency;
}

// At most every 20 ms: on a plain connection the question costs a statement.
Status Connection::CheckInterrupted() {
  constexpr std::chrono::milliseconds kInterval{20};
  const Clock::SteadyTime now = clock_.Steady();
  if (now - interrupt_checked_ < kInterval) return OkStatus();
  interrupt_checked_ = now;
  if (!interrupted_ || !interrupted_()) return OkStatus();
  return {StatusCode::kCancelled, "interrupted"};
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
