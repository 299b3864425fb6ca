// Random statements that write, over random documents. For each API the test writes documents,
// serves them by a server that shares no code with the engine and refuses what the documents do not
// say, and holds the rows in plain SQLite tables, too. Each SELECT must give the same rows on both,
// staged ones included; when a statement or a transaction is over, the server must have what the
// plain tables have. No secret that was written may be shown.
//
//   APISQL_GENERATED_WRITES_SEED      other APIs; without it always the same
//   APISQL_GENERATED_WRITES           how many statements (1600)
//   APISQL_GENERATED_WRITES_API       only this one of the APIs
//   APISQL_GENERATED_FAULTS           after how many faults to stop (3); each is shrunk
//   APISQL_GENERATED_ECHO             prints each statement before it runs
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/differential/random.h"
#include "tests/generated/writes/resource_document.h"
#include "tests/generated/writes/resource_maker.h"
#include "tests/generated/writes/script_maker.h"
#include "tests/generated/writes/sides.h"

namespace apisql::generated::writes {
namespace {

constexpr uint64_t kFirstSeed = 20261130;
constexpr uint64_t kSteps = 1600;
constexpr uint64_t kStepsOfApi = 32;

uint64_t NumberOf(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string TextOfScript(const Script& script) {
  std::string text;
  for (const Step& step : script) text += step.sql + ";\n";
  return text;
}

class WritesCourse {
 public:
  WritesCourse()
      : seed_(NumberOf("APISQL_GENERATED_WRITES_SEED", kFirstSeed)),
        steps_(NumberOf("APISQL_GENERATED_WRITES", kSteps)),
        only_(NumberOf("APISQL_GENERATED_WRITES_API", UINT64_MAX)),
        most_faults_(NumberOf("APISQL_GENERATED_FAULTS", 3)) {}

  void Run() {
    const auto begin = std::chrono::steady_clock::now();
    const uint64_t apis = (steps_ + kStepsOfApi - 1) / kStepsOfApi;
    for (uint64_t number = 0; number < apis && faults_ < most_faults_; ++number) {
      if (only_ == UINT64_MAX || only_ == number) RunApi(number);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    Print(took.count());
    if (total_ < 500 || faults_ > 0) return;
    EXPECT_GT(writes_ * 3, total_) << "statements that write nothing show little";
    EXPECT_LT(Count(Verdict::kRefused) * 10, total_);
    EXPECT_LT(Count(Verdict::kBothFail) * 50, total_);
  }

 private:
  void RunApi(uint64_t number) {
    const uint64_t seed = differential::Random(seed_ ^ (number << 32U)).Next();
    const Api api = MakeApi(seed);
    const auto sides = Sides::Open(api, number);
    ASSERT_TRUE(sides.ok()) << "seed " << seed_ << ", API " << number << ": "
                            << sides.status().message() << DocumentText(api);
    ScriptMaker maker(api, (*sides)->plain(), seed);
    Script script;
    for (uint64_t i = 0; i < kStepsOfApi; ++i) {
      script.push_back(maker.Next());
      if (std::getenv("APISQL_GENERATED_ECHO") != nullptr) {
        std::printf("API %llu: %s\n", static_cast<unsigned long long>(number),
                    script.back().sql.c_str());
        std::fflush(stdout);
      }
      const Outcome outcome = (*sides)->Run(script.back());
      ++total_;
      ++verdicts_[static_cast<size_t>(outcome.verdict)];
      writes_ += outcome.writes;
      if (!IsFault(outcome.verdict)) continue;
      ++faults_;
      ADD_FAILURE() << "seed " << seed_ << ", API " << number << ": "
                    << Report(api, number, std::move(script), outcome);
      return;
    }
  }

  static std::string DocumentText(const Api& api) {
    std::string text;
    for (const Document& document : DocumentsOf(api)) {
      text += "# " + document.file + "\n" + document.text;
    }
    return text;
  }

  static Outcome Replay(const Api& api, uint64_t number, const Script& script) {
    Outcome outcome;
    const auto sides = Sides::Open(api, number);
    if (!sides.ok()) return outcome;
    for (const Step& step : script) {
      outcome = (*sides)->Run(step);
      if (IsFault(outcome.verdict)) break;
    }
    return outcome;
  }

  // Leaves out statements as long as the fault stays the same.
  static std::string Report(const Api& api, uint64_t number, Script script, const Outcome& fault) {
    const std::string whole = std::string(VerdictName(fault.verdict)) + " at\n" +
                              script.back().sql + "\n" + fault.details;
    for (size_t i = script.size(); i-- > 0;) {
      Script shorter = script;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
      const Outcome outcome = Replay(api, number, shorter);
      const bool same_error = outcome.error.substr(0, 40) == fault.error.substr(0, 40);
      if (outcome.verdict == fault.verdict && same_error) script = std::move(shorter);
    }
    const Outcome outcome = Replay(api, number, script);
    return whole + "shorter, " + std::string(VerdictName(outcome.verdict)) + ":\n" +
           DocumentText(api) + TextOfScript(script) + outcome.details;
  }

  uint64_t Count(Verdict verdict) const { return verdicts_[static_cast<size_t>(verdict)]; }

  void Print(double seconds) const {
    std::printf("seed %llu: %llu statements in %.1f s, %llu rows written",
                static_cast<unsigned long long>(seed_), static_cast<unsigned long long>(total_),
                seconds, static_cast<unsigned long long>(writes_));
    for (size_t i = 0; i < verdicts_.size(); ++i) {
      if (verdicts_[i] == 0) continue;
      std::printf(", %s %llu", std::string(VerdictName(static_cast<Verdict>(i))).c_str(),
                  static_cast<unsigned long long>(verdicts_[i]));
    }
    std::printf("\n");
  }

  uint64_t seed_;
  uint64_t steps_;
  uint64_t only_;
  uint64_t most_faults_;
  uint64_t faults_ = 0;
  uint64_t total_ = 0;
  uint64_t writes_ = 0;
  std::array<uint64_t, 9> verdicts_{};
};

TEST(GeneratedWritesTest, WritesOfAnyDocumentDoWhatPlainTablesDo) { WritesCourse().Run(); }

}  // namespace
}  // namespace apisql::generated::writes
