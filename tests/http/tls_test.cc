// The real transport over TLS and HTTP/2.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <httplib.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "tests/http/certificate.h"
#include "tests/http/fetch.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// An HTTPS server on loopback.
class TlsServer {
 public:
  explicit TlsServer(const TestCertificate& certificate)
      : server_(certificate.certificate_file().c_str(), certificate.key_file().c_str()) {
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_timeout(1);
    server_.Get("/a", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("safe", "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ~TlsServer() {
    server_.stop();
    thread_.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(port_) + "/a";
  }

 private:
  httplib::SSLServer server_;
  int port_ = 0;
  std::thread thread_;
};

class TlsTest : public ::testing::Test {
 protected:
  static FinishedTransfer FetchWith(const std::string& ca_file, const std::string& url) {
    TransportOptions options;
    options.ca_file = ca_file;
    const auto transport = MakeCurlTransport(options);
    return Fetch(transport.get(), MakeRequest("GET", url));
  }

  // Neither is to come from whoever runs the tests.
  ScopedVariable no_file_{"SSL_CERT_FILE", std::nullopt};
  ScopedVariable no_bundle_{"CURL_CA_BUNDLE", std::nullopt};
  TestCertificate certificate_{"DNS:localhost,IP:127.0.0.1"};
  TlsServer server_{certificate_};
};

TEST_F(TlsTest, AnUntrustedCertificateIsRefusedBeforeAnythingIsSent) {
  const FinishedTransfer done = FetchWith("", server_.url());
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(done.outcome.status().message(),
              AllOf(HasSubstr("not trusted"), HasSubstr("SSL_CERT_FILE")));
  EXPECT_FALSE(done.may_have_been_sent);
}

TEST_F(TlsTest, ACertificateNamedInTheOptionsIsTrusted) {
  const FinishedTransfer done = FetchWith(certificate_.certificate_file(), server_.url());
  ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  EXPECT_EQ(done.outcome->body, "safe");
}

TEST_F(TlsTest, ACertificateNamedInTheEnvironmentIsTrusted) {
  for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    const ScopedVariable variable(name, certificate_.certificate_file());
    const FinishedTransfer done = FetchWith("", server_.url());
    EXPECT_TRUE(done.outcome.ok()) << done.outcome.status().message();
  }
}

TEST_F(TlsTest, TheFirstPlaceThatNamesCertificatesWins) {
  const TestCertificate other("DNS:localhost,IP:127.0.0.1");
  const ScopedVariable file("SSL_CERT_FILE", certificate_.certificate_file());
  const ScopedVariable bundle("CURL_CA_BUNDLE", other.certificate_file());
  EXPECT_TRUE(FetchWith("", server_.url()).outcome.ok());
  EXPECT_FALSE(FetchWith(other.certificate_file(), server_.url()).outcome.ok());
}

TEST_F(TlsTest, ACertificateForAnotherHostIsRefused) {
  const TestCertificate elsewhere("DNS:other.example");
  const TlsServer server(elsewhere);
  const FinishedTransfer done = FetchWith(elsewhere.certificate_file(), server.url());
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(done.outcome.status().message(),
              AllOf(HasSubstr("for another host"), Not(HasSubstr("SSL_CERT_FILE"))));
  EXPECT_FALSE(done.may_have_been_sent);
}

TEST_F(TlsTest, AMissingCertificateFileIsNamedAsTheCause) {
  const FinishedTransfer done = FetchWith("/no/such/file.pem", server_.url());
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(done.outcome.status().message(), HasSubstr("cannot be read"));
}

TEST_F(TlsTest, AServerThatSpeaksNoTlsIsAnError) {
  ScriptServer plain([](ScriptServer::Connection& connection) {
    connection.Write("220 hello, this is mail\r\n");
  });
  const FinishedTransfer done =
      FetchWith("", "https://127.0.0.1:" + std::to_string(plain.port()) + "/a");
  EXPECT_EQ(done.outcome.status().code(), StatusCode::kUnavailable);
  EXPECT_FALSE(done.may_have_been_sent);
}

// nghttpd (Debian: nghttp2-server) speaks HTTP/2 only, so that any answer from it proves HTTP/2.
class Http2Server {
 public:
  explicit Http2Server(const TestCertificate& certificate) {
    for (const char* path : {"/usr/sbin/nghttpd", "/usr/bin/nghttpd"}) {
      if (std::filesystem::exists(path)) program_ = path;
    }
    if (program_.empty()) return;
    folder_ = std::filesystem::path(certificate.key_file()).parent_path();
    std::ofstream(folder_ / "index.txt") << "over two";
    {
      const ScriptServer free_port(AlwaysOk(""));
      port_ = free_port.port();
    }
    Spawn(certificate);
  }
  ~Http2Server() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  Http2Server(const Http2Server&) = delete;
  Http2Server& operator=(const Http2Server&) = delete;

  bool installed() const { return !program_.empty(); }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/index.txt"; }

  // What it said about its sessions: "[id=1] [  0.001] recv HEADERS ..."
  std::set<std::string> Sessions() const {
    std::ifstream log(folder_ / "log.txt");
    std::set<std::string> sessions;
    for (std::string line; std::getline(log, line);) {
      const size_t at = line.find("[id=");
      if (at != std::string::npos && line.find("HEADERS") != std::string::npos) {
        sessions.insert(line.substr(at, line.find(']', at) - at));
      }
    }
    return sessions;
  }

 private:
  void Spawn(const TestCertificate& certificate) {
    std::vector<std::string> words = {program_,
                                      "-v",
                                      "-a",
                                      "127.0.0.1",
                                      "--htdocs=" + folder_.string(),
                                      std::to_string(port_),
                                      certificate.key_file(),
                                      certificate.certificate_file()};
    std::vector<char*> arguments(words.size() + 1);  // Ends with a null.
    for (size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder_ / "log.txt").c_str(),
                                     O_CREAT | O_WRONLY, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn(&pid_, program_.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
  }

  std::string program_;
  std::filesystem::path folder_;
  int port_ = 0;
  pid_t pid_ = -1;
};

TEST(Http2Test, ABurstUsesOneHttp2Connection) {
  const TestCertificate certificate("IP:127.0.0.1");
  const Http2Server server(certificate);
  if (!server.installed()) GTEST_SKIP() << "nghttpd (Debian: nghttp2-server) is not installed";
  TransportOptions options;
  options.ca_file = certificate.certificate_file();

  // The server needs a moment to listen.
  for (int i = 0; i < 200; ++i) {
    const auto probe = MakeCurlTransport(options);
    if (Fetch(probe.get(), MakeRequest("GET", server.url())).outcome.ok()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const size_t before = server.Sessions().size();

  const auto transport = MakeCurlTransport(options);
  std::vector<TransferId> ids;
  for (int i = 0; i < 20; ++i) {
    Request request = MakeRequest("GET", server.url());
    request.accept_gzip = false;  // Bodies end by frames: no length is needed.
    ids.push_back(transport->Start(request));
  }
  for (const FinishedTransfer& done : FinishAll(transport.get(), ids)) {
    ASSERT_TRUE(done.outcome.ok()) << done.outcome.status().message();
    EXPECT_EQ(done.outcome->body, "over two");
    EXPECT_TRUE(done.may_have_been_sent);
  }
  EXPECT_EQ(server.Sessions().size(), before + 1);
}

}  // namespace
}  // namespace apisql
