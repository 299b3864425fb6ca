// Random transactions, each run on the API tables over HTTP and on plain SQLite tables with the
// same state. Every SELECT and RETURNING inside must give the same rows on both, and when a
// transaction is over the sandbox must hold what the plain tables hold, columns that only the
// server fills aside.
//
// Some dozen transactions share a sandbox, one after another; then another is started. Statements
// are made from a seed and from the rows that the plain tables show at that moment. Where the
// server refuses a row at COMMIT, the plain tables take over its state; where the engine refuses
// what it cannot stage (see Sides), the plain tables leave the statement out. Both must be rare.
//
// A fault is shown with the seed, the step, and the shortest script that still has it. The script
// can be run again from a file.
//
//   APISQL_SEED                  other transactions; without it always the same
//   APISQL_TRANSACTIONS          how many (2000)
//   APISQL_TRANSACTIONS_UNSEEN   1: no statement refers to a table that its transaction has written
//   APISQL_TRANSACTIONS_SCRIPT   a file of statements, one a line, to run instead. Its first line
//                                may be `-- sandbox N`, the sandbox's seed
//   APISQL_TRANSACTIONS_FAULTS   after how many faults to stop (3)
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/transactions/course.h"
#include "tests/transactions/sides.h"

namespace apisql::transactions {
namespace {

constexpr uint64_t kSeed = 20260601;
constexpr uint64_t kTransactions = 2000;

StatusOr<std::unique_ptr<ScriptRunner>> StartSides(uint64_t sandbox_seed) {
  ASSIGN_OR_RETURN(std::unique_ptr<Sides> sides, Sides::Start({.sandbox_seed = sandbox_seed}));
  return std::unique_ptr<ScriptRunner>(std::move(sides));
}

TEST(TransactionsTest, ApiTablesAreAsPlainTablesWithinATransactionAndAfterIt) {
  if (const char* script = std::getenv("APISQL_TRANSACTIONS_SCRIPT")) {
    return RunScript(script, StartSides);
  }
  const CourseOptions options = {
      .seed = NumberFrom("APISQL_SEED", kSeed),
      .transactions = NumberFrom("APISQL_TRANSACTIONS", kTransactions),
      .most_faults = NumberFrom("APISQL_TRANSACTIONS_FAULTS", 3),
      .unseen = NumberFrom("APISQL_TRANSACTIONS_UNSEEN", 0) != 0,
  };
  std::printf("seed %llu\n", static_cast<unsigned long long>(options.seed));
  const auto begin = std::chrono::steady_clock::now();
  const Tally tally = RunCourse(options, StartSides);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%s\n", tally.Text(took.count()).c_str());
  if (tally.transactions < 100) return;
  EXPECT_GT(tally.selects_not_empty * 2, tally.selects) << "SELECTs without rows show little";
  EXPECT_LT(tally.Count(Verdict::kServerRefused) * 10, tally.transactions);
  EXPECT_LT(tally.Count(Verdict::kRefused) * 20, tally.steps);
  EXPECT_LT(tally.Count(Verdict::kBothFail) * 50, tally.steps);
  EXPECT_LT(tally.Count(Verdict::kUndecided) * 100, tally.steps);
  EXPECT_LT(tally.Count(Verdict::kTooMuch) * 50, tally.steps);
}

}  // namespace
}  // namespace apisql::transactions
