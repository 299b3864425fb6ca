#include "vtab/table/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "vtab/table/catalog_table.h"
#include "vtab/table/module.h"

namespace apisql {
namespace {

// Looks at the interrupt flag often enough for a person.
Status PauseFor(std::chrono::milliseconds time, const ApiAccess& api) {
  constexpr std::chrono::milliseconds kTurn{50};
  for (; time.count() > 0; time -= kTurn) {
    if (api.IsInterrupted()) return {StatusCode::kCancelled, "interrupted"};
    std::this_thread::sleep_for(std::min(time, kTurn));
  }
  return OkStatus();
}

}  // namespace

Connection::Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                       const Clock& clock, std::function<bool()> interrupted)
    : api_(std::move(catalog), std::move(config), transport, clock, std::move(interrupted)),
      names_(api_.catalog().TableNames()),
      statements_(api_),
      writes_(api_.client(), [this](int64_t milliseconds) {
        return PauseFor(std::chrono::milliseconds(milliseconds), api_);
      }) {}

Status Connection::Register(sqlite3* db, const std::shared_ptr<Connection>& connection) {
  for (const std::string& table : connection->names().all()) {
    RETURN_IF_ERROR(RegisterTable(db, table, [connection, table](sqlite3* connected) {
      return MakeCatalogTable(connected, connection, table);
    }));
  }
  return OkStatus();
}

void Connection::BeginStatement(int64_t number, std::optional<WriteTarget> target) {
  if (!scope_ || current_->number() != number) {
    scope_.reset();
    current_ = statements_.Begin();
    scope_.emplace(statements_, current_);
  }
  current_->set_target(std::move(target));
  writes_.BeginStatement();
}

void Connection::EndStatement() {
  ForgetRows();
  scope_.reset();
  row_map_.Clear();
}

int64_t Connection::statement_number() const { return current_ ? current_->number() : 0; }

void Connection::ForgetRows() {
  if (current_ != nullptr) current_->ForgetRows();
}

void Connection::set_trace(ScanTrace* trace) {
  if (current_ != nullptr) current_->context().set_trace(trace);
}

std::vector<std::string> Connection::TakeWarnings() {
  return current_ == nullptr ? std::vector<std::string>() : current_->context().TakeWarnings();
}

int64_t Connection::BeginStaging(sqlite3* db) {
  const int64_t number = statements_.NumberOfStagedRow(db);
  if (std::exchange(staging_, number) != number && statements_.entered() == nullptr) {
    writes_.BeginStatement();
  }
  return number;
}

}  // namespace apisql
