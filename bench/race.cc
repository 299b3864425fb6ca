#include "bench/race.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/child.h"

namespace apisql::bench {
namespace {

// As printf takes it.
long long Wide(int64_t number) { return number; }

std::vector<std::string> SortedLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    lines.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  std::ranges::sort(lines);
  return lines;
}

// Takes the last field off a line of CSV, which must be no quoted text. None where it is empty.
std::optional<int64_t> TakeLastNumber(std::string* line) {
  const size_t comma = line->rfind(',');
  const char* const begin = line->data() + comma + 1;
  const char* const end = line->data() + line->size();
  int64_t number = 0;
  const bool is_number = begin != end && std::from_chars(begin, end, number).ptr == end;
  line->resize(comma);
  return is_number ? std::optional(number) : std::nullopt;
}

// Of all scans of a statement together.
struct Foretold {
  int64_t least = 0;
  std::optional<int64_t> most = 0;

  std::string ToString() const {
    return std::to_string(least) + ".." + (most ? std::to_string(*most) : "");
  }
  bool Holds(int64_t requests) const { return least <= requests && (!most || requests <= *most); }
};

// What one statement has come to.
struct RaceResult {
  int64_t requests = 0;  // The most of any run.
  std::vector<double> times;
  std::vector<double> bare_times;
  Foretold foretold;
  std::string wrong;  // Empty: nothing.
};

class Race {
 public:
  Race(const Programs& programs, const RaceSetting& setting, int runs)
      : programs_(programs),
        setting_(setting),
        runs_(runs),
        server_({programs.server, "--latency-ms", std::to_string(setting.latency_ms),
                 "keys=" + std::to_string(setting.keys), "few_users=50", "many_users=500"}),
        url_(server_.lines()[0]) {}

  bool Run() {
    std::printf("race over %lld pages of %lld keys, %lld ms, %lld requests at once\n",
                Wide(setting_.pages()), Wide(setting_.page_size), Wide(setting_.latency_ms),
                Wide(setting_.concurrency));
    std::printf("  %-8s %-15s %8s %6s %5s %8s %7s %7s %7s %7s  %s\n", "length", "statement",
                "requests", "fewest", "bound", "foretold", "ms", "bound", "waits", "bare",
                "within");
    bool right = true;
    for (const RaceStatement& statement : RaceStatements(setting_)) {
      const RaceResult result = Measure(statement);
      Report(statement, result);
      right &= result.wrong.empty();
    }
    return right;
  }

 private:
  ChildRun Ask(const std::string& sql, StandardError error = StandardError::kOurs) const {
    return RunChild({programs_.apisql, "--no-header", "--format", "csv", "--provider-dir",
                     programs_.documents, "--base-url", "race=" + url_, sql},
                    kLimit, error);
  }

  RaceResult Measure(const RaceStatement& statement) const {
    RaceResult result;
    result.wrong = Foretell(statement, &result.foretold);
    for (int i = 0; i < runs_ && result.wrong.empty(); ++i) {
      result.wrong = RunOnce(statement, &result);
      if (result.wrong.empty()) result.wrong = RunBare(statement, &result);
    }
    return result;
  }

  std::string Foretell(const RaceStatement& statement, Foretold* foretold) const {
    const int64_t served = RequestsServed(programs_, url_);
    // It adds up its guesses there.
    const ChildRun run = Ask("EXPLAIN REQUESTS " + statement.sql, StandardError::kDropped);
    if (run.exit_code != 0 || run.output.empty()) return "EXPLAIN REQUESTS fails";
    if (RequestsServed(programs_, url_) != served) return "EXPLAIN REQUESTS sends a request";
    for (std::string& line : SortedLines(run.output)) {
      const std::optional<int64_t> most = TakeLastNumber(&line);
      foretold->least += TakeLastNumber(&line).value_or(0);
      foretold->most =
          most && foretold->most ? std::optional(*foretold->most + *most) : std::nullopt;
    }
    return "";
  }

  std::string RunOnce(const RaceStatement& statement, RaceResult* result) const {
    const int64_t served = RequestsServed(programs_, url_);
    const ChildRun run = Ask(statement.sql);
    if (run.timed_out || run.exit_code != 0) return "it fails";
    if (SortedLines(run.output) != statement.lines) return "other rows";
    const int64_t requests = RequestsServed(programs_, url_) - served;
    result->requests = std::max(result->requests, requests);
    result->times.push_back(run.wall_ms);
    if (!result->foretold.Holds(requests)) return "other requests than foretold";
    return requests > statement.Bound(setting_).requests ? "more requests than the bound" : "";
  }

  std::string RunBare(const RaceStatement& statement, RaceResult* result) const {
    const std::vector<std::string>& words =
        statement.ListIsBest(setting_) ? statement.list : statement.look_ups;
    std::vector<std::string> command = {programs_.ideal, words[0], url_};
    command.insert(command.end(), words.begin() + 1, words.end());
    const ChildRun run = RunChild(command, kLimit);
    result->bare_times.push_back(run.wall_ms);
    return run.timed_out || run.exit_code != 0 ? "the bare program fails" : "";
  }

  void Report(const RaceStatement& statement, const RaceResult& result) const {
    const RaceCost bound = statement.Bound(setting_);
    const RaceCost best =
        statement.ListIsBest(setting_) ? statement.List(setting_) : statement.LookUps(setting_);
    const double bare = Median(result.bare_times);
    // A round trip as it was for the bare program, so that a busy machine slows both sides.
    const double most = bound.waiting * bare / best.waiting;
    const double time = Median(result.times);
    std::string verdict = time <= most ? "yes" : "over time";
    if (!result.wrong.empty()) verdict = "WRONG: " + result.wrong;
    std::printf("  %-8s %-15s %8lld %6lld %5lld %8s %7.0f %7.0f %7.0f %7.0f  %s\n",
                statement.sized ? "told" : "guessed", statement.name.c_str(), Wide(result.requests),
                Wide(statement.Fewest(setting_)), Wide(bound.requests),
                result.foretold.ToString().c_str(), time, most,
                best.waiting * static_cast<double>(setting_.latency_ms), bare, verdict.c_str());
    std::fflush(stdout);
  }

  const Programs& programs_;
  const RaceSetting& setting_;
  int runs_;
  Service server_;
  std::string url_;
};

}  // namespace

bool RunRace(const Programs& programs, const RaceSetting& setting, int runs) {
  return Race(programs, setting, runs).Run();
}

}  // namespace apisql::bench
