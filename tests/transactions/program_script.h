// ProgramScript: a random transaction as a file for the program, and what it would send.
#ifndef APISQL_TESTS_TRANSACTIONS_PROGRAM_SCRIPT_H_
#define APISQL_TESTS_TRANSACTIONS_PROGRAM_SCRIPT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/status.h"
#include "tests/transactions/step.h"

namespace apisql::transactions {

struct Sending {
  std::string method;
  std::string target;  // /iam/v2/api-keys
  std::string body;
  bool operator==(const Sending&) const = default;
};

struct ProgramScript {
  Script steps;
  std::vector<int64_t> staged;    // Rows that wait for COMMIT after each step.
  std::vector<Sending> sendings;  // The writes, in order.
  size_t requests = 0;            // Reads, as far as they are known, and writes.

  // Each step is followed by a SELECT that says that it is done.
  std::string Text() const;
  // How many steps are done, by what the program has printed.
  static size_t StepsDone(const std::string& printed);
};

// A transaction that ends with COMMIT and writes a row at least. A session with dry_run on the
// sandbox, whose state stays as it is, tells what it would send.
StatusOr<ProgramScript> MakeProgramScript(const Sandbox& sandbox, uint64_t seed);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_PROGRAM_SCRIPT_H_
