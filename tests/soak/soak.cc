// Runs random reads and writes against a sandbox that misbehaves at random, and compares what comes
// out with the sandbox's state:
//
//   soak [SECONDS [SEED]]
//
// A result equals the state or is an error; a write is what its outcome says and is never sent
// twice; memory stays flat. Ends with 1 at the first violation and says how to see it again.
#include <malloc.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <utility>

#include "tests/soak/soak_world.h"

namespace apisql {
namespace {

using std::chrono::steady_clock;

// Sanitizers keep freed memory for a while.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryIsComparable = false;
#elif defined(__has_feature)
constexpr bool kMemoryIsComparable = !__has_feature(address_sanitizer);
#else
constexpr bool kMemoryIsComparable = true;
#endif

double ResidentMegabytes() {
  int64_t all = 0;
  int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / 1e6;
}

// The resident set after a third of the time and at the end.
struct Memory {
  double early = 0;
  double late = 0;
  bool IsFlat() const { return late < early * 1.25 + 16; }
};

void PrintCounts(const char* title, const std::map<std::string, int64_t>& counts) {
  std::cout << title;
  const char* separator = " ";
  for (const auto& [name, count] : counts) {
    std::cout << std::exchange(separator, ", ") << count << " " << name;
  }
  std::cout << "\n";
}

void PrintSummary(const SoakCounts& counts, const Memory& memory) {
  std::cout << counts.statements << " statements under " << counts.faults << " faults\n"
            << "reads: " << counts.complete << " complete, " << counts.partial << " partial, "
            << counts.rows << " rows compared\n";
  PrintCounts("errors:", counts.errors);
  PrintCounts("written rows:", counts.outcomes);
  std::cout << "memory: " << memory.early << " MB early, " << memory.late << " MB at the end\n";
}

int Soak(int seconds, uint64_t seed) {
  std::cout << "soak for " << seconds << " s, seed " << seed << "\n" << std::flush;
  SoakWorld world(seed);
  Memory memory;
  const auto start = steady_clock::now();
  const auto early = start + std::chrono::seconds(seconds) / 3;
  const auto end = start + std::chrono::seconds(seconds);
  for (int64_t round = 0; steady_clock::now() < end; ++round) {
    if (round % 25 == 0) world.OpenSession();
    const std::string fault = world.Chance(70) ? SoakRead(world) : SoakWrite(world);
    world.sandbox().ForgetRequests();
    if (!fault.empty()) {
      std::cout << "VIOLATION in round " << round << " of seed " << seed << ":\n"
                << fault << "\nunder: " << world.conditions() << "\n";
      return 1;
    }
    if (memory.early == 0 && steady_clock::now() > early) memory.early = ResidentMegabytes();
  }
  memory.late = ResidentMegabytes();
  PrintSummary(world.counts(), memory);
  constexpr int kShortRun = 15;  // Says nothing about memory.
  if (!kMemoryIsComparable || seconds < kShortRun || memory.IsFlat()) return 0;
  std::cout << "VIOLATION: memory grows\n";
  return 1;
}

}  // namespace
}  // namespace apisql

int main(int argc, char** argv) {
  // Each thread of the sandbox would keep a heap of its own, which looks like a leak for an hour.
  mallopt(M_ARENA_MAX, 1);
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
  const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device()();
  if (seconds <= 0) {
    std::cerr << "usage: soak [SECONDS [SEED]]\n";
    return 2;
  }
  return apisql::Soak(seconds, seed);
}
