// The real transport: connections that are kept, and answers that are packed.
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "src/http/transport/transport.h"
#include "tests/http/fetch.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using Connection = ScriptServer::Connection;
using std::chrono::milliseconds;

TransportOptions Unhurried() {
  TransportOptions options;
  options.connect_timeout = options.total_timeout = milliseconds(5000);
  return options;
}

std::unique_ptr<Transport> UnhurriedTransport() { return MakeCurlTransport(Unhurried()); }

// One GET (or `method`) from a server that answers with `answer` and closes.
FinishedTransfer FetchWhole(const std::string& answer, const std::string& method = "GET") {
  ScriptServer server([&](Connection& connection) {
    if (connection.Read()) connection.Write(answer);
  });
  const auto transport = UnhurriedTransport();
  return Fetch(transport.get(), MakeRequest(method, server.url("/a")));
}

// Each connection answers one request with its number, and then something that nobody asked for.
ScriptServer::Script AnswersUnasked(std::string unasked) {
  return [unasked = std::move(unasked)](Connection& connection) {
    while (connection.Read()) {
      connection.WriteOk(std::to_string(connection.number()));
      std::this_thread::sleep_for(milliseconds(50));
      connection.Write(unasked);
    }
  };
}

TEST(CurlConnectionTest, AnAnswerThatCameUnaskedIsNotThatOfTheNextRequest) {
  for (const std::string unasked : {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong", "x"}) {
    for (const std::string method : {"GET", "POST"}) {
      ScriptServer server(AnswersUnasked(unasked));
      const auto transport = UnhurriedTransport();
      for (const std::string expected : {"1", "2", "3"}) {
        const FinishedTransfer done = Fetch(transport.get(), MakeRequest(method, server.url("/a")));
        ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
        EXPECT_EQ(done.outcome->body, expected) << method;
        EXPECT_FALSE(done.sent_again);
        std::this_thread::sleep_for(milliseconds(150));
      }
      EXPECT_THAT(server.requests(), SizeIs(3));
    }
  }
}

TEST(CurlConnectionTest, AQuietConnectionIsUsedAgain) {
  ScriptServer server(AlwaysOk("ok"));
  const auto transport = UnhurriedTransport();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Fetch(transport.get(), MakeRequest("GET", server.url("/a"))).outcome.ok());
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(CurlConnectionTest, TrailersWithoutAnEndAreAnError) {
  for (const std::string chunks : {"2\r\n{}\r\n0\r\n", "0\r\n"}) {
    ScriptServer server([&](Connection& connection) {
      connection.Read();
      connection.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
      std::string trailers;
      for (int i = 0; i < 1000; ++i) trailers += "X-Trailer: " + std::string(200, 'x') + "\r\n";
      for (int i = 0; i < 100; ++i) connection.Write(trailers);
    });
    const auto transport = UnhurriedTransport();
    const FinishedTransfer done = Fetch(transport.get(), MakeRequest("GET", server.url("/a")));
    EXPECT_EQ(done.outcome.status().code(), StatusCode::kDataLoss);
    EXPECT_THAT(done.outcome.status().message(), HasSubstr("trailers"));
  }
}

TEST(CurlConnectionTest, AFewTrailersAreNoHarm) {
  const FinishedTransfer done = FetchWhole(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: 1\r\nB: 2\r\n\r\n");
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->body, "{}");
}

TEST(CurlConnectionTest, ARequestHasItsOwnTime) {
  ScriptServer server([](Connection& connection) { connection.Hang(); });
  const auto transport = UnhurriedTransport();
  Request request = MakeRequest("GET", server.url("/a"));
  request.timeout = milliseconds(1000);
  const FinishedTransfer done = Fetch(transport.get(), request);
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kDeadlineExceeded);
  EXPECT_THAT(done.outcome.status().message(),
              testing::EndsWith(". SET request_timeout allows more seconds"));
  EXPECT_THAT(done.outcome.status().message(), HasSubstr("no complete answer within 1 s"));
}

TEST(CurlConnectionTest, WhereNothingListensIsTold) {
  const auto transport = UnhurriedTransport();
  EXPECT_TRUE(Fetch(transport.get(), MakeRequest("GET", "http://127.0.0.1:1/a")).refused);
  EXPECT_FALSE(Fetch(transport.get(), MakeRequest("GET", "http://no.such.host.invalid/a")).refused);
}

std::string Packed(const std::string& encoding, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// {"a":1}
const std::string kGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xab\x56\x4a"
    "\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00",
    27);

TEST(CurlConnectionTest, APackedAnswerIsReadAlsoWhereNobodyAskedForIt) {
  const FinishedTransfer done = FetchWhole(Packed("gzip", kGzip));
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->body, R"({"a":1})");
}

TEST(CurlConnectionTest, AnUnknownOrDamagedPackingIsNamed) {
  for (const std::string encoding : {"lzma", "gzip"}) {
    const FinishedTransfer done = FetchWhole(Packed(encoding, "no such thing"));
    EXPECT_EQ(done.outcome.status().code(), StatusCode::kDataLoss);
    EXPECT_THAT(done.outcome.status().message(), HasSubstr("Content-Encoding is " + encoding));
  }
}

TEST(CurlConnectionTest, APackingThatHidesAMissingEndIsRefused) {
  for (const std::string encoding : {"gzip", "br"}) {
    ScriptServer server([&](Connection& connection) {
      connection.Read();
      connection.Write(Packed(encoding, kGzip));
    });
    const auto transport = UnhurriedTransport();
    Request request = MakeRequest("GET", server.url("/a"));
    request.accept_gzip = false;
    const FinishedTransfer done = Fetch(transport.get(), request);
    EXPECT_EQ(done.outcome.status().code(), StatusCode::kDataLoss);
    EXPECT_THAT(done.outcome.status().message(), HasSubstr("the encoding " + encoding));
  }
}

TEST(CurlConnectionTest, LoopbackIsNotAskedForAPackedAnswer) {
  ScriptServer server(AlwaysOk("ok"));
  const auto transport = UnhurriedTransport();
  EXPECT_TRUE(Fetch(transport.get(), MakeRequest("GET", server.url("/a"))).outcome.ok());
  EXPECT_THAT(server.requests().at(0), Not(HasSubstr("Accept-Encoding")));
}

}  // namespace
}  // namespace apisql
