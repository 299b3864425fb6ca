// Reduce: a shorter script with the same fault.
#ifndef APISQL_TESTS_TRANSACTIONS_REDUCTION_H_
#define APISQL_TESTS_TRANSACTIONS_REDUCTION_H_

#include <cstddef>
#include <functional>
#include <memory>

#include "src/base/status.h"
#include "tests/transactions/script_runner.h"
#include "tests/transactions/step.h"
#include "tests/transactions/verdict.h"

namespace apisql::transactions {

// What a whole script does: the first fault, or what its last step did.
struct Replayed {
  Outcome outcome;
  size_t steps = 0;  // Up to and with the one that was at fault.
};
// `start` gives a runner over a fresh sandbox.
using Start = std::function<StatusOr<std::unique_ptr<ScriptRunner>>()>;
Replayed Replay(const Start& start, const Script& script);

// Leaves out steps, then words of those that remain, as long as the same fault comes. Words are
// left out by differential::Shrink(), which knows no grammar: the fault of what remains is to be
// read.
Script Reduce(const Start& start, const Script& script, const Outcome& fault);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_REDUCTION_H_
