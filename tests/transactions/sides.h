// Sides: a script's statements on the API tables of a sandbox and on plain tables with its state.
//
// The rows of a statement must be the same on both. When a transaction is over, the sandbox's state
// must be that of the plain tables, columns that only the server fills aside; then the plain tables
// take over what the server filled.
#ifndef APISQL_TESTS_TRANSACTIONS_SIDES_H_
#define APISQL_TESTS_TRANSACTIONS_SIDES_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/transport/transport.h"
#include "tests/support/sides/api_side.h"
#include "tests/support/sides/copy_side.h"
#include "tests/transactions/script_runner.h"
#include "tests/transactions/step.h"
#include "tests/transactions/verdict.h"

namespace apisql::transactions {

struct SidesOptions {
  uint64_t sandbox_seed = 1;
  std::vector<std::pair<std::string, std::string>> settings = {};  // Of the API tables' session.
  // As SessionOptions has it.
  std::function<bool()> interrupted = nullptr;
  // Puts another transport around the session's own. Null: that alone.
  std::function<std::unique_ptr<Transport>(std::unique_ptr<Transport>)> around = nullptr;
};

// Not thread-safe.
class Sides final : public ScriptRunner {
 public:
  static StatusOr<std::unique_ptr<Sides>> Start(const SidesOptions& options);

  // On both sides.
  Outcome Run(const Step& step) override;
  Sides& sides() override { return *this; }

  // The same in two parts, for whoever looks at what the API tables have answered first.
  StatusOr<TextRows> RunApi(const std::string& sql);
  Outcome Judge(const Step& step, const StatusOr<TextRows>& api);
  // The API tables have lost the transaction, or a part of it has reached the server: the plain
  // tables take over the server's state.
  Status GiveUp();
  // What the API tables have sent for the last RunApi().
  std::string RequestList() const;

  bool in_transaction() const { return copy_->in_transaction(); }
  // The plain tables as they are now, staged rows included.
  StatusOr<std::vector<SandboxTable>> Now();
  // As they were when the last transaction was over.
  const std::vector<SandboxTable>& committed() const { return committed_; }
  // False when another sandbox is due: tables have shrunk or grown too much, or a cluster is being
  // made, whose phase changes by the time.
  bool Fit() const;
  uint64_t requests() const { return requests_; }

  Sandbox& sandbox() { return *sandbox_; }
  const Clock& clock() const { return *clock_; }
  ApiSide& api() { return *api_; }
  CopySide& copy() { return *copy_; }

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
  std::optional<std::string> RepeatedGet() const;

  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<ApiSide> api_;
  std::unique_ptr<CopySide> copy_;
  std::chrono::steady_clock::time_point deadline_;
  std::vector<SandboxTable> committed_;
  std::vector<size_t> first_sizes_;
  bool making_cluster_ = false;
  int64_t first_request_ = 0;  // The last one before the step.
  uint64_t requests_ = 0;
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_SIDES_H_
