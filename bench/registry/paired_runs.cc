#include "bench/registry/paired_runs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "bench/child.h"

namespace apisql::bench {
namespace {

struct Runs {
  std::vector<double> wall_ms;
  double peak_mb = 0;

  double Median() {
    std::ranges::sort(wall_ms);
    return wall_ms[wall_ms.size() / 2];
  }
};

void RunOnce(const Command& command, Runs& runs) {
  if (command.before) command.before();
  const ChildRun run = RunChild(command.words, std::chrono::seconds(120));
  if (run.timed_out || run.exit_code != 0) {
    std::fprintf(stderr, "%s failed: %s\n", command.name.c_str(), command.words.back().c_str());
    std::exit(1);
  }
  runs.wall_ms.push_back(run.wall_ms);
  runs.peak_mb = std::max(runs.peak_mb, run.peak_mb);
}

}  // namespace

void PrintPairedHead(const std::string& title) {
  std::printf("%-38s %8s %8s %7s %8s %8s %8s\n", title.c_str(), "ms with", "without", "ratio",
              "more", "MB with", "without");
}

void PrintPairedRuns(const Command& with, const Command& without, int runs) {
  Runs first, second;
  RunOnce(with, first);  // Fills the caches.
  RunOnce(without, second);
  first.wall_ms.clear();
  second.wall_ms.clear();
  for (int i = 0; i < runs; ++i) {
    RunOnce(with, first);
    RunOnce(without, second);
  }
  std::printf("%-38s %8.2f %8.2f %7.2f %8.2f %8.1f %8.1f\n", with.name.c_str(), first.Median(),
              second.Median(), first.Median() / second.Median(), first.Median() - second.Median(),
              first.peak_mb, second.peak_mb);
  std::fflush(stdout);
}

}  // namespace apisql::bench
