// cpp-httplib's defaults stall clients that keep connections; what is set here, and why, stands at
// each line.
#include "sandbox/http_server.h"

#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

constexpr size_t kServerThreads = 64;  // Each open connection holds one.
constexpr int kBacklog = 1024;
constexpr size_t kRequestsPerConnection = 1'000'000;
constexpr int kIdleMilliseconds = 5'000;

// One connection: reads as asked, and holds each answer back until it is complete, so that it
// leaves in one piece, or as its fault has it.
class Connection final : public httplib::Stream {
 public:
  Connection(int fd, int number) : fd_(fd), number_(number) {}

  bool is_readable() const override { return at_ < in_.size() || Wait(POLLIN); }
  bool is_writable() const override { return true; }
  ssize_t read(char* data, size_t size) override {
    if (at_ == in_.size() && !Receive()) return -1;
    size = std::min(size, in_.size() - at_);
    in_.copy(data, size, at_);
    at_ += size;
    return static_cast<ssize_t>(size);
  }
  ssize_t write(const char* data, size_t size) override {
    out_.append(data, size);
    return static_cast<ssize_t>(size);
  }
  // The port is the connection's number: all that a handler sees of its connection.
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = "127.0.0.1";
    port = number_;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    get_remote_ip_and_port(ip, port);
  }
  socket_t socket() const override { return fd_; }

  void SetDelivery(SandboxDelivery delivery, std::chrono::milliseconds pause) {
    delivery_ = delivery;
    pause_ = pause;
  }

  // Sends the answer. False when the connection is over.
  bool Deliver() {
    const std::string answer = std::exchange(out_, {});
    const size_t head = answer.find("\r\n\r\n");
    if (head == std::string::npos) return false;
    const size_t half = (head + 4 + answer.size()) / 2;
    switch (std::exchange(delivery_, SandboxDelivery::kWhole)) {
      case SandboxDelivery::kWhole:
        return Send(answer);
      case SandboxDelivery::kReset:
        Reset();
        return false;
      case SandboxDelivery::kClose:
        return false;
      case SandboxDelivery::kNever:
        while (Receive()) {
        }
        return false;
      case SandboxDelivery::kResetInBody:
        Send(std::string_view(answer).substr(0, half));
        Reset();
        return false;
      case SandboxDelivery::kCloseInBody:
        Send(std::string_view(answer).substr(0, half));
        return false;
      case SandboxDelivery::kDrip:
        return Drip(answer);
    }
    return false;
  }

 private:
  bool Wait(int16_t events, int milliseconds = kIdleMilliseconds) const {
    pollfd waiting{.fd = fd_, .events = events, .revents = 0};
    return poll(&waiting, 1, milliseconds) > 0;
  }

  bool Receive() {
    if (!out_.empty() && !Send(std::exchange(out_, {}))) return false;  // "100 Continue".
    if (!Wait(POLLIN)) return false;
    char block[16384];
    const ssize_t count = recv(fd_, block, sizeof block, 0);
    if (count <= 0) return false;
    in_.assign(block, static_cast<size_t>(count));
    at_ = 0;
    return true;
  }

  bool Send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      text.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  bool Drip(std::string_view text) const {
    for (const char& c : text) {
      if (!Send({&c, 1})) return false;
      if (Wait(POLLRDHUP, static_cast<int>(pause_.count()))) return false;  // The client has gone.
    }
    return true;
  }

  // A TCP socket that is connected to nothing sends RST to its peer at once.
  void Reset() const {
    sockaddr nowhere{};
    nowhere.sa_family = AF_UNSPEC;
    [[maybe_unused]] const int result = connect(fd_, &nowhere, sizeof nowhere);
  }

  const int fd_;
  const int number_;
  std::string in_;
  size_t at_ = 0;  // In in_.
  std::string out_;
  SandboxDelivery delivery_ = SandboxDelivery::kWhole;
  std::chrono::milliseconds pause_{0};
};

}  // namespace

class HttpServer::Impl final : public httplib::Server {
 public:
  explicit Impl(HttpServer::Handler handler) : handler_(std::move(handler)) { Configure(); }

  Status Bind(int port) {
    const bool bound = port == 0 ? (port_ = bind_to_any_port("127.0.0.1")) > 0
                                 : bind_to_port("127.0.0.1", port_ = port);
    if (!bound) {
      return {StatusCode::kUnavailable,
              "sandbox: cannot listen on 127.0.0.1:" + std::to_string(port) + ": is it in use?"};
    }
    // The library's own backlog of 5 loses connections in a burst, each for a second.
    ::listen(listener_, kBacklog);
    thread_ = std::thread([this] { listen_after_bind(); });
    // stop() has no effect on a server that does not run yet.
    while (!is_running()) std::this_thread::yield();
    return {};
  }

  void End() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      // Answers under way may still leave.
      for (const auto& [number, connection] : open_) shutdown(connection->socket(), SHUT_RD);
    }
    stop();
    thread_.join();
  }

  int port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void Configure() {
    new_task_queue = [] { return new httplib::ThreadPool(kServerThreads); };
    // Also leaves out SO_REUSEPORT, with which a second server could take the same port.
    set_socket_options([this](socket_t socket) {
      listener_ = socket;
      const int on = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    set_tcp_nodelay(true);
    set_keep_alive_max_count(kRequestsPerConnection);
    set_keep_alive_timeout(kIdleMilliseconds / 1000);
    const auto serve = [this](const httplib::Request& request, httplib::Response& response) {
      Serve(request, response);
    };
    // Bodies are read only for routes, so the methods that have one need them; the others are taken
    // before the server tries its routes, each a regular expression.
    set_pre_routing_handler([serve](const httplib::Request& request, httplib::Response& response) {
      if (request.method != "GET" && request.method != "HEAD") {
        return httplib::Server::HandlerResponse::Unhandled;
      }
      serve(request, response);
      return httplib::Server::HandlerResponse::Handled;
    });
    const std::string any = R"([\s\S]*)";
    Post(any, serve).Put(any, serve).Patch(any, serve).Delete(any, serve).Options(any, serve);
  }

  void Serve(const httplib::Request& request, httplib::Response& response) {
    RawRequest raw;
    raw.method = request.method;
    raw.target = request.target;
    raw.authorization = request.get_header_value("Authorization");
    raw.body = request.body;
    for (const auto& [name, value] : request.headers) {
      if (const std::string key = AsciiLower(name); key != "authorization") {
        raw.headers.emplace(key, value);
      }
    }
    const Answer answer = handler_(raw);
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) response.set_header(name, value);
    if (!answer.body.empty()) response.set_content(answer.body, answer.content_type);
    const std::lock_guard lock(mutex_);
    open_.at(request.remote_port)->SetDelivery(answer.delivery, answer.pause);
  }

  bool process_and_close_socket(socket_t socket) override {
    const int number = ++connections_;
    // Else a client that does not read its answer would hold up the end of the server.
    const timeval longest{.tv_sec = kIdleMilliseconds / 1000, .tv_usec = 0};
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    Connection connection(socket, number);
    {
      const std::lock_guard lock(mutex_);
      open_[number] = &connection;
      if (stopping_) shutdown(socket, SHUT_RD);
    }
    bool closed = false;
    while (!closed && connection.is_readable()) {
      if (!process_request(connection, /*close_connection=*/false, closed, nullptr)) break;
      if (!connection.Deliver()) break;
    }
    const std::lock_guard lock(mutex_);
    open_.erase(number);
    close(socket);
    return true;
  }

  const HttpServer::Handler handler_;
  socket_t listener_ = INVALID_SOCKET;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::thread thread_;
  std::mutex mutex_;  // Guards what stands below.
  std::map<int, Connection*> open_;
  bool stopping_ = false;
};

HttpServer::HttpServer(Handler handler) : impl_(std::make_unique<Impl>(std::move(handler))) {}
HttpServer::~HttpServer() { Stop(); }

Status HttpServer::Listen(int port) { return impl_->Bind(port); }
int HttpServer::port() const { return impl_->port(); }
int HttpServer::connections() const { return impl_->connections(); }
void HttpServer::Stop() { impl_->End(); }

}  // namespace apisql::sandbox
