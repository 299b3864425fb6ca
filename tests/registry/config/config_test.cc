#include "registry/config/config.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "registry/document/document.h"
#include "tests/registry/config/environment_variable.h"
#include "tests/registry/documents.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() : user_("ACME_USER", nullptr), password_("ACME_PASSWORD", nullptr) {
    const auto document = OpenDocument(kAcmeProvider, "provider.yaml");
    acme_ = **ReadProviderDocument(*document);
  }

  StatusOr<Config> Load(const std::string& text, mode_t mode = 0600) {
    return Config::Load(folder_.Write("config.yaml", text, mode));
  }

  Config LoadOk(const std::string& text) {
    auto config = Load(text);
    EXPECT_TRUE(config.ok()) << config.status().message();
    return config.ok() ? *config : Config();
  }

  // What the endpoint of the default server would send: "Authorization: Basic ...".
  std::string Credential(const Config& config, const std::string& server = "",
                         const std::string& host = "") {
    const auto endpoint =
        config.MakeEndpoint(acme_, *acme_.FindServer(server), {{"endpoint", host}});
    if (!endpoint.ok()) return endpoint.status().message();
    Request request;
    const Status applied = (*endpoint)->authenticator->Apply(&request, Clock::WallTime());
    EXPECT_TRUE(applied.ok());
    return request.secrets.empty() ? "" : request.secrets[0].value.Reveal();
  }

  std::string File() const { return folder_.File("config.yaml"); }

  TemporaryFolder folder_;
  EnvironmentVariable user_;
  EnvironmentVariable password_;
  Provider acme_;
};

constexpr const char* kBasicAB = "Basic YTpi";  // a:b

TEST_F(ConfigTest, SecretsComeFromTheDocumentsEnvironmentVariables) {
  const EnvironmentVariable user("ACME_USER", "a");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  EXPECT_EQ(Credential(Config()), kBasicAB);
}

TEST_F(ConfigTest, MissingCredentialsNameWhatToSet) {
  const Config config = LoadOk("settings: {}\n");
  const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
  EXPECT_EQ(endpoint.status().code(), StatusCode::kUnauthenticated);
  EXPECT_EQ(endpoint.status().message(),
            "acme: no credentials: set ACME_USER and ACME_PASSWORD, or name them in " + File());
}

TEST_F(ConfigTest, MissingCredentialsEndWithTheAdviceOfTheProgram) {
  Config config = LoadOk("settings: {}\n");
  config.set_credentials_advice("ask jane");
  const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
  EXPECT_THAT(endpoint.status().message(), testing::EndsWith(File() + "; ask jane"));
}

TEST_F(ConfigTest, AdviceMayBeForOtherProvidersAlone) {
  Config config = LoadOk("settings: {}\n");
  config.set_credentials_advice("ask jane", {"other"});
  const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
  EXPECT_THAT(endpoint.status().message(), testing::EndsWith(File()));
}

TEST_F(ConfigTest, OfOtherProvidersThanThoseThatItIsKeptToServersOnThisMachineAloneAreAsked) {
  const EnvironmentVariable user("ACME_USER", "a");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  Config config;
  config.KeepTo({"other"}, "ask jane");
  const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
  EXPECT_EQ(endpoint.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(endpoint.status().message(),
            "nothing was sent: this session asks other and servers on this machine alone, not "
            "acme; ask jane");
  config.provider("acme").base_url = "http://127.0.0.1:1";
  EXPECT_EQ(Credential(config), kBasicAB);
  config.provider("acme").base_url.clear();
  config.KeepTo({"acme"}, "");
  EXPECT_EQ(Credential(config), kBasicAB);
}

TEST_F(ConfigTest, OnlyTheMissingOnesAreNamed) {
  const EnvironmentVariable user("ACME_USER", "a");
  EXPECT_THAT(Credential(Config()), HasSubstr("acme: no credentials: set ACME_PASSWORD, or"));
}

TEST_F(ConfigTest, AnEmptyVariableIsMissing) {
  const EnvironmentVariable user("ACME_USER", "");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  EXPECT_THAT(Credential(Config()), HasSubstr("set ACME_USER, or"));
}

TEST_F(ConfigTest, AnotherServerIsNamedWithItsOwnVariables) {
  const EnvironmentVariable token("ACME_TOKEN", nullptr);
  EXPECT_THAT(Credential(Config(), "shard", "a.acme.example"),
              HasSubstr("acme (server shard): no credentials: set ACME_TOKEN, or"));
}

TEST_F(ConfigTest, EachWayToASecret) {
  const EnvironmentVariable other("OTHER_USER", "a");
  folder_.Write("password", "b\nsecond line\n");
  EXPECT_EQ(Credential(LoadOk("providers: {acme: {secrets: {username: {environment: OTHER_USER}, "
                              "password: {file: " +
                              folder_.File("password") + "}}}}")),
            kBasicAB);
  EXPECT_EQ(Credential(LoadOk("providers: {acme: {secrets: {username: {value: a}, "
                              "password: {command: \"printf 'b\\\\nc'\"}}}}")),
            kBasicAB);
}

// For those that must not stay in texts.
TEST_F(ConfigTest, CredentialsAtHandAreAllThatCanBeKnownWithoutAsking) {
  const EnvironmentVariable user("ACME_USER", "declared");
  const EnvironmentVariable other("OTHER_USER", "other");
  const Config config = LoadOk(
      "providers: {acme: {secrets: {username: {environment: OTHER_USER}, "
      "password: {command: \"echo x > " +
      folder_.File("asked") + "\"}}}}");
  EXPECT_THAT(config.CredentialsAtHand(acme_), testing::UnorderedElementsAre("declared", "other"));
  EXPECT_FALSE(std::filesystem::exists(folder_.File("asked")));
}

TEST_F(ConfigTest, AFilesRelativePathCountsFromTheConfigsFolder) {
  folder_.Write("password", "b\r\n");
  EXPECT_EQ(
      Credential(LoadOk(
          "providers: {acme: {secrets: {username: {value: a}, password: {file: password}}}}")),
      kBasicAB);
}

TEST_F(ConfigTest, ATildeIsTheHomeFolder) {
  const EnvironmentVariable home("HOME", folder_.path().c_str());
  folder_.Write("keys/password", "b");
  EXPECT_EQ(Credential(LoadOk("providers: {acme: {secrets: {username: {value: a}, "
                              "password: {file: ~/keys/password}}}}")),
            kBasicAB);
}

TEST_F(ConfigTest, AMissingOrEmptySecretFileIsAnError) {
  const Config config =
      LoadOk("providers: {acme: {secrets: {username: {value: a}, password: {file: password}}}}");
  EXPECT_EQ(Credential(config),
            "secret file " + folder_.File("password") + ": No such file or directory");
  folder_.Write("password", "\nb\n");
  EXPECT_EQ(Credential(config),
            "the first line of the secret file " + folder_.File("password") + " is empty");
}

TEST_F(ConfigTest, AFailingCommandIsNamedAndItsOutputIsNot) {
  const std::string error =
      Credential(LoadOk("providers: {acme: {secrets: {username: {value: a}, "
                        "password: {command: \"printf '%s%s' hid den-text; exit 3\"}}}}"));
  EXPECT_EQ(error,
            "the secret command \"printf '%s%s' hid den-text; exit 3\" failed with exit code 3");
  EXPECT_THAT(error, Not(HasSubstr("hidden-text")));
}

TEST_F(ConfigTest, ACommandThatPrintsNothingOrControlsIsAnError) {
  EXPECT_THAT(Credential(LoadOk("providers: {acme: {secrets: {username: {command: \"true\"}}}}")),
              HasSubstr("printed is empty"));
  EXPECT_THAT(
      Credential(LoadOk("providers: {acme: {secrets: {username: {command: printf 'a\\001b'}}}}")),
      HasSubstr("holds control characters"));
}

TEST_F(ConfigTest, ACommandThatPrintsTooMuchIsCutAndNotStuck) {
  EXPECT_THAT(Credential(LoadOk("providers: {acme: {secrets: {username: {value: a}, password: "
                                "{command: \"echo b; yes | head -c 1000000\"}}}}")),
              kBasicAB);
}

TEST_F(ConfigTest, ACommandRunsOncePerSecret) {
  const EnvironmentVariable token("ACME_TOKEN", nullptr);
  const auto config =
      LoadOk("providers: {acme: {servers: {shard: {secrets: {token: {command: \"echo x >>" +
             folder_.File("runs") + "; echo t\"}}}}}}");
  EXPECT_EQ(Credential(config, "shard", "a.acme.example"), "Bearer t");
  EXPECT_EQ(Credential(config, "shard", "b.acme.example"), "Bearer t");
  std::ifstream runs(folder_.File("runs"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(runs), {}), "x\n");
}

TEST_F(ConfigTest, SecretsOfTheDefaultServerGoToNoOther) {
  const EnvironmentVariable token("ACME_TOKEN", nullptr);
  acme_.servers[1].auth = acme_.servers[0].auth;
  acme_.servers[1].secrets = {{"username", "SHARD_USER"}, {"password", "SHARD_PASSWORD"}};
  const Config config =
      LoadOk("providers: {acme: {secrets: {username: {value: a}, password: {value: b}}}}");
  EXPECT_EQ(Credential(config), kBasicAB);
  EXPECT_THAT(Credential(config, "shard", "a.acme.example"),
              HasSubstr("set SHARD_USER and SHARD_PASSWORD, or"));
}

TEST_F(ConfigTest, AMisspeltSecretOrServerIsAnError) {
  EXPECT_EQ(Credential(LoadOk("providers: {acme: {secrets: {usernme: {value: a}}}}")),
            "configuration: acme takes no secret usernme; it takes username and password");
  EXPECT_EQ(
      Credential(LoadOk("providers: {acme: {servers: {shrd: {secrets: {token: {value: a}}}}}}")),
      "configuration: acme has no server shrd");
}

TEST_F(ConfigTest, AValueInAFileThatOthersCanReadIsRefused) {
  const std::string text = "providers:\n  acme:\n    secrets: {username: {value: hidden-text}}\n";
  for (const mode_t mode : {0644, 0640, 0604}) {
    const auto config = Load(text, mode);
    EXPECT_EQ(config.status().message(),
              File() +
                  ":3: providers.acme.secrets.username.value: others have access to this "
                  "file: chmod 600 " +
                  File());
  }
  EXPECT_TRUE(Load(text, 0600).ok());
  EXPECT_TRUE(Load("providers: {acme: {secrets: {username: {environment: X}}}}", 0644).ok());
}

TEST_F(ConfigTest, ABaseUrlReplacesEveryHost) {
  const Config config = LoadOk(
      "providers: {acme: {base_url: http://127.0.0.1:8080/acme/, max_concurrency: 3, secrets: "
      "{username: {value: a}, password: {value: b}}, servers: {shard: {secrets: {token: {value: "
      "t}}}}}}");
  for (const char* server : {"main", "shard"}) {
    const auto endpoint =
        config.MakeEndpoint(acme_, *acme_.FindServer(server), {{"endpoint", "a.acme.example"}});
    ASSERT_TRUE(endpoint.ok()) << endpoint.status().message();
    EXPECT_EQ((*endpoint)->base_url, "http://127.0.0.1:8080/acme");
    EXPECT_EQ((*endpoint)->max_concurrency, 3);
    EXPECT_EQ((*endpoint)->provider, "acme");
  }
}

TEST_F(ConfigTest, ATokenServerOfTheDeclaredOriginMovesAlong) {
  acme_.servers[0].auth = {"oauth2_client_credentials",
                           {{"token_url", "https://api.acme.example/oauth/token"}}};
  acme_.servers[0].secrets = {{"client_id", "ACME_USER"}, {"client_secret", "ACME_PASSWORD"}};
  const EnvironmentVariable user("ACME_USER", "a");
  const EnvironmentVariable password("ACME_PASSWORD", "b");
  const auto token_url = [&](const Config& config) {
    const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
    EXPECT_TRUE(endpoint.ok()) << endpoint.status().message();
    return (*endpoint)->authenticator->TokenRequest(Clock::WallTime())->url;
  };
  Config config;
  EXPECT_EQ(token_url(config), "https://api.acme.example/oauth/token");
  config.provider("acme").base_url = "http://127.0.0.1:8080";
  EXPECT_EQ(token_url(config), "http://127.0.0.1:8080/oauth/token");
  acme_.servers[0].auth.options["token_url"] = "https://login.acme.example/token";
  EXPECT_EQ(token_url(config), "https://login.acme.example/token");
}

TEST_F(ConfigTest, PlainHttpMustBeAllowed) {
  EXPECT_THAT(Load("providers: {acme: {base_url: http://10.0.0.1}}").status().message(),
              HasSubstr(":1: providers.acme.base_url: plain http"));
  Config config = LoadOk(
      "providers: {acme: {base_url: http://10.0.0.1, allow_plain_http: true, "
      "secrets: {username: {value: a}, password: {value: b}}}}");
  const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
  ASSERT_TRUE(endpoint.ok());
  EXPECT_TRUE((*endpoint)->allow_plain_http);
  config.provider("acme").allow_plain_http = false;  // As a command line might leave it.
  EXPECT_EQ(config.MakeEndpoint(acme_, *acme_.FindServer(""), {}).status().code(),
            StatusCode::kInvalidArgument);
}

TEST_F(ConfigTest, AHostFromARowIsHeldToItsSuffix) {
  const EnvironmentVariable token("ACME_TOKEN", "t");
  EXPECT_EQ(Credential(Config(), "shard", "https://a.acme.example:443"), "Bearer t");
  EXPECT_EQ(
      Credential(Config(), "shard", "evil.example"),
      "\"https://evil.example\" is refused as the URL of server shard: its host does not end in "
      ".acme.example");
}

TEST_F(ConfigTest, AnEndpointKnowsTheRateLimitsOfItsCredential) {
  const Config config =
      LoadOk("providers: {acme: {secrets: {username: {value: a}, password: {value: b}}}}");
  const auto endpoint = config.MakeEndpoint(acme_, *acme_.FindServer(""), {});
  ASSERT_TRUE(endpoint.ok()) << endpoint.status().message();
  EXPECT_EQ((*endpoint)->credential, "main");
  const RateRules& rates = (*endpoint)->rates;
  EXPECT_EQ(rates.limit_header, "X-Limit");
  EXPECT_EQ(rates.remaining_header, "X-Remaining");
  EXPECT_EQ(rates.reset_header, "X-Reset");
  EXPECT_THAT(rates.wait_statuses, testing::IsEmpty());
  // The user's name is shown in errors, and the password is not.
  ASSERT_EQ((*endpoint)->secrets.size(), 1U);
  EXPECT_EQ((*endpoint)->secrets[0].Reveal(), "b");
  ASSERT_EQ(rates.budgets.size(), 1U);
  EXPECT_EQ(rates.budgets[0].name, "reads");
  EXPECT_EQ(rates.budgets[0].requests, 50);
  EXPECT_EQ(rates.budgets[0].window, std::chrono::seconds(60));
}

TEST_F(ConfigTest, AServerWithoutAuthenticationHasNoCredential) {
  acme_.servers[0].auth = {};
  acme_.servers[0].secrets.clear();
  const auto endpoint = Config().MakeEndpoint(acme_, *acme_.FindServer(""), {});
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ((*endpoint)->authenticator, nullptr);
  EXPECT_EQ((*endpoint)->max_concurrency, 4);
}

// Regions that take a credential each, and the server of another role.
class RegionTest : public ConfigTest {
 protected:
  RegionTest() {
    Server west = acme_.servers[0];
    west.name = "west";
    west.base_url = "https://west.acme.example";
    acme_.servers.push_back(west);
    acme_.regions = {"main", "west"};
  }

  std::string Url(const Config& config, const std::string& server = "") {
    const Server* found = config.FindServer(acme_, server);
    if (found == nullptr) return "no server";
    const auto endpoint = config.MakeEndpoint(acme_, *found, {{"endpoint", "a.acme.example"}});
    return endpoint.ok() ? (*endpoint)->base_url : endpoint.status().message();
  }

  const EnvironmentVariable username_{"ACME_USER", "a"};
  const EnvironmentVariable secret_{"ACME_PASSWORD", "b"};
  const EnvironmentVariable token_{"ACME_TOKEN", "t"};
};

TEST_F(RegionTest, TakesThePlaceOfTheDefaultServerAndOfNoOther) {
  EXPECT_EQ(Url(Config()), "https://api.acme.example");
  const Config config = LoadOk("providers: {acme: {region: west}}");
  EXPECT_TRUE(config.CheckRegion(acme_).ok());
  EXPECT_EQ(Url(config), "https://west.acme.example");
  EXPECT_EQ(Url(config, "main"), "https://api.acme.example");
  EXPECT_EQ(Url(config, "shard"), "https://a.acme.example");
}

TEST_F(RegionTest, ThatIsUnknownIsAnErrorThatListsTheDeclared) {
  const Config config = LoadOk("providers: {acme: {region: wets}}");
  EXPECT_EQ(config.CheckRegion(acme_).message(),
            "acme has no region wets; there are main, west; did you mean west?");
  EXPECT_EQ(Url(config), "no server");
  EXPECT_EQ(Url(config, "main"), config.CheckRegion(acme_).message());
}

// Their credentials would go where they do not belong.
TEST_F(RegionTest, IsNoServerOfAnotherRole) {
  const Config config = LoadOk("providers: {acme: {region: shard}}");
  EXPECT_EQ(config.CheckRegion(acme_).message(), "acme has no region shard; there are main, west");
  acme_.regions.clear();
  EXPECT_EQ(config.CheckRegion(acme_).message(),
            "acme has no regions, so none is called shard; give a URL");
}

TEST_F(RegionTest, TakesItsOwnSecretsElseThoseWithoutAServersName) {
  const std::string unnamed = "secrets: {username: {value: u}, password: {value: p}}";
  const Config shared = LoadOk("providers: {acme: {region: west, " + unnamed + "}}");
  EXPECT_EQ(Credential(shared, "west"), "Basic dTpw");
  EXPECT_EQ(Credential(shared, "main"), "Basic YTpi");  // It is not the default any more.
  const Config own = LoadOk("providers: {acme: {region: west, " + unnamed +
                            ", servers: {west: {secrets: {password: {value: q}}}}}}");
  EXPECT_EQ(Credential(own, "west"), "Basic dTpx");
}

TEST_F(RegionTest, DoesNotGoWithABaseUrl) {
  EXPECT_EQ(
      Load("providers: {acme: {region: west, base_url: \"https://x.example\"}}").status().message(),
      File() +
          ":1: providers.acme.region: goes with one of the declared servers, not with "
          "base_url");
}

TEST_F(ConfigTest, SettingsKeepTheirOrder) {
  EXPECT_THAT(LoadOk("settings: {format: csv, dry_run: on, max_requests: 5}\n").settings(),
              ElementsAre(Pair("format", "csv"), Pair("dry_run", "on"), Pair("max_requests", "5")));
}

TEST_F(ConfigTest, FaultsNameFileAndLine) {
  const auto message = [&](const std::string& text) { return Load(text).status().message(); };
  EXPECT_EQ(message("provider: {}\n"),
            File() + ":1: unknown key provider; did you mean providers?");
  EXPECT_EQ(message("providers:\n  acme:\n    base_ulr: x\n"),
            File() + ":3: providers.acme: unknown key base_ulr; did you mean base_url?");
  EXPECT_EQ(message("providers:\n  acme:\n    secrets:\n      key: {}\n"),
            File() +
                ":4: providers.acme.secrets.key: give one of environment, file, command and "
                "value");
  EXPECT_EQ(message("providers:\n  acme:\n    secrets:\n      key: {value: a, file: b}\n"),
            File() +
                ":4: providers.acme.secrets.key: give one of environment, file, command and "
                "value");
  EXPECT_EQ(message("settings:\n  a: [1]\n"),
            File() + ":2: settings.a: expected text, found a list");
  EXPECT_EQ(message("providers: {acme: {allow_plain_http: 1}}"),
            File() + ":1: providers.acme.allow_plain_http: expected true or false");
  EXPECT_EQ(message("a: &x 1\n"), File() + ":1: anchors (&name) are not allowed");
}

TEST_F(ConfigTest, AMissingFileIsNotFound) {
  EXPECT_EQ(Config::Load(folder_.File("none.yaml")).status().code(), StatusCode::kNotFound);
}

TEST_F(ConfigTest, TheDefaultFileFollowsTheBaseDirectories) {
  const EnvironmentVariable home("HOME", "/home/someone");
  {
    const EnvironmentVariable folder("XDG_CONFIG_HOME", "/etc/somewhere");
    EXPECT_EQ(Config::DefaultFile(), "/etc/somewhere/apisql/config.yaml");
  }
  const EnvironmentVariable folder("XDG_CONFIG_HOME", "relative");
  EXPECT_EQ(Config::DefaultFile(), "/home/someone/.config/apisql/config.yaml");
}

}  // namespace
}  // namespace apisql
