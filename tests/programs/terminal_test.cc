// The program at a terminal: what is typed, and what ends it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kControlC[] = "\x03";
constexpr char kControlD[] = "\x04";

class Terminal {
 public:
  Terminal(const TestHome& home, const std::string& database) {
    const std::string program = Built("apisql");
    const std::string home_variable = "HOME=" + home.folder().string();
    pid_ = forkpty(&descriptor_, nullptr, nullptr, nullptr);
    if (pid_ != 0) return;
    execle(program.c_str(), program.c_str(), "--db", database.c_str(), nullptr,
           std::vector<const char*>{home_variable.c_str(), "TERM=dumb", nullptr}.data());
    _exit(127);
  }
  ~Terminal() {
    if (pid_ > 0) kill(pid_, SIGKILL);
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    close(descriptor_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void Type(const std::string& text) const {
    ASSERT_EQ(write(descriptor_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  // Reads until `text` comes after what earlier calls have found.
  bool Shows(const std::string& text) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (shown_.find(text, found_) == std::string::npos) {
      pollfd waited = {descriptor_, POLLIN, 0};
      if (std::chrono::steady_clock::now() > deadline) return false;
      if (poll(&waited, 1, 100) <= 0) continue;
      char block[4096];
      const ssize_t size = read(descriptor_, block, sizeof block);
      if (size <= 0) return false;
      shown_.append(block, static_cast<size_t>(size));
    }
    found_ = shown_.find(text, found_) + text.size();
    return true;
  }

  void Signal(int signal) const { kill(pid_, signal); }

  int Wait() {
    Shows("no text of this program \x01");  // Reads to the end, so that the program can write.
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  const std::string& shown() const { return shown_; }

 private:
  pid_t pid_ = -1;
  int descriptor_ = -1;
  std::string shown_;
  size_t found_ = 0;
};

class TerminalTest : public testing::Test {
 protected:
  // The tables that the file has, one a line.
  std::string Tables() const {
    return home_.Run({Built("apisql"), "--no-header", "--db", database_, "SHOW TABLES"}).out;
  }

  TestHome home_;
  std::string database_ = (home_.folder() / "work.db").string();
};

TEST_F(TerminalTest, TheEndOfInputDropsAnUnfinishedStatement) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type("CREATE TABLE unfinished (x)\n");
  ASSERT_TRUE(terminal.Shows("...> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.shown(), HasSubstr("the statement without a semicolon was not run"));
  EXPECT_THAT(Tables(), Not(HasSubstr("unfinished")));
}

TEST_F(TerminalTest, TheEndOfInputLeavesWhatIsFinished) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type("CREATE TABLE finished (x);\n");
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("was not run")));
  EXPECT_THAT(Tables(), HasSubstr("finished"));
}

TEST_F(TerminalTest, CtrlCAtThePromptIsNotRememberedByTheNextStatement) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type("SELECT 'left");
  ASSERT_TRUE(terminal.Shows("left"));
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type("CREATE TABLE after (x);\n");
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(Tables(), HasSubstr("after"));
}

TEST_F(TerminalTest, CtrlCEndsTheStatementAndWhatStandsBehindIt) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n; "
      "CREATE TABLE behind (x);\n");
  ASSERT_TRUE(terminal.Shows("behind (x);\r\n"));
  usleep(300'000);
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(Tables(), Not(HasSubstr("behind")));
}

TEST_F(TerminalTest, TerminationEndsThePrompt) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type("CREATE TABLE unfinished (x)\n");
  ASSERT_TRUE(terminal.Shows("...> "));
  usleep(100'000);
  terminal.Signal(SIGTERM);
  EXPECT_EQ(terminal.Wait(), 143);
  EXPECT_THAT(Tables(), Not(HasSubstr("unfinished")));
}

TEST_F(TerminalTest, TerminationEndsTheStatementAndTheProgram) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Shows("apisql> "));
  terminal.Type(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\n");
  ASSERT_TRUE(terminal.Shows("FROM n;\r\n"));
  usleep(300'000);
  terminal.Signal(SIGTERM);
  EXPECT_EQ(terminal.Wait(), 143);
}

}  // namespace
}  // namespace apisql
