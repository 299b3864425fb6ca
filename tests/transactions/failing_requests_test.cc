// Random transactions while requests fail and the user interrupts: connections that cannot be made
// or break before, in and after the answer, answers that come too late, 429 with and without
// Retry-After, 5xx before and after the server has done what it was asked, web pages of proxies.
//
// The statements are those of transactions_test.cc. What must hold is said in faulty_sides.h and
// outcome_check.h.
//
//   APISQL_SEED                          other transactions and faults
//   APISQL_TRANSACTIONS_FAILING          how many (1000)
//   APISQL_TRANSACTIONS_FAILING_SCRIPT   a file of statements to run instead, with the same faults
//   APISQL_TRANSACTIONS_FAULTS           after how many faults to stop (3)
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "tests/transactions/course.h"
#include "tests/transactions/faulty_sides.h"

namespace apisql::transactions {
namespace {

constexpr uint64_t kFailingSeed = 20260602;
constexpr uint64_t kFailingTransactions = 1000;

void Print(const char* title, const std::map<std::string, uint64_t>& counts) {
  std::printf("%s:", title);
  for (const auto& [name, count] : counts) {
    std::printf(" %s %llu,", name.c_str(), static_cast<unsigned long long>(count));
  }
  std::printf("\n");
}

uint64_t Sum(const std::map<std::string, uint64_t>& counts) {
  uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

TEST(FailingRequestsTest, OutcomesErrorsAndTheServerAgree) {
  const uint64_t seed = NumberFrom("APISQL_SEED", kFailingSeed);
  FaultTally faults;
  const StartRunner start = [&](uint64_t sandbox_seed) -> StatusOr<std::unique_ptr<ScriptRunner>> {
    ASSIGN_OR_RETURN(std::unique_ptr<FaultySides> sides,
                     FaultySides::Start(sandbox_seed, seed, faults));
    return std::unique_ptr<ScriptRunner>(std::move(sides));
  };
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  if (const char* script = std::getenv("APISQL_TRANSACTIONS_FAILING_SCRIPT")) {
    return RunScript(script, start);
  }
  const auto begin = std::chrono::steady_clock::now();
  const Tally tally =
      RunCourse({.seed = seed,
                 .transactions = NumberFrom("APISQL_TRANSACTIONS_FAILING", kFailingTransactions),
                 .most_faults = NumberFrom("APISQL_TRANSACTIONS_FAULTS", 3)},
                start);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%s, in spite of failing requests %llu\n", tally.Text(took.count()).c_str(),
              static_cast<unsigned long long>(faults.survived));
  Print("requests that failed", faults.faults);
  Print("rows", faults.outcomes);
  if (tally.transactions < 100) return;
  EXPECT_GT(Sum(faults.faults) * 2, tally.transactions);
  EXPECT_GT(faults.survived, tally.transactions / 10);
  EXPECT_LT(tally.Count(Verdict::kDisturbed) * 4, tally.steps);
  EXPECT_GT(faults.outcomes["applied"], tally.transactions / 2);
  for (const char* outcome : {"failed", "unknown", "unsent"}) {
    EXPECT_GT(faults.outcomes[outcome] * 100, tally.transactions) << outcome;
  }
}

}  // namespace
}  // namespace apisql::transactions
