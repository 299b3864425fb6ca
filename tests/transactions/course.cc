#include "tests/transactions/course.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "tests/transactions/generator.h"
#include "tests/transactions/reduction.h"
#include "tests/transactions/sides.h"

namespace apisql::transactions {
namespace {

constexpr uint64_t kMostPerSandbox = 12;
constexpr uint64_t kSandboxes = 5;  // Different ones.

std::string ScriptText(uint64_t sandbox_seed, const Script& script) {
  std::string text = "-- sandbox " + std::to_string(sandbox_seed) + "\n";
  for (const Step& step : script) text += step.sql + "\n";
  return text;
}

std::string FaultText(uint64_t sandbox_seed, const StartRunner& start_on, const Script& script,
                      const Outcome& fault) {
  const Start start = [&] { return start_on(sandbox_seed); };
  std::string text =
      std::string(VerdictName(fault.verdict)) + " at\n" + script.back().sql + "\n" + fault.details;
  const Script shorter = Reduce(start, script, fault);
  const Replayed replayed = Replay(start, shorter);
  return text + "shorter, " + VerdictName(replayed.outcome.verdict) + ":\n" +
         ScriptText(sandbox_seed, shorter) + replayed.outcome.details;
}

class Course {
 public:
  Course(const CourseOptions& options, const StartRunner& start)
      : options_(options), start_(start), random_(options.seed) {}

  void Run() {
    while (tally_.transactions < options_.transactions && faults_ < options_.most_faults) {
      ASSERT_NO_FATAL_FAILURE(RunOnOneSandbox());
    }
  }
  const Tally& tally() const { return tally_; }

 private:
  void RunOnOneSandbox() {
    const uint64_t sandbox_seed = 1 + tally_.sandboxes % kSandboxes;
    const auto runner = start_(sandbox_seed);
    ASSERT_TRUE(runner.ok()) << runner.status().message();
    Sides& sides = (*runner)->sides();
    ++tally_.sandboxes;
    Generator generator(random_.Next(), options_.unseen);
    const uint64_t last = std::min(tally_.transactions + kMostPerSandbox, options_.transactions);
    Script script;
    while (tally_.transactions < last && sides.Fit()) {
      const auto now = sides.Now();
      ASSERT_TRUE(now.ok()) << now.status().message();
      script.push_back(generator.Next({*now, sides.committed(), sides.in_transaction()}));
      const Outcome outcome = (*runner)->Run(script.back());
      tally_.Add(script.back(), outcome);
      if (!sides.in_transaction()) ++tally_.transactions;
      if (!IsFault(outcome.verdict)) continue;
      ++faults_;
      ADD_FAILURE() << "transaction " << tally_.transactions << ": "
                    << FaultText(sandbox_seed, start_, script, outcome);
      break;
    }
    tally_.requests += sides.requests();
  }

  const CourseOptions& options_;
  const StartRunner& start_;
  differential::Random random_;
  uint64_t faults_ = 0;
  Tally tally_;
};

// What kind of step a line of a script is, and what it writes.
Step StepOf(const std::string& sql) {
  Step step = {.sql = sql};
  const std::string first = sql.substr(0, sql.find(' '));
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
  } else if (first == "SELECT" || first == "WITH" || first == "VALUES") {
    step.kind = StepKind::kSelect;
    step.ordered = sql.find("ORDER BY") != std::string::npos;
  }
  return step;
}

}  // namespace

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

void Tally::Add(const Step& step, const Outcome& outcome) {
  ++steps;
  ++verdicts[static_cast<size_t>(outcome.verdict)];
  if (step.kind != StepKind::kSelect) return;
  ++selects;
  if (outcome.rows > 0) ++selects_not_empty;
}

std::string Tally::Text(double seconds) const {
  char took[32];
  std::snprintf(took, sizeof took, "%.1f", seconds);
  std::string text = std::to_string(transactions) + " transactions on " +
                     std::to_string(sandboxes) + " sandboxes in " + took +
                     " s: " + std::to_string(steps) + " statements, " + std::to_string(requests) +
                     " requests, " + std::to_string(selects) + " SELECTs, " +
                     std::to_string(selects_not_empty) + " not empty";
  for (size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i] == 0) continue;
    text += std::string(", ") + VerdictName(static_cast<Verdict>(i)) + " " +
            std::to_string(verdicts[i]);
  }
  return text;
}

Tally RunCourse(const CourseOptions& options, const StartRunner& start) {
  Course course(options, start);
  course.Run();
  return course.tally();
}

void RunScript(const std::string& path, const StartRunner& start) {
  std::ifstream file(path);
  ASSERT_TRUE(file.good()) << path;
  constexpr std::string_view kHead = "-- sandbox ";
  uint64_t sandbox_seed = 1;
  std::unique_ptr<ScriptRunner> runner;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kHead)) sandbox_seed = std::stoull(line.substr(kHead.size()));
    if (line.empty() || line.starts_with("--")) continue;
    if (runner == nullptr) {
      auto started = start(sandbox_seed);
      ASSERT_TRUE(started.ok()) << started.status().message();
      runner = *std::move(started);
    }
    const Outcome outcome = runner->Run(StepOf(line));
    std::printf("%s\n  %s, %zu rows\n%s", line.c_str(), VerdictName(outcome.verdict), outcome.rows,
                outcome.details.c_str());
    EXPECT_FALSE(IsFault(outcome.verdict)) << line;
  }
}

}  // namespace apisql::transactions
