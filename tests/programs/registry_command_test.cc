// `apisql registry`, the options that grant, and where the program looks for its files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/programs/run_program.h"
#include "tests/programs/terminal.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class RegistryCommandTest : public testing::Test {
 protected:
  RegistryCommandTest() : acme_(AlwaysOk(R"({"items": [{"id": "o1"}]})")) {
    home_.Write("acme/provider.yaml",
                "provider: acme\ndescription: Acme's web shop.\nservers: "
                "{main: {url: \"" +
                    acme_.url() +
                    "\", auth: {scheme: bearer, secrets: {token: "
                    "ACME_TOKEN}}}}\nerrors: [{message: /message}]\n");
    home_.Write("acme/shop.orders.yaml",
                "table: acme.shop.orders\ndescription: Orders.\nkey: [id]\ncolumns: {id: {type: "
                "text, path: /id}}\nmethods: {list_orders: {verb: select, get: /orders, rows: "
                "/items, paging: none}}\n");
  }

  ProgramResult Run(const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {Built("apisql")};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return home_.Run(command, {{"ACME_TOKEN", "t0ken"}});
  }

  std::string Folder() const { return (home_.folder() / "acme").string(); }
  std::string ConfigFile() const {
    return (home_.folder() / ".config/apisql/config.yaml").string();
  }
  std::string Lines() const {
    return "providers:\n  acme:\n    hosts: [\"127.0.0.1:" + std::to_string(acme_.port()) +
           "\"]\n    secrets:\n      token: {environment: ACME_TOKEN}\n";
  }

  static std::string Text(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  TestHome home_;
  ScriptServer acme_;
};

constexpr const char* kSelect = "SELECT id FROM acme.shop.orders";

TEST_F(RegistryCommandTest, TheFirstStatementPrintsTheLinesToAdd) {
  const ProgramResult refused = Run({"--provider-dir", Folder(), kSelect});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("add to " + ConfigFile() + ":\n" + Lines()),
                                 HasSubstr("apisql registry trust acme --provider-dir " + Folder()),
                                 HasSubstr("--secret acme.token=ACME_TOKEN")));
  EXPECT_EQ(acme_.connections(), 0);
  home_.Write(".config/apisql/config.yaml", Lines());
  const ProgramResult granted = Run({"--provider-dir", Folder(), "--no-header", kSelect});
  EXPECT_EQ(granted.out, "o1\n") << granted.err;
}

TEST_F(RegistryCommandTest, ExplainNeedsNoGrant) {
  const ProgramResult explained = Run(
      {"--provider-dir", Folder(), "--format", "csv", std::string("EXPLAIN REQUESTS ") + kSelect});
  EXPECT_EQ(explained.exit_code, 0) << explained.err;
  EXPECT_THAT(explained.out, HasSubstr(acme_.url("/orders")));
  EXPECT_EQ(acme_.connections(), 0);
}

TEST_F(RegistryCommandTest, OptionsGrantForOneRun) {
  const std::string server = "acme=" + acme_.url();
  const ProgramResult half = Run({"--provider-dir", Folder(), "--base-url", server, kSelect});
  EXPECT_EQ(half.exit_code, 1);
  EXPECT_EQ(acme_.connections(), 0);
  const ProgramResult granted = Run({"--provider-dir", Folder(), "--base-url", server, "--secret",
                                     "acme.token=ACME_TOKEN", "--no-header", kSelect});
  EXPECT_EQ(granted.out, "o1\n") << granted.err;
  ASSERT_EQ(acme_.requests().size(), 1U);
  EXPECT_THAT(acme_.requests()[0], HasSubstr("Bearer t0ken"));
  const std::pair<const char*, const char*> kWrong[] = {
      {"acme.tokn=ACME_TOKEN", "acme takes no secret tokn; it takes token"},
      {"acme.shard.token=ACME_TOKEN", "acme has no server shard"},
      {"amce.token=ACME_TOKEN", "did you mean acme?"},
      {"acme=ACME_TOKEN", "expected PROVIDER.SECRET or PROVIDER.SERVER.SECRET"},
      {"acme.token=t0ken", "expected the name of an environment variable"},
      {"acme.token", "--secret takes PROVIDER.SECRET=VARIABLE"},
  };
  for (const auto& [secret, error] : kWrong) {
    const ProgramResult wrong = Run({"--provider-dir", Folder(), "--secret", secret, "SELECT 1"});
    EXPECT_EQ(wrong.exit_code, 2) << secret;
    EXPECT_THAT(wrong.err, HasSubstr(error));
  }
}

TEST_F(RegistryCommandTest, CredentialsInStackqlsWordsGrantWhatTheyName) {
  const std::string server = "acme=" + acme_.url();
  const auto ask = [&](const std::string& auth) {
    return Run(
        {"--provider-dir", Folder(), "--base-url", server, "--auth", auth, "--no-header", kSelect});
  };
  const ProgramResult bearer =
      ask(R"({"acme": {"type": "bearer", "credentialsenvvar": "ACME_TOKEN"}})");
  EXPECT_EQ(bearer.out, "o1\n") << bearer.err;
  // Of another kind than the document says, for its documents are from elsewhere.
  const ProgramResult key = ask(
      R"({"acme": {"type": "api_key", "valuePrefix": "Key ", "credentialsenvvar": "ACME_TOKEN"}})");
  EXPECT_EQ(key.out, "o1\n") << key.err;
  const ProgramResult none = ask(R"({"acme": {"type": "null_auth"}})");
  EXPECT_EQ(none.out, "o1\n") << none.err;
  ASSERT_EQ(acme_.requests().size(), 3U);
  EXPECT_THAT(acme_.requests()[0], HasSubstr("Authorization: Bearer t0ken\r\n"));
  EXPECT_THAT(acme_.requests()[1], HasSubstr("Authorization: Key t0ken\r\n"));
  EXPECT_THAT(acme_.requests()[2], testing::Not(HasSubstr("Authorization")));
}

TEST_F(RegistryCommandTest, TheSandboxIsAskedWithItsOwnCredentials) {
  home_.Write(".config/apisql/config.yaml",
              "providers: {confluent: {auth: {type: basic, username_var: NOT_SET, password_var: "
              "NOT_SET}}}\n");
  const ProgramResult asked =
      Run({"--sandbox", "--no-header", "SELECT count(*) > 0 FROM confluent.iam.users"});
  EXPECT_EQ(asked.out, "1\n") << asked.err;
}

TEST_F(RegistryCommandTest, CredentialsThatCannotBeAreWrongUsage) {
  const std::pair<const char*, const char*> kWrong[] = {
      {R"({"amce": {"type": "null_auth"}})", "--auth: no provider amce"},
      {R"({"acme": {"type": "beerer"}})", "--auth:1: acme.type: expected one of null_auth, none"},
      {R"({"acme": {"type": "bearer", "credentialenvvar": "A"}})",
       "did you mean credentialsenvvar?"},
      {R"({"acme": {"type": "basic", "username": "a", "password": "hunter2"}})",
       "--auth:1: acme: password would be the secret itself: name the environment variable that "
       "has it, in password_var"},
      {R"({"confluent": {"type": "bearer", "credentialsenvvar": "ACME_TOKEN"}})",
       "--auth:1: auth: confluent takes a credential of the type basic, not bearer"},
      {R"({"rockset": {"type": "api_key", "credentialsenvvar": "A", "valuePrefix": "SSWS "}})",
       "--auth:1: auth: the credential of rockset has the prefix ApiKey, not SSWS"},
      {"acme", "--auth takes JSON such as {"},
      {"{", "--auth:1: "},
  };
  for (const auto& [auth, error] : kWrong) {
    const ProgramResult wrong = Run({"--provider-dir", Folder(), "--auth", auth, "SELECT 1"});
    EXPECT_EQ(wrong.exit_code, 2) << auth;
    EXPECT_THAT(wrong.err, AllOf(HasSubstr(error), testing::Not(HasSubstr("hunter2")))) << auth;
  }
}

TEST_F(RegistryCommandTest, CredentialsThatRowsChooseAndVariablesAreTold) {
  home_.Write("beta/provider.yaml",
              "provider: beta\ndescription: Teams.\nservers: {main: {url: "
              "\"https://{site}.beta.example\", variables: {site: {description: your name there}}, "
              "auth: {scheme: bearer, secrets: {token: BETA_TOKEN}}, credential: {by: team}}}\n"
              "errors: [{message: /message}]\n");
  home_.Write(
      "beta/crm.things.yaml",
      "table: beta.crm.things\ndescription: Things.\nkey: [team, id]\ncolumns: {id: {path: "
      "/id}, team: {source: parameter}}\nmethods: {list_things: {verb: select, get: /things, "
      "rows: /items, paging: none}}\n");
  const std::string folder = (home_.folder() / "beta").string();
  const ProgramResult show = Run({"registry", "show", "beta", "--provider-dir", folder});
  EXPECT_THAT(show.out,
              AllOf(HasSubstr("sends requests to: *.beta.example\n"),
                    HasSubstr("leaves to you, for main: site (your name there), not set\n"),
                    HasSubstr("takes a credential for each: team (server main)\n")));
  const auto ask = [&](const std::string& team) {
    return Run({"--provider-dir", folder, "--base-url", "beta=" + acme_.url(), "--secret",
                "beta.t1.token=ACME_TOKEN", "--no-header",
                "SELECT id FROM beta.crm.things WHERE team = '" + team + "'"});
  };
  EXPECT_EQ(ask("t1").out, "o1\n");
  ASSERT_EQ(acme_.requests().size(), 1U);
  EXPECT_THAT(acme_.requests()[0], HasSubstr("Bearer t0ken"));
  EXPECT_THAT(ask("t2").err, HasSubstr("no credentials for the team t2: add to " + ConfigFile()));
  EXPECT_EQ(acme_.requests().size(), 1U);
}

TEST_F(RegistryCommandTest, ListAndShowTellWhatThereIsAndWhatIsGranted) {
  const ProgramResult list = Run({"registry", "list", "--provider-dir", Folder()});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  EXPECT_THAT(list.out, testing::ContainsRegex("acme +" + Folder() + " +1 +no\n"));
  EXPECT_THAT(list.out, testing::ContainsRegex("confluent +built in +[0-9]+\n"));
  const ProgramResult show = Run({"registry", "show", "acme", "--provider-dir", Folder()});
  EXPECT_EQ(show.exit_code, 0) << show.err;
  EXPECT_THAT(show.out,
              AllOf(HasSubstr("acme: Acme's web shop.\ndocuments: " + Folder() +
                              "\ntables: acme.shop.orders\nsends requests to: 127.0.0.1:"),
                    HasSubstr("wants the secret: token, by default $ACME_TOKEN\n"),
                    HasSubstr("to be added to " + ConfigFile() + ":\n" + Lines())));
  const ProgramResult builtin = Run({"registry", "show", "confluent"});
  EXPECT_THAT(builtin.out,
              AllOf(HasSubstr("there is nothing to grant"),
                    HasSubstr("sends requests to: https://api.confluent.cloud\n"),
                    HasSubstr("takes the secret: cloud.username, by default $CONFLUENT_")));
  EXPECT_EQ(Run({"registry", "show", "amce", "--provider-dir", Folder()}).exit_code, 2);
  EXPECT_EQ(Run({"registry", "show"}).exit_code, 2);
  EXPECT_EQ(Run({"registry", "drop", "acme"}).exit_code, 2);
}

TEST_F(RegistryCommandTest, TakesItsOptionsBeforeItsNameToo) {
  const ProgramResult shown = Run({"--provider-dir", Folder(), "registry", "show", "acme"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("documents: " + Folder()));
  const ProgramResult refused = Run({"--sandbox", "registry", "list"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--sandbox does not go with registry"));
}

TEST_F(RegistryCommandTest, TrustWritesTheLines) {
  const std::vector<std::string> trust = {"registry", "trust", "acme", "--provider-dir", Folder()};
  const ProgramResult unasked = Run(trust);
  EXPECT_EQ(unasked.exit_code, 2);
  EXPECT_THAT(unasked.err, HasSubstr("--yes adds these lines"));
  EXPECT_FALSE(std::filesystem::exists(ConfigFile()));
  std::vector<std::string> yes = trust;
  yes.emplace_back("--yes");
  const ProgramResult done = Run(yes);
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(Text(ConfigFile()), Lines());
  struct stat facts = {};
  ASSERT_EQ(stat(ConfigFile().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600U);
  EXPECT_THAT(Run({"registry", "list", "--provider-dir", Folder()}).out, HasSubstr("  yes\n"));
  EXPECT_THAT(Run(yes).out, HasSubstr("All that they want is granted."));
  EXPECT_EQ(Text(ConfigFile()), Lines());
  // Also in a run that is not given the documents.
  EXPECT_EQ(Run({"SELECT 1"}).exit_code, 0);
}

TEST_F(RegistryCommandTest, TrustAsksAtATerminal) {
  if (!Terminal::ArePossible()) GTEST_SKIP() << "no terminals here";
  for (const char* no : {"n\n", "\n", "what\n"}) {
    Terminal terminal(home_, {"registry", "trust", "acme", "--provider-dir", Folder()});
    EXPECT_TRUE(terminal.Shows("Add these lines? [y/N] ")) << terminal.shown();
    terminal.Type(no);
    EXPECT_EQ(terminal.Wait(), 1) << no;
    EXPECT_FALSE(std::filesystem::exists(ConfigFile()));
  }
  Terminal terminal(home_, {"registry", "trust", "acme", "--provider-dir", Folder()});
  EXPECT_TRUE(terminal.Shows("Add these lines? [y/N] ")) << terminal.shown();
  terminal.Type("y\n");
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_EQ(Text(ConfigFile()), Lines());
}

TEST_F(RegistryCommandTest, TrustSaysWhereItCannotWrite) {
  home_.Write(".config/apisql/config.yaml", "providers: {confluent: {max_concurrency: 2}}\n");
  const ProgramResult result =
      Run({"registry", "trust", "acme", "--provider-dir", Folder(), "--yes"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr(Lines()));
  EXPECT_THAT(result.err, AllOf(HasSubstr("providers is there already, in line 1"),
                                HasSubstr("put the lines above into " + ConfigFile())));
  EXPECT_EQ(Text(ConfigFile()), "providers: {confluent: {max_concurrency: 2}}\n");
}

TEST_F(RegistryCommandTest, AMisspeltProviderInTheConfigIsAnError) {
  home_.Write(".config/apisql/config.yaml",
              "providers: {confluemt: {base_url: \"http://127.0.0.1:1\"}}\n");
  const ProgramResult result = Run({"SELECT 1"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("there is no provider confluemt; did you mean confluent?"));
}

// The folder that the program is started in may be anybody's.
TEST_F(RegistryCommandTest, AHomeThatIsNoAbsolutePathIsIgnored) {
  home_.Write(".config/apisql/config.yaml",
              "providers: {confluent: {secrets: {username: {command: \"touch taken; echo a\"}, "
              "password: {value: b}}, base_url: \"" +
                  acme_.url() + "\"}}\n");
  const std::string folder = home_.folder().string();
  for (const char* home : {"HOME=", "HOME=.", "HOME=./", "HOME=../"}) {
    const ProgramResult result = home_.Run(
        {"/bin/sh", "-c",
         "cd " + folder + " && env " + home + " CONFLUENT_CLOUD_API_KEY=k " + Built("apisql") +
             " --max-requests 1 'SELECT count(*) FROM confluent.iam.users'"});
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.err, AllOf(HasSubstr("note: HOME is no absolute path, and is ignored"),
                                  HasSubstr("no credentials: set CONFLUENT_CLOUD_API_SECRET")));
  }
  EXPECT_FALSE(std::filesystem::exists(home_.folder() / "taken"));
  EXPECT_EQ(acme_.connections(), 0);
  const ProgramResult relative =
      home_.Run({"/bin/sh", "-c",
                 "cd " + folder + " && env HOME= XDG_CONFIG_HOME=.config " + Built("apisql") +
                     " 'SELECT 1'"});
  EXPECT_THAT(relative.err, HasSubstr("note: XDG_CONFIG_HOME is no absolute path"));
}

TEST_F(RegistryCommandTest, AWorkspaceIsItsOwnersAlone) {
  const std::string file = (home_.folder() / "work.db").string();
  EXPECT_EQ(Run({"--db", file, "CREATE TABLE t(a); INSERT INTO t VALUES (1)"}).exit_code, 0);
  struct stat facts = {};
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600U);
  // One that is there keeps its mode.
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  EXPECT_EQ(Run({"--db", file, "--no-header", "SELECT a FROM t"}).out, "1\n");
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0640U);
}

TEST_F(RegistryCommandTest, AReaderThatHasEnoughIsNoError) {
  const ProgramResult result = home_.Run(
      {"/bin/bash", "-c",
       Built("apisql") + " \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
                         "200000) SELECT i FROM n\" | head -1; echo ${PIPESTATUS[0]}"});
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, HasSubstr("i\n"));
}

// The home folder's other folders are no providers: `registry` has acme's alone.
TEST_F(RegistryCommandTest, AConfigFileNamesFoldersOfProviders) {
  std::filesystem::create_directory(home_.folder() / "registry");
  std::filesystem::rename(Folder(), home_.folder() / "registry/acme");
  home_.Write("registry/broken/provider.yaml", "provider: broken\nx: 1\n");
  home_.Write(".config/apisql/config.yaml", Lines() + "provider_dirs: [../../registry]\n");
  const ProgramResult rows = Run({"--no-header", kSelect});
  EXPECT_EQ(rows.out, "o1\n") << rows.err;
  EXPECT_THAT(Run({"registry", "show", "acme"}).out, HasSubstr("tables: acme.shop.orders\n"));
  EXPECT_THAT(Run({"registry", "list"}).err, HasSubstr("broken/provider.yaml:2: "));
  const std::string again = (home_.folder() / "registry").string();
  EXPECT_EQ(Run({"--provider-dir", again, "--no-header", kSelect}).out, "o1\n");
  home_.Write(".config/apisql/config.yaml", "provider_dirs: [nowhere]\n");
  const ProgramResult missing = Run({"SELECT 1"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, AllOf(HasSubstr("config.yaml: provider_dirs"), HasSubstr("nowhere: ")));
}

}  // namespace
}  // namespace apisql
