// apisql.so in the sqlite3 command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ExtensionTest : public testing::Test {
 protected:
  void SetUp() override {
    if (kSanitized) GTEST_SKIP() << "sqlite3 itself does not carry the sanitizers' runtime";
    auto sandbox = Sandbox::Start(SandboxOptions());
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
    Configure("");
  }

  void Configure(const std::string& settings) const {
    const SandboxAccess& access = sandbox_->access();
    home_.Write(".config/apisql/config.yaml", "settings: {" + settings +
                                                  "}\nproviders:\n"
                                                  "  confluent:\n"
                                                  "    base_url: " +
                                                  access.confluent_url +
                                                  "\n"
                                                  "    secrets:\n"
                                                  "      username: {value: " +
                                                  access.confluent_key +
                                                  "}\n"
                                                  "      password: {value: \"" +
                                                  access.confluent_secret +
                                                  "\"}\n"
                                                  "  rockset:\n"
                                                  "    base_url: " +
                                                  access.rockset_url +
                                                  "\n"
                                                  "    secrets: {key: {value: " +
                                                  access.rockset_key + "}}\n");
  }

  ProgramResult Sqlite(const std::string& sql) const {
    return home_.Run(
        {"sqlite3", "-bail", "-cmd", ".load \"" + Built("apisql.so") + "\"", ":memory:", sql});
  }

  TestHome home_;
  std::unique_ptr<Sandbox> sandbox_;
};

constexpr char kQuestionTwo[] = R"(
    SELECT k.id, k.resource_id, k.created_at
    FROM "confluent.iam.service_accounts" s JOIN "confluent.iam.api_keys" k ON k.owner_id = s.id
    WHERE s.display_name = 'tf_runner_sa')";

TEST_F(ExtensionTest, QuestionTwoRunsByQuotedNames) {
  const ProgramResult loaded = Sqlite(kQuestionTwo);
  EXPECT_EQ(loaded.exit_code, 0) << loaded.err;
  int64_t keys = 0;
  for (const SandboxTable& table : sandbox_->Dump()) {
    if (table.name != "confluent.iam.api_keys") continue;
    std::string account;
    for (const SandboxTable& accounts : sandbox_->Dump()) {
      if (accounts.name != "confluent.iam.service_accounts") continue;
      for (const auto& row : accounts.rows) {
        const auto has = [&](const char* text) {
          return std::ranges::find(row, SandboxTable::Value(std::string(text))) != row.end();
        };
        if (has("tf_runner_sa")) account = std::get<std::string>(row[0]);
      }
    }
    ASSERT_THAT(account, testing::StartsWith("sa-"));
    keys = std::ranges::count_if(table.rows, [&](const auto& row) {
      return std::ranges::find(row, SandboxTable::Value(account)) != row.end();
    });
  }
  EXPECT_GT(keys, 0);
  EXPECT_EQ(std::ranges::count(loaded.out, '\n'), keys) << loaded.out;
}

// Those of tables are the program's alone.
TEST_F(ExtensionTest, ColumnsHaveTheirOtherNames) {
  const ProgramResult result =
      Sqlite("SELECT count(*) > 0 AND min(_spec = spec) FROM \"confluent.iam.api_keys\"");
  EXPECT_EQ(result.out, "1\n") << result.err;
  EXPECT_NE(Sqlite("SELECT 1 FROM \"confluent.encryption_keys.keys\"").exit_code, 0);
}

TEST_F(ExtensionTest, RequestsOfAPlainConnectionAreLoggedAndNotRepeated) {
  const ProgramResult result = Sqlite(
      "SELECT count(*) FROM \"confluent.iam.users\" a JOIN \"confluent.iam.users\" b USING "
      "(full_name);"
      "SELECT count(*) FROM \"apisql.requests\" WHERE \"table\" = 'confluent.iam.users';");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, testing::EndsWith("\n1\n"));
}

TEST_F(ExtensionTest, ErrorsReachTheHost) {
  home_.Write(".config/apisql/config.yaml", "{}");
  const ProgramResult result = Sqlite("SELECT id FROM \"confluent.iam.api_keys\"");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("CONFLUENT_CLOUD_API_KEY"));
}

TEST_F(ExtensionTest, ARegionIsChosenInTheConfigFile) {
  home_.Write(".config/apisql/config.yaml", "providers: {rockset: {region: euc1a1}}");
  const ProgramResult chosen =
      Sqlite("SELECT region FROM \"apisql.providers\" WHERE name = 'rockset'");
  EXPECT_EQ(chosen.out, "euc1a1\n") << chosen.err;
  home_.Write(".config/apisql/config.yaml", "providers: {rockset: {region: mars}}");
  EXPECT_THAT(Sqlite("SELECT 1").err, HasSubstr("rockset has no region mars; there are usw2a1"));
}

TEST_F(ExtensionTest, ASecretIsRevealedWhereTheConfigFileAllowsIt) {
  const std::string select =
      "SELECT length(key), key LIKE key_prefix || '%', _row ->> '$.key' IS NULL"
      " FROM \"rockset.iam.api_keys\""
      " WHERE user_email = 'jane@corp.com' AND name = 'my-app' AND ";
  const ProgramResult refused = Sqlite(select + "reveal = true");
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.err, HasSubstr("settings: {allow_reveal: on} in the config file"));
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
  Configure("allow_reveal: on");
  const ProgramResult revealed = Sqlite(select + "reveal = true");
  EXPECT_EQ(revealed.out, "64|1|1\n") << revealed.err;
  EXPECT_THAT(Sqlite(select + "reveal").err, HasSubstr("reveal is what the API is asked with"));
}

TEST_F(ExtensionTest, ARowThatIsNotThereIsAnErrorWhereTheConfigFileSaysSo) {
  const std::string nobody = "DELETE FROM \"confluent.byok.keys\" WHERE id = 'nope';";
  const ProgramResult absent = Sqlite(nobody + "SELECT outcome FROM \"apisql.mutations\"");
  EXPECT_EQ(absent.out, "absent\n") << absent.err;
  Configure("absent_writes: error");
  EXPECT_THAT(Sqlite(nobody).err, HasSubstr("id = 'nope': was not there"));
}

TEST_F(ExtensionTest, WarningsAreInTheLogOfTheHost) {
  home_.Write(".config/apisql/config.yaml",
              "settings: {allow_partial: on, max_retries: 0}\n"
              "providers: {rockset: {base_url: \"http://127.0.0.1:1\", secrets: {key: {value: "
              "se-cret}}}}");
  const ProgramResult result = home_.Run(
      {"sqlite3", "-bail", "-cmd", ".log stderr", "-cmd", ".load \"" + Built("apisql.so") + "\"",
       ":memory:", "SELECT count(*) FROM \"rockset.iam.users\""});
  EXPECT_EQ(result.out, "0\n") << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("apisql: incomplete: rockset.iam.users: "),
                                Not(HasSubstr("se-cret"))));
}

// A host has no options of ours.
TEST_F(ExtensionTest, MissingCredentialsAreToldInWordsForAHost) {
  const std::string file = home_.Write(".config/apisql/config.yaml", "{}");
  const ProgramResult result = Sqlite("SELECT name FROM \"rockset.iam.api_keys\"");
  EXPECT_THAT(result.err, AllOf(HasSubstr("ROCKSET_API_KEY"), HasSubstr(file),
                                HasSubstr("when a connection loads the extension"),
                                Not(HasSubstr("--sandbox"))));
}

// In UTF-16 "\u0100" stands before all letters of ASCII, in UTF-8 behind them.
TEST_F(ExtensionTest, TextsOfAUtf16DatabaseAreOrderedAsItOrdersThem) {
  const std::string accounts = "FROM \"confluent.iam.service_accounts\"";
  const ProgramResult result = Sqlite(
      "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a);"
      "SELECT (SELECT count(*) " +
      accounts + " WHERE display_name > '\u0100') = (SELECT count(*) " + accounts +
      "), (SELECT count(*) " + accounts + " WHERE display_name = 'tf_runner_sa') > 0");
  EXPECT_EQ(result.out, "1|1\n") << result.err;
}

// Run ahead without the rows that end it, it would go on for ever.
TEST_F(ExtensionTest, ARecursionOverWhatLookUpsFoundEnds) {
  const ProgramResult result = Sqlite(
      "WITH RECURSIVE found(id) AS MATERIALIZED (SELECT u.id FROM \"confluent.iam.api_keys\" k "
      "LEFT JOIN \"confluent.iam.users\" u ON u.id = lower(k.owner_id)), "
      "r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r "
      "WHERE n < 10 OR NOT EXISTS (SELECT 1 FROM found WHERE id IS NOT NULL)) "
      "SELECT max(n) FROM r");
  EXPECT_EQ(result.out, "10\n") << result.err;
}

TEST_F(ExtensionTest, LookUpsWhoseKeysSqliteMakesGiveTheirRows) {
  const std::string keys = "FROM \"confluent.iam.api_keys\" k ";
  const std::string users = "\"confluent.iam.users\" u ";
  const ProgramResult result =
      Sqlite("SELECT (SELECT count(*) " + keys + "WHERE k.owner_id IN (SELECT id FROM " + users +
             ")), count(u.email) " + keys + "CROSS JOIN " + users + "ON u.id = lower(k.owner_id)");
  const size_t bar = result.out.find('|');
  ASSERT_NE(bar, std::string::npos) << result.err;
  EXPECT_EQ(result.out.substr(0, bar) + "\n", result.out.substr(bar + 1));
  EXPECT_NE(result.out.substr(0, bar), "0");
}

TEST_F(ExtensionTest, LoadingTwiceChangesNothing) {
  const std::string load = ".load \"" + Built("apisql.so") + "\"";
  const ProgramResult result =
      home_.Run({"sqlite3", "-bail", "-cmd", load, "-cmd", load,
                 ":memory:", "SELECT count(*) > 0 FROM \"confluent.iam.users\""});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "1\n");
}

size_t Writes(const Sandbox& sandbox) {
  size_t writes = 0;
  for (const SandboxRequest& request : sandbox.Requests()) writes += request.method != "GET";
  return writes;
}

constexpr char kInsert[] =
    "INSERT INTO \"confluent.iam.service_accounts\" (display_name) VALUES ('ext %');";

std::string Insert(const std::string& name) {
  std::string sql = kInsert;
  return sql.replace(sql.find('%'), 1, name);
}

TEST_F(ExtensionTest, RolledBackWritesSendNothing) {
  const ProgramResult result = Sqlite("BEGIN;" + Insert("a") + Insert("b") + "ROLLBACK;");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Writes(*sandbox_), 0);
}

TEST_F(ExtensionTest, OnlyWhatASavepointLeavesIsSent) {
  const ProgramResult result = Sqlite("BEGIN;" + Insert("a") + "SAVEPOINT s;" + Insert("b") +
                                      "ROLLBACK TO s;" + Insert("c") + "COMMIT;");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::vector<std::string> bodies;
  for (const SandboxRequest& request : sandbox_->Requests()) bodies.push_back(request.body);
  EXPECT_THAT(bodies, testing::ElementsAre(HasSubstr("ext a"), HasSubstr("ext c")));
}

TEST_F(ExtensionTest, ReturningIsRefusedAndTheAnsweredRowsCanBeSelected) {
  const std::string insert = Insert("a");
  const ProgramResult refused = Sqlite(insert.substr(0, insert.size() - 1) + " RETURNING id;");
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.err, HasSubstr("_returned"));
  EXPECT_EQ(Writes(*sandbox_), 0);
  const ProgramResult selected =
      Sqlite(insert +
             "SELECT id LIKE 'sa-%', display_name FROM \"confluent.iam.service_accounts\""
             " WHERE \"_returned\" = 1;");
  EXPECT_EQ(selected.out, "1|ext a\n") << selected.err;
}

// Where each statement is prepared at the address of the one before.
TEST_F(ExtensionTest, TheRowsOfAFailedWriteDoNotCountForTheNext) {
  const std::string insert =
      "INSERT INTO \"confluent.iam.service_accounts\" (display_name) VALUES ";
  Configure("max_affected_rows: 1");
  const ProgramResult result =
      home_.Run({"sqlite3", "-cmd", ".load \"" + Built("apisql.so") + "\"", ":memory:"}, {},
                insert + "('a'), ('b');\n" + insert + "('c');\nBEGIN;\n" + insert +
                    "('d'), ('e');\n" + insert + "('f');\nCOMMIT;\n");
  std::vector<std::string> bodies;
  for (const SandboxRequest& request : sandbox_->Requests()) bodies.push_back(request.body);
  EXPECT_THAT(bodies, testing::ElementsAre(HasSubstr("\"c\""), HasSubstr("\"f\""))) << result.err;
}

TEST_F(ExtensionTest, UpdateAndDeleteFindTheirRows) {
  const ProgramResult result =
      Sqlite(Insert("a") +
             "UPDATE \"confluent.iam.service_accounts\" SET description = 'd'"
             " WHERE display_name = 'ext a';"
             "SELECT description FROM \"confluent.iam.service_accounts\""
             " WHERE display_name = 'ext a';"
             "DELETE FROM \"confluent.iam.service_accounts\" WHERE display_name = 'ext a';"
             "SELECT count(*) FROM \"confluent.iam.service_accounts\""
             " WHERE display_name = 'ext a';");
  EXPECT_EQ(result.out, "d\n0\n") << result.err;
}

TEST_F(ExtensionTest, AnObjectIsWrittenByItsMembersAlsoWithinATransaction) {
  const std::string update =
      "UPDATE \"confluent.iam.api_keys\" SET spec = json_set(spec, '$.display_name', 'x')"
      " WHERE id = '7FJIYKQ4SGQDQ72H';";
  const std::string name =
      "SELECT display_name, _row ->> '$.spec.display_name' FROM \"confluent.iam.api_keys\""
      " WHERE id = '7FJIYKQ4SGQDQ72H';";
  const ProgramResult staged = Sqlite("BEGIN;" + update + update + name + "COMMIT;" + name);
  EXPECT_EQ(staged.out, "x|x\nx|x\n") << staged.err;
  EXPECT_EQ(Writes(*sandbox_), 1);
}

// A folder of the config file: a provider that the file names is there, others are made one by one.
class ExtensionRegistryTest : public ExtensionTest {
 protected:
  void SetUp() override {
    ExtensionTest::SetUp();
    for (const std::string provider : {"acme", "beta"}) {
      home_.Write("registry/" + provider + "/provider.yaml",
                  "provider: " + provider + "\ndescription: A shop.\nservers: {main: {url: \"" +
                      server_.url() + "\"}}\nerrors: [{message: /message}]\n");
      home_.Write("registry/" + provider + "/shop.orders.yaml",
                  "table: " + provider +
                      ".shop.orders\ndescription: Orders.\nkey: [id]\ncolumns: {id: {type: text, "
                      "path: /id}}\nmethods: {list_orders: {verb: select, get: /orders, rows: "
                      "/items, paging: none}, delete_order: {verb: delete, delete: "
                      "\"/orders/{id}\"}}\n");
    }
    home_.Write("registry/beta/shop.counts.yaml",
                "table: beta.shop.counts\ndescription: How many.\nview: SELECT count(*) AS n FROM "
                "beta.shop.orders\n");
    ConfigureAnd("");
  }

  // `more` follows the providers and settings that each test has.
  void ConfigureAnd(const std::string& more) const {
    const std::string host = "[\"127.0.0.1:" + std::to_string(server_.port()) + "\"]";
    home_.Write(".config/apisql/config.yaml",
                "provider_dirs: [" + (home_.folder() / "registry").string() +
                    "]\nproviders:\n  acme: {hosts: " + host + "}\n" + more);
  }

  ScriptServer server_{AlwaysOk(R"({"items": [{"id": "o1"}]})")};
};

TEST_F(ExtensionRegistryTest, TheTablesOfAConfiguredProviderAreThere) {
  const ProgramResult result = Sqlite("SELECT id FROM \"acme.shop.orders\"");
  EXPECT_EQ(result.out, "o1\n") << result.err;
  EXPECT_THAT(Sqlite("SELECT id FROM \"beta.shop.orders\"").err,
              HasSubstr("no such table: beta.shop.orders"));
}

TEST_F(ExtensionRegistryTest, ATableOfAnyOtherIsMadeInTemp) {
  const ProgramResult result = Sqlite(
      "CREATE VIRTUAL TABLE temp.orders USING apisql('Acme.shop.orders'); SELECT id FROM orders;"
      "CREATE VIRTUAL TABLE temp.b USING apisql(beta.shop.orders);"
      "SELECT count(*) FROM pragma_table_info('b'); DROP TABLE b; SELECT id FROM orders");
  EXPECT_EQ(result.out, "o1\n1\no1\n") << result.err;
  EXPECT_THAT(
      Sqlite("CREATE VIRTUAL TABLE temp.b USING apisql('beta.shop.orders'); SELECT * FROM b").err,
      HasSubstr("registry trust beta"));
}

// Such a table takes part in the transaction that makes it.
TEST_F(ExtensionRegistryTest, ATableIsMadeWithinATransactionAndMayBeAView) {
  const std::string make = "CREATE VIRTUAL TABLE temp.c USING apisql('beta.shop.counts');";
  const ProgramResult result =
      Sqlite(make + "DROP TABLE c; BEGIN; SAVEPOINT s;" + make +
             "SAVEPOINT t; CREATE VIRTUAL TABLE temp.o USING apisql('acme.shop.orders');"
             "ROLLBACK TO t; RELEASE s; COMMIT; SELECT name FROM pragma_table_info('c');"
             "BEGIN; DROP TABLE c; ROLLBACK; SELECT count(*) FROM pragma_table_info('c');"
             "SELECT id FROM \"acme.shop.orders\"");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "n\n1\no1\n") << result.err;
}

TEST_F(ExtensionRegistryTest, ATableThatCannotBeMadeSaysWhy) {
  for (const auto& [arguments, error] :
       {std::pair("main.b USING apisql('beta.shop.orders')", "is made in temp alone"),
        std::pair("b USING apisql('beta.shop.orders')", "is made in temp alone"),
        std::pair("temp.b USING apisql", "takes the name of one table"),
        std::pair("temp.b USING apisql('beta.shop.orders', 1)", "takes the name of one table"),
        std::pair("temp.b USING apisql('beta.shop.order')", "did you mean beta.shop.orders")}) {
    EXPECT_THAT(Sqlite(std::string("CREATE VIRTUAL TABLE ") + arguments).err, HasSubstr(error))
        << arguments;
  }
}

TEST_F(ExtensionRegistryTest, ATableMadeInTempIsForReading) {
  const std::string sql =
      "CREATE VIRTUAL TABLE temp.o USING apisql('acme.shop.orders'); DELETE FROM o";
  for (const std::string settings : {"", "settings: {allow_trigger_writes: on}\n"}) {
    ConfigureAnd(settings);
    for (const std::string where : {"", " WHERE id = 'o1'"}) {
      EXPECT_THAT(Sqlite(sql + where).err, HasSubstr("table o may not be modified"))
          << settings << where;
    }
  }
  EXPECT_THAT(server_.requests(), IsEmpty());
}

// No row is read; what needs one is refused.
TEST_F(ExtensionRegistryTest, AWriteGivesTheInputsThatNoRowTells) {
  home_.Write("registry/acme/shop.notes.yaml",
              "table: acme.shop.notes\ndescription: Notes.\ncolumns: {text: {path: /text}, note: "
              "{source: parameter, hidden: true}}\nmethods: {list_notes: {verb: select, get: "
              "/notes, rows: /items, paging: none}, delete_note: {verb: delete, delete: "
              "\"/notes/{note}\", where: inputs}}\n");
  const std::string deletes = "DELETE FROM \"acme.shop.notes\" WHERE ";
  const ProgramResult done = Sqlite("BEGIN;" + deletes + "note = 'n1';" + deletes +
                                    "note IN ('n2', 'n3'); COMMIT; SELECT changes()");
  EXPECT_EQ(done.out, "2\n") << done.err;
  EXPECT_EQ(server_.requests().size(), 3U);
  EXPECT_THAT(server_.requests()[0], testing::StartsWith("DELETE /notes/n1 "));
  EXPECT_THAT(Sqlite(deletes + "text = 'x'").err,
              HasSubstr("WHERE must give a value by = for note"));
  EXPECT_THAT(Sqlite(deletes + "note = 'n1' AND text = 'x'").err, HasSubstr("takes only note"));
  EXPECT_THAT(Sqlite("BEGIN;" + deletes + "note = 'n1'; SELECT text FROM \"acme.shop.notes\"").err,
              HasSubstr("has written the row of note = 'n1'"));
  EXPECT_EQ(server_.requests().size(), 3U);
}

// The view is read, and the table below it is found: what is left to do is to trust its provider.
TEST_F(ExtensionRegistryTest, AViewOfAProviderThatIsNotRegisteredFindsItsTables) {
  const ProgramResult result =
      Sqlite("CREATE VIRTUAL TABLE temp.c USING apisql('beta.shop.counts'); SELECT n FROM c");
  EXPECT_THAT(result.err, AllOf(HasSubstr("registry trust beta"), Not(HasSubstr("no such table"))));
}

TEST_F(ExtensionRegistryTest, AFaultyFolderTakesNoOtherTablesAway) {
  home_.Write("registry/faulty/shop.orders.yaml", "table: faulty.shop.orders\n");
  ConfigureAnd("  faulty: {}\n");
  const ProgramResult result = Sqlite(
      "SELECT count(*) > 0 FROM pragma_table_info('confluent.iam.users');"
      "SELECT id FROM \"acme.shop.orders\"");
  EXPECT_EQ(result.out, "1\no1\n") << result.err;
  EXPECT_THAT(Sqlite("CREATE VIRTUAL TABLE temp.f USING apisql('faulty.shop.orders')").err,
              HasSubstr("it has tables and no provider.yaml"));
}

}  // namespace
}  // namespace apisql
