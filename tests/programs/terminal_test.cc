// The program at a terminal: what is typed, and what ends it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
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
    // The line editor's library keeps texts of its own to the end, which are no leaks of ours.
    const char* const leaks = "ASAN_OPTIONS=detect_leaks=0";
    execle(program.c_str(), program.c_str(), "--db", database.c_str(), nullptr,
           std::vector<const char*>{home_variable.c_str(), "TERM=dumb", leaks, nullptr}.data());
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
    while (shown_.find(text, found_) == std::string::npos) {
      if (Read() <= 0) return false;
    }
    found_ = shown_.find(text, found_) + text.size();
    return true;
  }

  // As Shows(), and waits until the line editor reads: it prints its prompt a moment before, and a
  // Ctrl-D in between would not reach it.
  bool Prompts(const std::string& prompt) {
    if (!Shows(prompt)) return false;
    termios state = {};
    for (int turn = 0; turn < 10'000; ++turn) {
      if (tcgetattr(descriptor_, &state) == 0 && (state.c_lflag & ICANON) == 0) return true;
      usleep(2'000);
    }
    return false;
  }

  void Signal(int signal) const { kill(pid_, signal); }

  // The exit code; -1 when it has not ended within 20 seconds.
  int Wait() {
    // Reads to the end, so that the program can write.
    if (!AtEnd()) kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  const std::string& shown() const { return shown_; }

 private:
  // As read(2), and -1 after 20 seconds without a byte.
  ssize_t Read() {
    pollfd waited = {descriptor_, POLLIN, 0};
    char block[4096];
    if (poll(&waited, 1, 20'000) <= 0) return -1;
    const ssize_t size = read(descriptor_, block, sizeof block);
    if (size > 0) shown_.append(block, static_cast<size_t>(size));
    // Linux says so when the program has closed the terminal.
    return size < 0 && errno == EIO ? 0 : size;
  }

  bool AtEnd() {
    ssize_t size = 1;
    while (size > 0) size = Read();
    return size == 0;
  }

  pid_t pid_ = -1;
  int descriptor_ = -1;
  std::string shown_;
  size_t found_ = 0;
};

class TerminalTest : public testing::Test {
 protected:
  void SetUp() override {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) GTEST_SKIP() << "no terminals here: /dev/pts is not mounted";
    close(terminal);
  }

  // The tables that the file has, one a line.
  std::string Tables() const {
    return home_.Run({Built("apisql"), "--no-header", "--db", database_, "SHOW TABLES"}).out;
  }

  TestHome home_;
  std::string database_ = (home_.folder() / "work.db").string();
};

TEST_F(TerminalTest, TheEndOfInputDropsAnUnfinishedStatement) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE unfinished (x)\n");
  ASSERT_TRUE(terminal.Prompts("...> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.shown(), HasSubstr("the statement without a semicolon was not run"));
  EXPECT_THAT(Tables(), Not(HasSubstr("unfinished")));
}

TEST_F(TerminalTest, TheEndOfInputLeavesWhatIsFinished) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE finished (x); SELECT 'do' || 'ne' AS x;\n");
  // The prompt behind the result: the terminal is the editor's again.
  ASSERT_TRUE(terminal.Shows("done") && terminal.Prompts("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("was not run")));
  EXPECT_THAT(Tables(), HasSubstr("finished"));
}

TEST_F(TerminalTest, CtrlCAtThePromptIsNotRememberedByTheNextStatement) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("SELECT 'left");
  ASSERT_TRUE(terminal.Shows("left"));
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE after (x); SELECT 'do' || 'ne' AS x;\n");
  ASSERT_TRUE(terminal.Shows("done") && terminal.Prompts("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(Tables(), HasSubstr("after"));
}

TEST_F(TerminalTest, CtrlCEndsTheStatementAndWhatStandsBehindIt) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(
      "SELECT 'star' || 'ted' AS x; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
      " SELECT count(*) FROM n; CREATE TABLE behind (x);\n");
  ASSERT_TRUE(terminal.Shows("started"));
  terminal.Type(kControlC);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(kControlD);
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(Tables(), Not(HasSubstr("behind")));
}

TEST_F(TerminalTest, TerminationEndsThePrompt) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("CREATE TABLE unfinished (x)\n");
  ASSERT_TRUE(terminal.Prompts("...> "));
  terminal.Signal(SIGTERM);
  EXPECT_EQ(terminal.Wait(), 143);
  EXPECT_THAT(Tables(), Not(HasSubstr("unfinished")));
}

TEST_F(TerminalTest, TerminationEndsTheStatementAndTheProgram) {
  Terminal terminal(home_, database_);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(
      "SELECT 'star' || 'ted' AS x; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
      " SELECT count(*) FROM n;\n");
  ASSERT_TRUE(terminal.Shows("started"));
  terminal.Signal(SIGTERM);
  EXPECT_EQ(terminal.Wait(), 143);
}

}  // namespace
}  // namespace apisql
