#include "tests/support/script_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "src/base/text.h"

namespace apisql {
namespace {

// Of the body, by the head; 0 without the header.
size_t ContentLength(std::string_view head) {
  constexpr std::string_view kName = "content-length:";
  const std::string lower = AsciiLower(head);
  const size_t at = lower.find(kName);
  return at == std::string::npos ? 0 : std::strtoul(lower.c_str() + at + kName.size(), nullptr, 10);
}

}  // namespace

std::optional<std::string> ScriptServer::Connection::Read() {
  for (;;) {
    const size_t end = buffer_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const size_t size = end + 4 + ContentLength(std::string_view(buffer_).substr(0, end));
      if (buffer_.size() >= size) {
        std::string request = buffer_.substr(0, size);
        buffer_.erase(0, size);
        const std::lock_guard lock(server_->mutex_);
        server_->requests_.push_back(request);
        return request;
      }
    }
    char block[4096];
    const ssize_t count = recv(fd_, block, sizeof block, 0);
    if (count <= 0) return std::nullopt;
    buffer_.append(block, static_cast<size_t>(count));
  }
}

void ScriptServer::Connection::Write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return;  // The client has gone, which some tests want.
    text.remove_prefix(static_cast<size_t>(count));
  }
}

void ScriptServer::Connection::WriteOk(std::string_view body) {
  Write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        std::string(body));
}

void ScriptServer::Connection::Reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void ScriptServer::Connection::Hang() {
  char block[4096];
  while (recv(fd_, block, sizeof block, 0) > 0) {
  }
}

ScriptServer::ScriptServer(Script script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 128) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    std::abort();  // No test can go on without it.
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

ScriptServer::~ScriptServer() {
  std::vector<std::thread> scripts;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
  }
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    scripts = std::move(scripts_);
  }
  for (std::thread& thread : scripts) thread.join();
  close(listener_);
}

std::string ScriptServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

int ScriptServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

std::vector<std::string> ScriptServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void ScriptServer::Accept() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      close(fd);
      return;
    }
    open_.push_back(fd);
    scripts_.emplace_back([this, fd, number = ++connections_] { Serve(fd, number); });
  }
}

void ScriptServer::Serve(int fd, int number) {
  Connection connection(this, fd, number);
  script_(connection);
  const std::lock_guard lock(mutex_);
  std::erase(open_, fd);
  close(fd);
}

ScriptServer::Script AlwaysOk(std::string body) {
  return [body = std::move(body)](ScriptServer::Connection& connection) {
    while (connection.Read()) connection.WriteOk(body);
  };
}

}  // namespace apisql
