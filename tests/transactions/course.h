// Course: random transactions one after another, some dozen a sandbox, and what became of them.
#ifndef APISQL_TESTS_TRANSACTIONS_COURSE_H_
#define APISQL_TESTS_TRANSACTIONS_COURSE_H_

#include <array>
#include <cstdint>
#include <string>

#include "tests/differential/random.h"
#include "tests/transactions/script_runner.h"
#include "tests/transactions/step.h"
#include "tests/transactions/verdict.h"

namespace apisql::transactions {

// The number in an environment variable.
uint64_t NumberFrom(const char* variable, uint64_t otherwise);

struct Tally {
  std::array<uint64_t, kVerdicts> verdicts{};
  uint64_t transactions = 0;
  uint64_t sandboxes = 0;
  uint64_t steps = 0;
  uint64_t selects = 0;
  uint64_t selects_not_empty = 0;
  uint64_t requests = 0;

  uint64_t Count(Verdict verdict) const { return verdicts[static_cast<size_t>(verdict)]; }
  void Add(const Step& step, const Outcome& outcome);
  // "2000 transactions on 167 sandboxes in 20.1 s: ..."
  std::string Text(double seconds) const;
};

struct CourseOptions {
  uint64_t seed = 0;
  uint64_t transactions = 0;
  uint64_t most_faults = 3;  // After so many it stops.
  bool unseen = false;       // As Generator has it.
};

// A fault is a failure of the running test: with the step, and the shortest script that still has
// it.
Tally RunCourse(const CourseOptions& options, const StartRunner& start);

// Runs the statements of a file, one a line, and prints what each does. A line `-- sandbox N` at
// its front says the sandbox's seed.
void RunScript(const std::string& path, const StartRunner& start);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_COURSE_H_
