// The program, started without standard input, output or errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const std::map<std::string, std::string> kAnyCredential = {{"CONFLUENT_CLOUD_API_KEY", "k"},
                                                           {"CONFLUENT_CLOUD_API_SECRET", "s"}};

void CloseAll() {
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  close(STDERR_FILENO);
}

class StandardDescriptorsTest : public testing::Test {
 protected:
  ProgramResult Run(std::vector<std::string> arguments, const std::function<void()>& before) {
    arguments.insert(arguments.begin(), {Built("apisql"), "--base-url", "confluent=" + api_.url()});
    ChildProgram program(home_, arguments, kAnyCredential, before);
    return program.Wait();
  }

  TestHome home_;
  ScriptServer api_{AlwaysOk(R"({"data": [{"id": "u-1"}], "metadata": {}})")};
};

TEST_F(StandardDescriptorsTest, RowsForAClosedOutputAreAnError) {
  const ProgramResult result =
      Run({"SELECT id FROM confluent.iam.users"}, [] { close(STDOUT_FILENO); });
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot write to standard output"));
}

TEST_F(StandardDescriptorsTest, HelpForAClosedOutputIsAnError) {
  EXPECT_EQ(Run({"--help"}, [] { close(STDOUT_FILENO); }).exit_code, 1);
}

TEST_F(StandardDescriptorsTest, NothingForAClosedOutputIsNoError) {
  EXPECT_EQ(Run({"CREATE TABLE t (x)"}, CloseAll).exit_code, 0);
}

TEST_F(StandardDescriptorsTest, OutputAndErrorsNeverReachTheConnectionOfAnApi) {
  const ProgramResult result =
      Run({"--trace", "--continue-on-error",
           "CREATE TABLE one AS SELECT id FROM confluent.iam.users; SELECT nothing;"
           "CREATE TABLE two AS SELECT id FROM confluent.iam.users; SELECT * FROM two"},
          CloseAll);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(api_.requests(), AllOf(SizeIs(2), Each(StartsWith("GET /iam/v2/users"))));
}

TEST_F(StandardDescriptorsTest, WithoutErrorsTheExitCodeTells) {
  const ProgramResult result =
      Run({"SELECT id FROM confluent.iam.users; SELECT nothing"}, [] { close(STDERR_FILENO); });
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "id\nu-1\n");
}

TEST_F(StandardDescriptorsTest, AClosedInputIsNoEmptyScript) {
  const ProgramResult result = Run({}, [] { close(STDIN_FILENO); });
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot read standard input"));
}

TEST_F(StandardDescriptorsTest, AClosedInputThatIsNotReadIsNoError) {
  const ProgramResult result = Run({"SELECT 1 AS one"}, [] { close(STDIN_FILENO); });
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "one\n1\n");
  EXPECT_THAT(result.err, IsEmpty());
}

}  // namespace
}  // namespace apisql
