#include "src/http/client.h"

#include <gmock/gmock.h>

#include "tests/http/fake_transport.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kBase[] = "https://api.example.com";
constexpr char kSecret[] = "s3cr3t-value";

// Adds one secret; with `ask_for_token` it first wants a token, whose text is the secret.
class FakeAuthenticator final : public Authenticator {
 public:
  explicit FakeAuthenticator(bool ask_for_token,
                             SecretField::Place place = SecretField::Place::kHeader)
      : ask_for_token_(ask_for_token), place_(place) {}

  std::optional<Request> TokenRequest(Clock::WallTime now) override {
    if (!ask_for_token_ || now < valid_until) return std::nullopt;
    Request request;
    request.method = "POST";
    request.url = token_url;
    request.body = "grant=1";
    request.secrets.push_back({SecretField::Place::kForm, "subject", Secret("subject-secret")});
    return request;
  }

  Status AcceptToken(const Response& response, Clock::WallTime now) override {
    if (response.status != 200) return {StatusCode::kUnauthenticated, "the token server says no"};
    valid_until = now + life;
    return OkStatus();
  }

  bool ForgetToken() override {
    const bool had_one = ask_for_token_ && valid_until != Clock::WallTime();
    valid_until = {};
    return had_one;
  }

  Status Apply(Request* request, Clock::WallTime /*now*/) const override {
    request->secrets.push_back({place_, "key", Secret(kSecret)});
    return OkStatus();
  }

  std::string token_url = "https://login.example.com/token";
  std::chrono::seconds life{600};
  Clock::WallTime valid_until;

 private:
  bool ask_for_token_;
  SecretField::Place place_;
};

class ClientTest : public ::testing::Test {
 protected:
  std::shared_ptr<Endpoint> MakeEndpoint(std::shared_ptr<Authenticator> authenticator = nullptr) {
    auto endpoint = std::make_shared<Endpoint>();
    endpoint->provider = "acme";
    endpoint->base_url = kBase;
    endpoint->authenticator = std::move(authenticator);
    return endpoint;
  }

  static Request Get(const std::string& path) { return RequestTo("GET", kBase + path); }

  static Request RequestTo(const std::string& method, const std::string& url) {
    Request request;
    request.method = method;
    request.url = url;
    return request;
  }

  StatusOr<Response> Fetch(const Request& request) { return Fetch(endpoint_, request); }
  StatusOr<Response> Fetch(const std::shared_ptr<Endpoint>& endpoint, const Request& request) {
    return client_.Wait(client_.Send(endpoint, request));
  }

  // The outcome of a GET of /a that is redirected to `location`.
  StatusOr<Response> FetchRedirected(const std::string& location) {
    transport_.Reply("GET https://api.example.com/a", 302, "", {{"Location", location}});
    return Fetch(Get("/a"));
  }

  FakeClock clock_;
  FakeTransport transport_{&clock_};
  RequestLog log_;
  bool interrupted_ = false;
  Client client_{transport_, log_, clock_, [this] { return interrupted_; }};
  std::shared_ptr<Endpoint> endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(false));
};

TEST_F(ClientTest, AnyHttpStatusIsAResponse) {
  transport_.Reply("GET https://api.example.com/a", 503, "busy");
  const StatusOr<Response> response = Fetch(Get("/a"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "busy");
}

TEST_F(ClientTest, AProviderNeverHasMoreInFlightThanItAllows) {
  endpoint_->max_concurrency = 3;
  std::vector<CallId> ids(10);
  for (CallId& id : ids) id = client_.Send(endpoint_, Get("/a"));
  for (const CallId id : ids) EXPECT_TRUE(client_.Wait(id).ok());
  EXPECT_EQ(transport_.most_in_flight, 3U);
  EXPECT_THAT(transport_.sent, SizeIs(10));
}

TEST_F(ClientTest, TheUsersConcurrencyReplacesThatOfEveryProvider) {
  endpoint_->max_concurrency = 3;
  client_.limits().max_concurrency = 5;
  std::vector<CallId> ids(10);
  for (CallId& id : ids) id = client_.Send(endpoint_, Get("/a"));
  for (const CallId id : ids) EXPECT_TRUE(client_.Wait(id).ok());
  EXPECT_EQ(transport_.most_in_flight, 5U);
}

TEST_F(ClientTest, AStatementSendsNoMoreThanMaxRequests) {
  client_.limits().max_requests = 2;
  std::vector<CallId> ids;
  for (const char* path : {"/a", "/b", "/c", "/d"})
    ids.push_back(client_.Send(endpoint_, Get(path)));
  EXPECT_TRUE(client_.Wait(ids[0]).ok());
  EXPECT_TRUE(client_.Wait(ids[1]).ok());
  bool sent = true;
  const Status status = client_.Wait(ids[2], &sent).status();
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(),
            "GET https://api.example.com/c: not sent: the statement has sent 2 requests, and "
            "max_requests allows no more. Narrow its WHERE, or SET max_requests to a larger "
            "number, or to 0 for no limit");
  EXPECT_FALSE(sent);
  EXPECT_EQ(client_.Wait(ids[3]).status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(transport_.sent, SizeIs(2));
  EXPECT_THAT(log_.records(), SizeIs(2));
}

TEST_F(ClientTest, MaxRequestsCountsEachStatementForItself) {
  client_.limits().max_requests = 1;
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  EXPECT_FALSE(Fetch(Get("/b")).ok());
  client_.BeginStatement(7);
  EXPECT_TRUE(Fetch(Get("/b")).ok());
  client_.BeginStatement(7);
  EXPECT_FALSE(Fetch(Get("/c")).ok());
}

TEST_F(ClientTest, MaxRequestsCountsRedirectsAndTokens) {
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true));
  client_.limits().max_requests = 2;
  EXPECT_EQ(FetchRedirected("/b").status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(transport_.sent,
              ElementsAre("POST https://login.example.com/token", "GET https://api.example.com/a"));
}

TEST_F(ClientTest, ATokenThatMaxRequestsDoesNotAllowFailsTheCallThatNeedsIt) {
  client_.limits().max_requests = 1;
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true));
  EXPECT_EQ(Fetch(Get("/b")).status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(transport_.sent, SizeIs(1));
}

TEST_F(ClientTest, EndpointsOfOneProviderShareItsLimit) {
  const auto other = MakeEndpoint();
  other->base_url = "https://cluster.example.com";
  endpoint_->max_concurrency = other->max_concurrency = 1;
  const CallId first = client_.Send(endpoint_, Get("/a"));
  const CallId second = client_.Send(other, RequestTo("GET", "https://cluster.example.com/b"));
  EXPECT_TRUE(client_.Wait(second).ok());
  EXPECT_TRUE(client_.Wait(first).ok());
  EXPECT_EQ(transport_.most_in_flight, 1U);
}

TEST_F(ClientTest, AFullProviderDoesNotHoldUpAnother) {
  endpoint_->max_concurrency = 1;
  transport_.Hold("https://api.example.com/slow");
  client_.Send(endpoint_, Get("/slow"));
  client_.Send(endpoint_, Get("/queued"));
  const auto other = MakeEndpoint();
  other->provider = "other";
  EXPECT_TRUE(Fetch(other, Get("/b")).ok());
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET https://api.example.com/slow", "GET https://api.example.com/b"));
}

TEST_F(ClientTest, CallsStartInTheOrderInWhichTheyWereSent) {
  endpoint_->max_concurrency = 1;
  std::vector<CallId> ids;
  for (const char* path : {"/1", "/2", "/3", "/4"}) {
    ids.push_back(client_.Send(endpoint_, Get(path)));
  }
  EXPECT_TRUE(client_.Wait(ids.back()).ok());
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET https://api.example.com/1", "GET https://api.example.com/2",
                          "GET https://api.example.com/3", "GET https://api.example.com/4"));
}

TEST_F(ClientTest, AnOutcomeIsKeptUntilItIsWaitedForOnce) {
  transport_.Reply("GET https://api.example.com/a", 200, "first");
  const CallId early = client_.Send(endpoint_, Get("/a"));
  EXPECT_TRUE(Fetch(Get("/b")).ok());
  const int runs = transport_.runs;
  const StatusOr<Response> response = client_.Wait(early);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->body, "first");
  EXPECT_EQ(transport_.runs, runs);
  EXPECT_EQ(client_.Wait(early).status().code(), StatusCode::kInternal);
}

TEST_F(ClientTest, PokeStartsCallsWithoutWaiting) {
  transport_.Hold("https://api.example.com/a");
  const CallId id = client_.Send(endpoint_, Get("/a"));
  EXPECT_THAT(transport_.sent, IsEmpty());
  EXPECT_FALSE(client_.Drive(id));
  EXPECT_THAT(transport_.sent, SizeIs(1));
  EXPECT_EQ(transport_.longest_wait.count(), 0);
  transport_.Release("https://api.example.com/a");
  EXPECT_TRUE(client_.Drive(id));
  EXPECT_TRUE(client_.Wait(id).ok());
}

TEST_F(ClientTest, CancelEndsATransferAndFreesItsPlace) {
  endpoint_->max_concurrency = 1;
  transport_.Hold("https://api.example.com/slow");
  const CallId slow = client_.Send(endpoint_, Get("/slow"));
  const CallId queued = client_.Send(endpoint_, Get("/queued"));
  const CallId next = client_.Send(endpoint_, Get("/next"));
  EXPECT_FALSE(client_.Drive(slow));
  client_.Cancel(slow);
  client_.Cancel(queued);
  client_.Cancel(12345);
  EXPECT_TRUE(client_.Wait(next).ok());
  EXPECT_THAT(transport_.cancelled, ElementsAre("https://api.example.com/slow"));
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET https://api.example.com/slow", "GET https://api.example.com/next"));
  EXPECT_EQ(log_.records().front().error, "cancelled");
}

TEST_F(ClientTest, DestroyingTheClientCancelsWhatIsInFlight) {
  transport_.Hold("https://api.example.com/slow");
  {
    Client client(transport_, log_, clock_, nullptr);
    EXPECT_FALSE(client.Drive(client.Send(endpoint_, Get("/slow"))));
  }
  EXPECT_THAT(transport_.cancelled, ElementsAre("https://api.example.com/slow"));
}

TEST_F(ClientTest, InterruptEndsTheWaitAndTheTransfer) {
  transport_.Hold("https://api.example.com/slow");
  const CallId id = client_.Send(endpoint_, Get("/slow"));
  int turns = 0;
  client_.set_progress([&] { interrupted_ = ++turns == 3; });
  bool sent = false;
  const Status status = client_.Wait(id, &sent).status();
  EXPECT_EQ(status.code(), StatusCode::kCancelled);
  EXPECT_THAT(status.message(), HasSubstr("GET https://api.example.com/slow"));
  EXPECT_TRUE(sent);
  EXPECT_THAT(transport_.cancelled, SizeIs(1));
  EXPECT_LE(transport_.longest_wait, std::chrono::milliseconds(100));
  EXPECT_EQ(clock_.passed, std::chrono::milliseconds(300));  // Progress every 100 ms.
}

TEST_F(ClientTest, AnInterruptedCallThatNeverLeftIsKnownNotToBeSent) {
  interrupted_ = true;
  bool sent = true;
  const CallId id = client_.Send(endpoint_, Get("/a"));
  EXPECT_EQ(client_.Wait(id, &sent).status().code(), StatusCode::kCancelled);
  EXPECT_FALSE(sent);
  EXPECT_THAT(transport_.sent, IsEmpty());
}

TEST_F(ClientTest, NothingIsSentToAnotherOriginThanTheEndpoint) {
  for (const char* url : {"https://evil.example.com/a", "http://api.example.com/a",
                          "https://api.example.com:8443/a", "https://api.example.com.evil.com/a",
                          "https://api.example.com@evil.com/a", "ftp://api.example.com/a", "/a"}) {
    const Status status = Fetch(RequestTo("GET", url)).status();
    EXPECT_FALSE(status.ok()) << url;
  }
  const Status status = Fetch(RequestTo("GET", "https://evil.example.com/a")).status();
  EXPECT_EQ(status.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(status.message(), AllOf(HasSubstr("evil.example.com"), HasSubstr(kBase)));
  EXPECT_THAT(transport_.sent, IsEmpty());
}

TEST_F(ClientTest, TheSameOriginMayBeWrittenInAnotherWay) {
  EXPECT_TRUE(Fetch(RequestTo("GET", "HTTPS://API.example.com:443/a")).ok());
}

TEST_F(ClientTest, ACredentialGoesOverPlainHttpOnlyToLoopbackOrWhenAllowed) {
  endpoint_->base_url = "http://api.example.com";
  const Request request = RequestTo("GET", "http://api.example.com/a");
  const Status refused = Fetch(request).status();
  EXPECT_EQ(refused.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(refused.message(), HasSubstr("allow_plain_http"));
  EXPECT_THAT(transport_.sent, IsEmpty());

  endpoint_->allow_plain_http = true;
  EXPECT_TRUE(Fetch(request).ok());

  endpoint_->allow_plain_http = false;
  endpoint_->base_url = "http://127.0.0.1:8080";
  EXPECT_TRUE(Fetch(RequestTo("GET", "http://127.0.0.1:8080/a")).ok());

  const auto open = MakeEndpoint();
  open->base_url = "http://api.example.com";
  EXPECT_TRUE(Fetch(open, request).ok());
}

TEST_F(ClientTest, ARedirectToTheSameOriginIsFollowedWithTheCredential) {
  transport_.Reply("GET https://api.example.com/b?x=1", 200, "there");
  const StatusOr<Response> response = FetchRedirected("/b?x=1");
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->body, "there");
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET https://api.example.com/a", "GET https://api.example.com/b?x=1"));
  ASSERT_THAT(transport_.requests[1].secrets, SizeIs(1));
  EXPECT_EQ(transport_.requests[1].secrets[0].value.Reveal(), kSecret);
  EXPECT_THAT(log_.records(), SizeIs(2));
}

TEST_F(ClientTest, ARedirectToAnotherOriginIsAnErrorThatNamesBothUrls) {
  for (const std::string location :
       {"https://evil.com/b", "https://api.example.com:8443/b", "http://api.example.com/b",
        "//evil.com/b", "https://api.example.com@evil.com/b", "https://u:p@api.example.com/b",
        "https://api.example.com.evil.com/b", "https://evil.com\\@api.example.com/b",
        "file:///etc/passwd", "https://api.example.com:0/b"}) {
    transport_.sent.clear();
    const Status status = FetchRedirected(location).status();
    EXPECT_EQ(status.code(), StatusCode::kPermissionDenied) << location;
    EXPECT_THAT(status.message(), AllOf(HasSubstr("GET https://api.example.com/a"),
                                        HasSubstr(location.substr(location.find("//")))));
    EXPECT_THAT(transport_.sent, SizeIs(1)) << location;
  }
}

TEST_F(ClientTest, AtMostFiveRedirectsAreFollowed) {
  const Status status = FetchRedirected("/a").status();
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  EXPECT_THAT(transport_.sent, SizeIs(6));
}

TEST_F(ClientTest, ARedirectThatLosesAParameterIsNotFollowed) {
  const std::string url = "https://api.example.com/a?owner=u-1&page_size=10";
  for (const std::string location : {"/b", "/b?page_size=10", "/b?owner=u-2&page_size=10"}) {
    transport_.sent.clear();
    transport_.Reply("GET " + url, 302, "", {{"Location", location}});
    const Status status = Fetch(RequestTo("GET", url)).status();
    EXPECT_EQ(status.code(), StatusCode::kDataLoss);
    EXPECT_EQ(status.message(), "GET " + url + ": the server redirects to https://api.example.com" +
                                    location +
                                    ", which is not followed: it leaves out what the request says "
                                    "of 'owner', and would answer another question");
    EXPECT_THAT(transport_.sent, SizeIs(1)) << location;
  }
  transport_.Reply("GET " + url, 302, "", {{"Location", "/b?new=1&page_size=10&owner=u%2D1"}});
  EXPECT_TRUE(Fetch(RequestTo("GET", url)).ok());
}

TEST_F(ClientTest, NoAnswerMayBeLargerThanTheUserAllows) {
  client_.limits().max_response_bytes = 1000;
  Request smaller = Get("/a");
  smaller.max_body_bytes = 10;
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  EXPECT_TRUE(Fetch(smaller).ok());
  EXPECT_EQ(transport_.requests[0].max_body_bytes, 1000);
  EXPECT_EQ(transport_.requests[1].max_body_bytes, 10);
}

TEST_F(ClientTest, OnlyAGetIsRedirected) {
  transport_.Reply("POST https://api.example.com/a", 307, "", {{"Location", "/b"}});
  bool sent = false;
  const CallId id = client_.Send(endpoint_, RequestTo("POST", "https://api.example.com/a"));
  const Status status = client_.Wait(id, &sent).status();
  EXPECT_EQ(status.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(status.message(), HasSubstr("https://api.example.com/b"));
  EXPECT_TRUE(sent);
  EXPECT_THAT(transport_.sent, ElementsAre("POST https://api.example.com/a"));
}

TEST_F(ClientTest, ASecretThatARedirectRepeatsStaysOutOfUrlLogAndError) {
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(false, SecretField::Place::kQuery));
  EXPECT_TRUE(FetchRedirected("/b?key=s3cr3t-value&x=1").ok());
  EXPECT_EQ(transport_.sent.back(), "GET https://api.example.com/b?x=1");

  transport_.sent.clear();
  const Status refused = FetchRedirected("/b/s3cr3t-value").status();
  EXPECT_EQ(refused.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(refused.message(), Not(HasSubstr(kSecret)));
  EXPECT_THAT(transport_.sent, SizeIs(1));

  const Status elsewhere = FetchRedirected("https://evil.com/?k=s3cr3t-value").status();
  EXPECT_THAT(elsewhere.message(), AllOf(HasSubstr("evil.com"), Not(HasSubstr(kSecret))));
  for (const RequestRecord& record : log_.records()) {
    EXPECT_THAT(record.url + record.error + record.body, Not(HasSubstr(kSecret)));
  }
}

TEST_F(ClientTest, ACredentialThatAServerRepeatsStaysOutOfWhatErrorsQuote) {
  const std::string body = R"({"message":"no such key: s3cr3t-value"})";
  transport_.Reply("GET https://api.example.com/a", 401, body);
  EXPECT_EQ(Fetch(Get("/a"))->body, R"({"message":"no such key: ***"})");
  transport_.Reply("GET https://api.example.com/b", 200, "GET /b\r\nAuthorization: s3cr3t-value");
  EXPECT_EQ(Fetch(Get("/b"))->body, "GET /b\r\nAuthorization: ***");
  // Rows are the user's: they stay as they are.
  transport_.Reply("GET https://api.example.com/c", 200, body);
  EXPECT_EQ(Fetch(Get("/c"))->body, body);
}

TEST_F(ClientTest, ACredentialThatAServerRepeatsStaysOutOfTheHeadersThatAreShown) {
  transport_.Reply("GET https://api.example.com/a", 401, "",
                   {{"www-authenticate", "Basic error_description=\"no such key: s3cr3t-value\""},
                    {"Location", "/keys/s3cr3t-value"},
                    {"X-Request-Id", "s3cr3t-value"}});
  const auto response = Fetch(Get("/a"));
  EXPECT_EQ(response->header("WWW-Authenticate"), "Basic error_description=\"no such key: ***\"");
  EXPECT_EQ(response->header("Location"), "/keys/***");
  EXPECT_EQ(log_.records().back().request_id, "***");
}

TEST_F(ClientTest, TheLogSaysWhatAnErrorSays) {
  transport_.Reply("GET https://api.example.com/a", 404, "gone", {{"X-Request-Id", "id-1"}});
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  EXPECT_EQ(log_.records().back().error, "Not Found");
  EXPECT_EQ(log_.records().back().request_id, "id-1");
  EXPECT_EQ(log_.records().back().rate.limit, std::nullopt);
  Request told = Get("/a");
  told.words = [](const Response& response) { return "it is " + response.body; };
  EXPECT_TRUE(Fetch(told).ok());
  EXPECT_EQ(log_.records().back().error, "it is gone");
  transport_.Reply("GET https://api.example.com/a", 499, "");
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  EXPECT_EQ(log_.records().back().error, "status 499");
  transport_.Reply("GET https://api.example.com/a", 204, "");
  EXPECT_TRUE(Fetch(told).ok());
  EXPECT_EQ(log_.records().back().error, "");
}

TEST_F(ClientTest, TheTokenIsObtainedFirstAndOnce) {
  auto authenticator = std::make_shared<FakeAuthenticator>(true);
  endpoint_ = MakeEndpoint(authenticator);
  const CallId a = client_.Send(endpoint_, Get("/a"));
  const CallId b = client_.Send(endpoint_, Get("/b"));
  EXPECT_TRUE(client_.Wait(b).ok());
  EXPECT_TRUE(client_.Wait(a).ok());
  EXPECT_THAT(transport_.sent,
              ElementsAre("POST https://login.example.com/token", "GET https://api.example.com/a",
                          "GET https://api.example.com/b"));
  // Each secret went to its own server only.
  ASSERT_THAT(transport_.requests[0].secrets, SizeIs(1));
  EXPECT_EQ(transport_.requests[0].secrets[0].value.Reveal(), "subject-secret");
  for (const size_t i : {1, 2}) {
    ASSERT_THAT(transport_.requests[i].secrets, SizeIs(1));
    EXPECT_EQ(transport_.requests[i].secrets[0].value.Reveal(), kSecret);
  }
  EXPECT_EQ(log_.records().front().label.table, "");
}

TEST_F(ClientTest, AnExpiredTokenIsRenewed) {
  auto authenticator = std::make_shared<FakeAuthenticator>(true);
  endpoint_ = MakeEndpoint(authenticator);
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  clock_.passed += std::chrono::seconds(601);
  EXPECT_TRUE(Fetch(Get("/b")).ok());
  EXPECT_THAT(transport_.sent, SizeIs(4));
}

TEST_F(ClientTest, OtherEndpointsDoNotWaitForAToken) {
  transport_.Hold("https://login.example.com/token");
  const CallId waiting =
      client_.Send(MakeEndpoint(std::make_shared<FakeAuthenticator>(true)), Get("/a"));
  EXPECT_TRUE(Fetch(Get("/b")).ok());
  EXPECT_THAT(transport_.sent,
              ElementsAre("POST https://login.example.com/token", "GET https://api.example.com/b"));
  transport_.Release("https://login.example.com/token");
  EXPECT_TRUE(client_.Wait(waiting).ok());
}

TEST_F(ClientTest, ARefusedTokenFailsTheCallsThatWaitForIt) {
  transport_.Reply("POST https://login.example.com/token", 401, "");
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true));
  const CallId a = client_.Send(endpoint_, Get("/a"));
  const CallId b = client_.Send(endpoint_, Get("/b"));
  for (const CallId id : {a, b}) {
    bool sent = true;
    const Status status = client_.Wait(id, &sent).status();
    EXPECT_EQ(status.code(), StatusCode::kUnauthenticated);
    EXPECT_THAT(status.message(), HasSubstr("the token server says no"));
    EXPECT_FALSE(sent);
  }
  EXPECT_THAT(transport_.sent, ElementsAre("POST https://login.example.com/token"));
  // Later calls ask again.
  transport_.Reply("POST https://login.example.com/token", 200, "");
  EXPECT_TRUE(Fetch(Get("/c")).ok());
}

TEST_F(ClientTest, ATokenServerThatRedirectsIsNotFollowed) {
  transport_.Reply("POST https://login.example.com/token", 307, "",
                   {{"Location", "https://evil.com/token"}});
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true));
  EXPECT_EQ(Fetch(Get("/a")).status().code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(transport_.sent, SizeIs(1));
}

TEST_F(ClientTest, ATokenIsNotAskedForOverPlainHttp) {
  auto authenticator = std::make_shared<FakeAuthenticator>(true);
  authenticator->token_url = "http://login.example.com/token";
  endpoint_ = MakeEndpoint(authenticator);
  EXPECT_EQ(Fetch(Get("/a")).status().code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(transport_.sent, IsEmpty());
}

TEST_F(ClientTest, ATokenThatTheServerRefusesIsReplacedOnceForAllCallsThatHadIt) {
  auto authenticator = std::make_shared<FakeAuthenticator>(true);
  endpoint_ = MakeEndpoint(authenticator);
  EXPECT_TRUE(Fetch(Get("/first")).ok());
  transport_.sent.clear();
  for (const char* path : {"/a", "/b"}) {
    transport_.Reply(std::string("GET ") + kBase + path, 401, "expired");
    transport_.Then(std::string("GET ") + kBase + path, 200, "good");
  }
  const CallId a = client_.Send(endpoint_, Get("/a"));
  const CallId b = client_.Send(endpoint_, Get("/b"));
  EXPECT_EQ(client_.Wait(a)->body, "good");
  EXPECT_EQ(client_.Wait(b)->body, "good");
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET https://api.example.com/a", "GET https://api.example.com/b",
                          "POST https://login.example.com/token", "GET https://api.example.com/a",
                          "GET https://api.example.com/b"));
  for (const Request& request : transport_.requests) EXPECT_THAT(request.secrets, SizeIs(1));
  EXPECT_EQ(log_.records().back().attempt, 2);
}

TEST_F(ClientTest, ANewTokenThatIsRefusedTooIsTheAnswer) {
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true));
  transport_.Reply("GET https://api.example.com/a", 401, "no");
  const StatusOr<Response> response = Fetch(Get("/a"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 401);
  EXPECT_THAT(transport_.sent, SizeIs(4));
}

TEST_F(ClientTest, AWriteAndAFixedCredentialAreNotSentAgainAfterA401) {
  transport_.Reply("GET https://api.example.com/a", 401, "no");
  EXPECT_EQ(Fetch(Get("/a"))->status, 401);
  EXPECT_THAT(transport_.sent, SizeIs(1));
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true));
  transport_.Reply("POST https://api.example.com/a", 401, "no");
  Request write = RequestTo("POST", "https://api.example.com/a");
  write.idempotent = false;
  EXPECT_EQ(Fetch(write)->status, 401);
  EXPECT_THAT(transport_.sent, SizeIs(3));
}

TEST_F(ClientTest, ATokenThatIsAlwaysExpiredEndsTheAsking) {
  auto authenticator = std::make_shared<FakeAuthenticator>(true);
  authenticator->life = std::chrono::seconds(0);
  endpoint_ = MakeEndpoint(authenticator);
  EXPECT_TRUE(Fetch(Get("/a")).ok());
  EXPECT_THAT(transport_.sent, SizeIs(4));
}

TEST_F(ClientTest, TheLogTellsWhatWasSentAndHowItEnded) {
  transport_.Reply("POST https://api.example.com/a?x=1", 201, "created!");
  Request request = RequestTo("POST", "https://api.example.com/a?x=1");
  request.body = R"({"name":"n"})";
  request.label = {"acme.things", "create_thing", 7};
  const StatusOr<Response> response = Fetch(request);
  ASSERT_TRUE(response.ok());
  const RequestRecord* record = log_.Find(response->log_entry);
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(record->number, 1);
  EXPECT_EQ(record->label.table, "acme.things");
  EXPECT_EQ(record->label.statement, 7);
  EXPECT_EQ(record->method, "POST");
  EXPECT_EQ(record->url, "https://api.example.com/a?x=1");
  EXPECT_EQ(record->body, request.body);
  EXPECT_EQ(record->status, 201);
  EXPECT_EQ(record->bytes, 8);
  EXPECT_EQ(record->started_at, "2026-10-14 17:46:40.000000");
  EXPECT_EQ(record->error, "");
}

TEST_F(ClientTest, TheLogKeepsTheReasonOfAFailure) {
  transport_.Fail("GET https://api.example.com/a", {StatusCode::kUnavailable, "no route"});
  std::vector<std::string> heard;
  log_.set_listener([&](const RequestRecord& record) { heard.push_back(record.error); });
  EXPECT_EQ(Fetch(Get("/a")).status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(log_.records().front().error, "no route");
  EXPECT_EQ(log_.records().front().status, 0);
  EXPECT_THAT(heard, ElementsAre("no route"));
}

TEST_F(ClientTest, NoSecretIsInLogResponseOrError) {
  endpoint_ = MakeEndpoint(std::make_shared<FakeAuthenticator>(true, SecretField::Place::kQuery));
  transport_.Fail("GET https://api.example.com/b", {StatusCode::kUnavailable, "no route"});
  const StatusOr<Response> response = Fetch(Get("/a"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->url, "https://api.example.com/a");
  EXPECT_THAT(Fetch(Get("/b")).status().message(), Not(HasSubstr(kSecret)));
  ASSERT_THAT(log_.records(), SizeIs(3));
  for (const RequestRecord& record : log_.records()) {
    const std::string all = record.url + record.body + record.error;
    EXPECT_THAT(all, Not(HasSubstr(kSecret)));
    EXPECT_THAT(all, Not(HasSubstr("subject-secret")));
  }
}

}  // namespace
}  // namespace apisql
