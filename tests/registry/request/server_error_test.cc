#include "registry/errors/server_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kUrl = "https://api.example.com/v1/keys";
constexpr const char* kForbidden =
    R"({"errors":[{"id":"1","status":"403","code":"forbidden_access","detail":"Forbidden Access",)"
    R"("source":{}}]})";

ErrorShape Shape(std::string_view list, std::string_view message, std::string_view code) {
  return {.list = *JsonPath::Parse(list),
          .message = *JsonPath::Parse(message),
          .code = *JsonPath::Parse(code)};
}

Server MakeServer(const std::string& base_url, const std::string& host_suffix,
                  std::vector<SecretSource> secrets) {
  Server server;
  server.base_url = base_url;
  server.host_suffix = host_suffix;
  server.secrets = std::move(secrets);
  return server;
}

class ServerErrorTest : public ::testing::Test {
 protected:
  ServerErrorTest() {
    auto provider = std::make_shared<Provider>();
    provider->errors = {Shape("/errors", "/detail", "/code"), Shape("/errors", "/title", "/code"),
                        Shape("", "/error/message", "/error/code"),
                        Shape("", "/message", "/error_code")};
    provider->servers = {
        MakeServer("https://api.example.com", "", {{"username", "KEY"}, {"password", "SECRET"}}),
        MakeServer("https://{host}", ".kafka.example.com", {{"username", "KAFKA_KEY"}})};
    resource_.provider = provider;
    method_.absent = {{404, ""}, {403, "forbidden_access"}};
  }

  static Response MakeResponse(int status, std::string body, std::vector<Header> headers = {}) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    response.method = "GET";
    response.url = kUrl;
    return response;
  }

  Status Check(const Response& response) { return CheckResponse(resource_, method_, response); }
  std::string Text(int status, std::string body, std::vector<Header> headers = {}) {
    return Check(MakeResponse(status, std::move(body), std::move(headers))).message();
  }
  bool Absent(int status, std::string body) {
    return IsAbsent(resource_, method_, MakeResponse(status, std::move(body)));
  }

  Resource resource_;
  Method method_;
};

TEST_F(ServerErrorTest, SuccessIsOk) {
  for (const int status : {200, 201, 202, 204, 299}) {
    EXPECT_TRUE(Check(MakeResponse(status, "")).ok()) << status;
  }
}

TEST_F(ServerErrorTest, AnErrorIsInTheServersWords) {
  const Status status = Check(MakeResponse(403, kForbidden, {{"X-Request-Id", "abc-1"}}));
  EXPECT_EQ(status.message(),
            "403 from GET https://api.example.com/v1/keys: forbidden_access: Forbidden Access "
            "(request id abc-1)");
  EXPECT_EQ(status.code(), StatusCode::kPermissionDenied);
  EXPECT_EQ(status.http_status(), 403);
  EXPECT_EQ(status.request_id(), "abc-1");
  EXPECT_EQ(status.api_code(), "forbidden_access");
}

TEST_F(ServerErrorTest, EveryShapeIsRead) {
  EXPECT_THAT(Text(404, R"({"errors":[{"title":"Gone"}]})"), EndsWith(": Gone"));
  EXPECT_THAT(Text(404, R"({"error":{"code":404,"message":"No such key","status":"NOT_FOUND"}})"),
              EndsWith("/keys: No such key"));
  EXPECT_THAT(Text(403, R"({"error_code":40301,"message":"No"})"), EndsWith(": 40301: No"));
}

TEST_F(ServerErrorTest, TheFirstCodeIsTheApisCode) {
  const auto code = [this](std::string body) {
    return Check(MakeResponse(422, std::move(body))).api_code();
  };
  EXPECT_EQ(
      code(
          R"({"errors":[{"detail":"one"},{"code":"b","detail":"two"},{"code":"c","detail":"3"}]})"),
      "b");
  EXPECT_EQ(code(R"({"error_code":40301,"message":"No"})"), "40301");
  EXPECT_EQ(code(R"({"errors":[{"title":"Gone"}]})"), "");
  EXPECT_EQ(code("<html>"), "");
}

TEST_F(ServerErrorTest, AllErrorsOfAListAreTold) {
  EXPECT_THAT(Text(422, R"({"errors":[{"code":"a","detail":"one"},{"detail":"two"},{},null]})"),
              EndsWith("/keys: a: one; two"));
}

TEST_F(ServerErrorTest, AnUnknownBodyIsQuotedFromItsStart) {
  EXPECT_THAT(Text(502, "<html>\r\n<head>\x1b[2J</head>"),
              EndsWith("/keys: '<html> <head>\\x1b[2J</head>'"));
  EXPECT_THAT(Text(500, R"({"fault": 1})"), EndsWith("/keys: '{\"fault\": 1}'"));
  EXPECT_THAT(Text(500, R"({"message": ""})"), EndsWith("'{\"message\": \"\"}'"));
  EXPECT_EQ(Text(503, ""), "503 from GET https://api.example.com/v1/keys: Service Unavailable");
  EXPECT_EQ(Text(499, ""), "499 from GET https://api.example.com/v1/keys");
}

TEST_F(ServerErrorTest, TextIsPrintableAndBounded) {
  const std::string text =
      Text(400, R"({"message":"\u001b]0;owned\u0007)" + std::string(100'000, 'x') + "\"}",
           {{"x-request-id", "\x1b[31m" + std::string(100'000, 'y')}});
  EXPECT_THAT(text, AllOf(HasSubstr("\\x1b]0;owned\\x07xxx"), Not(Contains('\x1b'))));
  EXPECT_LT(text.size(), 800);
}

TEST_F(ServerErrorTest, HostileBodiesEndSoon) {
  std::string many = R"({"errors":[{"detail":"first"})";
  for (int i = 0; i < 100'000; ++i) many += R"(,{"detail":"more"})";
  EXPECT_THAT(Text(422, many + "]}"), HasSubstr("first; more; more"));
  EXPECT_THAT(Text(500, std::string(1'000'000, '[')), HasSubstr("'[[[["));
}

TEST_F(ServerErrorTest, StatusesHaveTheirCodes) {
  for (const auto& [http, code] :
       {std::pair{302, StatusCode::kFailedPrecondition},
        std::pair{400, StatusCode::kInvalidArgument}, std::pair{401, StatusCode::kUnauthenticated},
        std::pair{402, StatusCode::kResourceExhausted},
        std::pair{403, StatusCode::kPermissionDenied}, std::pair{404, StatusCode::kNotFound},
        std::pair{408, StatusCode::kDeadlineExceeded}, std::pair{409, StatusCode::kInvalidArgument},
        std::pair{422, StatusCode::kInvalidArgument},
        std::pair{429, StatusCode::kResourceExhausted}, std::pair{500, StatusCode::kUnavailable},
        std::pair{503, StatusCode::kUnavailable}, std::pair{504, StatusCode::kDeadlineExceeded}}) {
    EXPECT_EQ(Check(MakeResponse(http, "")).code(), code) << http;
  }
}

TEST_F(ServerErrorTest, A401NamesTheVariablesOfItsServer) {
  Response response = MakeResponse(401, R"({"errors":[{"detail":"no"}]})");
  EXPECT_THAT(Check(response).message(),
              EndsWith(": no; the credential is taken from KEY, SECRET, or from where the config "
                       "says"));
  response.url = "https://pkc-1.kafka.example.com/kafka/v3/clusters";
  EXPECT_THAT(Check(response).message(), HasSubstr("taken from KAFKA_KEY,"));
  response.url = "http://127.0.0.1:8080/v1/keys";
  EXPECT_THAT(Check(response).message(), HasSubstr("taken from KEY, SECRET, KAFKA_KEY,"));
}

TEST_F(ServerErrorTest, ARedirectTellsWhereToButNotItsQuery) {
  const std::string text =
      Text(307, "<html>", {{"Location", "https://other.example/login?api_key=s3cr3t"}});
  EXPECT_THAT(text, EndsWith("/keys: was redirected to https://other.example/login"));
  EXPECT_THAT(Text(302, ""), EndsWith("was redirected without saying where to"));
}

TEST_F(ServerErrorTest, OnlyADeclaredStatusMeansAbsent) {
  EXPECT_TRUE(Absent(404, R"({"errors":[{"detail":"not found"}]})"));
  EXPECT_FALSE(Absent(410, R"({"errors":[{"detail":"not found"}]})"));
  EXPECT_FALSE(Absent(200, R"({"errors":[{"detail":"not found"}]})"));
}

TEST_F(ServerErrorTest, ADeclaredCodeMustBeThere) {
  EXPECT_TRUE(Absent(403, kForbidden));
  EXPECT_FALSE(Absent(403, R"({"errors":[{"code":"other","detail":"invalid API key"}]})"));
  EXPECT_FALSE(Absent(403, R"({"errors":[{"detail":"invalid API key"}]})"));
  EXPECT_FALSE(Absent(403, R"({"errors":[{"code":"forbidden_access","detail":"a"},)"
                           R"({"code":"other","detail":"b"}]})"));
}

TEST_F(ServerErrorTest, OnlyAnAnswerInAKnownShapeMeansAbsent) {
  EXPECT_FALSE(Absent(404, "<html>Not Found</html>"));
  EXPECT_FALSE(Absent(404, ""));
  EXPECT_FALSE(Absent(404, "{}"));
  EXPECT_FALSE(Absent(404, R"({"errors":[]})"));
  EXPECT_FALSE(Absent(404, R"({"message": {"text": "no"}})"));
}

// What a gateway in front of the API says of a path that it does not know.
TEST_F(ServerErrorTest, AMessageWithoutItsCodeIsNotTheApisOwn) {
  EXPECT_FALSE(Absent(404, R"({"message":"no Route matched with those values"})"));
  EXPECT_FALSE(Absent(404, R"({"message":"no Route", "error_code":""})"));
  EXPECT_FALSE(Absent(404, R"({"error":{"message":"no Route"}})"));
  EXPECT_TRUE(Absent(404, R"({"message":"no such key", "error_code":404})"));
  EXPECT_THAT(Text(404, R"({"message":"no Route"})"), EndsWith("/keys: no Route"));
}

TEST_F(ServerErrorTest, AnOperationThatIsNotThereIsNoAbsentRow) {
  method_.absent = {{405, ""}};
  EXPECT_FALSE(Absent(405, R"({"errors":[{"detail":"not supported"}]})"));
}

TEST_F(ServerErrorTest, AnErrorSaysWhichPartOfTheRequestItMeans) {
  auto provider = std::make_shared<Provider>(*resource_.provider);
  provider->errors[0].pointers = {*JsonPath::Parse("/source/pointer"),
                                  *JsonPath::Parse("/source/parameter")};
  resource_.provider = provider;
  EXPECT_THAT(
      Text(422, R"({"errors":[{"code":"a","detail":"one","source":{"pointer":"/spec/x"}},)"
                R"({"detail":"two","source":{"parameter":"spec.owner"}},{"detail":"three"},)"
                R"({"detail":"four","source":{"pointer":{}}}]})"),
      EndsWith("/keys: a: one (at /spec/x); two (at spec.owner); three; four"));
}

TEST_F(ServerErrorTest, TheNearestDocumentSaysWhatAStatusMeans) {
  auto provider = std::make_shared<Provider>(*resource_.provider);
  provider->statuses = {{402, "provider"}, {403, "provider"}, {404, "provider"}};
  resource_.provider = provider;
  resource_.statuses = {{403, "table"}, {404, "table"}};
  method_.statuses = {{404, "method"}};
  EXPECT_THAT(Text(402, ""), EndsWith("/keys: provider"));
  EXPECT_THAT(Text(403, ""), EndsWith("/keys: table"));
  EXPECT_THAT(Text(404, ""), EndsWith("/keys: method"));
  EXPECT_THAT(Text(409, ""), EndsWith("/keys: Conflict"));
  // The words of the server stand first. The provider adds nothing to them.
  const std::string body = R"({"message":"no"})";
  EXPECT_THAT(Text(402, body), EndsWith("/keys: no"));
  EXPECT_THAT(Text(403, body), EndsWith("/keys: no; table"));
  EXPECT_THAT(Text(404, body), EndsWith("/keys: no; method"));
  EXPECT_THAT(Text(402, "<html>"), EndsWith("/keys: '<html>'; provider"));
  EXPECT_EQ(Check(MakeResponse(404, body)).hint(), "method");
  EXPECT_EQ(Check(MakeResponse(402, "")).hint(), "");
}

TEST_F(ServerErrorTest, AConflictSaysWithWhat) {
  const std::vector<Header> headers = {{"location", "https://api.test/keys/X?a=s3cr3t#b\x1b"}};
  EXPECT_THAT(Text(409, R"({"message":"exists"})", headers),
              EndsWith("/keys: exists; it conflicts with https://api.test/keys/X"));
  EXPECT_THAT(Text(409, "", headers),
              EndsWith("/keys: Conflict; it conflicts with https://api.test/keys/X"));
  EXPECT_THAT(Text(404, "", headers), EndsWith("/keys: Not Found"));
  EXPECT_THAT(Text(409, "", {{"Location", "/x\x1b" + std::string(10'000, 'y')}}),
              AllOf(HasSubstr("/x\\x1byyy"), Not(Contains('\x1b'))));
}

TEST_F(ServerErrorTest, ARefusedCredentialIsToldInTheWordsOfItsHeader) {
  const std::vector<Header> headers = {
      {"WWW-Authenticate", R"(Basic error="invalid_key", error_description="The \"key\" is bad")"}};
  EXPECT_THAT(Text(401, "", headers),
              HasSubstr("/keys: invalid_key: The \"key\" is bad; the credential is taken from"));
  EXPECT_THAT(Text(401, R"({"message":"who?"})", headers),
              HasSubstr("/keys: who?; invalid_key: The \"key\" is bad; the credential"));
  EXPECT_THAT(Text(401, R"({"message":"The \"key\" is bad"})", headers),
              HasSubstr("/keys: The \"key\" is bad; the credential"));
  EXPECT_EQ(Check(MakeResponse(401, "", headers)).api_code(), "invalid_key");
  EXPECT_THAT(Text(401, "", {{"WWW-Authenticate", "ApiKey"}}), HasSubstr("/keys: Unauthorized; "));
}

TEST_F(ServerErrorTest, TheLogHasTheWordsAndNothingOfAnAbsentRow) {
  auto resource = std::make_shared<const Resource>(resource_);
  const auto words = LogWords(resource, &method_);
  EXPECT_EQ(words(MakeResponse(403, R"({"message":"no"})", {{"X-Request-Id", "1"}})), "no");
  EXPECT_EQ(words(MakeResponse(403, kForbidden)), "");
  EXPECT_EQ(words(MakeResponse(200, "")), "");
}

TEST_F(ServerErrorTest, AnAnswerThatBreaksARuleOfSuccessIsAnErrorInTheApisWords) {
  method_.success = {{*JsonPath::Parse("/ok"), {"true", "1"}, false},
                     {*JsonPath::Parse("/errors"), {}, true}};
  for (const char* body :
       {R"({"ok": true})", R"({"ok": 1, "errors": []})", R"({"ok": "true", "errors": null})"}) {
    EXPECT_TRUE(Check(MakeResponse(200, body)).ok()) << body;
  }
  EXPECT_TRUE(Check(MakeResponse(204, "")).ok());
  const Status refused =
      Check(MakeResponse(200, R"({"ok": false, "message": "no", "error_code": 7})"));
  EXPECT_EQ(refused.message(),
            std::string("200 from GET ") + kUrl + ": 7: no; a success has true or 1 at /ok");
  EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused.http_status(), 200);
  EXPECT_EQ(refused.api_code(), "7");
  EXPECT_THAT(Text(200, R"({"ok": true, "errors": [{"detail": "one shard failed"}]})"),
              EndsWith(": one shard failed; a success has no /errors"));
  for (const char* body : {"", "[]", "true", "{}", R"({"ok": null})", R"({"ok": {}})", "<html>"}) {
    EXPECT_THAT(Text(200, body), EndsWith("; a success has true or 1 at /ok")) << body;
  }
}

TEST_F(ServerErrorTest, TheApisWordsAreFoundInsideAnAnswerOfSuccess) {
  const auto words = [this](std::string body) {
    return WordsInside(resource_, MakeResponse(200, std::move(body)));
  };
  EXPECT_EQ(words(R"({"message": "token expired"})"), "token expired");
  EXPECT_EQ(words(R"({"errors": [{"code": "a", "detail": "b"}]})"), "a: b");
  EXPECT_EQ(words(R"({"data": []})"), "");
  EXPECT_EQ(words(""), "");
}

}  // namespace
}  // namespace apisql
