// Proxy variables; and, through a proxy, what holds for hosts that are not loopback.
#include <gmock/gmock.h>
#include <zlib.h>

#include <memory>

#include "src/http/transport/outgoing.h"
#include "tests/http/fetch.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string Gzip(const std::string& text) {
  constexpr int kGzipFormat = 15 + 16;
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipFormat, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// Answers each request with a gzip body.
ScriptServer::Script AlwaysGzip(const std::string& text) {
  return [packed = Gzip(text)](ScriptServer::Connection& connection) {
    while (connection.Read()) {
      connection.Write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                       std::to_string(packed.size()) + "\r\n\r\n" + packed);
    }
  };
}

// Without the proxy variables of whoever runs the tests.
class ProxyTest : public ::testing::Test {
 protected:
  ProxyTest() {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY"}) {
      cleared_.push_back(std::make_unique<ScopedVariable>(name, std::nullopt));
    }
  }

  static FinishedTransfer Get(const std::string& url) { return Get(MakeRequest("GET", url)); }
  static FinishedTransfer Get(Request request) {
    const auto transport = MakeCurlTransport({});
    return Fetch(transport.get(), std::move(request));
  }

 private:
  std::vector<std::unique_ptr<ScopedVariable>> cleared_;
};

TEST_F(ProxyTest, HttpProxyGetsTheAbsoluteUrl) {
  ScriptServer proxy(AlwaysOk("through"));
  const ScopedVariable variable("http_proxy", proxy.url());
  const FinishedTransfer done = Get("http://api.example.test/a");
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->body, "through");
  EXPECT_THAT(proxy.requests().at(0), StartsWith("GET http://api.example.test/a HTTP/1.1\r\n"));
}

TEST_F(ProxyTest, HttpsProxyIsAskedToConnectAndSeesNoCredential) {
  ScriptServer proxy([](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  for (const char* name : {"https_proxy", "ALL_PROXY"}) {
    const ScopedVariable variable(name, proxy.url());
    Request request = MakeRequest("GET", "https://api.example.test/a");
    request.secrets.push_back(
        {SecretField::Place::kHeader, "Authorization", Secret("Bearer hunter2")});
    const FinishedTransfer done = Get(request);
    EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
    EXPECT_THAT(done.outcome.status().message(),
                AllOf(HasSubstr("the proxy refused with 403"), HasSubstr("https_proxy")));
    EXPECT_FALSE(done.may_have_been_sent);
    EXPECT_THAT(proxy.requests().back(), AllOf(StartsWith("CONNECT api.example.test:443 HTTP/1.1"),
                                               Not(HasSubstr("hunter2"))));
  }
}

TEST_F(ProxyTest, NoProxyNamesHostsThatAreReachedDirectly) {
  ScriptServer proxy(AlwaysOk("through"));
  const ScopedVariable variable("http_proxy", proxy.url());
  const ScopedVariable direct("no_proxy", "example.test");
  EXPECT_FALSE(Get("http://api.example.test/a").outcome.ok());  // No such host.
  EXPECT_THAT(proxy.requests(), IsEmpty());
}

TEST_F(ProxyTest, LoopbackNeverGoesThroughAProxy) {
  ScriptServer proxy(AlwaysOk("through"));
  ScriptServer server(AlwaysOk("direct"));
  const ScopedVariable http("http_proxy", proxy.url());
  const ScopedVariable all("ALL_PROXY", proxy.url());
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const FinishedTransfer done =
        Get("http://" + std::string(host) + ":" + std::to_string(server.port()) + "/a");
    ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
    EXPECT_EQ(done.outcome->body, "direct");
  }
  EXPECT_THAT(proxy.requests(), IsEmpty());
  EXPECT_THAT(server.requests(), SizeIs(2));
}

TEST_F(ProxyTest, AProxyThatIsNotThereIsNamed) {
  const ScopedVariable variable("http_proxy", "http://proxy.invalid:1");
  const FinishedTransfer done = Get("http://api.example.test/a");
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(done.outcome.status().message(), HasSubstr("proxy"));
  EXPECT_FALSE(done.may_have_been_sent);
}

TEST_F(ProxyTest, GzipIsAskedForAndDecodedBeyondLoopback) {
  const std::string text(50'000, 'g');
  ScriptServer proxy(AlwaysGzip(text));
  const ScopedVariable variable("http_proxy", proxy.url());
  const FinishedTransfer done = Get("http://api.example.test/a");
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->body, text);
  EXPECT_THAT(proxy.requests().at(0), HasSubstr("Accept-Encoding: gzip\r\n"));
}

TEST_F(ProxyTest, GzipIsNotAskedForWhereATruncatedStreamWouldGoUnnoticed) {
  ScriptServer proxy(AlwaysOk("{}\n"));
  const ScopedVariable variable("http_proxy", proxy.url());
  Request request = MakeRequest("GET", "http://api.example.test/a");
  request.accept_gzip = false;
  EXPECT_FALSE(AsksForGzip(request));
  EXPECT_TRUE(Get(request).outcome.ok());
  EXPECT_THAT(proxy.requests().at(0), Not(HasSubstr("Accept-Encoding")));
}

TEST_F(ProxyTest, TheBodyBoundCountsDecompressedBytes) {
  ScriptServer proxy(AlwaysGzip(std::string(5'000'000, 'b')));
  const ScopedVariable variable("http_proxy", proxy.url());
  Request request = MakeRequest("GET", "http://api.example.test/a");
  request.max_body_bytes = 1'000'000;
  EXPECT_EQ(Get(request).outcome.status().code(), StatusCode::kResourceExhausted);
}

TEST_F(ProxyTest, DamagedGzipIsDataLoss) {
  std::string packed = Gzip("some text that is long enough to be cut");
  packed[12] = static_cast<char>(~packed[12]);
  packed[14] = static_cast<char>(~packed[14]);
  ScriptServer proxy([&](ScriptServer::Connection& connection) {
    connection.Read();
    connection.Write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                     std::to_string(packed.size()) + "\r\n\r\n" + packed);
  });
  const ScopedVariable variable("http_proxy", proxy.url());
  EXPECT_EQ(Get("http://api.example.test/a").outcome.status().code(), StatusCode::kDataLoss);
}

TEST(GzipTest, LoopbackIsNotAskedForGzip) {
  EXPECT_TRUE(AsksForGzip(MakeRequest("GET", "https://api.example.test/a")));
  EXPECT_FALSE(AsksForGzip(MakeRequest("GET", "http://127.0.0.1:1/a")));
  EXPECT_FALSE(AsksForGzip(MakeRequest("GET", "http://localhost/a")));
}

}  // namespace
}  // namespace apisql
