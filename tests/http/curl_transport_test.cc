// The real transport against a server that misbehaves.
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "src/http/transport/transport.h"
#include "tests/http/fetch.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Connection = ScriptServer::Connection;
using std::chrono::milliseconds;

TransportOptions Patient() {
  TransportOptions options;
  options.connect_timeout = options.total_timeout = milliseconds(5000);
  return options;
}

std::unique_ptr<Transport> NewTransport() { return MakeCurlTransport(Patient()); }

// One GET (or `method`) from a server that answers with `answer` and closes.
FinishedTransfer FetchAnswer(const std::string& answer, const std::string& method = "GET") {
  ScriptServer server([&](Connection& connection) {
    if (connection.Read()) connection.Write(answer);
  });
  const auto transport = NewTransport();
  return Fetch(transport.get(), MakeRequest(method, server.url("/a")));
}

TEST(CurlTransportTest, AResponseHasStatusHeadersAndBody) {
  const FinishedTransfer done = FetchAnswer(
      "HTTP/1.1 404 Not Found\r\nX-Request-Id: r-1\r\nA: 1\r\na: 2\r\nContent-Length: "
      "4\r\n\r\nnone");
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->status, 404);
  EXPECT_EQ(done.outcome->body, "none");
  EXPECT_EQ(done.outcome->method, "GET");
  EXPECT_THAT(done.outcome->url, StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(done.outcome->request_id(), "r-1");
  EXPECT_EQ(done.outcome->header("A"), "1");
  EXPECT_THAT(done.outcome->headers, SizeIs(4));
  EXPECT_TRUE(done.may_have_been_sent);
}

TEST(CurlTransportTest, OnlyHeadersOfTheFinalResponseCount) {
  const FinishedTransfer done = FetchAnswer(
      "HTTP/1.1 103 Early Hints\r\nEarly: 1\r\n\r\nHTTP/1.1 200 OK\r\nLate: 1\r\n"
      "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nTrailer: 1\r\n\r\n");
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_FALSE(done.outcome->header("early"));
  EXPECT_FALSE(done.outcome->header("trailer"));
  EXPECT_TRUE(done.outcome->header("late"));
  EXPECT_EQ(done.outcome->body, "ok");
}

TEST(CurlTransportTest, ATruncatedBodyIsDataLoss) {
  const FinishedTransfer done = FetchAnswer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive!");
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kDataLoss);
  EXPECT_THAT(done.outcome.status().message(),
              AllOf(StartsWith("GET http://127.0.0.1:"), HasSubstr("broke off")));
}

TEST(CurlTransportTest, ABrokenChunkIsDataLoss) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char* body : {"5\r\nhello\r\n", "zz\r\nhello\r\n0\r\n\r\n", "5\r\nhel",
                           "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"}) {
    EXPECT_EQ(FetchAnswer(head + body).outcome.status().code(), StatusCode::kDataLoss) << body;
  }
}

TEST(CurlTransportTest, WhatIsNoHttpIsNoResponse) {
  EXPECT_FALSE(FetchAnswer("hello\r\n").outcome.ok());
  EXPECT_FALSE(FetchAnswer("HTTP/9.9 200 OK\r\n\r\n").outcome.ok());
  EXPECT_FALSE(FetchAnswer("HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc").outcome.ok());
}

TEST(CurlTransportTest, AConnectionClosedBeforeTheAnswerIsUnavailableAndMayHaveBeenSent) {
  const FinishedTransfer done = FetchAnswer("", "POST");
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(done.outcome.status().message(), HasSubstr("POST http://127.0.0.1:"));
  EXPECT_TRUE(done.may_have_been_sent);
}

TEST(CurlTransportTest, AResetConnectionIsUnavailable) {
  ScriptServer server([](Connection& connection) {
    connection.Read();
    connection.Reset();
  });
  const auto transport = NewTransport();
  const FinishedTransfer done = Fetch(transport.get(), MakeRequest("GET", server.url("/a")));
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(done.may_have_been_sent);
}

TEST(CurlTransportTest, ARefusedConnectionProvesThatNothingWasSent) {
  std::string url;
  {
    const ScriptServer gone(AlwaysOk(""));
    url = gone.url("/a");
  }
  const auto transport = NewTransport();
  const FinishedTransfer done = Fetch(transport.get(), MakeRequest("POST", url));
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(done.outcome.status().message(), HasSubstr(url + ": no connection could be made"));
  EXPECT_FALSE(done.may_have_been_sent);
}

// The server answers one request of each connection and lets the connection die at the second,
// which is when libcurl would send that one again.
class DyingConnectionTest : public ::testing::TestWithParam<bool> {
 protected:
  ScriptServer server_{[](Connection& connection) {
    if (connection.Read()) connection.WriteOk("first");
    if (!connection.Read()) return;
    if (GetParam()) connection.Reset();
  }};
  std::unique_ptr<Transport> transport_ = NewTransport();
};

TEST_P(DyingConnectionTest, APostIsNeverSentTwice) {
  ASSERT_TRUE(Fetch(transport_.get(), MakeRequest("GET", server_.url("/1"))).outcome.ok());
  Request post = MakeRequest("POST", server_.url("/2"));
  post.body = "{}";
  const FinishedTransfer done = Fetch(transport_.get(), post);
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(done.outcome.status().message(), HasSubstr("not sent again"));
  EXPECT_TRUE(done.may_have_been_sent);
  EXPECT_THAT(server_.requests(), SizeIs(2));
}

TEST_P(DyingConnectionTest, AGetIsSentAgain) {
  ASSERT_TRUE(Fetch(transport_.get(), MakeRequest("GET", server_.url("/1"))).outcome.ok());
  const FinishedTransfer done = Fetch(transport_.get(), MakeRequest("GET", server_.url("/2")));
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->body, "first");
  EXPECT_TRUE(done.sent_again);
  EXPECT_THAT(server_.requests(), SizeIs(3));
}

INSTANTIATE_TEST_SUITE_P(FinAndRst, DyingConnectionTest, ::testing::Values(false, true),
                         [](const auto& info) { return info.param ? "Rst" : "Fin"; });

TEST(CurlTransportTest, ABodyBeyondTheBoundIsRefused) {
  ScriptServer server(AlwaysOk(std::string(100'000, 'x')));
  const auto transport = NewTransport();
  Request request = MakeRequest("GET", server.url("/a"));
  request.max_body_bytes = 99'999;
  const FinishedTransfer refused = Fetch(transport.get(), request);
  EXPECT_EQ(refused.outcome.status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(refused.outcome.status().message(), HasSubstr("larger than 99999 bytes"));
  request.max_body_bytes = 100'000;
  const FinishedTransfer taken = Fetch(transport.get(), request);
  ASSERT_TRUE(taken.outcome.ok());
  EXPECT_THAT(taken.outcome->body, SizeIs(100'000));
}

TEST(CurlTransportTest, AnEndlessBodyIsCutAtTheBound) {
  ScriptServer server([](Connection& connection) {
    connection.Read();
    connection.Write("HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 1000; ++i) connection.Write(std::string(10'000, 'x'));
  });
  const auto transport = NewTransport();
  Request request = MakeRequest("GET", server.url("/a"));
  request.max_body_bytes = 50'000;
  EXPECT_EQ(Fetch(transport.get(), request).outcome.status().code(),
            StatusCode::kResourceExhausted);
}

TEST(CurlTransportTest, AHeaderOrMethodWithALineBreakIsNeverSent) {
  ScriptServer server(AlwaysOk(""));
  const auto transport = NewTransport();
  const std::string nul("a\0b", 3);
  for (const Header& bad :
       {Header{"X", "a\r\nY: b"}, Header{"X", "a\nb"}, Header{"X", "a\rb"}, Header{"X", nul},
        Header{"X\r\nY", "b"}, Header{"X: Y", "b"}, Header{"", "b"}, Header{nul, "b"}}) {
    Request request = MakeRequest("GET", server.url("/a"));
    request.headers.push_back(bad);
    const FinishedTransfer done = Fetch(transport.get(), request);
    EXPECT_EQ(done.outcome.status().code(), StatusCode::kInvalidArgument);
    EXPECT_FALSE(done.may_have_been_sent);
  }
  EXPECT_FALSE(Fetch(transport.get(), MakeRequest("GET /x\r\nA:", server.url("/"))).outcome.ok());
  EXPECT_FALSE(Fetch(transport.get(), MakeRequest("GET", server.url("/a b"))).outcome.ok());
  EXPECT_FALSE(Fetch(transport.get(), MakeRequest("GET", server.url("/a\r\nB: c"))).outcome.ok());
  EXPECT_FALSE(Fetch(transport.get(), MakeRequest("GET", "file:///etc/hostname")).outcome.ok());
  EXPECT_EQ(server.connections(), 0);
}

TEST(CurlTransportTest, ASecretWithALineBreakIsRefusedWithoutShowingIt) {
  const auto transport = NewTransport();
  Request request = MakeRequest("GET", "http://127.0.0.1:1/a");
  request.secrets.push_back(
      {SecretField::Place::kHeader, "Authorization", Secret("Bearer hunter2\n")});
  const Status status = Fetch(transport.get(), request).outcome.status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), AllOf(HasSubstr("Authorization"), Not(HasSubstr("hunter2"))));
}

TEST(CurlTransportTest, SecretsAreSentAndStayOutOfResponseAndError) {
  ScriptServer server([](Connection& connection) {
    if (connection.Read()) connection.WriteOk("ok");
    connection.Read();
  });
  const auto transport = NewTransport();
  Request request = MakeRequest("POST", server.url("/a?x=1"));
  request.body = "f=1";
  request.secrets = {{SecretField::Place::kHeader, "Authorization", Secret("Bearer hunter2")},
                     {SecretField::Place::kQuery, "key", Secret("hunter2&/")},
                     {SecretField::Place::kForm, "password", Secret("hunter2 +")}};
  const FinishedTransfer done = Fetch(transport.get(), request);
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->url, request.url);
  EXPECT_THAT(server.requests().at(0), AllOf(StartsWith("POST /a?x=1&key=hunter2%26/ HTTP/1.1\r\n"),
                                             HasSubstr("Authorization: Bearer hunter2\r\n"),
                                             HasSubstr("\r\n\r\nf=1&password=hunter2%20%2B")));
  const Status failed = Fetch(transport.get(), request).outcome.status();
  EXPECT_THAT(failed.message(), AllOf(HasSubstr("/a?x=1"), Not(HasSubstr("hunter2"))));
}

TEST(CurlTransportTest, TheRequestLeavesAsItIsMeant) {
  ScriptServer server(AlwaysOk("ok"));
  const auto transport = NewTransport();
  for (const char* method : {"GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"}) {
    Request request = MakeRequest(method, server.url("/a/../b%2F?q=%20"));
    request.headers = {{"Empty", ""}, {"X-A", "1"}};
    if (request.method == "PATCH") {
      request.body = "{}";
      request.headers.push_back({"Content-Type", "application/json"});
    }
    ASSERT_TRUE(Fetch(transport.get(), request).outcome.ok()) << method;
    const std::string seen = server.requests().back();
    EXPECT_THAT(seen, StartsWith(std::string(method) + " /a/../b%2F?q=%20 HTTP/1.1\r\n"));
    EXPECT_THAT(seen, HasSubstr("\r\nX-A: 1\r\n"));
    EXPECT_THAT(seen, HasSubstr("\r\nEmpty:"));
    EXPECT_THAT(seen, HasSubstr("\r\nUser-Agent: apisql\r\n"));
    EXPECT_THAT(seen, Not(HasSubstr("Expect:")));
    EXPECT_THAT(seen, Not(HasSubstr("form-urlencoded")));
  }
  EXPECT_THAT(server.requests().at(3), HasSubstr("Content-Length: 0\r\n"));  // The POST.
  EXPECT_THAT(server.requests().at(5),
              AllOf(HasSubstr("Content-Type: application/json\r\n"), HasSubstr("\r\n\r\n{}")));
}

TEST(CurlTransportTest, ALargeBodyDoesNotWaitForPermission) {
  ScriptServer server(AlwaysOk("ok"));
  const auto transport = NewTransport();
  Request request = MakeRequest("POST", server.url("/a"));
  request.body = std::string(2'000'000, 'x');
  const FinishedTransfer done = Fetch(transport.get(), request);
  ASSERT_TRUE(done.outcome.ok());
  EXPECT_THAT(server.requests().at(0), Not(HasSubstr("Expect:")));
  EXPECT_GT(server.requests().at(0).size(), 2'000'000U);
}

TEST(CurlTransportTest, ASilentServerRunsIntoTheTimeOut) {
  ScriptServer server([](Connection& connection) { connection.Hang(); });
  TransportOptions options = Patient();
  options.total_timeout = milliseconds(150);
  const auto transport = MakeCurlTransport(options);
  const FinishedTransfer done = Fetch(transport.get(), MakeRequest("POST", server.url("/a")));
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kDeadlineExceeded);
  EXPECT_THAT(done.outcome.status().message(), HasSubstr("within 150 ms"));
  EXPECT_TRUE(done.may_have_been_sent);
}

TEST(CurlTransportTest, ABodyThatDripsRunsIntoTheTimeOut) {
  ScriptServer server([](Connection& connection) {
    connection.Read();
    connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx");
    connection.Hang();
  });
  TransportOptions options = Patient();
  options.total_timeout = milliseconds(150);
  const auto transport = MakeCurlTransport(options);
  const FinishedTransfer done = Fetch(transport.get(), MakeRequest("GET", server.url("/a")));
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kDeadlineExceeded);
}

TransportOptions SlowAnswersEndAfter(milliseconds window) {
  TransportOptions options = Patient();
  options.slowest_answer = 1000;
  options.slowest_answer_time = window;
  return options;
}

TEST(CurlTransportTest, AnAnswerThatDripsIsGivenUpLongBeforeTheTimeOut) {
  for (const std::string part : {"x", ""}) {
    ScriptServer server([&](Connection& connection) {
      connection.Read();
      connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
      for (int i = 0; i < 40; ++i) {
        connection.Write(part);
        std::this_thread::sleep_for(milliseconds(10));
      }
    });
    const auto transport = MakeCurlTransport(SlowAnswersEndAfter(milliseconds(150)));
    const FinishedTransfer done = Fetch(transport.get(), MakeRequest("GET", server.url("/a")));
    EXPECT_EQ(done.outcome.status().code(), StatusCode::kDeadlineExceeded);
    EXPECT_EQ(done.outcome.status().message(),
              "GET " + server.url("/a") +
                  ": the answer came slower than 1000 bytes per second for 150 ms. The server, a "
                  "proxy or the network is holding it up: try again later");
    EXPECT_TRUE(done.may_have_been_sent);
    EXPECT_TRUE(done.may_pass);
  }
}

TEST(CurlTransportTest, AServerMayThinkLongerThanItMayDrip) {
  ScriptServer server([](Connection& connection) {
    connection.Read();
    std::this_thread::sleep_for(milliseconds(200));
    connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  const auto transport = MakeCurlTransport(SlowAnswersEndAfter(milliseconds(50)));
  EXPECT_TRUE(Fetch(transport.get(), MakeRequest("GET", server.url("/a"))).outcome.ok());
}

TEST(CurlTransportTest, RunReturnsAfterItsTimeWithNothing) {
  ScriptServer server([](Connection& connection) { connection.Hang(); });
  const auto transport = NewTransport();
  const auto run = [&] {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(transport->Run(milliseconds(50)).empty());
    const auto passed = std::chrono::steady_clock::now() - start;
    return passed >= milliseconds(49) && passed < milliseconds(1000);
  };
  EXPECT_TRUE(run());  // Nothing is in flight.
  transport->Start(MakeRequest("GET", server.url("/a")));
  EXPECT_TRUE(run());
}

TEST(CurlTransportTest, ACancelledTransferIsNeverReported) {
  ScriptServer server([](Connection& connection) { connection.Hang(); });
  const auto transport = NewTransport();
  const TransferId slow = transport->Start(MakeRequest("GET", server.url("/a")));
  const TransferId refused = transport->Start(MakeRequest("GET", "no url"));
  EXPECT_TRUE(transport->Run(milliseconds(0)).size() == 1);
  transport->Cancel(slow);
  transport->Cancel(refused);
  transport->Cancel(777);
  const TransferId bad = transport->Start(MakeRequest("GET", "no url"));
  transport->Cancel(bad);
  EXPECT_TRUE(transport->Run(milliseconds(20)).empty());
}

TEST(CurlTransportTest, AHundredGetsUseOneConnection) {
  ScriptServer server(AlwaysOk("ok"));
  const auto transport = NewTransport();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Fetch(transport.get(), MakeRequest("GET", server.url("/a"))).outcome.ok());
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_THAT(server.requests(), SizeIs(100));
}

// Also shows that a burst over plain http does not wait for its first answer.
TEST(CurlTransportTest, ASecondBurstReusesTheConnectionsOfTheFirst) {
  constexpr size_t kBurst = 16;
  const ScriptServer* self = nullptr;
  ScriptServer server([&](Connection& connection) {
    while (connection.Read()) {
      // No answer before the whole first burst is here: so each request needs its own connection.
      for (int i = 0; i < 3000 && self->requests().size() < kBurst; ++i) {
        std::this_thread::sleep_for(milliseconds(1));
      }
      connection.WriteOk("ok");
    }
  });
  self = &server;
  const auto transport = NewTransport();
  const auto burst = [&](size_t count) {
    std::vector<TransferId> ids(count);
    for (TransferId& id : ids) id = transport->Start(MakeRequest("GET", server.url("/a")));
    for (const FinishedTransfer& done : FinishAll(transport.get(), ids)) {
      ASSERT_TRUE(done.outcome.ok());
    }
  };
  burst(kBurst);
  burst(1);
  burst(kBurst);
  EXPECT_EQ(server.connections(), static_cast<int>(kBurst));
}

TEST(CurlTransportTest, NoGzipIsAskedForOnLoopback) {
  ScriptServer server(AlwaysOk("ok"));
  const auto transport = NewTransport();
  ASSERT_TRUE(Fetch(transport.get(), MakeRequest("GET", server.url("/a"))).outcome.ok());
  EXPECT_THAT(server.requests().at(0), Not(HasSubstr("Accept-Encoding")));
}

TEST(CurlTransportTest, ABodyThatEndsByClosingIsRefusedWhereItsEndWouldGoUnnoticed) {
  ScriptServer server([](Connection& connection) {
    if (connection.Read()) connection.Write("HTTP/1.1 200 OK\r\n\r\n{}\n{}\n");
  });
  const auto transport = NewTransport();
  Request request = MakeRequest("GET", server.url("/a"));
  EXPECT_TRUE(Fetch(transport.get(), request).outcome.ok());
  request.accept_gzip = false;
  EXPECT_EQ(Fetch(transport.get(), request).outcome.status().code(), StatusCode::kDataLoss);
}

TEST(CurlTransportTest, AnErrorPageThatEndsByClosingIsStillAResponse) {
  ScriptServer server([](Connection& connection) {
    if (connection.Read()) connection.Write("HTTP/1.1 500 Oops\r\n\r\nsorry");
  });
  const auto transport = NewTransport();
  Request request = MakeRequest("GET", server.url("/a"));
  request.accept_gzip = false;
  const FinishedTransfer done = Fetch(transport.get(), request);
  ASSERT_TRUE(done.outcome.ok());
  EXPECT_EQ(done.outcome->status, 500);
}

TEST(CurlTransportTest, ANoContentAnswerHasNoBody) {
  const FinishedTransfer done = FetchAnswer("HTTP/1.1 204 No Content\r\n\r\n", "DELETE");
  ASSERT_TRUE(done.outcome.ok());
  EXPECT_EQ(done.outcome->status, 204);
  EXPECT_EQ(done.outcome->body, "");
}

TEST(CurlTransportTest, ARedirectIsReportedNotFollowed) {
  const FinishedTransfer done = FetchAnswer(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/b\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(done.outcome.ok());
  EXPECT_EQ(done.outcome->status, 302);
  EXPECT_EQ(done.outcome->header("location"), "http://127.0.0.1:1/b");
}

}  // namespace
}  // namespace apisql
