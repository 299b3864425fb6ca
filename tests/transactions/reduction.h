// Reduce: a shorter script with the same fault.
#ifndef APISQL_TESTS_TRANSACTIONS_REDUCTION_H_
#define APISQL_TESTS_TRANSACTIONS_REDUCTION_H_

#include <cstdint>
#include <string>

#include "tests/transactions/sides.h"
#include "tests/transactions/step.h"

namespace apisql::transactions {

// What a whole script does on a fresh sandbox: the first fault, or what its last step did.
struct Replayed {
  Outcome outcome;
  size_t steps = 0;  // Up to and with the one that was at fault.
};
Replayed Replay(uint64_t sandbox_seed, const Script& script);

// Leaves out steps, then words of those that remain, as long as the same fault comes. Words are
// left out by differential::Shrink(), which knows no grammar: the fault of what remains is to be
// read.
Script Reduce(uint64_t sandbox_seed, const Script& script, const Outcome& fault);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_REDUCTION_H_
