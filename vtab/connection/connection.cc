#include "vtab/connection/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace apisql {
namespace {

// Looks at the interrupt flag often enough for a person.
Status PauseFor(std::chrono::milliseconds time, const Clock& clock, const ApiAccess& api) {
  constexpr Clock::SteadyTime::duration kTurn = std::chrono::milliseconds(50);
  const Clock::SteadyTime end = clock.Steady() + time;
  for (auto left = end - clock.Steady(); left.count() > 0; left = end - clock.Steady()) {
    if (api.IsInterrupted()) return {StatusCode::kCancelled, "interrupted"};
    std::this_thread::sleep_for(std::min(left, kTurn));
  }
  return OkStatus();
}

}  // namespace

Connection::Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                       const Clock& clock, std::function<bool()> interrupted)
    : api(std::move(catalog), std::move(config), transport, clock, std::move(interrupted)),
      names({}, &api.catalog()),
      statements(api),
      writes(api.client(), [this, &clock](int64_t milliseconds) {
        return PauseFor(std::chrono::milliseconds(milliseconds), clock, api);
      }) {}

int64_t Connection::BeginStaging(sqlite3* db) {
  const int64_t number = statements.NumberOfStagedRow(db);
  if (std::exchange(staging, number) != number && statements.entered() == nullptr) {
    writes.BeginStatement();
  }
  return number;
}

}  // namespace apisql
