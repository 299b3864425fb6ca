// requests: statements of apisql against programs that do the same by hand, over loopback.
//
//   requests [--quick] [--runs N] APISQL IDEAL BENCH_SERVER PROVIDER_DIR [NAME...]
//
// Both are measured as whole processes, from exec to exit, in turns, N times (default 5), against
// one server in a process of its own. What counts is the median of the ratios, each of two runs
// that followed each other. --quick has a tenth of the rows and two runs.
//
// The exit code is 1 where a result has other rows than it should, or the server counted other
// requests; the sandbox counts none. `race` allows what race.h says. Times and memory over budget
// are only told: another job on the machine makes them so.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/benchmark.h"
#include "bench/child.h"
#include "bench/programs.h"
#include "bench/race.h"

namespace apisql::bench {
namespace {

constexpr double kCpuBudget = 2;  // Microseconds per row.
constexpr double kMemoryBudget = 48;

struct Samples {
  std::vector<double> wall, ideal_wall, ratios, cpu, ideal_cpu;
  double peak = 0;
  double ideal_peak = 0;
};

class Runner {
 public:
  Runner(Programs programs, int runs) : programs_(std::move(programs)), runs_(runs) {}

  // False when a count is wrong. A run that takes too long is only over budget.
  bool Run(const Benchmark& benchmark) {
    std::vector<std::string> command = {benchmark.asks_sandbox ? programs_.apisql
                                                               : programs_.server};
    command.insert(command.end(), benchmark.server.begin(), benchmark.server.end());
    const Service server(command, benchmark.asks_sandbox ? "Ctrl-C" : "");
    url_ = server.lines()[0];
    if (benchmark.asks_sandbox) SignIn(server.lines());
    Samples samples;
    const int runs = benchmark.runs > 0 ? benchmark.runs : runs_;
    for (int i = 0; i < runs; ++i) {
      const Outcome outcome = Pair(benchmark, &samples);
      if (outcome != Outcome::kMeasured) return outcome == Outcome::kTooLong;
    }
    Report(benchmark, samples);
    return true;
  }

 private:
  enum class Outcome { kMeasured, kTooLong, kWrong };

  // Takes the URL and the credentials out of what the sandbox has printed.
  void SignIn(const std::vector<std::string>& lines) {
    std::string user;
    for (const std::string& line : lines) {
      if (line.starts_with("confluent: ")) url_ = line.substr(line.find(' ') + 1);
      if (!line.starts_with("export ")) continue;
      const size_t equals = line.find('=');
      const std::string name = line.substr(7, equals - 7);
      const std::string value = line.substr(equals + 1);
      setenv(name.c_str(), value.c_str(), 1);
      if (name == "CONFLUENT_CLOUD_API_KEY") {
        setenv("PLAIN_API_KEY", value.c_str(), 1);
        user = value + user;
      } else if (name == "CONFLUENT_CLOUD_API_SECRET") {
        setenv("PLAIN_API_SECRET", value.c_str(), 1);
        user += ":" + value;
      }
    }
    setenv("IDEAL_USER", user.c_str(), 1);
    organization_ = RunChild({programs_.apisql, "--no-header", "--base-url", "confluent=" + url_,
                              "SELECT resource_name FROM confluent.org.organizations"},
                             kLimit)
                        .output;
  }

  // What `ideal` is told to do.
  std::vector<std::string> IdealCommand(const Benchmark& benchmark) const {
    std::vector<std::string> command = {programs_.ideal, benchmark.ideal[0], url_};
    constexpr std::string_view kPlace = "{organization}";
    for (size_t i = 1; i < benchmark.ideal.size(); ++i) {
      std::string word = benchmark.ideal[i];
      if (const size_t at = word.find(kPlace); at != std::string::npos) {
        word.replace(at, kPlace.size(), organization_);
      }
      command.push_back(std::move(word));
    }
    return command;
  }

  // Of apisql, which may send no more than the benchmark says.
  std::vector<std::string> OwnCommand(const Benchmark& benchmark, const std::string& sql) const {
    return {programs_.apisql,
            "--no-header",
            "--provider-dir",
            programs_.documents,
            "--base-url",
            (benchmark.asks_sandbox ? "confluent=" : "bench=") + url_,
            "--base-url",
            "plain=" + url_,
            "--secret",
            "plain.username=PLAIN_API_KEY",
            "--secret",
            "plain.password=PLAIN_API_SECRET",
            "--max-requests",
            std::to_string(benchmark.requests),
            sql};
  }

  // Of bench_server; the sandbox does not tell.
  int64_t Served(const Benchmark& benchmark) const {
    if (benchmark.asks_sandbox) return 0;
    return RequestsServed(programs_, url_);
  }

  // Runs apisql and its counterpart once each.
  Outcome Pair(const Benchmark& benchmark, Samples* samples) {
    const int64_t served = Served(benchmark);
    const ChildRun own = RunChild(OwnCommand(benchmark, benchmark.sql), kLimit);
    const Outcome outcome = Check(benchmark, own, Served(benchmark) - served);
    if (outcome != Outcome::kMeasured) return outcome;
    samples->wall.push_back(own.wall_ms);
    samples->cpu.push_back(own.cpu_ms);
    samples->peak = std::max(samples->peak, own.peak_mb);
    if (benchmark.ideal.empty()) return Outcome::kMeasured;
    const bool plain = !benchmark.plain_sql.empty();
    const ChildRun ideal = RunChild(
        plain ? OwnCommand(benchmark, benchmark.plain_sql) : IdealCommand(benchmark), kLimit);
    if (ideal.timed_out || ideal.exit_code != 0) return Outcome::kWrong;
    samples->ideal_wall.push_back(ideal.wall_ms);
    samples->ideal_cpu.push_back(ideal.cpu_ms);
    samples->ideal_peak = std::max(samples->ideal_peak, ideal.peak_mb);
    const double counterpart = benchmark.ideal_ms > 0 ? benchmark.ideal_ms : ideal.wall_ms;
    samples->ratios.push_back(own.wall_ms / counterpart);
    return Outcome::kMeasured;
  }

  static Outcome Check(const Benchmark& benchmark, const ChildRun& own, int64_t requests) {
    const auto tell = [&](Outcome outcome, const std::string& what) {
      std::printf("%-12s %s\n", benchmark.name.c_str(), what.c_str());
      return outcome;
    };
    if (own.timed_out) {
      return tell(Outcome::kTooLong,
                  "over budget: no answer within " + std::to_string(kLimit.count()) + " s");
    }
    if (own.exit_code != 0) {
      return tell(Outcome::kWrong, "WRONG: exit code " + std::to_string(own.exit_code));
    }
    if (std::strtoll(own.output.c_str(), nullptr, 10) != benchmark.rows) {
      return tell(Outcome::kWrong, "WRONG: '" + own.output + "' does not start with " +
                                       std::to_string(benchmark.rows));
    }
    if (!benchmark.asks_sandbox && requests != benchmark.requests) {
      return tell(Outcome::kWrong, "WRONG: " + std::to_string(requests) + " requests instead of " +
                                       std::to_string(benchmark.requests));
    }
    return Outcome::kMeasured;
  }

  static const char* Verdict(double value, double budget) {
    if (budget == 0) return "";
    return value <= budget ? "PASS" : "over budget";
  }

  static void Report(const Benchmark& benchmark, const Samples& samples) {
    std::printf("%-12s %8.1f ms", benchmark.name.c_str(), Median(samples.wall));
    if (benchmark.requests > 0) {
      std::printf(" %5lld requests", static_cast<long long>(benchmark.requests));
    }
    if (benchmark.ideal.empty()) {
      std::printf("   PASS\n");
      return;
    }
    const double ratio = Median(samples.ratios);
    std::printf("   %6.2f x %s (bare: %.1f ms)", ratio, benchmark.against.c_str(),
                Median(samples.ideal_wall));
    if (benchmark.budget > 0) {
      std::printf(", budget %.2f: %s", benchmark.budget, Verdict(ratio, benchmark.budget));
    }
    std::printf("\n");
    if (benchmark.shows_use) ReportUse(benchmark, samples);
    std::fflush(stdout);
  }

  static void ReportUse(const Benchmark& benchmark, const Samples& samples) {
    const double per_row = 1e3 / static_cast<double>(benchmark.rows);
    const double cpu = Median(samples.cpu) * per_row;
    std::printf("  CPU per row %8.2f us (bare: %.2f us), budget %.0f us: %s\n", cpu,
                Median(samples.ideal_cpu) * per_row, kCpuBudget, Verdict(cpu, kCpuBudget));
    std::printf("  peak memory %8.1f MB (bare: %.1f MB), budget %.0f MB: %s\n", samples.peak,
                samples.ideal_peak, kMemoryBudget, Verdict(samples.peak, kMemoryBudget));
  }

  Programs programs_;
  int runs_;
  std::string url_;
  std::string organization_;  // Of the sandbox.
};

struct Arguments {
  int runs = 5;
  int64_t divisor = 1;  // Of the numbers of rows, and of the race's latency.
  std::vector<std::string> words;
};

Arguments Parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--quick") {
      arguments.divisor = 10;
      arguments.runs = 2;
    } else if (word == "--runs" && i + 1 < argc) {
      arguments.runs = std::max(1, static_cast<int>(std::strtol(argv[++i], nullptr, 10)));
    } else {
      arguments.words.emplace_back(word);
    }
  }
  return arguments;
}

constexpr char kRace[] = "race";

// False, with a word on it, where a name is none of ours.
bool AreKnown(const std::vector<std::string>& names, const std::vector<Benchmark>& benchmarks) {
  for (const std::string& name : names) {
    if (name == kRace) continue;
    if (std::ranges::find(benchmarks, name, &Benchmark::name) != benchmarks.end()) continue;
    std::fprintf(stderr, "no benchmark %s; there are", name.c_str());
    for (const Benchmark& known : benchmarks) std::fprintf(stderr, " %s", known.name.c_str());
    std::fprintf(stderr, " %s\n", kRace);
    return false;
  }
  return true;
}

// Its times are those of round trips, which vary little from run to run: half the runs do.
bool RunRaceAsTold(const Programs& programs, const Arguments& arguments) {
  RaceSetting setting;
  // With fewer keys the document would be right about their number.
  setting.latency_ms /= arguments.divisor;
  return RunRace(programs, setting, (arguments.runs + 1) / 2);
}

int Main(int argc, char** argv) {
  const Arguments arguments = Parse(argc, argv);
  const std::vector<std::string>& words = arguments.words;
  if (words.size() < 4) {
    std::fprintf(stderr, "usage: see the top of requests.cc\n");
    return 2;
  }
  const std::vector<std::string> names(words.begin() + 4, words.end());
  const std::vector<Benchmark> benchmarks = AllBenchmarks(arguments.divisor);
  if (!AreKnown(names, benchmarks)) return 2;
  const auto is_wanted = [&](const std::string& name) {
    return names.empty() || std::ranges::find(names, name) != names.end();
  };
  // The user's own configuration must not count.
  setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
  const Programs programs = {words[0], words[1], words[2], words[3]};
  Runner runner(programs, arguments.runs);
  int code = 0;
  for (const Benchmark& benchmark : benchmarks) {
    if (is_wanted(benchmark.name) && !runner.Run(benchmark)) code = 1;
  }
  if (is_wanted(kRace) && !RunRaceAsTold(programs, arguments)) code = 1;
  return code;
}

}  // namespace
}  // namespace apisql::bench

int main(int argc, char** argv) { return apisql::bench::Main(argc, argv); }
