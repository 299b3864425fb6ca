// Ctrl-C in each state that has no file of its own: rows that stream, files, scripts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kNeverEnds =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\n";

// Waits until there is a file of so many bytes.
bool HasBytes(const std::filesystem::path& file, uintmax_t bytes) {
  std::error_code error;
  for (int turn = 0; turn < 3'000; ++turn) {
    const uintmax_t size = std::filesystem::file_size(file, error);
    if (!error && size >= bytes) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return false;
}

class TerminalInterruptTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  // What it is to interrupt, between two statements that tell where it is.
  std::string Script() const {
    return home_.Write("script.sql", std::string("SELECT 'be' || 'gun' AS x;\n") + kNeverEnds +
                                         "SELECT 'be' || 'hind' AS x;\n");
  }

  TestHome home_;
};

TEST_F(TerminalInterruptTest, EndsAFloodOfRows) {
  const Screen screen(home_, {Built("apisql")}, {}, {{"PAGER", ""}});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      "SELECT i, 'a row' FROM n;");
  ASSERT_TRUE(screen.Hides("WITH RECURSIVE")) << screen.Text();
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("interrupted"));
}

TEST_F(TerminalInterruptTest, EndsAFileThatIsReadAndKeepsThePrompt) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".read " + Script());
  ASSERT_TRUE(screen.Shows("begun"));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("interrupted"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("behind")));
  screen.Enter("SELECT 'goes ' || 'on';");
  EXPECT_TRUE(screen.Shows("goes on"));
}

TEST_F(TerminalInterruptTest, EndsAScriptAndAllBehindIt) {
  const Screen screen(home_, {Built("apisql"), "--continue-on-error", "-f", Script(), "-c",
                              "SELECT 'fur' || 'ther' AS x"});
  ASSERT_TRUE(screen.Shows("begun"));
  screen.Press("C-c");
  EXPECT_EQ(screen.Wait(), 130) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("behind")));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("further")));
}

TEST_F(TerminalInterruptTest, LeavesWholeResultsInAFile) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  const std::filesystem::path file = home_.folder() / "rows.csv";
  screen.Enter(".output " + file.string());
  screen.Enter("SELECT 'whole' AS x;");
  screen.Enter("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;");
  ASSERT_TRUE(HasBytes(home_.folder() / "rows.csv.part", 10'000));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Shows("interrupted") && screen.Prompts("apisql>")) << screen.Text();
  screen.Enter(".output");
  screen.Enter("SELECT 'back ' || 'here';");
  ASSERT_TRUE(screen.Shows("back here"));
  EXPECT_EQ(std::filesystem::file_size(file), std::string("x\nwhole\n").size());
}

}  // namespace
}  // namespace apisql
