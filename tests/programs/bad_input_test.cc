// Bad input gets a clear error and a non-zero exit, never an empty table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kAllKeys[] = "SELECT id FROM confluent.iam.api_keys";

class BadInputTest : public testing::Test {
 protected:
  ProgramResult Sandboxed(const std::string& sql) const {
    return home_.Run({Built("apisql"), "--sandbox", "--sandbox-size", "30", sql});
  }

  TestHome home_;
};

TEST_F(BadInputTest, NoCredentialsNamesTheVariablesAndTheSandbox) {
  const ProgramResult result = home_.Run({Built("apisql"), kAllKeys});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(HasSubstr("CONFLUENT_CLOUD_API_KEY"),
                                HasSubstr("CONFLUENT_CLOUD_API_SECRET"), HasSubstr("--sandbox")));
}

TEST_F(BadInputTest, UnknownTableNamesTheNearest) {
  const ProgramResult result = Sandboxed("SELECT id FROM confluent.iam.api_key");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("confluent.iam.api_keys"));
}

TEST_F(BadInputTest, UnknownColumnIsNamed) {
  const ProgramResult result = Sandboxed("SELECT owner FROM confluent.iam.api_keys");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("no such column: owner"));
}

TEST_F(BadInputTest, SyntaxErrorPointsIntoWhatWasTyped) {
  const ProgramResult result =
      Sandboxed("SELECT id FROM confluent.iam.api_keys AS k WHERE WHERE k.id = 'x'");
  EXPECT_EQ(result.exit_code, 1);
  // The caret stands below the second WHERE: the dotted name before it was rewritten for SQLite.
  EXPECT_THAT(result.err,
              HasSubstr("  SELECT id FROM confluent.iam.api_keys AS k WHERE WHERE k.id = 'x'\n"
                        "                                                   ^"));
}

TEST_F(BadInputTest, ErrorStopsAScriptUnlessToldToGoOn) {
  const std::string file = home_.Write("script.sql", "SELECT 1;\nSELECT nope;\nSELECT 2;\n");
  const ProgramResult stopped = home_.Run({Built("apisql"), "--no-header", "-f", file});
  EXPECT_EQ(stopped.exit_code, 1);
  EXPECT_EQ(stopped.out, "1\n");
  EXPECT_THAT(stopped.err, HasSubstr("script.sql:2:8"));
  const ProgramResult went_on =
      home_.Run({Built("apisql"), "--no-header", "--continue-on-error", "-f", file});
  EXPECT_EQ(went_on.exit_code, 1);
  EXPECT_EQ(went_on.out, "1\n2\n");
}

TEST_F(BadInputTest, MissingRequiredParameterShowsTheWhereToAdd) {
  home_.Write("acme/provider.yaml",
              "provider: acme\n"
              "description: A shop.\n"
              "servers:\n"
              "  main: {url: \"https://api.acme.example\", auth: {scheme: none}}\n"
              "errors: [{message: /message}]\n");
  home_.Write("acme/orders.yaml",
              "table: acme.shop.orders\n"
              "description: Orders of one year.\n"
              "key: [year, id]\n"
              "columns:\n"
              "  id: {type: text, path: /id, description: Its number.}\n"
              "  year: {type: text, source: parameter, description: The year.}\n"
              "methods:\n"
              "  list: {verb: select, get: /orders, rows: /data, paging: none,\n"
              "         filters: {year: {match: exact, required: true}}}\n");
  const ProgramResult result =
      home_.Run({Built("apisql"), "--provider-dir", (home_.folder() / "acme").string(),
                 "SELECT * FROM acme.shop.orders"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(HasSubstr("acme.shop.orders"), HasSubstr("WHERE year = '...'")));
}

TEST_F(BadInputTest, UnreadableDocumentNamesFileLineAndRule) {
  const std::string file = home_.Write("bad/table.yaml",
                                       "table: confluent.iam.orders\n"
                                       "descripton: Misspelt.\n");
  const ProgramResult result =
      home_.Run({Built("apisql"), "--provider-dir", (home_.folder() / "bad").string(), "SELECT 1"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("table.yaml:2"), HasSubstr("description")));
  const ProgramResult checked = home_.Run({Built("apisql"), "check", file});
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.out + checked.err, HasSubstr("table.yaml:2"));
}

TEST_F(BadInputTest, WrongUsageExitsWithTwo) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--formt", "csv", "SELECT 1"},
        {"--format", "xml", "SELECT 1"},
        {"sandbox", "--port", "x"},
        {"--set", "nothing", "SELECT 1"},
        {"check"}}) {
    std::vector<std::string> command = {Built("apisql")};
    command.insert(command.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(home_.Run(command).exit_code, 2) << arguments[0];
  }
}

TEST_F(BadInputTest, FullDiskIsAnErrorAndNotAShortFile) {
  const ProgramResult result =
      home_.Run({"/bin/sh", "-c", "\"$0\" 'SELECT 1' >/dev/full", Built("apisql")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("No space left"));
}

TEST_F(BadInputTest, WritesOfAReadOnlySessionSendNothing) {
  for (const char* sql : {"DELETE FROM confluent.iam.api_keys WHERE id = 'x'",
                          "UPDATE confluent.iam.api_keys SET display_name = 'x' WHERE id = 'x'",
                          "INSERT INTO confluent.iam.api_keys (owner_id) VALUES ('sa-1')"}) {
    const ProgramResult result =
        home_.Run({Built("apisql"), "--sandbox", "--read-only", "--trace", sql});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, AllOf(HasSubstr("read-only"), testing::Not(HasSubstr("http")))) << sql;
  }
}

// A server of its own, so that its answers can be made wrong.
class BadServerTest : public BadInputTest {
 protected:
  void SetUp() override {
    SandboxOptions options;
    options.keys = 250;
    auto sandbox = Sandbox::Start(options);
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
    access_ = sandbox_->access();
  }

  ProgramResult Ask(const std::string& sql, const std::vector<std::string>& options = {}) const {
    std::vector<std::string> command = {Built("apisql"), "--no-header",
                                        "--base-url",    "confluent=" + access_.confluent_url,
                                        "--set",         "retry_delay=1"};
    command.insert(command.end(), options.begin(), options.end());
    command.push_back(sql);
    return home_.Run(command, {{"CONFLUENT_CLOUD_API_KEY", access_.confluent_key},
                               {"CONFLUENT_CLOUD_API_SECRET", access_.confluent_secret}});
  }

  void Answer(int status, const std::string& type, const std::string& body, int skip = 0) {
    SandboxFault fault;
    fault.path_prefix = "/iam/v2/api-keys";
    fault.skip = skip;
    fault.times = -1;
    fault.status = status;
    fault.content_type = type;
    fault.body = body;
    sandbox_->AddFault(fault);
  }

  void ExpectFailure(const std::string& text) const {
    const ProgramResult result = Ask(kAllKeys);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, AllOf(HasSubstr("confluent.iam.api_keys"), HasSubstr(text)));
  }

  std::unique_ptr<Sandbox> sandbox_;
  SandboxAccess access_;
};

TEST_F(BadServerTest, WrongCredentialsSayWhereTheyComeFrom) {
  access_.confluent_secret = "wrong";
  ExpectFailure("CONFLUENT_CLOUD_API_SECRET");
  EXPECT_THAT(Ask(kAllKeys).out, IsEmpty());
}

TEST_F(BadServerTest, HtmlIsAnError) {
  Answer(200, "text/html", "<html><body>Please sign in</body></html>");
  ExpectFailure("found a web page, which is not shown");
}

TEST_F(BadServerTest, TruncatedJsonIsAnError) {
  Answer(200, "application/json", R"({"data": [{"id": "a"}, {"id")");
  ExpectFailure("GET ");
}

TEST_F(BadServerTest, InvalidJsonIsAnError) {
  Answer(200, "application/json", R"({"data": [{"id": nonsense}]})");
  ExpectFailure("GET ");
}

TEST_F(BadServerTest, MissingRowsAreAnError) {
  Answer(200, "application/json", R"({"metadata": {}})");
  ExpectFailure("/data");
}

TEST_F(BadServerTest, PageLoopIsAnError) {
  Answer(200, "application/json",
         R"({"data": [{"id": "a"}], "metadata": {"next": "https://x.example/?page_token=same"}})");
  ExpectFailure("same");
}

TEST_F(BadServerTest, ServerErrorOnTheSecondPageIsAnErrorUnlessPartsAreAllowed) {
  Answer(500, "application/json", R"({"errors": [{"status": "500", "detail": "it broke"}]})", 1);
  ExpectFailure("it broke");
  sandbox_->ClearFaults();
  Answer(500, "application/json", R"({"errors": [{"status": "500", "detail": "it broke"}]})", 1);
  const ProgramResult partial = Ask(kAllKeys, {"--allow-partial"});
  EXPECT_EQ(partial.exit_code, 3);
  EXPECT_EQ(std::count(partial.out.begin(), partial.out.end(), '\n'), 100);
  EXPECT_THAT(partial.err, AllOf(HasSubstr("incomplete"), HasSubstr("it broke")));
}

TEST_F(BadServerTest, NobodyListeningIsAnError) {
  sandbox_.reset();
  ExpectFailure("GET ");
}

}  // namespace
}  // namespace apisql
