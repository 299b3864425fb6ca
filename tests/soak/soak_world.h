// SoakWorld: a sandbox that misbehaves at random, and sessions on it.
#ifndef APISQL_TESTS_SOAK_SOAK_WORLD_H_
#define APISQL_TESTS_SOAK_SOAK_WORLD_H_

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/http/transport/transport.h"
#include "tests/support/sides/copy_side.h"
#include "tests/support/sides/rows.h"
#include "vtab/session/session.h"

namespace apisql {

struct SoakCounts {
  int64_t statements = 0;
  int64_t faults = 0;                       // That were ordered; not all meet a request.
  int64_t complete = 0;                     // Reads whose rows were compared with the truth.
  int64_t partial = 0;                      // Reads that said that rows are missing.
  int64_t rows = 0;                         // Compared.
  std::map<std::string, int64_t> errors;    // By kind.
  std::map<std::string, int64_t> outcomes;  // Of written rows.
};

struct SoakResult {
  Status status;
  TextRows rows;
  StatementSummary summary;
};

// Not thread-safe.
class SoakWorld {
 public:
  explicit SoakWorld(uint64_t seed);

  // Random numbers and choices, from the seed alone.
  size_t Below(size_t bound) { return random_() % bound; }
  bool Chance(size_t percent) { return Below(100) < percent; }
  template <typename Choices>
  const auto& Pick(const Choices& choices) {
    return choices[Below(std::size(choices))];
  }

  // Orders up to two faults for requests of this method; none in a quarter of all cases.
  void OrderFaults(const std::string& method);
  void ClearFaults() { sandbox_->ClearFaults(); }
  // The next statement is interrupted after a random time, now and then.
  void MaybeInterrupt();

  // Runs one statement, or the statements that are parted by ';' until one fails.
  SoakResult Run(std::string_view sql);
  // Another session, sometimes with allow_partial.
  void OpenSession();
  bool allows_partial() const { return allows_partial_; }

  // The state as it is now.
  const std::vector<SandboxTable>& Tables();
  CopySide& Copy();
  // To be called when the state may have changed.
  void StateChanged();
  // The texts of a column.
  std::vector<std::string> Column(const std::string& table, const std::string& column);

  Sandbox& sandbox() { return *sandbox_; }
  SoakCounts& counts() { return counts_; }
  // What the last statement was run under, for a report.
  const std::string& conditions() const { return conditions_; }

 private:
  std::mt19937_64 random_;
  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
  bool allows_partial_ = false;
  int64_t polls_left_ = -1;  // Until the interrupt; -1: none.
  std::optional<std::vector<SandboxTable>> tables_;
  std::unique_ptr<CopySide> copy_;
  SoakCounts counts_;
  std::string conditions_;
};

// One random read, compared with the truth. The report of a violation, or "".
std::string SoakRead(SoakWorld& world);
// One random write or transaction, whose outcomes are compared with the state.
std::string SoakWrite(SoakWorld& world);

}  // namespace apisql

#endif  // APISQL_TESTS_SOAK_SOAK_WORLD_H_
