// Random transactions of the program, which a signal ends at a random moment while some of its
// requests fail.
//
// The server must have carried out the first of the writes in their order, each once. After
// SIGINT, SIGTERM and SIGHUP the program must have said of them what is so: how many rows are
// applied, may have been applied, and were not sent; its exit code tells the signal. After SIGKILL
// nobody says anything.
//
//   APISQL_SEED                  other transactions, faults and moments
//   APISQL_TRANSACTIONS_KILLED   how many (60)
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <regex>
#include <string>
#include <thread>

#include "tests/programs/run_program.h"
#include "tests/transactions/course.h"
#include "tests/transactions/fault_plan.h"
#include "tests/transactions/program_script.h"

namespace apisql::transactions {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr uint64_t kKilledSeed = 20260603;
constexpr uint64_t kKilledPrograms = 60;
constexpr int kWithoutHandler = 1000;  // As ChildProgram adds to a signal's number.

// What the program said of its rows.
struct Told {
  bool all = false;  // It succeeded.
  bool counts = false;
  int64_t total = 0, applied = 0, unknown = 0;
  int64_t lost = 0;  // Waited for a COMMIT that never came.
  bool may_have_been_applied = false;
};

Told Read(const ProgramResult& result) {
  Told told;
  told.all = result.exit_code == 0;
  static const std::regex kCounts(R"(of (\d+) rows (\d+) applied(?:, (\d+) absent)?)"
                                  R"((?:, (\d+) failed)?(?:, (\d+) unknown)?)");
  std::smatch found;
  if (std::regex_search(result.err, found, kCounts)) {
    told.counts = true;
    told.total = std::stoll(found[1]);
    told.applied = std::stoll(found[2]);
    told.unknown = found[5].matched ? std::stoll(found[5]) : 0;
  }
  static const std::regex kLost(R"(rows (\d+) w\w+ not sent|(\d+) rows? w\w+ not sent)");
  if (std::regex_search(result.err, found, kLost))
    told.lost = std::stoll(found[found[1].matched ? 1 : 2]);
  told.may_have_been_applied = result.err.find("may have been applied") != std::string::npos;
  return told;
}

class KilledProgram {
 public:
  KilledProgram(uint64_t seed, std::map<std::string, uint64_t>& tally)
      : random_(seed), plan_(random_.Next()), tally_(tally) {}

  void Run() {
    auto sandbox = Sandbox::Start({.keys = 12, .seed = 1 + random_.Below(5), .now = 1780272000});
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
    auto script = MakeProgramScript(*sandbox_, random_.Next());
    ASSERT_TRUE(script.ok()) << script.status().message();
    script_ = *std::move(script);
    ASSERT_NO_FATAL_FAILURE(Launch());
    sent_ = ServerDid();
    CheckOrder();
    if (signal_ != SIGKILL) CheckWords();
    if (!testing::Test::HasFailure()) return;
    std::printf("signal %d, exit code %d\n%s\nthe server did %zu of %zu\n%s\n", signal_,
                result_.exit_code, result_.err.c_str(), sent_.size(), script_.sendings.size(),
                script_.Text().c_str());
    for (const SandboxRequest& request : sandbox_->Requests()) {
      std::printf("%s %s %s %d, answered %d\n", request.method.c_str(), request.target.c_str(),
                  request.body.c_str(), request.done_with, request.status);
    }
  }

 private:
  void Launch() {
    sandbox_->ForgetRequests();
    static constexpr milliseconds kDelay(4);
    sandbox_->ChooseFaults([this](const SandboxRequest& request) {
      SandboxFault fault = plan_.AtServer(request).value_or(SandboxFault{.status = 0});
      fault.delay = kDelay;
      return std::optional<SandboxFault>(std::move(fault));
    });
    plan_.Begin(script_.steps.back().sql + std::to_string(random_.Next()));
    const SandboxAccess& access = sandbox_->access();
    ChildProgram program(
        home_,
        {Built("apisql"), "--format", "csv", "--no-header", "--base-url",
         "confluent=" + access.confluent_url, "--base-url", "rockset=" + access.rockset_url,
         "--set", "retry_delay=2", "-f", home_.Write("script.sql", script_.Text())},
        {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
         {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret},
         {"ROCKSET_API_KEY", access.rockset_key}});
    WaitForTheMoment(program);
    constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGKILL};
    signal_ = kSignals[random_.Below(std::size(kSignals))];
    program.Signal(signal_);
    result_ = program.Wait();
    plan_.End();
    ASSERT_NE(result_.exit_code, -1) << "it did not end";
  }

  // Mostly while it writes.
  void WaitForTheMoment(const ChildProgram& program) {
    const size_t writes = script_.sendings.size();
    const size_t reads = script_.requests - writes;
    const size_t moment =
        random_.Chance(75) ? reads + random_.Below(writes + 2) : random_.Below(reads + 1);
    const auto deadline = steady_clock::now() + std::chrono::seconds(5);
    while (sandbox_->Requests().size() < moment && !program.Ended() &&
           steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds(1));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random_.Below(7000)));
  }

  // What it carried out: a change that was repeated, once.
  std::vector<Sending> ServerDid() {
    const auto deadline = steady_clock::now() + std::chrono::seconds(2);
    const auto is_over = [](const SandboxRequest& request) { return request.status != 0; };
    while (!std::ranges::all_of(sandbox_->Requests(), is_over) && steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds(1));
    }
    std::vector<Sending> sendings;
    for (const SandboxRequest& request : sandbox_->Requests()) {
      const Sending sending = {request.method, request.target, request.body};
      if (request.method == "GET" || request.done_with == 0) continue;
      const bool repeated = !sendings.empty() && sendings.back() == sending &&
                            (request.method == "PATCH" || request.target.starts_with("/v1/"));
      if (!repeated) sendings.push_back(sending);
      if (request.done_with >= 200 && request.done_with < 300 && !repeated) ++applied_;
    }
    return sendings;
  }

  void CheckOrder() {
    ++tally_["ended by signal " + std::to_string(signal_)];
    ++tally_[sent_.empty()                            ? "before the first write"
             : sent_.size() < script_.sendings.size() ? "between two writes"
                                                      : "after the last write"];
    ASSERT_LE(sent_.size(), script_.sendings.size());
    for (size_t i = 0; i < sent_.size(); ++i) {
      EXPECT_EQ(sent_[i], script_.sendings[i]) << sent_[i].method << " " << sent_[i].target;
    }
  }

  void CheckWords() {
    const Told told = Read(result_);
    const auto rows = static_cast<int64_t>(script_.sendings.size());
    if (result_.exit_code == kWithoutHandler + signal_) {
      EXPECT_EQ(applied_, 0);
      return;
    }
    EXPECT_TRUE(result_.exit_code == 0 || result_.exit_code == 1 ||
                result_.exit_code == 128 + signal_);
    if (told.all) {
      ++tally_["it had succeeded"];
      EXPECT_EQ(sent_.size(), script_.sendings.size());
      return;
    }
    if (told.counts) {
      ++tally_["it counted"];
      EXPECT_EQ(told.total, rows);
      EXPECT_GE(applied_, told.applied);
      EXPECT_LE(applied_, told.applied + told.unknown);
      return;
    }
    if (told.may_have_been_applied) {
      ++tally_["its one row was unknown"];
      EXPECT_EQ(rows, 1);
      return;
    }
    const size_t done = ProgramScript::StepsDone(result_.out);
    const bool says_not_sent = result_.err.find("not sent") != std::string::npos;
    // Else the signal came while COMMIT failed for a reason of its own.
    const bool interrupted =
        result_.exit_code == 0 || result_.err.find("interrupted") != std::string::npos;
    if (done + 1 >= script_.steps.size() && interrupted && result_.exit_code != 1 &&
        !says_not_sent) {
      // The signal came behind COMMIT.
      ++tally_["it had committed"];
      EXPECT_EQ(sent_.size(), script_.sendings.size());
      return;
    }
    ++tally_["it had applied nothing"];
    EXPECT_EQ(applied_, 0);
    if (done + 1 < script_.steps.size()) CheckLost(told, done);
  }

  // Rows that wait for COMMIT are lost with the program.
  void CheckLost(const Told& told, size_t done) {
    const int64_t least = done == 0 ? 0 : script_.staged[done - 1];
    const int64_t most = std::max(least, script_.staged[done]);
    EXPECT_GE(told.lost, std::min(least, most)) << "after " << done << " steps";
    EXPECT_LE(told.lost, most) << "after " << done << " steps";
  }

  differential::Random random_;
  FaultPlan plan_;
  std::map<std::string, uint64_t>& tally_;
  TestHome home_;
  std::unique_ptr<Sandbox> sandbox_;
  ProgramScript script_;
  int signal_ = 0;
  ProgramResult result_;
  std::vector<Sending> sent_;
  int64_t applied_ = 0;
};

TEST(KilledProgramTest, ItSaysWhatTheServerDid) {
  const uint64_t seed = NumberFrom("APISQL_SEED", kKilledSeed);
  const uint64_t programs = NumberFrom("APISQL_TRANSACTIONS_KILLED", kKilledPrograms);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  std::map<std::string, uint64_t> tally;
  differential::Random random(seed);
  for (uint64_t i = 0; i < programs && !HasFailure(); ++i) {
    KilledProgram(random.Next(), tally).Run();
  }
  for (const auto& [name, count] : tally) {
    std::printf("%s: %llu\n", name.c_str(), static_cast<unsigned long long>(count));
  }
}

}  // namespace
}  // namespace apisql::transactions
