#include "vtab/connection/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

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
    : api(std::move(catalog), std::move(config), transport, clock, std::move(interrupted)),
      names({}, &api.catalog()),
      statements(api),
      writes(api.client(), [this](int64_t milliseconds) {
        return PauseFor(std::chrono::milliseconds(milliseconds), api);
      }) {}

int64_t Connection::BeginStaging(sqlite3* db) {
  const int64_t number = statements.NumberOfStagedRow(db);
  if (std::exchange(staging, number) != number && statements.entered() == nullptr) {
    writes.BeginStatement();
  }
  return number;
}

}  // namespace apisql
