#include "tests/support/golden/golden_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "tests/support/sql_test_file.h"

namespace apisql {
namespace {

using Kind = SqlRecord::Kind;
using Lines = std::vector<std::string>;

std::string ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string Shown(const Lines& lines) { return lines.empty() ? "(none)" : Join(lines, "\n"); }

// Lines of rows with their cells a tab apart: how wide a test's columns are does not matter.
Lines Normalized(const Lines& rows) {
  Lines lines;
  for (const std::string& row : rows) lines.push_back(Join(SplitCells(row), "\t"));
  return lines;
}

Lines Sorted(Lines lines) {
  std::ranges::sort(lines);
  return lines;
}

bool TellsOfRequests(const std::string& sql) {
  return sql.starts_with("EXPLAIN") || sql.find("apisql.requests") != std::string::npos;
}

// Runs the records of one file and compares, or notes what they should have said.
class GoldenRun {
 public:
  GoldenRun(std::string path, SqlTestFile file, Prefetch prefetch, SqlRunner& runner)
      : path_(std::move(path)),
        file_(std::move(file)),
        prefetch_(prefetch),
        runner_(runner),
        outcomes_(file_.records.size()) {
    if (prefetch == Prefetch::kOff) runner_.AddSetting("prefetch", "off");
  }

  void Run() {
    for (size_t i = 0; i < file_.records.size(); ++i) {
      if (!RunRecord(file_.records[i], outcomes_[i])) return;
    }
    if (!IsGoldenUpdate() || prefetch_ == Prefetch::kOff || ::testing::Test::HasFailure()) return;
    std::ofstream(path_, std::ios::binary) << RewriteSqlTest(file_, outcomes_);
  }

 private:
  // False when the records after this one have no ground to stand on.
  bool RunRecord(const SqlRecord& record, SqlRecordOutcome& rewritten) {
    if (record.sql.empty()) {
      const Status status = runner_.SetUp(record);
      return status.ok() || Fail(record, status.message());
    }
    const auto outcome = runner_.Run(record.sql);
    if (!outcome.ok()) return Fail(record, outcome.status().message());
    if (prefetch_ == Prefetch::kOff && TellsOfRequests(record.sql)) return true;
    CheckResult(record, *outcome, rewritten);
    if (prefetch_ == Prefetch::kOff) return true;
    CheckRequests(record, *outcome, rewritten);
    CheckTexts(record, "warnings", record.warnings, outcome->warnings);
    CheckTexts(record, "notes", record.notes, outcome->notes);
    if (record.changes && *record.changes != outcome->changes) {
      Fail(record, "the rows changed are " + std::to_string(outcome->changes));
    }
    return true;
  }

  void CheckResult(const SqlRecord& record, const SqlOutcome& outcome,
                   SqlRecordOutcome& rewritten) {
    if (record.kind == Kind::kStatementError) return CheckError(record, outcome, rewritten);
    if (!outcome.status.ok()) {
      Fail(record, outcome.status.message());
    } else if (record.kind == Kind::kQueryCount) {
      CheckLines(record, "number of rows", {std::to_string(outcome.rows.size())}, rewritten);
    } else if (record.kind == Kind::kQuery) {
      CheckRows(record, outcome, rewritten);
    }
  }

  void CheckError(const SqlRecord& record, const SqlOutcome& outcome, SqlRecordOutcome& rewritten) {
    if (outcome.status.ok()) {
      Fail(record, "no error");
      return;
    }
    const std::string& message = outcome.status.message();
    if (!record.expected || record.expected->lines.empty()) {
      if (IsGoldenUpdate()) {
        rewritten.expected = Split(message, '\n');
      } else {
        Fail(record, "no text is expected; the error is:\n" + message);
      }
      return;
    }
    for (const std::string& text : record.expected->lines) {
      if (message.find(text) != std::string::npos) continue;
      if (IsGoldenUpdate()) rewritten.expected = Split(message, '\n');
      if (!IsGoldenUpdate())
        Fail(record, "the error should contain\n" + text + "\nand is\n" + message);
    }
    if (record.position && *record.position != outcome.position) {
      Fail(record, "the error's position is " + std::to_string(outcome.position));
    }
  }

  void CheckRows(const SqlRecord& record, const SqlOutcome& outcome, SqlRecordOutcome& rewritten) {
    const size_t blank = record.argument.find(' ');
    const bool sort = blank != std::string::npos && record.argument.substr(blank + 1) == "rowsort";
    if (blank != std::string::npos && !sort) Fail(record, "only rowsort may follow the types");
    if (!TypesFit(record.argument.substr(0, blank), outcome.column_types)) {
      Fail(record, "the columns' types are " + outcome.column_types);
    }
    auto rows = outcome.rows;
    if (sort) std::ranges::sort(rows);
    CheckLines(record, "rows", AlignRows(rows), rewritten);
  }

  static bool TypesFit(const std::string& expected, const std::string& actual) {
    return std::ranges::equal(expected, actual,
                              [](char a, char b) { return a == '?' || b == '?' || a == b; });
  }

  void CheckLines(const SqlRecord& record, const std::string& what, const Lines& actual,
                  SqlRecordOutcome& rewritten) {
    const Lines expected = record.expected ? record.expected->lines : Lines();
    if (record.expected && Normalized(expected) == Normalized(actual)) return;
    if (IsGoldenUpdate()) {
      rewritten.expected = actual;
    } else {
      Fail(record, what + " should be\n" + Shown(expected) + "\nand are\n" + Shown(actual));
    }
  }

  void CheckRequests(const SqlRecord& record, const SqlOutcome& outcome,
                     SqlRecordOutcome& rewritten) {
    if (!record.requests) return;
    const bool sort = record.requests->sort;
    const Lines expected = sort ? Sorted(record.requests->lines) : record.requests->lines;
    const Lines actual = sort ? Sorted(outcome.requests) : outcome.requests;
    if (expected == actual) return;
    if (IsGoldenUpdate()) {
      rewritten.requests = actual;
    } else {
      Fail(record, "requests should be\n" + Shown(expected) + "\nand are\n" + Shown(actual));
    }
  }

  void CheckTexts(const SqlRecord& record, const std::string& what,
                  const std::optional<ExpectedLines>& block, const Lines& actual) {
    const Lines expected = block ? block->lines : Lines();
    const bool fit = std::ranges::equal(actual, expected, [](const auto& line, const auto& text) {
      return line.find(text) != std::string::npos;
    });
    if (fit) return;
    Fail(record, what + " should contain\n" + Shown(expected) + "\nand are\n" + Shown(actual));
  }

  bool Fail(const SqlRecord& record, const std::string& text) {
    ADD_FAILURE_AT(path_.c_str(), record.line) << record.sql << "\n" << text;
    return false;
  }

  std::string path_;
  SqlTestFile file_;
  Prefetch prefetch_;
  SqlRunner& runner_;
  std::vector<SqlRecordOutcome> outcomes_;
};

}  // namespace

bool IsGoldenUpdate() {
  const char* update = std::getenv("APISQL_UPDATE_GOLDEN");
  return update != nullptr && std::string_view(update) == "1";
}

Lines GoldenFiles(const std::string& directory) {
  Lines names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".test") continue;
    names.push_back(entry.path().lexically_relative(directory).replace_extension().string());
  }
  return Sorted(names);
}

namespace {

void RunFile(const std::string& directory, const std::string& name, Prefetch prefetch,
             SqlRunner& runner) {
  const std::string path = directory + "/" + name + ".test";
  auto file = ParseSqlTest(ReadFile(path));
  ASSERT_TRUE(file.ok()) << path << ": " << file.status().message();
  ASSERT_FALSE(file->records.empty()) << path;
  GoldenRun(path, std::move(*file), prefetch, runner).Run();
}

}  // namespace

void RunGoldenFileWithRegistry(const std::string& directory, const std::string& name,
                               const std::string& registry) {
  if (IsGoldenUpdate()) GTEST_SKIP() << "the rows are those of the other run";
  SqlRunner runner(directory);
  runner.UseRegistry(registry);
  RunFile(directory, name, Prefetch::kOn, runner);
}

void RunGoldenFile(const std::string& directory, const std::string& name, Prefetch prefetch,
                   const ApiStarter& start_api) {
  if (IsGoldenUpdate() && prefetch == Prefetch::kOff) {
    GTEST_SKIP() << "the rows are those of the other run";
  }
  SqlRunner runner(directory, start_api);
  RunFile(directory, name, prefetch, runner);
}

}  // namespace apisql
