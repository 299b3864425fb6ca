// A transaction asks for no more than the same statements without staged rows, but for rows that
// were staged by their key alone: random transactions, statement by statement. The exact bound is
// in counted_sides.h.
//
//   APISQL_SEED                          other transactions
//   APISQL_TRANSACTIONS_COUNTED          how many (800)
//   APISQL_TRANSACTIONS_COUNTED_SCRIPT   a file of statements to run instead
//   APISQL_TRANSACTIONS_FAULTS           after how many faults to stop (3)
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "tests/transactions/counted_sides.h"
#include "tests/transactions/course.h"

namespace apisql::transactions {
namespace {

constexpr uint64_t kCountedSeed = 20260604;
constexpr uint64_t kCountedTransactions = 800;

TEST(RequestCountsTest, StagedRowsCostNothing) {
  const uint64_t seed = NumberFrom("APISQL_SEED", kCountedSeed);
  CountTally counts;
  const StartRunner start =
      [&counts](uint64_t sandbox_seed) -> StatusOr<std::unique_ptr<ScriptRunner>> {
    ASSIGN_OR_RETURN(std::unique_ptr<CountedSides> sides,
                     CountedSides::Start(sandbox_seed, counts));
    return std::unique_ptr<ScriptRunner>(std::move(sides));
  };
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  if (const char* script = std::getenv("APISQL_TRANSACTIONS_COUNTED_SCRIPT")) {
    return RunScript(script, start);
  }
  const auto begin = std::chrono::steady_clock::now();
  const Tally tally =
      RunCourse({.seed = seed,
                 .transactions = NumberFrom("APISQL_TRANSACTIONS_COUNTED", kCountedTransactions),
                 .most_faults = NumberFrom("APISQL_TRANSACTIONS_FAULTS", 3)},
                start);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const auto number = [](uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf(
      "%s\ncompared %llu statements: as many GETs %llu, fewer %llu, more for rows staged by "
      "key alone %llu, no more than after a COMMIT %llu, new rows %llu, by chance %llu, undecided "
      "%llu\n",
      tally.Text(took.count()).c_str(), number(counts.compared), number(counts.as_many),
      number(counts.fewer), number(counts.for_keys), number(counts.as_after),
      number(counts.new_rows), number(counts.by_chance), number(counts.undecided));
  if (tally.transactions < 100) return;
  EXPECT_GT(counts.compared, tally.transactions);
  EXPECT_LT((counts.undecided + counts.by_chance + counts.new_rows) * 50, counts.compared);
}

}  // namespace
}  // namespace apisql::transactions
