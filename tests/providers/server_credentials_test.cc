// What servers receive: which of them is asked, and with which credential, over real HTTP.
#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/base64.h"
#include "src/base/clock.h"
#include "src/http/transport/transport.h"
#include "tests/providers/api_server.h"
#include "vtab/session/session.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string BasicOf(const std::string& pair) { return "Basic " + EncodeBase64(pair); }

// Counts the rows of a result.
class RowCount final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value>) override {
    ++rows;
    return OkStatus();
  }
  Status End() override { return OkStatus(); }

  int rows = 0;
};

// The documents of tests/sql/providers/sites, whose servers are the test's own.
class ServerCredentialsTest : public ::testing::Test {
 protected:
  void Open(const std::string& config) {
    std::string text = config;
    const auto replace = [&](const std::string& name, const std::string& url) {
      for (size_t at = 0; (at = text.find(name)) != std::string::npos;) {
        text.replace(at, name.size(), "\"" + url + "\"");
      }
    };
    replace("MAIN", main_.url());
    replace("NODES", nodes_.url());
    auto catalog = Catalog::Builtin();
    ASSERT_TRUE(catalog->AddDirectory(APISQL_SOURCE_DIR "/tests/sql/providers/sites").ok());
    auto read = Config::Read("providers: {sites: {" + text + "}}", "config.yaml");
    ASSERT_TRUE(read.ok()) << read.status().message();
    transport_ = MakeCurlTransport({});
    SessionOptions options;
    options.settings = {{"retry_delay", "1"}, {"max_retries", "1"}};
    auto session = Session::Open(std::move(catalog), *std::move(read), *transport_, Clock::Real(),
                                 std::move(options));
    ASSERT_TRUE(session.ok()) << session.status().message();
    session_ = *std::move(session);
  }

  // "N rows", or the error.
  std::string Run(const std::string& sql) {
    RowCount sink;
    std::string_view rest = sql;
    const auto summary = session_->RunNext(&rest, sink);
    return summary.ok() ? std::to_string(sink.rows) + " rows" : summary.status().message();
  }

  ApiAnswer AnswerMain(const ApiCall& call) {
    main_calls_.push_back(call.path + " " + call.Header("x-key") + "/" + call.Header("x-app") +
                          "/" + call.Header("authorization"));
    if (call.path.ends_with("/nodes")) {
      return {.body = R"({"data":[{"id":"n-1","host":"a.nodes.sites.test"},)"
                      R"({"id":"n-2","host":"b.nodes.sites.test"}]})"};
    }
    if (echo_) return {.status = 400, .body = R"({"message":"bad )" + call.Header("x-app") + "\"}"};
    return {.body = R"({"data":[{"id":"1"}]})"};
  }

  ApiAnswer AnswerNodes(const ApiCall& call) {
    node_calls_.push_back(call.method + " " + call.path + " " + call.Header("authorization"));
    if (call.Header("authorization") == BasicOf("wrong:wrong")) {
      return {.status = 401, .body = R"({"message":"no such key"})"};
    }
    if (call.method != "GET") return {.status = 204};
    return {.body = R"({"data":[{"name":"orders","size":1}]})"};
  }

  std::vector<std::string> main_calls_, node_calls_;
  bool echo_ = false;
  ApiServer main_{[this](const ApiCall& call) { return AnswerMain(call); }};
  ApiServer nodes_{[this](const ApiCall& call) { return AnswerNodes(call); }};
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

constexpr const char* kServers =
    "variables: {site: acme}, base_url: MAIN, servers: {nodes: {base_url: NODES}, files: {secrets: "
    "{username: {value: sk_1}}}}, secrets: {key: {value: k-secret}, app: {value: a-secret}}";

TEST_F(ServerCredentialsTest, SeveralSecretsGoInSeveralHeaders) {
  Open(kServers);
  EXPECT_EQ(Run("SELECT * FROM sites.core.users"), "1 rows");
  EXPECT_THAT(main_calls_, ElementsAre("/api/v1/users k-secret/a-secret/"));
}

TEST_F(ServerCredentialsTest, AKeyIsTheUserAndItsServerKeepsItsBasePath) {
  Open(kServers);
  EXPECT_EQ(Run("SELECT * FROM sites.core.files"), "1 rows");
  EXPECT_THAT(main_calls_, ElementsAre("/store/files //" + BasicOf("sk_1:")));
}

TEST_F(ServerCredentialsTest, NoSecretIsShownWhereAServerRepeatsIt) {
  Open(kServers);
  echo_ = true;
  EXPECT_THAT(Run("SELECT * FROM sites.core.users"),
              AllOf(HasSubstr("bad ***"), Not(HasSubstr("a-secret"))));
}

TEST_F(ServerCredentialsTest, EachRowTakesItsOwnCredential) {
  Open(std::string(kServers) +
       ", credentials: {n-1: {secrets: {username: {value: ann}, password: {value: one}}}, n-2: "
       "{secrets: {username: {value: ben}, password: {value: two}}}}");
  EXPECT_EQ(Run("SELECT * FROM sites.core.topics"), "2 rows");
  EXPECT_THAT(node_calls_, UnorderedElementsAre("GET /topics " + BasicOf("ann:one"),
                                                "GET /topics " + BasicOf("ben:two")));
  node_calls_.clear();
  EXPECT_EQ(Run("UPDATE sites.core.topics SET size = 2 WHERE node = 'n-2'"), "0 rows");
  EXPECT_THAT(node_calls_, ElementsAre("GET /topics " + BasicOf("ben:two"),
                                       "PATCH /topics/orders " + BasicOf("ben:two")));
  node_calls_.clear();
  EXPECT_EQ(Run("DELETE FROM sites.core.topics WHERE node = 'n-1' AND name = 'orders'"), "0 rows");
  EXPECT_EQ(node_calls_.back(), "DELETE /topics/orders " + BasicOf("ann:one"));
}

TEST_F(ServerCredentialsTest, WithoutItsCredentialARowIsAnErrorAndNothingOfItIsSent) {
  Open(std::string(kServers) +
       ", credentials: {n-1: {secrets: {username: {value: ann}, password: {value: one}}}}");
  EXPECT_THAT(Run("SELECT * FROM sites.core.topics"),
              AllOf(HasSubstr("no credentials for the node n-2: add to config.yaml:\nproviders:"),
                    HasSubstr("n-2:\n        secrets:\n          username: {environment: "
                              "APISQL_TEST_USER_N_2}\n")));
  EXPECT_THAT(node_calls_, Not(testing::Contains(Not(HasSubstr(BasicOf("ann:one"))))));
  EXPECT_EQ(Run("SELECT * FROM sites.core.topics WHERE node = 'n-1'"), "1 rows");
}

TEST_F(ServerCredentialsTest, ARefusedCredentialNamesItsRow) {
  Open(std::string(kServers) +
       ", credentials: {default: {secrets: {username: {value: wrong}, password: {value: wrong}}}}");
  EXPECT_THAT(Run("SELECT * FROM sites.core.topics WHERE node = 'n-1'"),
              AllOf(HasSubstr("401"), HasSubstr("no such key"), HasSubstr("n-1")));
}

// No value of WHERE leads anywhere else, and none of these is sent.
TEST_F(ServerCredentialsTest, HostileValuesOfWhereAreNotSent) {
  Open(
      "servers: {files: {base_url: MAIN}}, secrets: {key: {value: k-secret}, app: {value: "
      "a-secret}}, credentials: {default: {secrets: {username: {value: ann}, password: {value: "
      "one}}}}");
  for (const char* site : {"evil.example/", "evil.example#", "a.b", "u@evil.example", "a%2f", "a:1",
                           "..", "\xe2\x80\xae", "{site}", " ", "a\n"}) {
    EXPECT_THAT(Run("SELECT * FROM sites.core.users WHERE site = '" + std::string(site) + "'"),
                HasSubstr("is refused as {site} of server main"))
        << site;
  }
  // No site is called so.
  EXPECT_EQ(Run("SELECT * FROM sites.core.users WHERE site = ''"), "0 rows");
  for (const char* host : {"evil.example", "evil.example/.nodes.sites.test", "nodes.sites.test",
                           "a.nodes.sites.test@evil.example", "127.0.0.1", "localhost"}) {
    EXPECT_THAT(Run("SELECT * FROM sites.core.topics WHERE node = 'n-1' AND host = '" +
                    std::string(host) + "'"),
                testing::AnyOf(HasSubstr("is refused as"), testing::StrEq("0 rows")))
        << host;
  }
  EXPECT_THAT(node_calls_, IsEmpty());
}

}  // namespace
}  // namespace apisql
