#include "shell/line/history_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace apisql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class HistoryFileTest : public testing::Test {
 protected:
  HistoryFileTest() : folder_(testing::TempDir() + "/apisql_history_" + std::to_string(getpid())) {}
  ~HistoryFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Text() const {
    std::ostringstream text;
    text << std::ifstream(file_).rdbuf();
    return text.str();
  }
  mode_t Mode() const {
    struct stat facts = {};
    return stat(file_.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0;
  }

  std::string folder_;
  std::string file_ = folder_ + "/state/history";
};

TEST_F(HistoryFileTest, AnEntryIsALineThatGrepReads) {
  HistoryFile history(file_);
  EXPECT_THAT(history.Read(), IsEmpty());
  history.Append("SELECT 1;");
  history.Append("SELECT 'a\\n'\n  FROM t;");
  EXPECT_EQ(Text(), "SELECT 1;\nSELECT 'a\\\\n'\\n  FROM t;\n");
  EXPECT_THAT(history.Read(), ElementsAre("SELECT 1;", "SELECT 'a\\n'\n  FROM t;"));
  EXPECT_EQ(Mode(), 0600U);
}

TEST_F(HistoryFileTest, TwoShellsKeepBothTheirEntries) {
  HistoryFile one(file_);
  HistoryFile two(file_);
  one.Append("a");
  two.Append("b");
  one.Append("c");
  EXPECT_THAT(one.Read(), ElementsAre("a", "b", "c"));
  EXPECT_FALSE(one.Changed());
  two.Append("d");
  EXPECT_TRUE(one.Changed());
}

TEST_F(HistoryFileTest, ManyShellsAtOnceLoseNothing) {
  std::vector<std::thread> shells;
  for (int shell = 0; shell < 8; ++shell) {
    shells.emplace_back([this, shell] {
      HistoryFile history(file_);
      for (int i = 0; i < 50; ++i) history.Append(std::string(200, static_cast<char>('a' + shell)));
    });
  }
  for (std::thread& shell : shells) shell.join();
  EXPECT_THAT(HistoryFile(file_).Read(), SizeIs(400));
}

TEST_F(HistoryFileTest, AFileOfLibeditBecomesAPlainOne) {
  std::filesystem::create_directories(folder_ + "/state");
  std::ofstream(file_) << "_HiStOrY_V2_\nSELECT\\0401;\nSELECT\\040'a\\\\b'\\012FROM\\040t;\n";
  chmod(file_.c_str(), 0644);
  HistoryFile history(file_);
  EXPECT_THAT(history.Read(), ElementsAre("SELECT 1;", "SELECT 'a\\b'\nFROM t;"));
  EXPECT_EQ(Text(), "SELECT 1;\nSELECT 'a\\\\b'\\nFROM t;\n");
  EXPECT_EQ(Mode(), 0600U);
  history.Append("x");
  EXPECT_THAT(HistoryFile(file_).Read(), SizeIs(3));
}

TEST_F(HistoryFileTest, TheOldestEntriesGo) {
  std::filesystem::create_directories(folder_ + "/state");
  {
    std::ofstream out(file_);
    for (size_t i = 0; i <= 2 * HistoryFile::kMostEntries; ++i) out << i << "\n";
  }
  EXPECT_THAT(HistoryFile(file_).Read(), SizeIs(HistoryFile::kMostEntries));
  EXPECT_TRUE(Text().starts_with("5001\n"));
}

TEST_F(HistoryFileTest, WithoutAFileNothingIsKept) {
  HistoryFile none("");
  none.Append("x");
  EXPECT_THAT(none.Read(), IsEmpty());
  EXPECT_FALSE(none.Changed());
  HistoryFile impossible("/proc/no/such/folder/history");
  impossible.Append("x");
  EXPECT_THAT(impossible.Read(), IsEmpty());
}

}  // namespace
}  // namespace apisql
