// A run of the program plans with the sizes that an earlier one has seen, where it is told to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

constexpr char kCountKeys[] = "SELECT count(*) FROM confluent.iam.api_keys";
// More owners than the list of the sandbox's 200 keys has pages, and fewer than its document
// guesses.
constexpr char kKeysOfFive[] =
    "SELECT count(*) FROM confluent.iam.api_keys"
    " WHERE owner_id IN ('sa-1', 'sa-2', 'sa-3', 'sa-4', 'sa-5')";

class LearnedSizesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NO_FATAL_FAILURE(Serve(sandbox_)); }

  static void Serve(std::unique_ptr<Sandbox>& sandbox) {
    auto started = Sandbox::Start(SandboxOptions());
    ASSERT_TRUE(started.ok()) << started.status().message();
    sandbox = *std::move(started);
  }

  ProgramResult Run(const std::string& sql, const std::vector<std::string>& options) const {
    return RunAt(*sandbox_, sql, options);
  }
  ProgramResult RunAt(const Sandbox& sandbox, const std::string& sql,
                      const std::vector<std::string>& options) const {
    const SandboxAccess& access = sandbox.access();
    std::vector<std::string> command = {Built("apisql"), "--no-header", "--base-url",
                                        "confluent=" + access.confluent_url};
    command.insert(command.end(), options.begin(), options.end());
    command.push_back(sql);
    return home_.Run(command, {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                               {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret},
                               {"XDG_CACHE_HOME", cache_.string()}});
  }
  // Those of one run of kKeysOfFive.
  size_t RequestsFor(const Sandbox& sandbox, const std::vector<std::string>& options) const {
    const size_t before = sandbox.Requests().size();
    const ProgramResult result = RunAt(sandbox, kKeysOfFive, options);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.out, "0\n");
    return sandbox.Requests().size() - before;
  }

  const std::vector<std::string> disk_ = {"--set", "learn_sizes=disk"};
  TestHome home_;
  const std::filesystem::path cache_ = home_.folder() / "cache";
  std::unique_ptr<Sandbox> sandbox_;
};

TEST_F(LearnedSizesTest, ALaterRunReadsAListThatProvedShort) {
  EXPECT_EQ(RequestsFor(*sandbox_, disk_), 5);
  ASSERT_EQ(Run(kCountKeys, disk_).exit_code, 0);
  EXPECT_EQ(RequestsFor(*sandbox_, disk_), 2);
  EXPECT_THAT(Run(std::string("EXPLAIN REQUESTS ") + kKeysOfFive, disk_).out,
              HasSubstr("the whole list (list_iam_v2_api_keys, about 2 requests) in place of"));
  EXPECT_EQ(RequestsFor(*sandbox_, {}), 5) << "without the setting nothing is remembered";
}

TEST_F(LearnedSizesTest, AnotherServerIsAnotherApi) {
  ASSERT_EQ(Run(kCountKeys, disk_).exit_code, 0);
  std::unique_ptr<Sandbox> other;
  ASSERT_NO_FATAL_FAILURE(Serve(other));
  EXPECT_EQ(RequestsFor(*other, disk_), 5);
}

TEST_F(LearnedSizesTest, NoFileAppearsWithoutTheSetting) {
  ASSERT_EQ(Run(kCountKeys, {}).exit_code, 0);
  ASSERT_EQ(Run(kCountKeys, {"--set", "learn_sizes=off"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(cache_));
}

TEST_F(LearnedSizesTest, NorDoesOneOfTheBuiltInSandbox) {
  const ProgramResult result =
      home_.Run({Built("apisql"), "--sandbox", "--set", "learn_sizes=disk", kCountKeys},
                {{"XDG_CACHE_HOME", cache_.string()}});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_FALSE(std::filesystem::exists(cache_));
}

TEST_F(LearnedSizesTest, AFolderThatCannotBeWrittenIsNoError) {
  home_.Write("cache", "a file");
  const ProgramResult result = Run(kCountKeys, disk_);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "200\n");
  EXPECT_EQ(result.err, "");
}

}  // namespace
}  // namespace apisql
