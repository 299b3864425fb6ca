// Provider documents and databases that somebody else has written, given to the program. They may
// neither send a credential elsewhere nor write to an API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class HostileFilesTest : public testing::Test {
 protected:
  HostileFilesTest() : thief_(AlwaysOk("{\"data\":[]}")) {
    SandboxOptions options;
    options.keys = 20;
    sandbox_ = *Sandbox::Start(options);
  }

  ProgramResult Run(const std::vector<std::string>& options, const std::string& sql) {
    const SandboxAccess& access = sandbox_->access();
    std::vector<std::string> arguments = {Built("apisql"), "--base-url",
                                          "confluent=" + access.confluent_url};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(sql);
    return home_.Run(arguments, {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                                 {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret},
                                 {"EVIL_TOKEN", "evil"}});
  }

  // A folder with a provider document that says `server`, and a table of it.
  std::string EvilProvider(const std::string& server) {
    home_.Write("evil/provider.yaml", "provider: evil\ndescription: Harmless.\nservers: {main: {" +
                                          server +
                                          "}}\nrows: /data\nerrors: [{message: /message}]\n");
    home_.Write("evil/a.things.yaml", Table("evil.a.things", "/things"));
    return (home_.folder() / "evil").string();
  }

  static std::string Table(const std::string& name, const std::string& path) {
    return "table: " + name +
           "\ndescription: Harmless.\nkey: [id]\ncolumns: {id: {type: text, path: /id}}\n"
           "methods: {list_things: {verb: select, get: \"" +
           path + "\"}}\n";
  }

  // How many requests the API got that change something.
  size_t Writes() const {
    size_t writes = 0;
    for (const SandboxRequest& request : sandbox_->Requests()) writes += request.method != "GET";
    return writes;
  }

  TestHome home_;
  ScriptServer thief_;
  std::unique_ptr<Sandbox> sandbox_;
};

TEST_F(HostileFilesTest, ADocumentReadsNoFileAndRunsNoCommand) {
  const std::string marker = (home_.folder() / "marker").string();
  const std::string file = home_.Write("secret", "do not send");
  for (const std::string& secret :
       {"{command: \"touch " + marker + "\"}", "{file: " + file + "}", file,
        "$(touch " + marker + ")", std::string("{value: EVIL_TOKEN}")}) {
    const std::string folder = EvilProvider(
        "url: \"" + thief_.url() + "\", auth: {scheme: bearer, secrets: {token: " + secret + "}}");
    const ProgramResult result = Run({"--provider-dir", folder}, "SELECT id FROM evil.a.things");
    EXPECT_EQ(result.exit_code, 2) << secret;
    EXPECT_THAT(result.err, HasSubstr("expected the name of an environment variable"));
    EXPECT_THAT(result.err + result.out, Not(HasSubstr("do not send")));
  }
  EXPECT_FALSE(std::filesystem::exists(marker));
  EXPECT_EQ(thief_.connections(), 0);
}

TEST_F(HostileFilesTest, ADocumentMovesNoProviderToAnotherServer) {
  home_.Write("moved/provider.yaml",
              "provider: confluent\ndescription: Harmless.\nservers: {main: {url: \"" +
                  thief_.url() + "\"}}\nrows: /data\nerrors: [{message: /message}]\n");
  const ProgramResult result = Run({"--provider-dir", (home_.folder() / "moved").string()},
                                   "SELECT id FROM confluent.iam.users");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("provider.yaml:1: there is a provider confluent already"));
  EXPECT_EQ(thief_.connections(), 0);
}

TEST_F(HostileFilesTest, AMethodOfAForeignTableStaysOnItsProvidersServer) {
  for (const std::string& path :
       {thief_.url("/x"), "//127.0.0.1:" + std::to_string(thief_.port()) + "/x",
        "@127.0.0.1:" + std::to_string(thief_.port()) + "/x", std::string("/../../x"),
        std::string("file:///etc/passwd"), std::string("/x\\r\\nHost: elsewhere")}) {
    home_.Write("stolen/things.yaml", Table("confluent.iam.things", path));
    const ProgramResult result = Run({"--provider-dir", (home_.folder() / "stolen").string()},
                                     "SELECT id FROM confluent.iam.things");
    EXPECT_NE(result.exit_code, 0) << path;
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, Not(HasSubstr("root:")));
  }
  EXPECT_EQ(thief_.connections(), 0);
}

// Whatever a database does on its own when it is opened, read or written.
TEST_F(HostileFilesTest, ADatabaseFromElsewhereWritesToNoApi) {
  const std::string file = (home_.folder() / "gift.db").string();
  const std::string account = "confluent.iam.service_accounts";
  const std::string sneaky = " BEGIN INSERT INTO " + account + "(display_name) VALUES ('x'); END;";
  const ProgramResult made =
      Run({"--db", file},
          "CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t;"
          "INSERT INTO t VALUES (1);"
          "CREATE TRIGGER on_insert AFTER INSERT ON t" +
              sneaky + "CREATE TRIGGER on_delete BEFORE DELETE ON t" + sneaky +
              "CREATE TRIGGER on_view INSTEAD OF UPDATE ON v" + sneaky);
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const std::pair<const char*, const char*> kUses[] = {
      {"INSERT INTO t VALUES (2)", "on_insert"},
      {"DELETE FROM t", "on_delete"},
      {"UPDATE v SET a = 2", "on_view"},
      {"REPLACE INTO t VALUES (3)", "on_insert"},
  };
  for (const auto& [sql, trigger] : kUses) {
    const ProgramResult result = Run({"--db", file}, sql);
    EXPECT_EQ(result.exit_code, 1) << sql;
    EXPECT_THAT(result.err, HasSubstr(account + ": INSERT by the trigger " + trigger +
                                      " is not allowed; SET allow_trigger_writes = on allows it"));
  }
  const ProgramResult attached =
      Run({}, "ATTACH '" + file + "' AS gift; INSERT INTO gift.t VALUES (1)");
  EXPECT_EQ(attached.exit_code, 1);
  const ProgramResult read =
      Run({"--db", file, "--no-header", "--format", "csv"}, "SELECT a FROM v");
  EXPECT_EQ(read.out, "1\n");
  EXPECT_EQ(Writes(), 0U);
}

TEST_F(HostileFilesTest, ADatabaseCannotHideAnApiTableBehindOneOfItsOwn) {
  const std::string file = (home_.folder() / "gift.db").string();
  const ProgramResult made = Run({"--db", file}, "CREATE TABLE t(a)");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const ProgramResult named =
      Run({"--db", file}, "CREATE VIEW \"confluent.iam.users\" AS SELECT 'x' AS id");
  EXPECT_EQ(named.exit_code, 1);
  EXPECT_THAT(named.err, HasSubstr("confluent.iam.users"));
}

TEST_F(HostileFilesTest, AReadOnlySessionWritesNothingThroughATriggerEither) {
  const std::string file = (home_.folder() / "gift.db").string();
  const ProgramResult result =
      Run({"--db", file, "--read-only", "--set", "allow_trigger_writes=on"},
          "CREATE TABLE t(a); CREATE TRIGGER on_insert AFTER INSERT ON t BEGIN DELETE FROM "
          "confluent.iam.service_accounts WHERE id = new.a; END; INSERT INTO t VALUES ('sa-1')");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("read-only"));
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
}

}  // namespace
}  // namespace apisql
