// The writes of questions 7, 8 and 9, run as users type them, and where the new key's secret shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using ::testing::IsEmpty;

class QuestionWritesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto sandbox = Sandbox::Start(SandboxOptions());
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
  }

  ProgramResult Run(const std::string& sql, std::vector<std::string> options = {}) const {
    const SandboxAccess& access = sandbox_->access();
    std::vector<std::string> command = {Built("apisql"),
                                        "--format",
                                        "csv",
                                        "--base-url",
                                        "confluent=" + access.confluent_url,
                                        "--base-url",
                                        "rockset=" + access.rockset_url};
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {"-f", home_.Write("script.sql", sql)});
    return home_.Run(command, {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                               {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret},
                               {"ROCKSET_API_KEY", access.rockset_key}});
  }

  // Requests of a kind since the sandbox was started or made to forget.
  size_t Count(const std::string& method, const std::string& path) const {
    size_t count = 0;
    for (const SandboxRequest& request : sandbox_->Requests()) {
      count += request.method == method && request.target.starts_with(path);
    }
    return count;
  }

  TestHome home_;
  std::unique_ptr<Sandbox> sandbox_;
};

TEST_F(QuestionWritesTest, OffboardingSuspendsAndDeletesWhatJaneHolds) {
  const ProgramResult before =
      Run("SELECT count(*) FROM rockset.iam.api_keys WHERE user_email = 'jane@corp.com'"
          " AND state = 'ACTIVE';"
          "SELECT count(*) FROM confluent.iam.api_keys k JOIN confluent.iam.users u"
          " ON u.id = k.owner_id WHERE u.email = 'jane@corp.com';",
          {"--no-header"});
  ASSERT_EQ(before.exit_code, 0) << before.err;
  std::istringstream counts(before.out);
  size_t active = 0, owned = 0;
  counts >> active >> owned;
  ASSERT_GT(active, 0);
  ASSERT_GT(owned, 0);
  sandbox_->ForgetRequests();
  const ProgramResult done =
      Run("UPDATE rockset.iam.api_keys SET state='SUSPENDED'"
          " WHERE user_email='jane@corp.com' AND state='ACTIVE';"
          "DELETE FROM confluent.iam.api_keys"
          " WHERE owner_id = (SELECT id FROM confluent.iam.users WHERE email='jane@corp.com');");
  EXPECT_EQ(done.exit_code, 0) << done.err;
  const std::string rockset = "/v1/orgs/self/users/jane%40corp.com/apikeys";
  EXPECT_EQ(Count("GET", rockset), 1);
  EXPECT_EQ(Count("POST", rockset + "/"), active);
  EXPECT_EQ(Count("GET", "/iam/v2/api-keys?spec.owner=u-"), 1);
  EXPECT_EQ(Count("DELETE", "/iam/v2/api-keys/"), owned);
  const ProgramResult after =
      Run("SELECT name FROM rockset.iam.api_keys WHERE user_email = 'jane@corp.com'"
          " AND state = 'ACTIVE';"
          "SELECT k.id FROM confluent.iam.api_keys k JOIN confluent.iam.users u"
          " ON u.id = k.owner_id WHERE u.email = 'jane@corp.com';",
          {"--no-header"});
  EXPECT_THAT(after.out, IsEmpty()) << "nothing of it is left";
}

TEST_F(QuestionWritesTest, UnusedRocksetKeysAreSuspendedAndNoOthers) {
  const std::string risky =
      "FROM rockset.iam.api_keys WHERE state='ACTIVE'"
      " AND last_access_time < datetime('now','-60 days')";
  const ProgramResult before = Run("SELECT user_email, name " + risky + ";", {"--no-header"});
  const auto rows = std::ranges::count(before.out, '\n');
  ASSERT_GT(rows, 0);
  sandbox_->ForgetRequests();
  const ProgramResult done =
      Run("UPDATE rockset.iam.api_keys SET state='SUSPENDED' WHERE state='ACTIVE'"
          " AND last_access_time < datetime('now','-60 days');");
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(Count("POST", "/v1/orgs/self/users/"), rows);
  EXPECT_EQ(Run("SELECT count(*) " + risky + ";", {"--no-header"}).out, "0\n");
}

constexpr char kRotate[] =
    "INSERT INTO confluent.iam.api_keys (display_name, description, owner_id, resource_id)\n"
    "SELECT display_name || ' r' || strftime('%Y%m%d','now'), 'rotation of ' || id, owner_id,"
    " resource_id\n"
    "FROM confluent.iam.api_keys WHERE id = '7FJIYKQ4SGQDQ72H'\n"
    "RETURNING id, secret;\n";

// "id,secret\nID,SECRET\n..."
std::string SecretIn(const std::string& out) {
  std::istringstream lines(out);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  return line.substr(line.find(',') + 1);
}

size_t Occurrences(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

TEST_F(QuestionWritesTest, RotationCostsOneGetOnePostAndLaterOneDelete) {
  const ProgramResult created = Run(kRotate);
  ASSERT_EQ(created.exit_code, 0) << created.err;
  EXPECT_GE(SecretIn(created.out).size(), 32) << created.out;
  EXPECT_EQ(Count("GET", "/"), 1);
  EXPECT_EQ(Count("POST", "/"), 1);
  sandbox_->ForgetRequests();
  EXPECT_EQ(Run("DELETE FROM confluent.iam.api_keys WHERE id = '7FJIYKQ4SGQDQ72H';").exit_code, 0);
  EXPECT_EQ(sandbox_->Requests().size(), 1);
  EXPECT_EQ(Count("DELETE", "/iam/v2/api-keys/7FJIYKQ4SGQDQ72H"), 1);
}

// Everything that the session can show, log or store is looked through for the secrets.
TEST_F(QuestionWritesTest, SecretsOfNewKeysShowInReturningAndNowhereElse) {
  const std::string rest =
      "SELECT * FROM apisql.requests;\n"
      "SELECT * FROM apisql.mutations;\n"
      "SELECT id, secret, spec, metadata FROM confluent.iam.api_keys;\n"
      "SELECT id, secret FROM confluent.iam.api_keys WHERE \"_returned\" = 1;\n"
      "SELECT name, key, key_prefix FROM rockset.iam.api_keys WHERE user_email = 'self';\n"
      "CREATE TABLE kept AS SELECT *, secret, spec FROM confluent.iam.api_keys;\n"
      "CREATE TABLE sent AS SELECT * FROM apisql.requests;\n"
      "EXPLAIN REQUESTS DELETE FROM confluent.iam.api_keys WHERE display_name LIKE '% r%';\n"
      "SET dry_run = on;\n"
      "DELETE FROM confluent.iam.api_keys WHERE display_name LIKE '% r2%';\n"
      "SET dry_run = off;\n"
      "INSERT INTO confluent.iam.api_keys (owner_id) VALUES ('sa-000000') RETURNING id;\n";
  const ProgramResult result =
      Run(std::string(kRotate) +
              "INSERT INTO rockset.iam.api_keys (name) VALUES ('rotated') RETURNING name, key;\n" +
              rest,
          {"--trace", "--continue-on-error", "--db", (home_.folder() / "work.db").string()});
  const std::string confluent = SecretIn(result.out);
  const std::string rockset = SecretIn(result.out.substr(result.out.find("name,key\n")));
  for (const std::string& secret : {confluent, rockset}) {
    ASSERT_GE(secret.size(), 20) << result.out << result.err;
    EXPECT_EQ(Occurrences(result.out, secret), 1);
    EXPECT_EQ(Occurrences(result.err, secret), 0);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home_.folder())) {
      if (!entry.is_regular_file() || entry.path().filename() == "stdout") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      EXPECT_EQ(Occurrences(text.str(), secret), 0) << entry.path();
    }
  }
}

}  // namespace
}  // namespace apisql
