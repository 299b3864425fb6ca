// Sides: a script's statements on the API tables of a sandbox and on plain tables with its state.
//
// The rows of a statement must be the same on both. When a transaction is over, the sandbox's state
// must be that of the plain tables, columns that only the server fills aside; then the plain tables
// take over what the server filled.
#ifndef APISQL_TESTS_TRANSACTIONS_SIDES_H_
#define APISQL_TESTS_TRANSACTIONS_SIDES_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/clock.h"
#include "src/base/status.h"
#include "tests/support/sides/api_side.h"
#include "tests/support/sides/copy_side.h"
#include "tests/transactions/step.h"

namespace apisql::transactions {

enum class Verdict {
  kSame,
  kBothFail,
  kUndecided,      // They differ, but so do two copies of the state: SQLite promises no one answer.
  kTooMuch,        // More work for plain SQLite than a statement may be.
  kRefused,        // The engine says that it cannot stage this, or the API has no such filter.
  kServerRefused,  // The server refused a row at COMMIT; the plain tables take over its state.
  kRowsDiffer,
  kStateDiffers,  // After the transaction.
  kOnlyApiFails,
  kOnlyPlainFails,
  kRepeatedGet,  // The same rows, but a GET was sent twice.
};
bool IsFault(Verdict verdict);
const char* VerdictName(Verdict verdict);

struct Outcome {
  Verdict verdict = Verdict::kSame;
  size_t rows = 0;
  std::string details = {};  // Of a fault.
};

// Not thread-safe.
class Sides {
 public:
  // `seed` is the sandbox's.
  static StatusOr<std::unique_ptr<Sides>> Start(uint64_t seed);

  Outcome Run(const Step& step);

  bool in_transaction() const { return copy_->in_transaction(); }
  // The plain tables as they are now, staged rows included.
  StatusOr<std::vector<SandboxTable>> Now();
  // As they were when the last transaction was over.
  const std::vector<SandboxTable>& committed() const { return committed_; }
  // False when another sandbox is due: tables have shrunk or grown too much, or a cluster is being
  // made, whose phase changes by the time.
  bool Fit() const;
  uint64_t requests() const { return requests_; }

 private:
  Sides() = default;
  Outcome Compare(const Step& step, const StatusOr<TextRows>& api);
  Outcome Refused(const Step& step, const Status& error);
  bool MayBeRefused(const Step& step, const std::string& error);
  Outcome CompareRows(const Step& step, const TextRows& api, const TextRows& plain);
  bool CopiesAgree(const Step& step, const TextRows& plain);
  // After the end of a transaction.
  Outcome CompareState();
  Status TakeOver();
  // The number of the last one so far; 0: there was none.
  int64_t LastRequest() const;
  std::optional<std::string> RepeatedGet(int64_t first) const;
  std::string RequestList(int64_t first) const;

  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<ApiSide> api_;
  std::unique_ptr<CopySide> copy_;
  std::chrono::steady_clock::time_point deadline_;
  std::vector<SandboxTable> committed_;
  std::vector<size_t> first_sizes_;
  bool making_cluster_ = false;
  uint64_t requests_ = 0;
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_SIDES_H_
