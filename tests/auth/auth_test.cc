#include "src/auth/auth.h"

#include <gmock/gmock.h>

#include "src/base/base64.h"

namespace apisql {
namespace {

using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Options = std::map<std::string, std::string>;
using Secrets = std::map<std::string, Secret>;

constexpr char kTokenUrl[] = "https://login.example.com/token";
const Clock::WallTime kNow{seconds(1'792'000'000)};

StatusOr<std::unique_ptr<Authenticator>> Make(const std::string& scheme, const Options& options,
                                              const std::map<std::string, std::string>& texts) {
  Secrets secrets;
  for (const auto& [name, text] : texts) secrets.emplace(name, Secret(text));
  return MakeAuthenticator({.scheme = scheme, .options = options}, secrets);
}

// The one secret that an authenticator adds.
SecretField Applied(const Authenticator& authenticator) {
  Request request;
  const Status status = authenticator.Apply(&request, kNow);
  EXPECT_TRUE(status.ok()) << status.message();
  EXPECT_THAT(request.secrets, SizeIs(1));
  EXPECT_THAT(request.headers, IsEmpty());
  return request.secrets.empty() ? SecretField{} : request.secrets[0];
}

Response Answer(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

TEST(AuthTest, NoneAddsNothing) {
  const auto made = Make("none", {}, {});
  ASSERT_TRUE(made.ok());
  Request request;
  EXPECT_TRUE((*made)->Apply(&request, kNow).ok());
  EXPECT_THAT(request.secrets, IsEmpty());
  EXPECT_FALSE((*made)->TokenRequest(kNow));
}

TEST(AuthTest, BasicSendsUserAndPasswordEncoded) {
  const auto made = Make("basic", {}, {{"username", "Aladdin"}, {"password", "open sesame"}});
  ASSERT_TRUE(made.ok());
  const SecretField field = Applied(**made);
  EXPECT_EQ(field.place, SecretField::Place::kHeader);
  EXPECT_EQ(field.name, "Authorization");
  EXPECT_EQ(field.value.Reveal(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617, 2.
}

TEST(AuthTest, BasicRefusesAUserWithAColon) {
  const Status status = Make("basic", {}, {{"username", "a:hunter2"}, {"password", "p"}}).status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), AllOf(HasSubstr("basic"), Not(HasSubstr("hunter2"))));
}

TEST(AuthTest, BearerSendsTheToken) {
  const auto made = Make("bearer", {}, {{"token", "t0k"}});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(Applied(**made).value.Reveal(), "Bearer t0k");
}

TEST(AuthTest, AHeaderPrefixIsSetOffByABlankWhereItEndsInALetter) {
  const std::map<std::string, std::string> cases = {{"", "k1"},
                                                    {"ApiKey", "ApiKey k1"},
                                                    {"ApiKey ", "ApiKey k1"},
                                                    {"Token token=", "Token token=k1"}};
  for (const auto& [prefix, value] : cases) {
    const auto made =
        Make("header", {{"name", "Authorization"}, {"prefix", prefix}}, {{"key", "k1"}});
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(Applied(**made).name, "Authorization");
    EXPECT_EQ(Applied(**made).value.Reveal(), value);
  }
}

TEST(AuthTest, AQueryKeyIsAQuerySecret) {
  const auto made = Make("query", {{"name", "api_key"}}, {{"key", "k&1"}});
  ASSERT_TRUE(made.ok());
  const SecretField field = Applied(**made);
  EXPECT_EQ(field.place, SecretField::Place::kQuery);
  EXPECT_EQ(field.name, "api_key");
  EXPECT_EQ(field.value.Reveal(), "k&1");
}

TEST(AuthTest, ClientCredentialsAreSentInAHeaderOfTheTokenRequest) {
  const auto made =
      Make("oauth2_client_credentials", {{"token_url", kTokenUrl}, {"scope", "read all"}},
           {{"client_id", "id:1"}, {"client_secret", "s&cret"}});
  ASSERT_TRUE(made.ok()) << made.status().message();
  const std::optional<Request> request = (*made)->TokenRequest(kNow);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->url, kTokenUrl);
  EXPECT_EQ(request->body, "grant_type=client_credentials&scope=read%20all");
  ASSERT_THAT(request->secrets, SizeIs(1));
  EXPECT_EQ(request->secrets[0].value.Reveal(), "Basic " + EncodeBase64("id%3A1:s%26cret"));
}

TEST(AuthTest, TokenExchangeSendsItsOptionsAsAFormAndTheTokenAsASecretField) {
  const auto made = Make("token_exchange",
                         {{"token_url", kTokenUrl},
                          {"identity_pool_id", "pool-1"},
                          {"requested_token_type", "urn:x:access_token"}},
                         {{"subject_token", "jwt.jwt.jwt"}});
  ASSERT_TRUE(made.ok()) << made.status().message();
  const std::optional<Request> request = (*made)->TokenRequest(kNow);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->body,
            "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&identity_pool_id=pool-1&"
            "requested_token_type=urn:x:access_token&"
            "subject_token_type=urn:ietf:params:oauth:token-type:jwt");
  EXPECT_EQ(request->headers.at(0).value, "application/x-www-form-urlencoded");
  ASSERT_THAT(request->secrets, SizeIs(1));
  EXPECT_EQ(request->secrets[0].place, SecretField::Place::kForm);
  EXPECT_EQ(request->secrets[0].name, "subject_token");
  EXPECT_EQ(request->secrets[0].value.Reveal(), "jwt.jwt.jwt");
}

class TokenTest : public ::testing::Test {
 protected:
  Status Accept(int status, const std::string& body) {
    return authenticator_->AcceptToken(Answer(status, body), kNow);
  }
  bool WantsTokenAfter(seconds passed) {
    return authenticator_->TokenRequest(kNow + passed).has_value();
  }

  std::unique_ptr<Authenticator> authenticator_ =
      *Make("token_exchange", {{"token_url", kTokenUrl}}, {{"subject_token", "hunter2"}});
};

TEST_F(TokenTest, WithoutATokenNothingIsSent) {
  Request request;
  EXPECT_EQ(authenticator_->Apply(&request, kNow).code(), StatusCode::kUnauthenticated);
  EXPECT_TRUE(WantsTokenAfter(seconds(0)));
}

TEST_F(TokenTest, ATokenIsUsedUntilAMinuteBeforeItExpires) {
  ASSERT_TRUE(Accept(200, R"({"access_token":"t1","token_type":"Bearer","expires_in":900})").ok());
  EXPECT_EQ(Applied(*authenticator_).value.Reveal(), "Bearer t1");
  EXPECT_FALSE(WantsTokenAfter(seconds(0)));
  EXPECT_FALSE(WantsTokenAfter(seconds(839)));
  EXPECT_TRUE(WantsTokenAfter(seconds(840)));
  ASSERT_TRUE(Accept(200, R"({"access_token":"t2"})").ok());
  EXPECT_EQ(Applied(*authenticator_).value.Reveal(), "Bearer t2");
}

TEST_F(TokenTest, AShortLifeHasAShortMargin) {
  ASSERT_TRUE(Accept(200, R"({"access_token":"t","expires_in":10})").ok());
  EXPECT_FALSE(WantsTokenAfter(seconds(7)));
  EXPECT_TRUE(WantsTokenAfter(seconds(8)));
  ASSERT_TRUE(Accept(200, R"({"access_token":"t","expires_in":1})").ok());
  EXPECT_FALSE(WantsTokenAfter(seconds(0)));
}

TEST_F(TokenTest, WithoutALifeTheTokenIsRenewedAfterMinutes) {
  ASSERT_TRUE(Accept(200, R"({"access_token":"t"})").ok());
  EXPECT_FALSE(WantsTokenAfter(seconds(239)));
  EXPECT_TRUE(WantsTokenAfter(seconds(240)));
}

TEST_F(TokenTest, AHugeLifeIsBounded) {
  ASSERT_TRUE(Accept(200, R"({"access_token":"t","expires_in":"1e300"})").ok());
  EXPECT_FALSE(WantsTokenAfter(seconds(3600)));
  EXPECT_TRUE(WantsTokenAfter(seconds(366 * 24 * 3600)));
}

TEST_F(TokenTest, ALifeOfZeroIsOneThatIsNotKnown) {
  ASSERT_TRUE(Accept(200, R"({"access_token":"t","expires_in":0})").ok());
  EXPECT_FALSE(WantsTokenAfter(seconds(239)));
  EXPECT_TRUE(WantsTokenAfter(seconds(241)));
  ASSERT_TRUE(Accept(200, R"({"access_token":"t","expires_in":null})").ok());
  EXPECT_FALSE(WantsTokenAfter(seconds(200)));
}

TEST_F(TokenTest, EverySpellingOfABearerTokenIsTaken) {
  for (const char* type : {"Bearer", "bearer", "BEARER", "BearerToken", "bearertoken"}) {
    const std::string body = std::string(R"({"access_token":"t","token_type":")") + type + "\"}";
    EXPECT_TRUE(Accept(200, body).ok()) << type;
  }
}

TEST_F(TokenTest, ATokenMayBeCreated) {
  EXPECT_TRUE(Accept(201, R"({"access_token":"t","expires_in":900})").ok());
  EXPECT_FALSE(Accept(302, R"({"access_token":"t","expires_in":900})").ok());
}

TEST_F(TokenTest, AnAnswerWithoutAUsableTokenIsAnErrorThatQuotesNothing) {
  for (const char* body :
       {"", "[]", "null", "\"t0k\"", "{", R"({"access_token":null})", R"({"access_token":""})",
        R"({"access_token":{"t0k":1}})", R"({"access_token":"t0k\r\nX: y"})",
        R"({"access_token":"t0k t0k"})", R"({"access_token":"t0k\u0000"})",
        R"({"access_token":"t0k\u00fc"})", R"({"access_token":"t0k","token_type":"mac"})",
        R"({"access_token":"t0k","token_type":"bearer token"})",
        R"({"access_token":"t0k","expires_in":-5})",
        R"({"access_token":"t0k","expires_in":"soon"})",
        R"({"access_token":"t0k","expires_in":"nan"})",
        R"({"access_token":"t0k","expires_in":"12x"})", "<html>t0k</html>"}) {
    const Status status = Accept(200, body);
    EXPECT_EQ(status.code(), StatusCode::kDataLoss) << body;
    EXPECT_THAT(status.message(), AllOf(HasSubstr(kTokenUrl), Not(HasSubstr("t0k"))));
    EXPECT_TRUE(WantsTokenAfter(seconds(0))) << body;
  }
}

TEST_F(TokenTest, ASecretIsTakenOutBeforeTheServersWordsAreCut) {
  for (size_t at = 190; at < 202; ++at) {
    const std::string words = std::string(at, 'x') + " hunter2 is over";
    const Status status = Accept(401, R"({"error_description":")" + words + "\"}");
    EXPECT_THAT(status.message(), Not(HasSubstr("hu"))) << at;
  }
}

TEST_F(TokenTest, ARefusalQuotesTheServerButNoSecret) {
  const Status status = Accept(
      401, R"({"error":"invalid_grant","error_description":"token hunter2\u001b[2J is over"})");
  EXPECT_EQ(status.code(), StatusCode::kUnauthenticated);
  EXPECT_EQ(status.http_status(), 401);
  EXPECT_EQ(status.message(),
            std::string("401 from POST ") + kTokenUrl + ": invalid_grant: token *** [2J is over");
  EXPECT_EQ(Accept(503, "<html>").code(), StatusCode::kUnavailable);
  EXPECT_EQ(Accept(429, "").code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(Accept(302, "").code(), StatusCode::kUnauthenticated);
}

TEST_F(TokenTest, ARefusalDropsTheOldToken) {
  ASSERT_TRUE(Accept(200, R"({"access_token":"t"})").ok());
  EXPECT_FALSE(Accept(401, "").ok());
  Request request;
  EXPECT_FALSE(authenticator_->Apply(&request, kNow).ok());
}

TEST(AuthTest, ATokenUrlMustBeHttpsOrLoopback) {
  const auto make = [](const std::string& url) {
    return Make("token_exchange", {{"token_url", url}}, {{"subject_token", "s"}}).status();
  };
  EXPECT_TRUE(make("https://login.example.com/t").ok());
  EXPECT_TRUE(make("http://127.0.0.1:9/t").ok());
  for (const char* url :
       {"http://login.example.com/t", "login.example.com", "ftp://h/", "https://u:hunter2@h/t"}) {
    const Status status = make(url);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << url;
    EXPECT_THAT(status.message(), AllOf(HasSubstr("token_exchange"), Not(HasSubstr("hunter2"))));
  }
}

TEST(AuthTest, WhatASchemeLacksIsNamed) {
  const Status secret = Make("basic", {}, {{"username", "u"}}).status();
  EXPECT_EQ(secret.code(), StatusCode::kUnauthenticated);
  EXPECT_THAT(secret.message(), AllOf(HasSubstr("basic"), HasSubstr("password")));
  EXPECT_EQ(Make("bearer", {}, {{"token", ""}}).status().code(), StatusCode::kUnauthenticated);
  EXPECT_THAT(Make("query", {}, {{"key", "k"}}).status().message(),
              AllOf(HasSubstr("query"), HasSubstr("name")));
  EXPECT_THAT(Make("bearer", {{"nmae", "x"}}, {{"token", "t"}}).status().message(),
              HasSubstr("nmae"));
  EXPECT_THAT(Make("kerberos", {}, {}).status().message(),
              AllOf(HasSubstr("kerberos"), HasSubstr("oauth2_client_credentials")));
  EXPECT_FALSE(Make("token_exchange", {{"token_url", kTokenUrl}, {"subject_token", "x"}},
                    {{"subject_token", "s"}})
                   .ok());
}

TEST(AuthTest, ASecretWithALineBreakIsRefusedWithoutShowingIt) {
  const Status status = Make("bearer", {}, {{"token", "hunter2\n"}}).status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), AllOf(HasSubstr("line break"), Not(HasSubstr("hunter2"))));
}

StatusOr<std::unique_ptr<Authenticator>> MakeOf(const AuthSpec& spec,
                                                const std::map<std::string, std::string>& texts) {
  Secrets secrets;
  for (const auto& [name, text] : texts) secrets.emplace(name, Secret(text));
  return MakeAuthenticator(spec, secrets);
}

TEST(AuthTest, AKeyIsTheUserOfBasicWithoutAPassword) {
  const auto made = Make("basic", {{"password", "none"}}, {{"username", "sk_1"}});
  ASSERT_TRUE(made.ok()) << made.status().message();
  EXPECT_EQ(Applied(**made).value.Reveal(), "Basic " + EncodeBase64("sk_1:"));
  EXPECT_THAT(*SecretsOf({"basic", {{"password", "none"}}}), ElementsAre("username"));
  EXPECT_FALSE(Make("basic", {{"password", "x"}}, {{"username", "u"}, {"password", "p"}}).ok());
}

TEST(AuthTest, APairMayBeEncodedAlready) {
  for (const std::string& given : {std::string("u:p:q"), EncodeBase64("u:p:q")}) {
    const auto made = Make("basic_encoded", {}, {{"credentials", given}});
    ASSERT_TRUE(made.ok()) << made.status().message();
    EXPECT_EQ(Applied(**made).value.Reveal(), "Basic " + EncodeBase64("u:p:q"));
  }
  const Status status = Make("basic_encoded", {}, {{"credentials", "hunter2"}}).status();
  EXPECT_THAT(status.message(),
              AllOf(HasSubstr("neither user:password"), Not(HasSubstr("hunter2"))));
}

TEST(AuthTest, SeveralSecretsGoInSeveralHeaders) {
  const AuthSpec spec{.scheme = "headers", .headers = {{"X-A", "a"}, {"X-B", "b"}, {"X-C", "a"}}};
  EXPECT_THAT(*SecretsOf(spec), ElementsAre("a", "b"));
  const auto made = MakeOf(spec, {{"a", "1"}, {"b", "2"}});
  ASSERT_TRUE(made.ok()) << made.status().message();
  Request request;
  EXPECT_TRUE((*made)->Apply(&request, kNow).ok());
  ASSERT_THAT(request.secrets, SizeIs(3));
  EXPECT_EQ(request.secrets[1].name + request.secrets[1].value.Reveal(), "X-B2");
  EXPECT_EQ(MakeOf(spec, {{"a", "1"}}).status().code(), StatusCode::kUnauthenticated);
  EXPECT_FALSE(MakeOf({.scheme = "headers"}, {}).ok());
  EXPECT_FALSE(MakeOf({.scheme = "bearer", .headers = {{"X", "token"}}}, {{"token", "t"}}).ok());
}

TEST(AuthTest, WhatIsHiddenIsAllButNames) {
  const auto hidden = [](const AuthSpec& spec, const Secrets& secrets) {
    std::vector<std::string> texts;
    for (const Secret& one : HiddenSecrets(spec, secrets)) texts.push_back(one.Reveal());
    return texts;
  };
  const Secrets basic = {{"username", Secret("u")}, {"password", Secret("p")}};
  EXPECT_THAT(hidden({"basic"}, basic), ElementsAre("p"));
  EXPECT_THAT(hidden({"basic", {{"password", "none"}}}, {{"username", Secret("sk")}}),
              ElementsAre("sk"));
  EXPECT_THAT(hidden({.scheme = "headers", .headers = {{"X", "username"}}}, basic),
              ElementsAre("p", "u"));
  const std::string encoded = EncodeBase64("u:hunter2");
  EXPECT_THAT(hidden({"basic_encoded"}, {{"credentials", Secret(encoded)}}),
              ElementsAre(encoded, "u:hunter2", "hunter2"));
}

TEST(AuthTest, AClientSaysWhomItsTokenIsFor) {
  AuthSpec spec{.scheme = "oauth2_client_credentials",
                .options = {{"token_url", kTokenUrl},
                            {"scope", "a b"},
                            {"audience", "https://api"},
                            {"resource", "r"}},
                .form = {{"account", "7"}}};
  const std::map<std::string, std::string> client = {{"client_id", "i"}, {"client_secret", "s"}};
  const auto made = MakeOf(spec, client);
  ASSERT_TRUE(made.ok()) << made.status().message();
  const auto request = (*made)->TokenRequest(kNow);
  EXPECT_EQ(request->body,
            "grant_type=client_credentials&scope=a%20b&audience=https://api&resource=r&account=7");
  spec.options["client_auth"] = "form";
  const auto in_form = (*MakeOf(spec, client))->TokenRequest(kNow);
  ASSERT_THAT(in_form->secrets, SizeIs(2));
  EXPECT_EQ(in_form->secrets[1].place, SecretField::Place::kForm);
  EXPECT_EQ(in_form->secrets[1].name, "client_secret");
  spec.options["client_auth"] = "none";
  EXPECT_FALSE(MakeOf(spec, client).ok());
  spec.options["client_auth"] = "basic";
  for (const char* name : {"grant_type", "client_secret", "username"}) {
    spec.form = {{name, "x"}};
    EXPECT_FALSE(MakeOf(spec, client).ok()) << name;
  }
}

TEST(AuthTest, ARefreshTokenIsTradedForATokenAndReplaced) {
  const AuthSpec spec{.scheme = "oauth2_refresh_token",
                      .options = {{"token_url", kTokenUrl}, {"client_auth", "none"}}};
  EXPECT_THAT(*SecretsOf(spec), ElementsAre("client_id", "refresh_token"));
  const auto made = MakeOf(spec, {{"client_id", "i"}, {"refresh_token", "r1"}});
  ASSERT_TRUE(made.ok()) << made.status().message();
  const auto first = (*made)->TokenRequest(kNow);
  EXPECT_EQ(first->body, "grant_type=refresh_token");
  ASSERT_THAT(first->secrets, SizeIs(2));
  EXPECT_EQ(first->secrets[1].value.Reveal(), "r1");
  const std::string answer = R"({"access_token":"t","expires_in":100,"refresh_token":"r2"})";
  EXPECT_TRUE((*made)->AcceptToken(Answer(200, answer), kNow).ok());
  EXPECT_FALSE((*made)->TokenRequest(kNow));
  const auto second = (*made)->TokenRequest(kNow + seconds(200));
  EXPECT_EQ(second->secrets[1].value.Reveal(), "r2");
}

TEST(AuthTest, EverySchemeNamesItsSecrets) {
  EXPECT_THAT(*SecretsOf({"basic"}), ElementsAre("username", "password"));
  EXPECT_THAT(*SecretsOf({"none"}), IsEmpty());
  EXPECT_FALSE(SecretsOf({""}).ok());
  for (const std::string_view scheme : AuthSchemes())
    EXPECT_TRUE(SecretsOf({std::string(scheme)}).ok());
  EXPECT_THAT(AuthSchemes(), SizeIs(12));
}

}  // namespace
}  // namespace apisql
