// Random statements over random documents. For each world the test writes documents, serves them
// by a server that shares no code with the engine, and holds the rows in plain SQLite tables, too.
// Each SELECT must give the same rows on both, or an error; after each UPDATE and DELETE the
// server must have what the plain tables have, by one write for each row, at the row's own URL.
//
//   APISQL_GENERATED_SEED         other worlds; without it always the same
//   APISQL_GENERATED_STATEMENTS   how many statements (2000)
//   APISQL_GENERATED_WORLD        only this one of the worlds
//   APISQL_GENERATED_FAULTS       after how many faults to stop (3); each is shrunk
//   APISQL_GENERATED_ECHO         prints each statement before it runs: of a crash nothing else is
//                                 left
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/differential/random.h"
#include "tests/generated/generator.h"
#include "tests/generated/lab.h"
#include "tests/generated/report.h"
#include "tests/generated/world_maker.h"

namespace apisql::generated {
namespace {

constexpr uint64_t kSeed = 20260601;
constexpr uint64_t kStatements = 2000;
constexpr uint64_t kStatementsOfWorld = 34;

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

uint64_t SeedOf(uint64_t seed, uint64_t world, uint64_t number) {
  return differential::Random(seed ^ (world << 32U) ^ (number * 0x2545f4914f6cdd1d)).Next();
}

struct Tally {
  std::array<uint64_t, 10> verdicts{};
  uint64_t statements = 0;
  uint64_t writes = 0;
  uint64_t not_empty = 0;
  uint64_t needless = 0;  // Errors that a value is needed, where all were given.

  void Add(const Statement& statement, const Comparison& comparison) {
    ++statements;
    ++verdicts[static_cast<size_t>(comparison.verdict)];
    writes += statement.write ? 1 : 0;
    not_empty += comparison.rows > 0 ? 1 : 0;
    needless += comparison.verdict == Verdict::kNeedsInput && !statement.lacks_input ? 1 : 0;
  }
  uint64_t Count(Verdict verdict) const { return verdicts[static_cast<size_t>(verdict)]; }
};

class Course {
 public:
  Course()
      : seed_(NumberFrom("APISQL_GENERATED_SEED", kSeed)),
        statements_(NumberFrom("APISQL_GENERATED_STATEMENTS", kStatements)),
        only_(NumberFrom("APISQL_GENERATED_WORLD", UINT64_MAX)),
        most_faults_(NumberFrom("APISQL_GENERATED_FAULTS", 3)) {}

  void Run() {
    const auto begin = std::chrono::steady_clock::now();
    const uint64_t worlds = (statements_ + kStatementsOfWorld - 1) / kStatementsOfWorld;
    for (uint64_t world = 0; world < worlds && faults_ < most_faults_; ++world) {
      if (only_ == UINT64_MAX || only_ == world) RunWorld(world);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    Print(took.count());
    if (tally_.statements < 500) return;
    EXPECT_GT(tally_.not_empty * 2, tally_.statements) << "statements without rows show little";
    EXPECT_GT(tally_.writes * 20, tally_.statements);
    EXPECT_LT(tally_.Count(Verdict::kNeedsInput) * 10, tally_.statements);
    EXPECT_LT(tally_.Count(Verdict::kAbsent) * 100, tally_.statements);
    EXPECT_LT(tally_.Count(Verdict::kListChanged) * 10, tally_.statements);
    EXPECT_LT(tally_.Count(Verdict::kBothFail) * 50, tally_.statements);
  }

 private:
  void RunWorld(uint64_t number) {
    const World world = MakeWorld(SeedOf(seed_, number, 0));
    const auto lab = Lab::Open(world);
    ASSERT_TRUE(lab.ok()) << "seed " << seed_ << ", world " << number << ": "
                          << lab.status().message();
    for (uint64_t i = 1; i <= kStatementsOfWorld && faults_ < most_faults_; ++i) {
      const World before = (*lab)->Now();
      const Statement statement = Generator(before, SeedOf(seed_, number, i)).Make();
      if (std::getenv("APISQL_GENERATED_ECHO") != nullptr) Echo(number, i, before, statement);
      (*lab)->ChooseSettings(i);
      const Comparison comparison = (*lab)->Compare(statement);
      tally_.Add(statement, comparison);
      if (!IsFault(comparison.verdict)) continue;
      ++faults_;
      ADD_FAILURE() << "seed " << seed_ << ", world " << number << ", statement " << i << ": "
                    << ReportFault(before, statement, i, comparison);
    }
  }

  static void Echo(uint64_t number, uint64_t i, const World& world, const Statement& statement) {
    std::printf("world %llu, statement %llu: %s\n", static_cast<unsigned long long>(number),
                static_cast<unsigned long long>(i), ApiText(world, statement).c_str());
    std::fflush(stdout);
  }

  void Print(double seconds) const {
    std::printf("seed %llu: %llu statements in %.1f s, %llu writes, %llu not empty, %llu needless",
                static_cast<unsigned long long>(seed_),
                static_cast<unsigned long long>(tally_.statements), seconds,
                static_cast<unsigned long long>(tally_.writes),
                static_cast<unsigned long long>(tally_.not_empty),
                static_cast<unsigned long long>(tally_.needless));
    for (size_t i = 0; i < tally_.verdicts.size(); ++i) {
      if (tally_.verdicts[i] == 0) continue;
      std::printf(", %s %llu", std::string(VerdictName(static_cast<Verdict>(i))).c_str(),
                  static_cast<unsigned long long>(tally_.verdicts[i]));
    }
    std::printf("\n");
  }

  uint64_t seed_;
  uint64_t statements_;
  uint64_t only_;
  uint64_t most_faults_;
  uint64_t faults_ = 0;
  Tally tally_;
};

TEST(GeneratedTest, ApiTablesOfAnyDocumentAnswerAsPlainTablesDo) { Course().Run(); }

}  // namespace
}  // namespace apisql::generated
