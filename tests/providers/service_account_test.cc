// A program signs in with its key file: the token server checks what the key has signed.
#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/http/message/url.h"
#include "src/http/transport/transport.h"
#include "tests/providers/api_server.h"
#include "tests/support/keys/key_files.h"
#include "vtab/session/session.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class NoRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value>) override { return OkStatus(); }
  Status End() override { return OkStatus(); }
};

// The documents of tests/sql/providers/robots, whose server is the test's own.
class ServiceAccountTest : public ::testing::Test {
 protected:
  // `pem` is the private key in the key file.
  void Open(const std::string& pem) {
    auto catalog = Catalog::Builtin();
    ASSERT_TRUE(catalog->AddDirectory(APISQL_SOURCE_DIR "/tests/sql/providers/robots").ok());
    auto read = Config::Read("providers: {robots: {base_url: \"" + server_.url() +
                                 "\", secrets: {key: {value: '" + KeyFileOf(pem) + "'}}}}",
                             "config.yaml");
    ASSERT_TRUE(read.ok()) << read.status().message();
    transport_ = MakeCurlTransport({});
    auto session =
        Session::Open(std::move(catalog), *std::move(read), *transport_, Clock::Real(), {});
    ASSERT_TRUE(session.ok()) << session.status().message();
    session_ = *std::move(session);
  }

  std::string Run(const std::string& sql) {
    NoRows sink;
    std::string_view rest = sql;
    const auto summary = session_->RunNext(&rest, sink);
    return summary.ok() ? "ok" : summary.status().message();
  }

  ApiAnswer Answer(const ApiCall& call) {
    calls_.push_back(call.method + " " + call.path);
    if (call.path != "/token") {
      if (call.Header("authorization") == "Bearer t-1") return {.body = R"({"data":[{"id":"1"}]})"};
      return {.status = 401, .body = R"({"message":"no token"})"};
    }
    constexpr std::string_view kBegin =
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    constexpr std::string_view kBeginAsPath =
        "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=";
    const bool encoded = call.body.starts_with(kBegin);
    if (!encoded && !call.body.starts_with(kBeginAsPath)) {
      return {.status = 400, .body = R"({"error":"unsupported_grant_type"})"};
    }
    claims_ = ClaimsOf(call.body.substr(encoded ? kBegin.size() : kBeginAsPath.size()));
    if (!claims_.starts_with("{")) {
      return {.status = 400,
              .body = R"({"error":"invalid_grant","error_description":")" + claims_ + "\"}"};
    }
    return {.body = R"({"access_token":"t-1","token_type":"Bearer","expires_in":3600})"};
  }

  std::vector<std::string> calls_;
  std::string claims_;
  ApiServer server_{[this](const ApiCall& call) { return Answer(call); }};
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

TEST_F(ServiceAccountTest, ATokenIsAskedForOnceByASignedJwt) {
  Open(PemOf(RsaKey()));
  EXPECT_EQ(Run("SELECT * FROM robots.core.things"), "ok");
  EXPECT_EQ(Run("SELECT * FROM robots.core.things"), "ok");
  EXPECT_THAT(calls_, ElementsAre("POST /token", "GET /v1/things", "GET /v1/things"));
  EXPECT_THAT(claims_, AllOf(HasSubstr(R"("iss":"robot@example.com")"),
                             HasSubstr("\"aud\":\"" + server_.url() + "/token\""),
                             HasSubstr(R"("scope":"https://api.robots.test/read")")));
}

TEST_F(ServiceAccountTest, AKeyThatTheServerDoesNotKnowIsAnErrorInItsWords) {
  const PrivateKey other = OtherRsaKey();
  Open(PemOf(other));
  EXPECT_THAT(Run("SELECT * FROM robots.core.things"),
              AllOf(HasSubstr("invalid_grant: another signature"), HasSubstr("/token")));
  EXPECT_THAT(calls_, ElementsAre("POST /token"));
}

TEST_F(ServiceAccountTest, AKeyFileThatIsNoneSendsNothingAndIsNotShown) {
  Open("hunter2");
  EXPECT_THAT(Run("SELECT * FROM robots.core.things"),
              AllOf(HasSubstr("private key"), Not(HasSubstr("hunter2"))));
  EXPECT_THAT(calls_, ElementsAre());
}

}  // namespace
}  // namespace apisql
