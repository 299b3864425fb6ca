// Rows leave as they come, in every format: memory stays flat, the first page is seen before the
// second is there, and who reads learns when there is no more.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "shell/output/renderer.h"
#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"
#include "tests/programs/terminal.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string CountTo(int rows) {
  return "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < " +
         std::to_string(rows) + ") SELECT n, 'row ' || n AS text FROM t";
}

int64_t PeakOf(const TestHome& home, const char* format, int rows) {
  const auto into_nothing = [] { dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO); };
  ChildProgram program(home, {Built("apisql"), "--format", format, CountTo(rows)}, {},
                       into_nothing);
  int64_t peak = 0;
  // A minute at least, so that one which hangs is a failure.
  for (int turn = 0; turn < 30'000 && !program.Ended(); ++turn) {
    peak = std::max(peak, program.PeakKilobytes());
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  EXPECT_EQ(program.Wait().exit_code, 0) << format;
  return peak;
}

TEST(StreamTest, AMillionRowsTakeAsMuchMemoryAsTenThousand) {
  if (kSanitized) GTEST_SKIP() << "the sanitizer needs memory of its own";
  constexpr int64_t kMost = 4 << 10;
  const TestHome home;
  for (const Format& format : Formats()) {
    const int64_t small = PeakOf(home, format.name, 10'000);
    const int64_t large = PeakOf(home, format.name, 1'000'000);
    EXPECT_GT(small, 0) << format.name;
    EXPECT_LT(large - small, kMost) << format.name << ": " << small << " kB, " << large << " kB";
  }
}

// A list of two pages with a row each. The second one is answered when the test says so.
class HeldServer {
 public:
  enum class Second { kRows, kFailure };

  explicit HeldServer(Second second) : second_(second) {}
  ~HeldServer() { Release(); }
  HeldServer(const HeldServer&) = delete;
  HeldServer& operator=(const HeldServer&) = delete;

  void Release() {
    if (!released_) release_.set_value();
    released_ = true;
  }
  std::vector<std::string> Arguments(std::vector<std::string> more) const {
    more.insert(more.begin(),
                {"--base-url", "confluent=" + server_.url(), "--set", "max_retries=0"});
    more.emplace_back("SELECT id, display_name FROM confluent.iam.service_accounts");
    return more;
  }

 private:
  void Answer(ScriptServer::Connection& connection) {
    while (const std::optional<std::string> request = connection.Read()) {
      if (request->find("page_token=2") == std::string::npos) {
        connection.WriteOk(
            R"({"data": [{"id": "sa-one", "display_name": "x"}], "metadata": {"next": ")" +
            server_.url("/iam/v2/service-accounts?page_token=2") + "\"}}");
        continue;
      }
      held_.wait();
      if (second_ == Second::kRows) {
        connection.WriteOk(R"({"data": [{"id": "sa-two", "display_name": "y"}], "metadata": {}})");
      } else {
        connection.Write("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
      }
    }
  }

  const Second second_;
  bool released_ = false;
  std::promise<void> release_;
  std::shared_future<void> held_ = release_.get_future().share();
  ScriptServer server_{[this](ScriptServer::Connection& connection) { Answer(connection); }};
};

const std::map<std::string, std::string> kAnyCredential = {{"CONFLUENT_CLOUD_API_KEY", "k"},
                                                           {"CONFLUENT_CLOUD_API_SECRET", "s"}};

TEST(StreamTest, ATerminalShowsTheFirstPageBeforeTheSecondIsThere) {
  if (!Terminal::ArePossible()) GTEST_SKIP() << "no terminals here: /dev/pts is not mounted";
  const TestHome home;
  for (const Format& format : Formats()) {
    HeldServer server(HeldServer::Second::kRows);
    Terminal terminal(home, server.Arguments({"--format", format.name}),
                      {"CONFLUENT_CLOUD_API_KEY=k", "CONFLUENT_CLOUD_API_SECRET=s"});
    EXPECT_TRUE(terminal.Shows("sa-one")) << format.name;
    EXPECT_THAT(terminal.shown(), Not(HasSubstr("sa-two"))) << format.name;
    server.Release();
    EXPECT_TRUE(terminal.Shows("sa-two")) << format.name << terminal.shown();
    EXPECT_EQ(terminal.Wait(), 0) << format.name << terminal.shown();
  }
}

// Those for people are aligned, so that there a thousand rows are waited for.
TEST(StreamTest, AProgramGetsTheFirstPageBeforeTheSecondIsThere) {
  const TestHome home;
  for (const Format& format : Formats()) {
    if (format.for_people) continue;
    HeldServer server(HeldServer::Second::kRows);
    std::vector<std::string> arguments = server.Arguments({"--format", format.name});
    arguments.insert(arguments.begin(), Built("apisql"));
    ChildProgram program(home, arguments, kAnyCredential);
    const auto has = [&] { return program.OutSoFar().find("sa-one") != std::string::npos; };
    for (int i = 0; i < 10'000 && !has() && !program.Ended(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    EXPECT_TRUE(has()) << format.name << ": " << program.OutSoFar();
    server.Release();
    const ProgramResult result = program.Wait();
    EXPECT_EQ(result.exit_code, 0) << format.name << result.err;
    EXPECT_THAT(result.out, HasSubstr("sa-two")) << format.name;
  }
}

// Its exit code, standard error and, where it is asked for, the last line of what is printed.
TEST(StreamTest, AResultThatFailsHalfWaySaysSoInThreePlaces) {
  const TestHome home;
  for (const Format& format : Formats()) {
    HeldServer server(HeldServer::Second::kFailure);
    server.Release();
    std::vector<std::string> arguments = server.Arguments({"--format", format.name, "--mark-end"});
    arguments.insert(arguments.begin(), Built("apisql"));
    const ProgramResult result = home.Run(arguments, kAnyCredential);
    SCOPED_TRACE(std::string(format.name) + ": " + result.out);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, StartsWith("apisql: confluent.iam.service_accounts: "));
    EXPECT_THAT(result.err, HasSubstr("page_token=2"));
    if (format.for_people) continue;
    EXPECT_THAT(result.out, HasSubstr("sa-one"));
    const size_t last = result.out.rfind('\n', result.out.size() - 2);
    EXPECT_THAT(result.out.substr(last + 1), HasSubstr("error"));
    EXPECT_THAT(result.out.substr(last + 1), HasSubstr("500"));
    EXPECT_THAT(result.out.substr(0, last), Not(HasSubstr("error")));
  }
}

TEST(StreamTest, AReaderThatHasEnoughEndsItQuietly) {
  const TestHome home;
  const std::string script = R"({ "$0" "$@"; echo $? >"$HOME/code"; } | head -n 1)";
  for (const Format& format : Formats()) {
    const ProgramResult result = home.Run({"/bin/sh", "-c", script, Built("apisql"), "--format",
                                           format.name, "--mark-end", CountTo(100'000'000)});
    EXPECT_EQ(result.exit_code, 0) << format.name;
    EXPECT_EQ(std::ranges::count(result.out, '\n'), 1) << format.name << ": " << result.out;
    EXPECT_EQ(result.err, "") << format.name;
    const ProgramResult code = home.Run({"/bin/cat", (home.folder() / "code").string()});
    EXPECT_EQ(code.out, "1\n") << format.name;
  }
}

}  // namespace
}  // namespace apisql
