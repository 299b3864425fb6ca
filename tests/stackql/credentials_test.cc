// Credentials of StackQL's documents, as servers receive them: the imported documents of
// tests/stackql/expected, which come from elsewhere, with what the user says in StackQL's words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/http/transport/transport.h"
#include "tests/support/aws/expected_signature.h"
#include "tests/support/keys/key_files.h"
#include "tests/support/script_server.h"
#include "vtab/session/session.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class CountedRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value>) override {
    ++rows;
    return OkStatus();
  }
  Status End() override { return OkStatus(); }

  int rows = 0;
};

// "HTTP/1.1 403 No ...", with a body of JSON.
std::string AnswerOf(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

class StackqlCredentialsTest : public ::testing::Test {
 protected:
  StackqlCredentialsTest() {
    // Those of the machine that the test runs on must not count.
    for (const char* name : {"AWS_SESSION_TOKEN", "AZURE_ACCESS_TOKEN", "AZURE_TENANT_ID"}) {
      unsetenv(name);
    }
  }

  // `auth` is JSON, as of --auth. The provider is asked at the test's server.
  void Open(const std::string& provider, const std::string& auth) {
    auto catalog = Catalog::Builtin();
    const Status added =
        catalog->AddFromElsewhere(APISQL_SOURCE_DIR "/tests/stackql/expected/" + provider, {});
    ASSERT_TRUE(added.ok()) << added.message();
    Config config;
    config.provider(provider).base_url = server_.url();
    const auto named = config.AddAuth("{\"" + provider + "\": " + auth + "}");
    ASSERT_TRUE(named.ok()) << named.status().message();
    transport_ = MakeCurlTransport({});
    SessionOptions options;
    options.settings = {{"retry_delay", "1"}, {"learn_sizes", "off"}};
    auto session = Session::Open(std::move(catalog), std::move(config), *transport_, Clock::Real(),
                                 std::move(options));
    ASSERT_TRUE(session.ok()) << session.status().message();
    session_ = *std::move(session);
  }

  // "2 rows", or the error.
  std::string Run(const std::string& sql) {
    CountedRows sink;
    std::string_view rest = sql;
    const auto summary = session_->RunNext(&rest, sink);
    return summary.ok() ? std::to_string(sink.rows) + " rows" : summary.status().message();
  }

  std::vector<ReceivedRequest> Received() const {
    std::vector<ReceivedRequest> requests;
    for (const std::string& text : server_.requests()) {
      requests.push_back(ReadRequest(text, server_.url()));
    }
    return requests;
  }

  std::function<std::string(const std::string& request)> answer_ = [](const std::string&) {
    return AnswerOf("200 OK", "{}");
  };
  ScriptServer server_{[this](ScriptServer::Connection& connection) {
    while (const auto request = connection.Read()) connection.Write(answer_(*request));
  }};
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

constexpr char kWarehouseAuth[] = R"({"type": "aws_signing_v4", "keyIDenvvar": "WAREHOUSE_KEY", )"
                                  R"("credentialsenvvar": "WAREHOUSE_SECRET"})";

class SignedByStackqlTest : public StackqlCredentialsTest {
 protected:
  SignedByStackqlTest() {
    setenv("WAREHOUSE_KEY", "AKIDWAREHOUSE", 1);
    setenv("WAREHOUSE_SECRET", "abc/def+ghi", 1);
  }

  // That each request is signed as AWS's own library signs what the server has received.
  void CheckSignatures(const std::string& token, const std::string& service = "whs") {
    std::vector<ReceivedRequest> requests = Received();
    std::vector<std::string> sent;
    for (ReceivedRequest& request : requests) {
      request.access_key_id = "AKIDWAREHOUSE";
      request.secret_access_key = "abc/def+ghi";
      request.session_token = token;
      request.service = service;
      request.region = "eu-west-1";
      EXPECT_EQ(HeaderOf(request, "X-Amz-Security-Token"), token);
      sent.push_back(HeaderOf(request, "Authorization"));
      EXPECT_THAT(sent.back(), StartsWith("AWS4-HMAC-SHA256 Credential=AKIDWAREHOUSE/"));
    }
    const auto expected = ExpectedSignatures(requests);
    if (!expected) GTEST_SKIP() << "no Python with botocore (Debian: python3-botocore)";
    EXPECT_EQ(sent, *expected);
  }
};

TEST_F(SignedByStackqlTest, EachPageIsSignedForItself) {
  answer_ = [](const std::string& request) {
    const bool second = request.find("NextToken=") != std::string::npos;
    return AnswerOf("200 OK", second ? R"({"Items": [{"ItemId": "2"}]})"
                                     : R"({"Items": [{"ItemId": "1"}], "NextToken": "a/b+c= d"})");
  };
  Open("warehouse", kWarehouseAuth);
  EXPECT_EQ(Run("SELECT ItemId FROM warehouse.stock.items WHERE shelf = 'top left/a:b' "
                "AND kind_2 = 'x,y&z' AND region = 'eu-west-1'"),
            "2 rows");
  EXPECT_THAT(server_.requests(), SizeIs(2));
  CheckSignatures("");
}

TEST_F(SignedByStackqlTest, ABodyIsSignedAndSoIsTheTokenOfASession) {
  setenv("AWS_SESSION_TOKEN", "s3ssion/token==", 1);
  answer_ = [](const std::string&) { return AnswerOf("200 OK", R"({"ItemId": "é"})"); };
  Open("warehouse", kWarehouseAuth);
  EXPECT_EQ(Run("INSERT INTO warehouse.stock.items (shelf, ItemId, Kind, region) "
                "VALUES ('s', 'é', 'a kind', 'eu-west-1')"),
            "0 rows");
  ASSERT_THAT(server_.requests(), SizeIs(1));
  EXPECT_THAT(server_.requests().front(), HasSubstr("X-Amz-Target: Stock.Add"));
  CheckSignatures("s3ssion/token==");
  unsetenv("AWS_SESSION_TOKEN");
}

TEST_F(SignedByStackqlTest, SlashesInTheKeyOfAnObjectAreSentAndSignedAsTheyAre) {
  answer_ = [](const std::string& request) {
    return request.starts_with("GET ")
               ? AnswerOf("200 OK", R"([{"Key": "2024/a b/c=d", "Size": 1}])")
               : AnswerOf("204 No Content", "");
  };
  Open("warehouse", kWarehouseAuth);
  EXPECT_EQ(Run("DELETE FROM warehouse.objects.objects WHERE Bucket = 'b' AND Key = '2024/a b/c=d' "
                "AND region = 'EU-West-1'"),
            "0 rows");
  ASSERT_FALSE(server_.requests().empty());
  EXPECT_THAT(server_.requests().back(), StartsWith("DELETE /b/2024/a%20b/c%3Dd HTTP/1.1"));
  CheckSignatures("", "s3");
}

TEST_F(SignedByStackqlTest, ARequestThatIsSentAgainIsSignedAgain) {
  int asked = 0;
  answer_ = [&asked](const std::string&) {
    return ++asked == 1 ? AnswerOf("503 Busy", R"({"message": "busy"})")
                        : AnswerOf("200 OK", R"({"Items": []})");
  };
  Open("warehouse", kWarehouseAuth);
  EXPECT_EQ(Run("SELECT * FROM warehouse.stock.items WHERE shelf = 's' AND region = 'eu-west-1'"),
            "0 rows");
  EXPECT_THAT(server_.requests(), SizeIs(2));
  CheckSignatures("");
}

TEST_F(SignedByStackqlTest, AnErrorShowsTheNameOfTheKeyAlone) {
  answer_ = [this](const std::string& request) {
    const ReceivedRequest received = ReadRequest(request, server_.url());
    const std::string authorization = HeaderOf(received, "Authorization");
    return AnswerOf("403 Forbidden", R"({"message": "AKIDWAREHOUSE abc/def+ghi )" +
                                         authorization.substr(authorization.find("Signature=")) +
                                         "\"}");
  };
  Open("warehouse", kWarehouseAuth);
  const std::string error =
      Run("SELECT * FROM warehouse.stock.items WHERE shelf = 's' AND region = 'eu-west-1'");
  const std::string authorization = HeaderOf(Received().at(0), "Authorization");
  EXPECT_THAT(error, AllOf(HasSubstr("AKIDWAREHOUSE ***"), Not(HasSubstr("abc/def"))));
  EXPECT_THAT(error, Not(HasSubstr(authorization.substr(authorization.find("Signature=") + 10))));
}

TEST_F(SignedByStackqlTest, ARegionIsNeeded) {
  Open("warehouse", kWarehouseAuth);
  EXPECT_THAT(Run("SELECT * FROM warehouse.stock.items WHERE shelf = 's'"),
              HasSubstr("warehouse has no value for region (AWS region): give it in WHERE"));
  EXPECT_THAT(Run("SELECT * FROM warehouse.stock.items WHERE shelf = 's' AND region = 'eu/x'"),
              HasSubstr("region"));
  EXPECT_THAT(server_.requests(), SizeIs(0));
}

TEST_F(StackqlCredentialsTest, AProgramOfGooglesSignsInWithItsKeyFile) {
  setenv("DRIVE_CREDENTIALS", KeyFileOf(PemOf(RsaKey())).c_str(), 1);
  answer_ = [](const std::string& request) {
    if (request.starts_with("POST /token")) {
      return AnswerOf("200 OK", R"({"access_token": "g-1", "expires_in": 3600})");
    }
    const bool signed_in = request.find("Authorization: Bearer g-1\r\n") != std::string::npos;
    return signed_in ? AnswerOf("200 OK", R"({"files": [{"id": "1"}]})")
                     : AnswerOf("401 No", R"({"message": "no token"})");
  };
  Open("drive", R"({"type": "service_account", "credentialsenvvar": "DRIVE_CREDENTIALS"})");
  EXPECT_EQ(Run("SELECT id FROM drive.files.files"), "1 rows");
  const auto requests = Received();
  ASSERT_THAT(requests, SizeIs(2));
  const std::string& form = requests[0].body;
  EXPECT_THAT(ClaimsOf(form.substr(form.find("assertion=") + 10)),
              AllOf(HasSubstr("\"aud\":\"" + server_.url() + "/token\""),
                    HasSubstr("\"scope\":\"https://drive.example/auth/read "
                              "https://drive.example/auth/list\"")));
  unsetenv("DRIVE_CREDENTIALS");
}

TEST_F(StackqlCredentialsTest, AClientOfAzuresAsksItsTenantForATokenOfTheHost) {
  setenv("AZURE_TENANT_ID", "t-1", 1);
  setenv("AZURE_CLIENT_ID", "c-1", 1);
  setenv("AZURE_CLIENT_SECRET", "s-1", 1);
  answer_ = [](const std::string& request) {
    if (request.starts_with("POST /t-1/oauth2/v2.0/token")) {
      return AnswerOf("200 OK", R"({"access_token": "a-1", "expires_in": 3600})");
    }
    const bool signed_in = request.find("Authorization: Bearer a-1\r\n") != std::string::npos;
    return signed_in ? AnswerOf("200 OK", R"({"value": [{"id": "1"}]})")
                     : AnswerOf("401 No", R"({"message": "no token"})");
  };
  Open("tenancy", R"({"type": "azure_default"})");
  EXPECT_EQ(Run("SELECT id FROM tenancy.groups.groups"), "1 rows");
  ASSERT_THAT(server_.requests(), SizeIs(2));
  EXPECT_EQ(Received()[0].body,
            "grant_type=client_credentials&scope=https://management.tenancy.example/.default"
            "&client_id=c-1&client_secret=s-1");
  for (const char* name : {"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"}) {
    unsetenv(name);
  }
}

TEST_F(StackqlCredentialsTest, ATokenOfAzuresThatIsThereIsSentAsItIs) {
  setenv("AZURE_ACCESS_TOKEN", "a-2", 1);
  answer_ = [](const std::string&) { return AnswerOf("200 OK", R"({"value": []})"); };
  Open("tenancy", R"({"type": "azure_default"})");
  EXPECT_EQ(Run("SELECT id FROM tenancy.groups.groups"), "0 rows");
  ASSERT_THAT(server_.requests(), SizeIs(1));
  EXPECT_EQ(HeaderOf(Received()[0], "Authorization"), "Bearer a-2");
  unsetenv("AZURE_ACCESS_TOKEN");
}

}  // namespace
}  // namespace apisql
