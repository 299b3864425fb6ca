// Faults as the program's users meet them: what it prints, and its exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/faults.h"
#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ExitCodeTest : public testing::Test {
 protected:
  ExitCodeTest() {
    SandboxOptions options;
    options.keys = 250;
    options.now = 1780272000;
    sandbox_ = *Sandbox::Start(options);
  }

  void Add(std::string_view name, const std::string& path, int times = -1,
           const std::string& method = "") {
    SandboxFault fault = *MakeFault(name);
    fault.path_prefix = path;
    fault.method = method;
    fault.times = times;
    sandbox_->AddFault(std::move(fault));
  }

  ProgramResult Run(const std::string& sql, std::vector<std::string> options = {}) {
    const SandboxAccess& access = sandbox_->access();
    std::vector<std::string> arguments = {Built("apisql"),
                                          "--format",
                                          "csv",
                                          "--base-url",
                                          "confluent=" + access.confluent_url,
                                          "--set",
                                          "retry_delay=1",
                                          "--set",
                                          "max_retries=1"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(sql);
    ProgramResult result =
        home_.Run(arguments, {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                              {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret}});
    EXPECT_THAT(result.err, Not(HasSubstr(access.confluent_secret)));
    return result;
  }

  TestHome home_;
  std::unique_ptr<Sandbox> sandbox_;
};

constexpr char kKeys[] = "SELECT count(*) FROM confluent.iam.api_keys";
constexpr char kSecondPage[] = "/iam/v2/api-keys?page_size=100&page_token=";

TEST_F(ExitCodeTest, AFaultThatPassesIsNoFault) {
  Add("reset_in_body", kSecondPage, 1);
  Add("status_503", "/iam/v2/api-keys", 1);
  const ProgramResult result = Run(kKeys);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "count(*)\n250\n");
}

TEST_F(ExitCodeTest, AFaultThatStaysIsOneErrorAndNoRows) {
  Add("truncated_json", kSecondPage);
  const ProgramResult result = Run(kKeys);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(HasSubstr("confluent.iam.api_keys: answer of GET"),
                                HasSubstr("invalid JSON at byte")));
}

TEST_F(ExitCodeTest, WhatIsThereCanBeAskedFor) {
  Add("status_500", kSecondPage);
  const ProgramResult result = Run(kKeys, {"--allow-partial"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "count(*)\n100\n");
  EXPECT_THAT(result.err, HasSubstr("incomplete: confluent.iam.api_keys: 500"));
}

TEST_F(ExitCodeTest, AListThatNeverEndsDoes) {
  Add("endless_pages", "/iam/v2/api-keys");
  const ProgramResult result = Run(kKeys);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("paging is broken: all rows of 10 pages in a row came before"));
}

TEST_F(ExitCodeTest, AWriteWithoutAnAnswerIsSaidToBeUnknown) {
  Add("reset_after", "/iam/v2/service-accounts", -1, "POST");
  const ProgramResult result =
      Run("INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('once')");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("it may have been applied: look before you repeat it"));
  size_t posts = 0;
  for (const SandboxRequest& request : sandbox_->Requests()) posts += request.method == "POST";
  EXPECT_EQ(posts, 1);
}

TEST_F(ExitCodeTest, ACredentialLeavesOverPlainHttpToLoopbackOnly) {
  const std::string elsewhere = "http://0.0.0.0:" + std::to_string(sandbox_->port()) + "/confluent";
  const ProgramResult result = Run(kKeys, {"--base-url", "confluent=" + elsewhere});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("plain http"));
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
}

TEST_F(ExitCodeTest, ACredentialThatAServerRepeatsIsNotShown) {
  const SandboxAccess& access = sandbox_->access();
  SandboxFault fault;
  fault.path_prefix = "/iam/v2/api-keys";
  fault.times = -1;
  fault.change = [&](const SandboxRequest&, SandboxAnswer& answer) {
    answer.body =
        R"({"errors":[{"detail":"no key has the secret )" + access.confluent_secret + R"("}]})";
  };
  for (const int status : {400, 401, 500}) {
    fault.status = status;
    sandbox_->AddFault(fault);
    // Run() looks for the secret.
    const ProgramResult result = Run(kKeys, {"--trace"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("no key has the secret ***"));
    sandbox_->ClearFaults();
  }
}

TEST_F(ExitCodeTest, WhatAServerSaysIsMadeFitForATerminal) {
  SandboxFault fault;
  fault.path_prefix = "/org/v2/environments";
  fault.status = 400;
  fault.body = "{\"errors\":[{\"detail\":\"\\u001b[2J\\u202e\\r\\nerror: all is well\"}]}";
  sandbox_->AddFault(fault);
  const ProgramResult result = Run("SELECT display_name FROM confluent.org.environments");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("\\x1b[2J"));
  EXPECT_THAT(result.err, Not(HasSubstr("\x1b[2J")));
  EXPECT_THAT(result.err, Not(HasSubstr("\nerror: all is well")));
}

}  // namespace
}  // namespace apisql
