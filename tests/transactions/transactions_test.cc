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
//   may
//                                be `-- sandbox N`, the sandbox's seed
//   APISQL_TRANSACTIONS_FAULTS   after how many faults to stop (3)
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/differential/random.h"
#include "tests/transactions/generator.h"
#include "tests/transactions/reduction.h"
#include "tests/transactions/sides.h"
#include "vtab/sql/tokens.h"

namespace apisql::transactions {
namespace {

constexpr uint64_t kSeed = 20260601;
constexpr uint64_t kTransactions = 2000;
constexpr uint64_t kMostPerSandbox = 12;
constexpr uint64_t kSandboxes = 5;  // Different ones.

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Tally {
  std::array<uint64_t, 11> verdicts{};
  uint64_t transactions = 0;
  uint64_t sandboxes = 0;
  uint64_t steps = 0;
  uint64_t selects = 0;
  uint64_t selects_not_empty = 0;
  uint64_t ends = 0;
  uint64_t requests = 0;

  uint64_t Count(Verdict verdict) const { return verdicts[static_cast<size_t>(verdict)]; }
  void Add(const Step& step, const Outcome& outcome) {
    ++steps;
    ++verdicts[static_cast<size_t>(outcome.verdict)];
    if (step.kind != StepKind::kSelect) return;
    ++selects;
    if (outcome.rows > 0) ++selects_not_empty;
  }
  void Print(double seconds) const {
    const auto number = [](uint64_t value) { return static_cast<unsigned long long>(value); };
    std::printf(
        "%llu transactions on %llu sandboxes in %.1f s: %llu statements, %llu requests, %llu "
        "SELECTs, %llu not empty",
        number(transactions), number(sandboxes), seconds, number(steps), number(requests),
        number(selects), number(selects_not_empty));
    for (size_t i = 0; i < verdicts.size(); ++i) {
      if (verdicts[i] == 0) continue;
      std::printf(", %s %llu", VerdictName(static_cast<Verdict>(i)), number(verdicts[i]));
    }
    std::printf("\n");
  }
};

std::string ScriptText(uint64_t sandbox_seed, const Script& script) {
  std::string text = "-- sandbox " + std::to_string(sandbox_seed) + "\n";
  for (const Step& step : script) text += step.sql + "\n";
  return text;
}

std::string FaultText(uint64_t sandbox_seed, const Script& script, const Outcome& fault) {
  std::string text =
      std::string(VerdictName(fault.verdict)) + " at\n" + script.back().sql + "\n" + fault.details;
  const Script shorter = Reduce(sandbox_seed, script, fault);
  const Replayed replayed = Replay(sandbox_seed, shorter);
  return text + "shorter, " + VerdictName(replayed.outcome.verdict) + ":\n" +
         ScriptText(sandbox_seed, shorter) + replayed.outcome.details;
}

class Course {
 public:
  Course(uint64_t seed, bool unseen, uint64_t transactions)
      : random_(seed), unseen_(unseen), transactions_(transactions) {}

  void Run() {
    const uint64_t most_faults = NumberFrom("APISQL_TRANSACTIONS_FAULTS", 3);
    while (tally_.transactions < transactions_ && faults_ < most_faults) {
      ASSERT_NO_FATAL_FAILURE(RunOnOneSandbox());
    }
  }
  const Tally& tally() const { return tally_; }

 private:
  void RunOnOneSandbox() {
    const uint64_t sandbox_seed = 1 + tally_.sandboxes % kSandboxes;
    const auto sides = Sides::Start(sandbox_seed);
    ASSERT_TRUE(sides.ok()) << sides.status().message();
    ++tally_.sandboxes;
    Generator generator(random_.Next(), unseen_);
    const uint64_t last = std::min(tally_.transactions + kMostPerSandbox, transactions_);
    Script script;
    while (tally_.transactions < last && (*sides)->Fit()) {
      const auto now = (*sides)->Now();
      ASSERT_TRUE(now.ok()) << now.status().message();
      script.push_back(generator.Next({*now, (*sides)->committed(), (*sides)->in_transaction()}));
      const Outcome outcome = (*sides)->Run(script.back());
      tally_.Add(script.back(), outcome);
      if (!(*sides)->in_transaction()) ++tally_.transactions;
      if (!IsFault(outcome.verdict)) continue;
      ++faults_;
      ADD_FAILURE() << "transaction " << tally_.transactions << ": "
                    << FaultText(sandbox_seed, script, outcome);
      break;
    }
    tally_.requests += (*sides)->requests();
  }

  differential::Random random_;
  bool unseen_;
  uint64_t transactions_;
  uint64_t faults_ = 0;
  Tally tally_;
};

// What kind of step a line of a script is, and what it writes.
Step StepOf(const std::string& sql) {
  Step step = {.sql = sql};
  const std::string table = sql.substr(0, sql.find(' '));
  const auto name_after = [&](std::string_view word) {
    const size_t begin = sql.find(word) + word.size();
    return sql.substr(begin, sql.find(' ', begin) - begin);
  };
  if (sql.starts_with("INSERT INTO ")) {
    step.kind = StepKind::kInsert;
    step.table = name_after("INSERT INTO ");
  } else if (sql.starts_with("UPDATE ")) {
    step.kind = StepKind::kUpdate;
    step.table = name_after("UPDATE ");
  } else if (sql.starts_with("DELETE FROM ")) {
    step.kind = StepKind::kDelete;
    step.table = name_after("DELETE FROM ");
  } else if (table == "SELECT" || table == "WITH" || table == "VALUES") {
    step.kind = StepKind::kSelect;
    step.ordered = sql.find("ORDER BY") != std::string::npos;
  }
  return step;
}

void RunScript(const std::string& path) {
  std::ifstream file(path);
  ASSERT_TRUE(file.good()) << path;
  constexpr std::string_view kHead = "-- sandbox ";
  uint64_t sandbox_seed = 1;
  std::unique_ptr<Sides> sides;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kHead)) sandbox_seed = std::stoull(line.substr(kHead.size()));
    if (line.empty() || line.starts_with("--")) continue;
    if (sides == nullptr) {
      auto started = Sides::Start(sandbox_seed);
      ASSERT_TRUE(started.ok()) << started.status().message();
      sides = *std::move(started);
    }
    const Outcome outcome = sides->Run(StepOf(line));
    std::printf("%s\n  %s, %zu rows\n%s", line.c_str(), VerdictName(outcome.verdict), outcome.rows,
                outcome.details.c_str());
    EXPECT_FALSE(IsFault(outcome.verdict)) << line;
  }
}

TEST(TransactionsTest, ApiTablesAreAsPlainTablesWithinATransactionAndAfterIt) {
  if (const char* script = std::getenv("APISQL_TRANSACTIONS_SCRIPT")) return RunScript(script);
  const uint64_t seed = NumberFrom("APISQL_SEED", kSeed);
  const bool unseen = NumberFrom("APISQL_TRANSACTIONS_UNSEEN", 0) != 0;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  const auto begin = std::chrono::steady_clock::now();
  Course course(seed, unseen, NumberFrom("APISQL_TRANSACTIONS", kTransactions));
  course.Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const Tally& tally = course.tally();
  tally.Print(took.count());
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
