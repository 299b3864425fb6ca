#include "shell/script/start_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace apisql {
namespace {

using testing::HasSubstr;

class StartFileTest : public testing::Test {
 protected:
  StartFileTest() : folder_(testing::TempDir() + "/apisql_rc_" + std::to_string(getpid())) {
    std::filesystem::create_directories(folder_);
    chmod(folder_.c_str(), 0755);
    file_ = StartFileBeside(folder_ + "/config.yaml");
  }
  ~StartFileTest() override { std::filesystem::remove_all(folder_); }

  void Write(mode_t mode) const {
    std::ofstream(file_) << ".mode json\n";
    chmod(file_.c_str(), mode);
  }

  std::string folder_;
  std::string file_;
};

TEST_F(StartFileTest, ItStandsBesideTheConfiguration) {
  EXPECT_EQ(file_, folder_ + "/rc.sql");
  EXPECT_EQ(StartFileBeside(""), "");
}

TEST_F(StartFileTest, WithoutAFileThereIsNothingToRun) {
  EXPECT_EQ(ReadStartFile("")->has_value(), false);
  EXPECT_EQ(ReadStartFile(file_)->has_value(), false);
}

TEST_F(StartFileTest, AFileThatOthersMayReadIsRun) {
  Write(0644);
  const auto script = ReadStartFile(file_);
  ASSERT_TRUE(script.ok() && script->has_value()) << script.status().message();
  EXPECT_EQ((*script)->name, file_);
  EXPECT_EQ((*script)->text, ".mode json\n");
}

TEST_F(StartFileTest, AFileThatOthersCanWriteIsNot) {
  Write(0664);
  EXPECT_EQ(ReadStartFile(file_).status().message(),
            file_ + " was not run: others can write the file. chmod go-w " + file_);
}

TEST_F(StartFileTest, NorIsOneInAFolderThatOthersCanWrite) {
  Write(0600);
  chmod(folder_.c_str(), 0777);
  EXPECT_THAT(ReadStartFile(file_).status().message(), HasSubstr("others can write its folder"));
}

}  // namespace
}  // namespace apisql
