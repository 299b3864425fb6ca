// The whole program: real session, real sandbox.
#include "shell/program/program.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "shell/program/engine.h"
#include "shell/program/interactive.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Ended {
  int code = 0;
  std::string out;
  std::string errors;
};

class ProgramTest : public testing::Test {
 protected:
  ProgramTest() : folder_(testing::TempDir() + "/apisql_program_" + std::to_string(getpid())) {
    std::filesystem::create_directories(folder_);
    setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
    unsetenv("CONFLUENT_CLOUD_API_KEY");
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  static Ended Run(std::vector<const char*> words) {
    words.insert(words.begin(), "apisql");
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ended ended;
    ended.code = RunProgram(static_cast<int>(words.size()), words.data());
    ended.out = testing::internal::GetCapturedStdout();
    ended.errors = testing::internal::GetCapturedStderr();
    return ended;
  }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }

  std::string folder_;
};

TEST_F(ProgramTest, AStatementRunsAndPrintsCsvIntoAPipe) {
  const Ended ended = Run({"SELECT 1 AS a, 'x,y' AS b"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out, "a,b\n1,\"x,y\"\n");
  EXPECT_EQ(ended.errors, "");
}

TEST_F(ProgramTest, WrongUsageExitsWithTwo) {
  const Ended ended = Run({"--no-such-option"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.errors, StartsWith("apisql: "));
}

TEST_F(ProgramTest, HelpAndVersionExitWithZero) {
  EXPECT_EQ(Run({"--help"}).code, 0);
  EXPECT_EQ(Run({"--version"}).code, 0);
}

TEST_F(ProgramTest, AConfigFileThatIsNamedMustExist) {
  EXPECT_EQ(Run({"--config", "/no/such/config.yaml", "SELECT 1"}).code, 2);
}

TEST_F(ProgramTest, ABaseUrlOfAnUnknownProviderExitsWithTwo) {
  const Ended ended = Run({"--base-url", "conflunt=http://127.0.0.1:1", "SELECT 1"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.errors, HasSubstr("no provider conflunt; there are confluent"));
}

TEST_F(ProgramTest, ABaseUrlMayBeTheNameOfARegion) {
  setenv("ROCKSET_API_KEY", "k", 1);
  const char* kSql =
      "EXPLAIN REQUESTS SELECT name FROM rockset.iam.api_keys WHERE user_email = 'self'";
  const Ended ended = Run({"--base-url", "rockset=euc1a1", kSql});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_THAT(ended.out, HasSubstr("GET https://api.euc1a1.rockset.com/v1/orgs/self/users/self"));
  const Ended shown = Run({"--base-url", "rockset=euc1a1",
                           "SELECT region FROM apisql.providers WHERE name = 'rockset'"});
  EXPECT_EQ(shown.out, "region\neuc1a1\n");
}

TEST_F(ProgramTest, TheCommandLineHasTheLastWordOnRegionAndUrl) {
  setenv("ROCKSET_API_KEY", "k", 1);
  const char* kSql = "EXPLAIN REQUESTS SELECT email FROM rockset.iam.users";
  const std::string region = Write("region.yaml", "providers: {rockset: {region: use1a1}}");
  const std::string url =
      Write("url.yaml", "providers: {rockset: {base_url: \"http://127.0.0.1:1\"}}");
  EXPECT_THAT(Run({"--config", region.c_str(), kSql}).out, HasSubstr("https://api.use1a1."));
  EXPECT_THAT(
      Run({"--config", region.c_str(), "--base-url", "rockset=http://127.0.0.1:2", kSql}).out,
      HasSubstr("GET http://127.0.0.1:2/v1/"));
  EXPECT_THAT(Run({"--config", url.c_str(), "--base-url", "rockset=usw2a1", kSql}).out,
              HasSubstr("https://api.usw2a1."));
}

TEST_F(ProgramTest, ARegionThatIsNotThereExitsWithTwoBeforeAnythingIsRun) {
  const Ended unknown = Run({"--base-url", "rockset=use1a", "SELECT 1"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.out, "");
  EXPECT_EQ(
      unknown.errors,
      "apisql: --base-url: rockset has no region use1a; there are usw2a1, use1a1, euc1a1; did "
      "you mean use1a1?\n");
  // The one server of this provider is no region of it.
  EXPECT_EQ(Run({"--base-url", "confluent=cloud", "SELECT 1"}).errors,
            "apisql: --base-url: confluent has no regions, so none is called cloud; give a URL\n");
  const std::string config = Write("c.yaml", "providers: {rockset: {region: mars}}");
  const Ended configured = Run({"--config", config.c_str(), "SELECT 1"});
  EXPECT_EQ(configured.code, 2);
  EXPECT_EQ(
      configured.errors,
      "apisql: configuration: rockset has no region mars; there are usw2a1, use1a1, euc1a1\n");
}

TEST_F(ProgramTest, ABaseUrlThatIsNoneExitsWithTwo) {
  for (const char* given : {"rockset=", "rockset=api.example.com", "rockset=127.0.0.1:1"}) {
    const Ended ended = Run({"--base-url", given, "SELECT 1"});
    EXPECT_EQ(ended.code, 2) << given;
    EXPECT_THAT(ended.errors, HasSubstr("not an absolute http or https URL"));
  }
}

TEST_F(ProgramTest, AnUnknownSettingExitsWithTwo) {
  EXPECT_EQ(Run({"--set", "no_such_setting=1", "SELECT 1"}).code, 2);
}

TEST_F(ProgramTest, AFailedStatementExitsWithOneAndShowsItsPlace) {
  const std::string file = Write("q.sql", "SELECT 1;\nSELECT foo;\n");
  const Ended ended = Run({"-f", file.c_str()});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out, "1\n1\n");
  EXPECT_THAT(ended.errors, HasSubstr("apisql: " + file +
                                      ":2:8: no such column: foo\n  SELECT foo;\n         ^\n"));
}

TEST_F(ProgramTest, ACommandBehindAStatementThatHasNotEndedIsTold) {
  EXPECT_THAT(Run({"SELECT 1\n  .mode json\n;"}).errors,
              HasSubstr("syntax error. Is the semicolon before .mode json missing?\n"));
  EXPECT_THAT(Run({"SELECT 1 AS a\nquit\n;"}).errors,
              HasSubstr("syntax error. Is the semicolon before quit missing?\n"));
  EXPECT_EQ(Run({"SELECT 1 +\n.5 AS a"}).out, "a\n1.5\n");
}

TEST_F(ProgramTest, VariablesAreBoundAndNeverPasted) {
  const Ended ended = Run({"--var", "who=x' OR 1; --", "--var", "n=007", "--var", "m=7",
                           "SELECT :who, @n || $m, typeof(:m), :who"});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_THAT(ended.out, HasSubstr("\nx' OR 1; --,0077,integer,x' OR 1; --\n"));
}

TEST_F(ProgramTest, AVariableThatIsNotSetIsAnErrorThatSaysHowToSetIt) {
  const Ended ended = Run({"SELECT 1 WHERE 'a' = :owner"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.errors,
            "apisql: the parameter :owner has no value. .set owner VALUE gives it one, or "
            "--var owner=VALUE on the command line\n"
            "  SELECT 1 WHERE 'a' = :owner\n"
            "                       ^\n");
  EXPECT_THAT(Run({"SELECT ?"}).errors, HasSubstr("the parameter ? has no value. Give it a name"));
  EXPECT_EQ(Run({"EXPLAIN QUERY PLAN SELECT :owner"}).code, 0);
}

TEST_F(ProgramTest, VariablesReachApiTablesAndWrites) {
  const Ended ended =
      Run({"--sandbox", "-c", ".set kind User",
           "EXPLAIN REQUESTS SELECT id FROM confluent.iam.api_keys WHERE owner_id = :kind;"
           "SELECT count(*) > 0 AS some FROM confluent.iam.api_keys WHERE owner_kind = @kind;"
           "BEGIN; UPDATE confluent.iam.api_keys SET description = $kind WHERE id IN "
           "(SELECT id FROM confluent.iam.api_keys WHERE owner_kind = :kind LIMIT 1); "
           "SELECT description FROM confluent.iam.api_keys WHERE description = 'User'; ROLLBACK"});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_THAT(ended.out, HasSubstr("some\n1\n"));
  EXPECT_THAT(ended.out, HasSubstr("description\nUser\n"));
}

TEST_F(ProgramTest, VariablesAreValuesInEveryStatement) {
  const Ended ended = Run(
      {"--sandbox", "--no-header", "--var", "name=it's'; DROP", "-c", ".set like 'it%'",
       "INSERT INTO confluent.iam.service_accounts (display_name) VALUES (:name);"
       "UPDATE confluent.iam.service_accounts SET description = :name WHERE display_name = :name;"
       "SELECT description FROM confluent.iam.service_accounts WHERE display_name LIKE :like;"
       "DELETE FROM confluent.iam.service_accounts WHERE display_name = :name;"
       "SELECT count(*) FROM confluent.iam.service_accounts WHERE display_name = :name"});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(ended.out, "it's'; DROP\n0\n");
}

TEST_F(ProgramTest, VariablesAreArgumentsOfExec) {
  const std::vector<const char*> words = {"--sandbox",   "--dry-run", "--no-header",       "--var",
                                          "id=u-1/../x", "--var",     "type=AUTH_TYPE_SSO"};
  const std::string exec =
      "EXEC confluent.iam.users.update_auth_type_iam_v2_user @id = :id, @auth_type = @";
  const auto run = [&](const std::string& sql) {
    std::vector<const char*> all = words;
    all.push_back(sql.c_str());
    return Run(all);
  };
  EXPECT_THAT(run(exec + "type").out, HasSubstr("/iam/v2/users/u-1%2F..%2Fx/auth,"));
  EXPECT_THAT(run(exec + "typ").errors, HasSubstr("the parameter @typ has no value. .set typ"));
}

TEST_F(ProgramTest, VariablesNameFiles) {
  const std::string list = "list=" + Write("list.csv", "id\n7\n");
  const std::string out = "out=" + folder_ + "/out.csv";
  const std::string copy =
      "COPY (SELECT id + :n AS id FROM read_csv(@list)) TO :out; "
      "COPY back FROM @out; SELECT * FROM back";
  const Ended ended = Run({"--var", list.c_str(), "--var", out.c_str(), "--var", "n=1", "-c",
                           "SELECT id FROM read_csv(:list)", copy.c_str()});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(ended.out, "id\n7\nid\n8\n");
}

TEST_F(ProgramTest, ACopyNeedsTheVariableOfItsFile) {
  EXPECT_EQ(Run({"COPY (SELECT 1) TO :out"}).errors,
            "apisql: the parameter :out has no value. .set out VALUE gives it one, or --var "
            "out=VALUE on the command line\n"
            "  COPY (SELECT 1) TO :out\n"
            "                     ^\n");
}

TEST_F(ProgramTest, OnlyATextOrAVariableWithATextNamesAFile) {
  EXPECT_EQ(Run({"SELECT * FROM read_csv(:lst)"}).errors,
            "apisql: the parameter :lst has no value. .set lst VALUE gives it one, or --var "
            "lst=VALUE on the command line\n"
            "  SELECT * FROM read_csv(:lst)\n"
            "                         ^\n");
  EXPECT_THAT(Run({"-c", ".set lst NULL", "SELECT * FROM read_json(:lst)"}).errors,
              HasSubstr("the parameter :lst is NULL, which is no text"));
  EXPECT_THAT(Run({"--var", "n=2024", "SELECT * FROM read_csv(:n)"}).errors,
              HasSubstr("2024: No such file"));
  for (const char* argument : {"'a' || 'b'", "x", "", "'a', 'b'", "12", "NULL", "(:n)"}) {
    const std::string sql = "SELECT * FROM read_csv(" + std::string(argument) + ")";
    EXPECT_THAT(Run({"--var", "n=a", sql.c_str()}).errors,
                HasSubstr("read_csv() takes the name of one file, as a text in quotes"))
        << argument;
  }
  EXPECT_THAT(Run({"--var", "n=a", "CREATE VIEW v AS SELECT * FROM read_csv(:n)"}).errors,
              HasSubstr("read_csv() cannot stand in a view or a trigger"));
}

TEST_F(ProgramTest, FilesAndStatementsRunInTheirOrder) {
  const std::string file = Write("one.sql", "SELECT 'file ' || :x;\n");
  const Ended ended = Run({"--no-header", "-c", ".set x 1", "-f", file.c_str(), "-c",
                           "SELECT 'c'; .set", "SELECT 'last'"});
  EXPECT_EQ(ended.out, "file 1\nc\n");
  EXPECT_EQ(ended.code, 1);  // A dot within a line begins no command.
  EXPECT_EQ(Run({"--no-header", "-c", "SELECT 1", "-c", "SELECT 2", "SELECT 3"}).out, "1\n2\n3\n");
}

TEST_F(ProgramTest, AFileThatIsReadNamesItselfInErrors) {
  const std::string inner = Write("inner.sql", "\nSELECT 1 / abs(-9223372036854775807 - 1);\n");
  const std::string outer = Write("outer.sql", "-- x\n.read " + inner + "\n");
  const Ended ended = Run({"-f", outer.c_str()});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.errors, "apisql: " + inner + ":2: integer overflow\n");
  const Ended json = Run({"--errors", "json", "-f", outer.c_str()});
  EXPECT_THAT(json.errors, HasSubstr("\"file\": \"" + inner + "\", \"line\": 2}"));
}

TEST_F(ProgramTest, AWriteOfARowThatIsNotThereIsToldAndCountedAsNone) {
  const char* kDelete = "DELETE FROM confluent.byok.keys WHERE id = 'nope'; SELECT changes()";
  const Ended noted = Run({"--sandbox", "--sandbox-size", "30", kDelete});
  EXPECT_EQ(noted.code, 0);
  EXPECT_EQ(noted.out, "changes()\n0\n");
  EXPECT_EQ(noted.errors, "apisql: note: 1 row was not there\n");
  const Ended failed =
      Run({"--sandbox", "--sandbox-size", "30", "--set", "absent_writes=error", kDelete});
  EXPECT_EQ(failed.code, 1);
  EXPECT_EQ(failed.out, "");
  EXPECT_THAT(failed.errors,
              StartsWith("apisql: confluent.byok.keys: id = 'nope': was not there: 404 from "
                         "DELETE http://"));
}

TEST_F(ProgramTest, AScriptThatForgetsCommitFailsAndSaysWhatWasNotSent) {
  const char* kInsert =
      "BEGIN; INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('a'), ('b')";
  const Ended forgotten = Run({"--sandbox", "--sandbox-size", "30", kInsert});
  EXPECT_EQ(forgotten.code, 1);
  EXPECT_THAT(forgotten.errors,
              HasSubstr("2 rows were not sent: the transaction was not ended by COMMIT"));
  const std::string sent = std::string(kInsert) + "; COMMIT";
  const std::string taken_back = std::string(kInsert) + "; ROLLBACK";
  for (const std::string& sql : {sent, taken_back}) {
    const Ended ended = Run({"--sandbox", "--sandbox-size", "30", sql.c_str()});
    EXPECT_EQ(ended.code, 0) << sql;
    EXPECT_EQ(ended.errors, "") << sql;
  }
}

TEST_F(ProgramTest, MissingCredentialsNameTheVariablesAndTheSandbox) {
  const Ended ended = Run({"SELECT id FROM confluent.iam.api_keys"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.errors, HasSubstr("CONFLUENT_CLOUD_API_KEY"));
  EXPECT_THAT(ended.errors, HasSubstr("--sandbox"));
}

// It would have sent a credential of the environment, and advised what does not help.
TEST_F(ProgramTest, TheSandboxIsAdvisedForTheProvidersThatItImitatesAlone) {
  unsetenv("GITHUB_TOKEN");
  const Ended ended = Run({"SELECT login FROM github.orgs.members WHERE org = 'acme'"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.errors, HasSubstr("set GITHUB_TOKEN"));
  EXPECT_THAT(ended.errors, testing::Not(HasSubstr("--sandbox")));
}

TEST_F(ProgramTest, ASandboxSessionAsksNoRealHostForOtherProviders) {
  setenv("GITHUB_TOKEN", "t", 1);
  unsetenv("OKTA_DOMAIN");
  const Ended github = Run({"--sandbox", "--continue-on-error", "--no-header", "-c",
                            "SELECT login FROM github.orgs.members WHERE org = 'acme'", "-c",
                            "SELECT count(*) FROM apisql.requests"});
  EXPECT_EQ(github.code, 1);
  EXPECT_EQ(github.out, "0\n");
  EXPECT_THAT(github.errors,
              HasSubstr("nothing was sent: this session asks confluent, rockset and servers on "
                        "this machine alone, not github; without --sandbox"));
  EXPECT_THAT(Run({"--sandbox", "SELECT id FROM okta.users.users"}).errors,
              HasSubstr("on this machine alone, not okta;"));
  EXPECT_THAT(Run({"--sandbox", "DELETE FROM stripe.core.customers WHERE id = 'cus_1'"}).errors,
              HasSubstr("on this machine alone, not stripe;"));
  unsetenv("GITHUB_TOKEN");
}

TEST_F(ProgramTest, ASandboxSessionAsksWhereTheUserSaysThatAnotherProviderIs) {
  setenv("GITHUB_TOKEN", "t", 1);
  const char* kSql = "SELECT login FROM github.orgs.members WHERE org = 'acme'";
  const std::string config =
      Write("moved.yaml", "providers: {github: {base_url: \"http://127.0.0.1:1\"}}");
  for (const std::vector<const char*>& words :
       {std::vector<const char*>{"--base-url", "github=http://127.0.0.1:1"},
        std::vector<const char*>{"--config", config.c_str()}}) {
    const Ended ended = Run({"--sandbox", "--set", "max_retries=0", words[0], words[1], kSql});
    EXPECT_THAT(ended.errors, HasSubstr("http://127.0.0.1:1/"));
  }
  unsetenv("GITHUB_TOKEN");
}

TEST_F(ProgramTest, TheSandboxTakesThePlaceOfTheServersOfTheConfigFile) {
  const std::string config =
      Write("servers.yaml",
            "providers: {confluent: {servers: {cloud: {base_url: \"https://real.example\"}}}}");
  const Ended ended = Run({"--sandbox", "--config", config.c_str(), "--no-header",
                           "SELECT count(*) > 0 FROM confluent.org.environments"});
  EXPECT_EQ(ended.errors, "");
  EXPECT_EQ(ended.out, "1\n");
}

TEST_F(ProgramTest, TheSandboxAnswersBothProvidersWithoutAnyCredential) {
  constexpr const char* kCounts =
      "SELECT (SELECT count(*) FROM confluent.iam.api_keys) > 0 AS c,"
      " (SELECT count(*) FROM rockset.iam.users) > 0 AS r";
  const Ended ended = Run({"--sandbox", "--sandbox-size", "30", "--format", "json", kCounts});
  EXPECT_EQ(ended.errors, "");
  EXPECT_EQ(ended.out, "[{\"c\": 1, \"r\": 1}]\n");
  EXPECT_EQ(ended.code, 0);
}

TEST_F(ProgramTest, ATraceShowsRequestsAndNoCredential) {
  const Ended ended = Run({"--sandbox", "--trace", "SELECT id FROM confluent.iam.users LIMIT 1"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.errors, HasSubstr("> GET http://127.0.0.1:"));
  EXPECT_THAT(ended.errors, HasSubstr("< 200 OK "));
  EXPECT_THAT(ended.errors, testing::Not(HasSubstr("Basic")));
}

TEST_F(ProgramTest, ADumpIsADatabaseThatIsNeverOverwritten) {
  const std::string file = folder_ + "/dump.db";
  const Ended first = Run({"sandbox", "--size", "20", "--dump", file.c_str()});
  EXPECT_EQ(first.code, 0);
  EXPECT_THAT(first.out, HasSubstr(" tables, "));
  EXPECT_EQ(Run({"sandbox", "--dump", file.c_str()}).code, 1);
}

TEST_F(ProgramTest, CheckFindsFaultsByFileAndLine) {
  const std::string file = Write("bad.yaml", "table: x\nnonsense: 1\n");
  const Ended bad = Run({"check", file.c_str()});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.out, HasSubstr(file + ":"));
  const char* good = APISQL_SOURCE_DIR "/registry/providers/confluent/iam.api_keys.yaml";
  EXPECT_EQ(Run({"check", good}).code, 0);
}

TEST_F(ProgramTest, CheckTellsTheFaultsOfAViewsSql) {
  Write("provider.yaml",
        "provider: acme\ndescription: A shop.\nservers: {main: {url: https://a.test}}\n"
        "rows: /data\nerrors: [{message: /message}]\n");
  Write("hr.people.yaml",
        "table: acme.hr.people\ndescription: People.\ncolumns: {id: {type: text, path: /id}}\n"
        "methods: {list: {verb: select, get: /people}}\n");
  const auto check = [&](const std::string& sql) {
    const std::string view =
        Write("hr.view.yaml", "table: acme.hr.view\ndescription: A view.\nview: " + sql + "\n");
    return Run({"check", view.c_str()});
  };
  const Ended sound = check("SELECT id, count(*) AS n FROM acme.hr.people GROUP BY id");
  EXPECT_EQ(sound.out, "1 document, no faults\n");
  EXPECT_EQ(sound.code, 0);
  const std::string place = "/hr.view.yaml:3: the view acme.hr.view: ";
  for (const auto& [sql, fault] : std::vector<std::pair<std::string, std::string>>{
           {"SELECT id FORM acme.hr.people", "near \"\"acme.hr.people\"\": syntax error"},
           {"SELECT idd FROM acme.hr.people", "no such column: idd"},
           {"SELECT id FROM acme.hr.view", "it reads itself"},
           {"DELETE FROM acme.hr.people", "a view is one SELECT, and nothing else"},
           {"SELECT id, id FROM acme.hr.people",
            "two columns are named id; AS gives one of them another name"},
           {"SELECT id FROM acme.hr.peeple",
            "no such table: acme.hr.peeple. Did you mean acme.hr.people?"}}) {
    const Ended bad = check(sql);
    EXPECT_THAT(bad.out, testing::EndsWith(place + fault + "\n"));
    EXPECT_EQ(bad.code, 1);
  }
  std::filesystem::remove(folder_ + "/hr.people.yaml");
  EXPECT_THAT(check("SELECT id FROM acme.hr.people").out,
              HasSubstr("no such table: acme.hr.people"));
}

TEST_F(ProgramTest, CheckTellsWhatOtherDocumentsDoNotHave) {
  Write("provider.yaml",
        "provider: acme\ndescription: A shop.\nservers: {main: {url: https://a.test}}\n"
        "rows: /data\nerrors: [{message: /message}]\n");
  Write("hr.teams.yaml",
        "table: acme.hr.teams\ndescription: Teams.\nkey: [id]\ncolumns: {id: {path: /id}}\n"
        "methods: {list: {verb: select, get: /teams}}\n");
  const auto check = [&](const std::string& parent) {
    const std::string people =
        Write("hr.people.yaml",
              "table: acme.hr.people\ndescription: People.\nkey: [team, id]\n"
              "columns: {team: {source: parameter}, id: {path: /id}}\n"
              "methods:\n  list:\n    verb: select\n    get: \"/teams/{team}/people\"\n"
              "    path_parameters: {team: {from: {table: " +
                  parent + "}}}\n");
    return Run({"check", people.c_str()});
  };
  EXPECT_EQ(check("acme.hr.teams, column: id").out, "1 document, no faults\n");
  const std::string place = "/hr.people.yaml:9: methods.list.path_parameters.team.from.";
  const Ended table = check("acme.hr.team, column: id");
  EXPECT_EQ(table.code, 1);
  EXPECT_THAT(table.out, HasSubstr(place + "table: no table acme.hr.team; did you mean "
                                           "acme.hr.teams"));
  EXPECT_THAT(check("acme.hr.teams, column: ids").out,
              HasSubstr(place + "column: acme.hr.teams has no column ids; did you mean id?"));
}

TEST_F(ProgramTest, CheckPrintsTheSchemaOfDocuments) {
  const Ended schema = Run({"check", "--schema"});
  EXPECT_EQ(schema.code, 0);
  EXPECT_THAT(schema.out, HasSubstr("\"$defs\": {"));
  const Ended nothing = Run({"check"});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_THAT(nothing.errors, HasSubstr("check needs FILE..., or --schema"));
  EXPECT_EQ(Run({"check", "--schema", "a.yaml"}).code, 2);
}

TEST_F(ProgramTest, HistoryIsBelowTheStateFolder) {
  setenv("XDG_STATE_HOME", "/state", 1);
  EXPECT_EQ(HistoryFile(), "/state/apisql/history");
  unsetenv("XDG_STATE_HOME");
  setenv("HOME", "/home/ada", 1);
  EXPECT_EQ(HistoryFile(), "/home/ada/.local/state/apisql/history");
}

TEST_F(ProgramTest, SizesAreBelowTheCacheFolder) {
  setenv("HOME", "/home/ada", 1);
  setenv("XDG_CACHE_HOME", "/cache", 1);
  EXPECT_EQ(CacheFolder(), "/cache/apisql");
  setenv("XDG_CACHE_HOME", "relative", 1);
  EXPECT_EQ(CacheFolder(), "/home/ada/.cache/apisql");
  unsetenv("XDG_CACHE_HOME");
  EXPECT_EQ(CacheFolder(), "/home/ada/.cache/apisql");
}

}  // namespace
}  // namespace apisql
