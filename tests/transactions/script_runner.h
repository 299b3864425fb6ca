// ScriptRunner: runs the steps of a script, each on two sides, and says what it finds.
#ifndef APISQL_TESTS_TRANSACTIONS_SCRIPT_RUNNER_H_
#define APISQL_TESTS_TRANSACTIONS_SCRIPT_RUNNER_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "src/base/status.h"
#include "tests/transactions/step.h"
#include "tests/transactions/verdict.h"

namespace apisql::transactions {

class Sides;

class ScriptRunner {
 public:
  virtual ~ScriptRunner() = default;
  virtual Outcome Run(const Step& step) = 0;
  // The two sides that it compares.
  virtual Sides& sides() = 0;
};

// Over a fresh sandbox of that seed.
using StartRunner = std::function<StatusOr<std::unique_ptr<ScriptRunner>>(uint64_t sandbox_seed)>;

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_SCRIPT_RUNNER_H_
