// Whole processes in turns with those that they are compared with, so that a busy machine slows
// them alike.
#ifndef APISQL_BENCH_REGISTRY_PAIRED_RUNS_H_
#define APISQL_BENCH_REGISTRY_PAIRED_RUNS_H_

#include <functional>
#include <string>
#include <vector>

namespace apisql::bench {

struct Command {
  std::string name;
  std::vector<std::string> words;
  std::function<void()> before = nullptr;  // Not measured.
};

// What PrintPairedRuns() prints stands below.
void PrintPairedHead(const std::string& title);

// A line with the medians in milliseconds of `with` and of `without`, their ratio and difference,
// and the largest resident memory of each in MB. Ends the program where one of them fails.
void PrintPairedRuns(const Command& with, const Command& without, int runs);

}  // namespace apisql::bench

#endif  // APISQL_BENCH_REGISTRY_PAIRED_RUNS_H_
