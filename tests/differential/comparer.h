// Comparer: one statement on the API tables of a sandbox and on a copy of its state.
#ifndef APISQL_TESTS_DIFFERENTIAL_COMPARER_H_
#define APISQL_TESTS_DIFFERENTIAL_COMPARER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/status.h"
#include "tests/differential/generator.h"
#include "tests/differential/schema.h"
#include "tests/support/sides/api_side.h"
#include "tests/support/sides/copy_side.h"

namespace apisql::differential {

enum class Verdict {
  kSame,
  kBothFail,
  kTooMuch,     // More work for plain SQLite than a statement may be. Not run on the API tables.
  kRefused,     // The API has an error for a value that plain tables have no rows for.
  kApiTooSlow,  // Plain SQLite had an answer, the API tables had none after seconds.
  kUndecided,   // They differ, but so do two copies of the state: SQLite promises no one answer.
  kRowsDiffer,
  kOnlyApiFails,
  kOnlyCopyFails,
  kRepeatedGet,  // The same rows, but a GET was sent twice.
};
// True for what must never be.
bool IsFault(Verdict verdict);
const char* VerdictName(Verdict verdict);

struct Comparison {
  Verdict verdict = Verdict::kSame;
  size_t rows = 0;
  size_t requests = 0;
  std::string details = {};  // Of a fault: errors, the first rows that differ, the requests.
};

// Not thread-safe.
class Comparer {
 public:
  static StatusOr<std::unique_ptr<Comparer>> Open(int keys);

  // Ways to the same rows: every second number runs without prefetch, every third with the fewest
  // requests.
  void ChooseSettings(uint64_t number);
  Comparison Compare(const Statement& statement);
  const Schema& schema() const { return *schema_; }
  // What the last statement sent, a line each, as the client tells it.
  std::string RequestList() const;

 private:
  Comparer() = default;
  Status OpenCopies();
  Status OpenApi();
  // A session of its own budget, before the provider's limit of requests makes it wait.
  Status RenewApi();
  StatusOr<TextRows> RunApi(const std::string& sql);
  Comparison CompareRows(const Statement& statement, const StatusOr<TextRows>& api,
                         const StatusOr<TextRows>& copy);
  bool CopiesAgree(const Statement& statement, const StatusOr<TextRows>& copy);
  // True when the API tables give the same rows once SQLite makes no terms and no indexes of its
  // own.
  bool LosesCollation(const Statement& statement, const StatusOr<TextRows>& copy);
  // A GET that is among the requests twice.
  std::optional<std::string> RepeatedGet() const;

  std::string setup_;
  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<CopySide> copy_;
  // The same in another order of rows, by SQLite without its optimizations.
  std::unique_ptr<CopySide> other_copy_;
  std::optional<Schema> schema_;
  std::chrono::steady_clock::time_point deadline_;
  std::unique_ptr<ApiSide> api_;
  std::vector<std::string> settings_;     // SET statements that come before a statement.
  std::vector<SandboxRequest> requests_;  // Of the last statement.
  int64_t first_request_ = 0;             // The last number before the last statement.
  size_t limited_requests_ = 0;           // Of the session, to the provider that limits them.
};

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_COMPARER_H_
