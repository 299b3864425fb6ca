// Signatures of requests for AWS, held to those of AWS's own library for Python.
#include <gmock/gmock.h>

#include "src/auth/auth.h"
#include "tests/support/aws/expected_signature.h"

namespace apisql {
namespace {

using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using AwsOptions = std::map<std::string, std::string>;

const Clock::WallTime kSigned{seconds(1'440'938'160)};  // 2015-08-30 12:36:00 UTC

StatusOr<std::unique_ptr<Authenticator>> MakeSigner(const AwsOptions& options,
                                                    const std::string& token = "") {
  std::map<std::string, Secret> secrets = {
      {"access_key_id", Secret("AKIDEXAMPLE")},
      {"secret_access_key", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")}};
  if (!token.empty()) secrets["session_token"] = Secret(token);
  return MakeAuthenticator({.scheme = "aws_signature_v4", .options = options}, secrets);
}

std::string SentHeader(const Request& request, const std::string& name) {
  std::string found;
  for (const Header& header : request.headers) {
    if (header.name == name) found += header.value + ";";
  }
  for (const SecretField& field : request.secrets) {
    if (field.name == name) found += field.value.Reveal() + ";";
  }
  return found.empty() ? "" : found.substr(0, found.size() - 1);
}

struct SigningCase {
  std::string service = "service";
  Request request = {};
  std::string token = {};
};

Request AwsRequest(const std::string& method, const std::string& url,
                   std::vector<Header> headers = {}, const std::string& body = "") {
  Request request;
  request.method = method;
  request.url = url;
  request.headers = std::move(headers);
  request.body = body;
  return request;
}

std::vector<SigningCase> SigningCases() {
  const Header json = {"Content-Type", "application/x-amz-json-1.0"};
  return {
      {.request = AwsRequest("GET", "https://service.eu-west-1.amazonaws.com")},
      {.request = AwsRequest("GET", "https://service.eu-west-1.amazonaws.com/")},
      {.request = AwsRequest("DELETE", "https://service.amazonaws.com:443/a//b/./c/../d/")},
      {.request = AwsRequest("GET", "http://127.0.0.1:8080/v1")},
      // A path that is encoded, with a slash, a blank and letters beyond ASCII in its segments.
      {.request =
           AwsRequest("PUT", "https://service.amazonaws.com/2018/arn%3Aaws%3A%2Fx/a%20b/%C3%A9~")},
      // Values that a URL may hold as they are, and names that sort otherwise when encoded.
      {.request = AwsRequest("GET",
                             "https://service.amazonaws.com/?b=1&a=x/y:z@w,v&A=%20&a=&a.b=~*'()&"
                             "a%5B0%5D=%2B%25&_=%C3%A9&flag")},
      // A name that comes twice, with its values out of order.
      {.request = AwsRequest("GET", "https://service.amazonaws.com/?id=b&id=a&id=10&id=9")},
      {.request = AwsRequest("POST", "https://service.amazonaws.com/?Action=List&Version=2010",
                             {json, {"X-Amz-Target", "Service_1.List"}, {"Accept", "x/y"}},
                             R"({"NextToken":"é"})")},
      {.request = AwsRequest("POST", "https://service.amazonaws.com/",
                             {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                              {"x-amz-spaces", "  two   words "}},
                             "Action=ListTopics&Version=2010-03-31")},
      {.request = AwsRequest("POST", "https://service.amazonaws.com/", {json}, "{}"),
       .token = "FwoGZXIvYXdzEBYaD/+session=="},
      // Names of objects are signed as they are.
      {.service = "s3",
       .request = AwsRequest("GET", "https://s3.eu-west-1.amazonaws.com/bucket/a%20b//c%2Fd")},
      {.service = "s3",
       .request = AwsRequest("DELETE", "https://b.s3.eu-west-1.amazonaws.com/2024/a%20b/c%3Dd")},
      {.service = "s3",
       .request = AwsRequest("PUT", "https://s3.eu-west-1.amazonaws.com/bucket/key",
                             {{"Content-Type", "text/plain"}}, "hello"),
       .token = "session"},
  };
}

TEST(AwsSignatureTest, IsThatOfAwssOwnLibrary) {
  std::vector<ReceivedRequest> received;
  std::vector<std::string> signatures;
  for (SigningCase& one : SigningCases()) {
    const auto signer = MakeSigner({{"service", one.service}, {"region", "eu-west-1"}}, one.token);
    ASSERT_TRUE(signer.ok()) << signer.status().message();
    const Status status = (*signer)->Apply(&one.request, kSigned);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(SentHeader(one.request, "X-Amz-Date"), "20150830T123600Z");
    EXPECT_EQ(SentHeader(one.request, "X-Amz-Security-Token"), one.token);
    signatures.push_back(SentHeader(one.request, "Authorization"));
    ReceivedRequest request{.method = one.request.method,
                            .url = one.request.url,
                            .headers = {},
                            .body = one.request.body,
                            .access_key_id = "AKIDEXAMPLE",
                            .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                            .session_token = one.token,
                            .service = one.service,
                            .region = "eu-west-1"};
    for (const Header& header : one.request.headers) {
      request.headers.emplace_back(header.name, header.value);
    }
    received.push_back(std::move(request));
  }
  const auto expected = ExpectedSignatures(received);
  if (!expected) GTEST_SKIP() << "no Python with botocore (Debian: python3-botocore)";
  ASSERT_THAT(*expected, SizeIs(signatures.size()));
  for (size_t i = 0; i < signatures.size(); ++i) {
    EXPECT_EQ(signatures[i], (*expected)[i]) << received[i].url;
  }
}

// The example of AWS's documentation, "Task 3: Calculate the signature", which needs no library.
TEST(AwsSignatureTest, IsThatOfTheDocumentation) {
  const auto signer = MakeSigner({{"service", "iam"}, {"region", "us-east-1"}});
  ASSERT_TRUE(signer.ok());
  Request request =
      AwsRequest("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                 {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}});
  ASSERT_TRUE((*signer)->Apply(&request, kSigned).ok());
  EXPECT_EQ(SentHeader(request, "Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-date, "
            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(AwsSignatureTest, IsMadeAnewWhereARequestIsSentAgain) {
  const auto signer = MakeSigner({{"service", "s3"}, {"region", "us-east-1"}});
  ASSERT_TRUE(signer.ok());
  EXPECT_TRUE((*signer)->SignsRequests());
  Request request = AwsRequest("GET", "https://s3.amazonaws.com/a");
  ASSERT_TRUE((*signer)->Apply(&request, kSigned).ok());
  const std::string first = SentHeader(request, "Authorization");
  request.secrets.clear();
  ASSERT_TRUE((*signer)->Apply(&request, kSigned + seconds(60)).ok());
  EXPECT_EQ(SentHeader(request, "X-Amz-Date"), "20150830T123700Z");
  EXPECT_THAT(request.headers, SizeIs(2));
  EXPECT_NE(SentHeader(request, "Authorization"), first);
}

TEST(AwsSignatureTest, NeedsAServiceAndARegionOfPlainWords) {
  EXPECT_THAT(MakeSigner({{"service", "iam"}}).status().message(),
              HasSubstr("option region is missing"));
  EXPECT_THAT(MakeSigner({{"service", "iam"}, {"region", "a/b"}}).status().message(),
              HasSubstr("region is letters, digits, -, _ and ., not a/b"));
}

TEST(AwsSignatureTest, TakesASessionTokenWhereThereIsOne) {
  const AuthSpec spec = {.scheme = "aws_signature_v4",
                         .options = {{"service", "iam"}, {"region", "us-east-1"}}};
  EXPECT_THAT(*SecretsOf(spec), ElementsAre("access_key_id", "secret_access_key"));
  EXPECT_THAT(OptionalSecretsOf(spec), ElementsAre("session_token"));
  const auto signer = MakeSigner(spec.options, "hunter2\n");
  EXPECT_THAT(signer.status().message(),
              AllOf(HasSubstr("session_token holds a line break"), Not(HasSubstr("hunter2"))));
}

TEST(AwsSignatureTest, ShowsTheNameOfTheKeyAlone) {
  std::vector<std::string> hidden;
  for (const Secret& one :
       HiddenSecrets({.scheme = "aws_signature_v4"}, {{"access_key_id", Secret("AKID")},
                                                      {"secret_access_key", Secret("s3cret")},
                                                      {"session_token", Secret("t0ken")}})) {
    hidden.push_back(one.Reveal());
  }
  EXPECT_THAT(hidden, ElementsAre("s3cret", "t0ken"));
}

}  // namespace
}  // namespace apisql
