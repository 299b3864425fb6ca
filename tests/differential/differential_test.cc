// Random SELECT statements, each answered by the API tables over HTTP and by SQLite over plain
// tables with the same state. The rows must be the same, with prefetch and without, and no GET may
// leave twice.
//
// APISQL_DIFFERENTIAL_SEED and APISQL_DIFFERENTIAL_STATEMENTS choose other statements, and how
// many.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/differential/comparer.h"
#include "tests/differential/generator.h"
#include "tests/differential/shrinker.h"

namespace apisql::differential {
namespace {

constexpr uint64_t kSeed = 20260601;
constexpr uint64_t kStatements = 6000;
constexpr uint64_t kMostFaults = 5;  // Of one run; each is shrunk, which takes its time.

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

uint64_t StatementCount() {
  const bool thorough = std::getenv("CI") != nullptr;
  return NumberFrom("APISQL_DIFFERENTIAL_STATEMENTS", thorough ? 2 * kStatements : kStatements);
}

struct Part {
  int number;
  int keys;  // Size of the sandbox.
};
constexpr std::array<Part, 6> kParts = {{{0, 20}, {1, 60}, {2, 250}, {3, 20}, {4, 60}, {5, 250}}};

// Each statement has a seed of its own, so that any one can be made again.
uint64_t SeedOf(uint64_t seed, int part, uint64_t number) {
  return Random(seed ^ (static_cast<uint64_t>(part) << 56U) ^ (number * 0x2545f4914f6cdd1d)).Next();
}

std::string FaultText(Comparer& comparer, const Statement& statement, const Comparison& fault) {
  const auto compare = [&](const std::string& sql) {
    return comparer.Compare({.sql = sql, .unlimited = "", .ordered = statement.ordered});
  };
  std::string text =
      std::string(VerdictName(fault.verdict)) + "\n" + statement.sql + "\n" + fault.details;
  if (compare(statement.sql).verdict != fault.verdict) return text;
  const std::string shorter = Shrink(
      statement.sql, [&](const std::string& sql) { return compare(sql).verdict == fault.verdict; });
  return text + "shorter:\n" + shorter + "\n" + compare(shorter).details;
}

void Look(Comparer& comparer, const std::string& sql) {
  const Comparison comparison = comparer.Compare({.sql = sql, .unlimited = "", .ordered = false});
  std::printf("%s, %zu rows\n%s", VerdictName(comparison.verdict), comparison.rows,
              comparison.details.c_str());
  if (!IsFault(comparison.verdict)) std::printf("%s", comparer.RequestList().c_str());
}

struct Tally {
  std::array<uint64_t, 10> verdicts{};
  uint64_t statements = 0;
  uint64_t not_empty = 0;
  uint64_t requests = 0;

  void Add(const Comparison& comparison) {
    ++statements;
    ++verdicts[static_cast<size_t>(comparison.verdict)];
    if (comparison.rows > 0) ++not_empty;
    requests += comparison.requests;
  }
  uint64_t Count(Verdict verdict) const { return verdicts[static_cast<size_t>(verdict)]; }
  void Print(const Part& part, uint64_t seed, double seconds) const {
    std::printf(
        "part %d, %d keys, seed %llu: %llu statements in %.1f s, %llu not empty, %llu requests",
        part.number, part.keys, static_cast<unsigned long long>(seed),
        static_cast<unsigned long long>(statements), seconds,
        static_cast<unsigned long long>(not_empty), static_cast<unsigned long long>(requests));
    for (size_t i = 0; i < verdicts.size(); ++i) {
      if (verdicts[i] == 0) continue;
      std::printf(", %s %llu", VerdictName(static_cast<Verdict>(i)),
                  static_cast<unsigned long long>(verdicts[i]));
    }
    std::printf("\n");
  }
};

class DifferentialTest : public testing::TestWithParam<Part> {};

TEST_P(DifferentialTest, ApiTablesAnswerAsPlainTablesDo) {
  const Part& part = GetParam();
  const uint64_t seed = NumberFrom("APISQL_DIFFERENTIAL_SEED", kSeed);
  const uint64_t count = StatementCount() / kParts.size() + 1;
  const auto comparer = Comparer::Open(part.keys);
  ASSERT_TRUE(comparer.ok()) << comparer.status().message();
  if (const char* sql = std::getenv("APISQL_DIFFERENTIAL_SQL")) return Look(**comparer, sql);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  const auto begin = std::chrono::steady_clock::now();
  Tally tally;
  uint64_t faults = 0;
  for (uint64_t number = 0; number < count && faults < kMostFaults; ++number) {
    const Statement statement =
        Generator((*comparer)->schema(), SeedOf(seed, part.number, number)).Make();
    (*comparer)->ChooseSettings(number);
    const Comparison comparison = (*comparer)->Compare(statement);
    tally.Add(comparison);
    if (comparison.verdict == Verdict::kApiTooSlow) {
      std::printf("too slow: part %d, statement %llu: %s\n", part.number,
                  static_cast<unsigned long long>(number), statement.sql.c_str());
    }
    if (!IsFault(comparison.verdict)) continue;
    ++faults;
    ADD_FAILURE() << "seed " << seed << ", part " << part.number << ", statement " << number << ": "
                  << FaultText(**comparer, statement, comparison);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  tally.Print(part, seed, took.count());
  if (count < 100) return;
  EXPECT_GT(tally.not_empty * 2, tally.statements) << "statements without rows show little";
  EXPECT_LT(tally.Count(Verdict::kBothFail) * 50, tally.statements);
  EXPECT_LT(tally.Count(Verdict::kTooMuch) * 50, tally.statements);
  EXPECT_LT(tally.Count(Verdict::kRefused) * 100, tally.statements);
  EXPECT_LT(tally.Count(Verdict::kApiTooSlow) * 200, tally.statements);
  EXPECT_LT(tally.Count(Verdict::kUndecided) * 100, tally.statements);
}

INSTANTIATE_TEST_SUITE_P(Parts, DifferentialTest, testing::ValuesIn(kParts),
                         [](const testing::TestParamInfo<Part>& info) {
                           return std::to_string(info.param.number) + "_keys" +
                                  std::to_string(info.param.keys);
                         });

std::vector<std::string> Regressions() {
  std::ifstream file(std::string(APISQL_SOURCE_DIR) + "/tests/differential/regressions.sql");
  EXPECT_TRUE(file.good());
  std::vector<std::string> statements;
  std::string statement;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("--")) continue;
    if (!line.empty()) statement += line + "\n";
    if (line.empty() && !statement.empty()) statements.push_back(std::exchange(statement, ""));
  }
  if (!statement.empty()) statements.push_back(statement);
  return statements;
}

class RegressionTest : public testing::TestWithParam<int> {};

TEST_P(RegressionTest, StatementsOnceWrongAreRight) {
  const auto comparer = Comparer::Open(GetParam());
  ASSERT_TRUE(comparer.ok()) << comparer.status().message();
  for (const std::string& sql : Regressions()) {
    const Comparison comparison =
        (*comparer)->Compare({.sql = sql, .unlimited = "", .ordered = false});
    EXPECT_EQ(comparison.verdict, Verdict::kSame) << VerdictName(comparison.verdict) << "\n"
                                                  << sql << comparison.details;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, RegressionTest, testing::Values(1, 60, 250));

}  // namespace
}  // namespace apisql::differential
