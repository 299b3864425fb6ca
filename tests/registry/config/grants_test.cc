// What documents from elsewhere want, what of it is granted, and the lines that grant it.
#include "registry/config/grants.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "registry/trust/grant_file.h"
#include "registry/trust/provider_wants.h"
#include "tests/registry/config/environment_variable.h"
#include "tests/registry/documents.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kOrdersTable = R"(table: acme.shop.orders
description: Orders.
key: [id]
columns:
  id: {type: text, path: /id}
  email: {type: text, source: parameter}
methods:
  list_orders:
    verb: select
    post: /orders/search
    filters: {email: {in: body, required: true, from: {table: confluent.iam.users, column: email}}}
)";

class GrantsTest : public ::testing::Test {
 protected:
  GrantsTest() {
    documents_.Write("provider.yaml", std::string(kAcmeProvider));
    documents_.Write("people.yaml", std::string(kPeopleTable));
    documents_.Write("orders.yaml", std::string(kOrdersTable));
    const Status added = catalog_->AddFromElsewhere(documents_.path(), {});
    EXPECT_TRUE(added.ok()) << added.message();
    acme_ = *catalog_->FindProvider("acme");
  }

  static Config Read(const std::string& text) {
    auto config = Config::Read(text, "config.yaml");
    EXPECT_TRUE(config.ok()) << config.status().message();
    return config.ok() ? *config : Config();
  }

  Wants All(const Config& config = Config()) {
    const auto wants = AllWants(*acme_, *catalog_, config);
    EXPECT_TRUE(wants.ok()) << wants.status().message();
    return wants.ok() ? *wants : Wants();
  }

  Wants Missing(const std::string& text) {
    const Config config = Read(text);
    return NotGranted(All(config), *acme_, config);
  }

  std::string Endpoint(const std::string& config, const std::string& server = "",
                       const std::string& host = "") {
    const auto endpoint =
        Read(config).MakeEndpoint(*acme_, *acme_->FindServer(server), {{"endpoint", host}});
    return endpoint.ok() ? (*endpoint)->base_url : endpoint.status().message();
  }

  // A config file after the lines were added that `before` lacks; the error where they cannot be.
  std::string Added(const std::string& before) {
    const bool blank = before.find(':') == std::string::npos;
    const auto after = WithGrants(before, "acme", Missing(blank ? "settings: {}" : before));
    if (!after.ok()) return after.status().message();
    EXPECT_TRUE(Missing(*after).none()) << *after;
    return *after;
  }

  TemporaryFolder documents_;
  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  std::shared_ptr<const Provider> acme_;
};

constexpr const char* kAllLines =
    "providers:\n"
    "  acme:\n"
    "    hosts: [api.acme.example, \"*.acme.example\"]\n"
    "    secrets:\n"
    "      username: {environment: ACME_USER}\n"
    "      password: {environment: ACME_PASSWORD}\n"
    "    servers:\n"
    "      shard:\n"
    "        secrets:\n"
    "          token: {environment: ACME_TOKEN}\n"
    "    reads: [confluent.iam.users]\n"
    "    # post_reads: on  # lets --read-only send POSTs: acme.shop.orders.list_orders\n";

TEST_F(GrantsTest, TheLinesGrantAllThatIsWanted) {
  std::string lines;
  for (const std::string& line : GrantLines("acme", All())) lines += line + "\n";
  EXPECT_EQ(lines, kAllLines);
  EXPECT_TRUE(Missing(lines).none());
}

TEST_F(GrantsTest, DocumentsOfOursWantNothing) {
  const auto confluent = *catalog_->FindProvider("confluent");
  const Wants wants = *AllWants(*confluent, *catalog_, Config());
  EXPECT_TRUE(wants.none());
  EXPECT_THAT(wants.post_reads, IsEmpty());
  EXPECT_EQ(*ElsewhereOf(*confluent, *catalog_), "");
  EXPECT_EQ(*ElsewhereOf(*acme_, *catalog_), documents_.path());
}

TEST_F(GrantsTest, EachWantIsMissingUntilItIsGranted) {
  EXPECT_THAT(Missing("settings: {}").hosts, ElementsAre("api.acme.example", "*.acme.example"));
  EXPECT_THAT(Missing("providers: {acme: {hosts: [api.acme.example]}}").hosts,
              ElementsAre("*.acme.example"));
  EXPECT_THAT(Missing("providers: {acme: {hosts: [\"*.acme.example\"]}}").hosts, IsEmpty());
  EXPECT_THAT(Missing("providers: {acme: {base_url: \"http://127.0.0.1:1\"}}").hosts, IsEmpty());
  EXPECT_THAT(Missing("providers: {acme: {secrets: {username: {environment: X}}}}").secrets,
              ElementsAre(SecretWant{"", "password", "ACME_PASSWORD"},
                          SecretWant{"shard", "token", "ACME_TOKEN"}));
  EXPECT_THAT(Missing("providers: {acme: {reads: [confluent.iam.service_accounts]}}").reads,
              ElementsAre("confluent.iam.users"));
  EXPECT_THAT(Missing("providers: {acme: {post_reads: on}}").post_reads, IsEmpty());
  // A grant is of one provider.
  EXPECT_THAT(Missing("providers: {other: {hosts: [api.acme.example, \"*.acme.example\"]}}").hosts,
              ElementsAre("api.acme.example", "*.acme.example"));
}

TEST_F(GrantsTest, AHostIsGrantedAsAWhole) {
  const auto missing = [&](const std::string& host) {
    return !Missing("providers: {acme: {hosts: [\"" + host + "\"]}}").hosts.empty();
  };
  for (const char* other : {"acme.example", "pi.acme.example", "api.acme.example.evil.example",
                            "api.acme.example:8443", "xapi.acme.example"}) {
    EXPECT_TRUE(missing(other)) << other;
  }
  EXPECT_FALSE(missing("*.acme.example"));
  for (const char* unsound : {"*", "*.", "*.example", "", "https://api.acme.example", "a b",
                              "api.acme.example/x", "u@api.acme.example", "*.*.acme.example"}) {
    EXPECT_FALSE(CheckHostGrant(unsound).ok()) << unsound;
  }
  for (const char* sound : {"api.acme.example", "127.0.0.1:8080", "*.acme.example", "localhost"}) {
    EXPECT_TRUE(CheckHostGrant(sound).ok()) << sound;
  }
}

// Whoever asks for it, an endpoint has no credential and no server that is not granted.
TEST_F(GrantsTest, AnEndpointNeedsItsGrant) {
  const EnvironmentVariable user("ACME_USER", "a");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  const EnvironmentVariable token("ACME_TOKEN", "t");
  const std::string secrets =
      "secrets: {username: {environment: ACME_USER}, password: {environment: ACME_PASSWORD}}, "
      "servers: {shard: {secrets: {token: {environment: ACME_TOKEN}}}}";
  EXPECT_THAT(Endpoint("settings: {}"), HasSubstr("nothing was sent: the documents of " +
                                                  documents_.path() + " come from elsewhere"));
  EXPECT_THAT(Endpoint("providers: {acme: {hosts: [api.acme.example]}}"),
              AllOf(HasSubstr("username: {environment: ACME_USER}"), Not(HasSubstr("hosts:"))));
  EXPECT_THAT(Endpoint("providers: {acme: {" + secrets + "}}"),
              AllOf(HasSubstr("hosts: [api.acme.example]"), Not(HasSubstr("secrets:"))));
  const std::string granted = "providers: {acme: {hosts: [api.acme.example], " + secrets + "}}";
  EXPECT_EQ(Endpoint(granted), "https://api.acme.example");
  EXPECT_THAT(Endpoint(granted, "shard", "x.acme.example"),
              HasSubstr("hosts: [\"*.acme.example\"]"));
  EXPECT_EQ(Endpoint("providers: {acme: {hosts: [\"*.acme.example\"], " + secrets + "}}", "shard",
                     "x.acme.example"),
            "https://x.acme.example");
}

TEST_F(GrantsTest, TheServerOfTokensIsGrantedToo) {
  Provider provider = *acme_;
  Server& server = provider.servers[0];
  server.auth = {"oauth2_client_credentials", {{"token_url", "https://login.evil.example/token"}}};
  EXPECT_THAT(WantsOf(provider, server, Config()).hosts,
              ElementsAre("api.acme.example", "login.evil.example"));
  Config moved;
  moved.provider("acme").base_url = "http://127.0.0.1:1";
  EXPECT_THAT(WantsOf(provider, server, moved).hosts, ElementsAre("login.evil.example"));
  server.auth.options["token_url"] = "https://api.acme.example/token";
  EXPECT_THAT(WantsOf(provider, server, Config()).hosts, ElementsAre("api.acme.example"));
  EXPECT_THAT(WantsOf(provider, server, moved).hosts, IsEmpty());
}

// What is signed for it can be redeemed there.
TEST_F(GrantsTest, TheAudienceOfASignedTokenIsGrantedToo) {
  Provider provider = *acme_;
  Server& server = provider.servers[0];
  server.auth = {"service_account",
                 {{"token_url", "https://api.acme.example/token"},
                  {"audience", "https://login.evil.example/token"}}};
  EXPECT_THAT(WantsOf(provider, server, Config()).hosts,
              ElementsAre("api.acme.example", "login.evil.example"));
  server.auth.options["audience"] = "https://api.acme.example/token";
  EXPECT_THAT(WantsOf(provider, server, Config()).hosts, ElementsAre("api.acme.example"));
  server.auth.options.erase("audience");
  EXPECT_THAT(WantsOf(provider, server, Config()).hosts, ElementsAre("api.acme.example"));
}

TEST_F(GrantsTest, AVariableOfAnotherProviderIsToldApart) {
  const auto owners = VariableOwners("acme", *catalog_);
  EXPECT_EQ(owners.at("CONFLUENT_CLOUD_API_SECRET"), "confluent");
  Wants wants;
  wants.secrets = {{"", "token", "CONFLUENT_CLOUD_API_SECRET"}};
  EXPECT_THAT(GrantLines("acme", wants, owners),
              testing::Contains(
                  "      token: {environment: CONFLUENT_CLOUD_API_SECRET}  # confluent's own"));
}

TEST_F(GrantsTest, ATableOfAProviderThatIsNotItsOwnIsGrantedByName) {
  const TemporaryFolder folder;
  folder.Write("things.yaml", With(kPeopleTable, "acme.crm.people", "confluent.crm.people"));
  ASSERT_TRUE(catalog_->AddFromElsewhere(folder.path(), {}).ok());
  const auto confluent = *catalog_->FindProvider("confluent");
  EXPECT_THAT(AllWants(*confluent, *catalog_, Config())->tables,
              ElementsAre("confluent.crm.people"));
  EXPECT_EQ(*ElsewhereOf(*confluent, *catalog_), folder.path());
  const Config granted = Read("providers: {confluent: {tables: [confluent.crm.people]}}");
  EXPECT_TRUE(NotGranted(*AllWants(*confluent, *catalog_, granted), *confluent, granted).none());
}

// The text before, and what it is with the lines.
TEST_F(GrantsTest, LinesAreAddedToWhatIsThere) {
  EXPECT_EQ(Added(""), kAllLines);
  EXPECT_EQ(Added("# Mine.\n"), "# Mine.\n" + std::string(kAllLines));
  EXPECT_EQ(Added("settings: {dry_run: on}"), "settings: {dry_run: on}\n" + std::string(kAllLines));
  const std::string acme = std::string(kAllLines).substr(std::string("providers:\n").size());
  EXPECT_EQ(Added("providers:\n  confluent: {max_concurrency: 2}  # Slow.\n\n# End.\n"),
            "providers:\n  confluent: {max_concurrency: 2}  # Slow.\n" + acme + "\n# End.\n");
}

TEST_F(GrantsTest, LinesTakeTheIndentationThatIsThere) {
  EXPECT_EQ(Added("providers:\n"
                  "    acme:\n"
                  "        max_concurrency: 2\n"
                  "        secrets:\n"
                  "            username: {value: a}   # Mine.\n"
                  "    confluent: {}\n"),
            "providers:\n"
            "    acme:\n"
            "        max_concurrency: 2\n"
            "        secrets:\n"
            "            username: {value: a}   # Mine.\n"
            "            password: {environment: ACME_PASSWORD}\n"
            "        hosts: [api.acme.example, \"*.acme.example\"]\n"
            "        servers:\n"
            "          shard:\n"
            "            secrets:\n"
            "              token: {environment: ACME_TOKEN}\n"
            "        reads: [confluent.iam.users]\n"
            "        # post_reads: on  # lets --read-only send POSTs: "
            "acme.shop.orders.list_orders\n"
            "    confluent: {}\n");
}

TEST_F(GrantsTest, WhatWouldHaveToChangeIsLeftToThePerson) {
  EXPECT_EQ(Added("providers: {confluent: {max_concurrency: 2}}\n"),
            "cannot add lines: providers is there already, in line 1");
  EXPECT_EQ(Added("providers:\n  acme: {max_concurrency: 2}\n"),
            "cannot add lines: providers.acme is there already, in line 2");
  EXPECT_EQ(Added("providers:\n  acme:\n    hosts: [api.acme.example]\n"),
            "cannot add lines: providers.acme.hosts is there already, in line 3");
  EXPECT_EQ(Added("{settings: {}}\n"), "cannot add lines: the file is not written a key to a line");
  EXPECT_THAT(Added("settings: {}\n...\n"), HasSubstr("cannot add lines"));
}

// A text of several lines that looks like comments at its end.
TEST_F(GrantsTest, NoTextIsSplit) {
  const std::string before =
      "providers:\n  confluent:\n    secrets:\n      username:\n        command: |\n"
      "          echo a\n          # b\n";
  const auto after = WithGrants(before, "acme", Missing(before));
  if (after.ok()) {
    EXPECT_TRUE(after->starts_with(before)) << *after;
  } else {
    EXPECT_THAT(after.status().message(), HasSubstr("cannot add lines"));
  }
}

TEST_F(GrantsTest, ANewFileIsItsOwnersAlone) {
  const TemporaryFolder home;
  const std::string file = home.File("a/b/config.yaml");
  ASSERT_TRUE(AddGrants(file, "acme", All()).ok());
  struct stat facts = {};
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600U);
  ASSERT_EQ(stat(home.File("a").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0700U);
  EXPECT_TRUE(Config::Load(file).ok());
}

TEST_F(GrantsTest, AFileKeepsItsModeAndALinkStaysALink) {
  const TemporaryFolder home;
  const std::string file = home.Write("dotfiles/config.yaml", "settings: {}  # Mine.\n", 0640);
  std::filesystem::create_symlink(file, home.File("config.yaml"));
  ASSERT_TRUE(AddGrants(home.File("config.yaml"), "acme", All()).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(home.File("config.yaml")));
  std::ifstream stream(file);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  EXPECT_EQ(text, "settings: {}  # Mine.\n" + std::string(kAllLines));
  struct stat facts = {};
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0640U);
}

TEST_F(GrantsTest, AProviderThatIsMisspeltInTheConfigIsAnError) {
  const std::vector<std::string> known = catalog_->ProviderNames();
  const auto check = [&](const std::string& text) {
    return Read(text).CheckProviders(known).message();
  };
  EXPECT_EQ(check("providers: {acme: {}, confluent: {}}"), "");
  EXPECT_EQ(check("providers: {amce: {base_url: \"https://x.example\"}}"),
            "config.yaml: providers.amce: there is no provider amce; did you mean acme?");
  EXPECT_EQ(check("providers: {confluemt: {max_concurrency: 1}}"),
            "config.yaml: providers.confluemt: there is no provider confluemt; did you mean "
            "confluent?");
  EXPECT_THAT(check("providers: {somebody: {max_concurrency: 1}}"),
              HasSubstr("there is no provider somebody; there are acme, confluent, "));
  // Of documents that this run is not given.
  EXPECT_EQ(check("providers: {somebody: {hosts: [api.somebody.example]}}"), "");
}

}  // namespace
}  // namespace apisql
