// start_up: how long a program takes from exec to exit, as a person in a shell waits for it.
//
//   start_up APISQL BARE_START
//
// Measures wall time of whole processes: `APISQL "select 1"` against BARE_START, a program with the
// same libraries that does nothing else, and against /bin/true, the cost of a process as such. The
// three take turns, so that a busy machine slows them alike. Prints the median and the fastest of
// kRuns runs, and apisql's median as a multiple of the bare program's.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/child.h"

namespace {

constexpr int kRuns = 200;

struct Program {
  std::string name;
  std::vector<std::string> command;
  std::vector<double> milliseconds;
};

double MillisecondsOf(const std::vector<std::string>& command) {
  const apisql::bench::ChildRun run = apisql::bench::RunChild(command, std::chrono::seconds(60));
  if (run.timed_out || run.exit_code != 0) {
    std::fprintf(stderr, "start_up: %s failed\n", command[0].c_str());
    std::exit(1);
  }
  return run.wall_ms;
}

double Median(const Program& program) { return program.milliseconds[kRuns / 2]; }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: start_up APISQL BARE_START\n");
    return 2;
  }
  Program programs[] = {{"apisql 'select 1'", {argv[1], "select 1"}, {}},
                        {"bare_start", {argv[2]}, {}},
                        {"/bin/true", {"/bin/true"}, {}}};
  for (Program& program : programs) MillisecondsOf(program.command);  // Fills the caches.
  for (int run = 0; run < kRuns; ++run) {
    for (Program& program : programs) {
      program.milliseconds.push_back(MillisecondsOf(program.command));
    }
  }
  std::printf("start-up, %d runs each      median ms   fastest ms\n", kRuns);
  for (Program& program : programs) {
    std::ranges::sort(program.milliseconds);
    std::printf("%-28s %8.2f %12.2f\n", program.name.c_str(), Median(program),
                program.milliseconds.front());
  }
  std::printf("apisql takes %.2f times the bare program\n",
              Median(programs[0]) / Median(programs[1]));
}
