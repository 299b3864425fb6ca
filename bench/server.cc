// bench_server: the API that the benchmarks ask. One thread, HTTP/1.1 over loopback with kept
// connections; a page costs it a few microseconds and one system call, so that it is not what is
// measured.
//
//   bench_server [--latency-ms N] NAME=ROWS...
//
// Prints the URL that it answers at and ends when its standard input does. Each answer leaves N ms
// after its request came, whatever the other connections do. The paths stand in answers.h.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/answers.h"

namespace apisql::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Connection {
  std::string received;  // Not yet answered.
  std::string unsent;    // Of the last answer.
};

struct DueAnswer {
  SteadyClock::time_point due;
  int descriptor;
  std::string target;
};

void SetOption(int descriptor, int level, int option, int value) {
  setsockopt(descriptor, level, option, &value, sizeof value);
}

class Server {
 public:
  Server(Answers answers, std::chrono::milliseconds latency)
      : answers_(std::move(answers)), latency_(latency) {}

  // The port; none when there is no free one.
  std::optional<int> Listen() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0) return std::nullopt;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, any, size) != 0 || listen(listener_, 128) != 0) return std::nullopt;
    if (getsockname(listener_, any, &size) != 0) return std::nullopt;
    return ntohs(address.sin_port);
  }

  // Serves until standard input ends.
  void Run() {
    for (;;) {
      std::vector<pollfd> polled = {{STDIN_FILENO, POLLIN, 0}, {listener_, POLLIN, 0}};
      for (const auto& [descriptor, connection] : connections_) {
        const bool sending = !connection.unsent.empty();
        polled.push_back({descriptor, static_cast<short>(sending ? POLLOUT : POLLIN), 0});
      }
      Wait(&polled);
      if (polled[0].revents != 0) return;
      if (polled[1].revents != 0) Accept();
      for (size_t i = 2; i < polled.size(); ++i) {
        if (polled[i].revents != 0) Serve(polled[i].fd);
      }
      SendDue();
    }
  }

 private:
  void Wait(std::vector<pollfd>* polled) const {
    if (due_.empty()) {
      ppoll(polled->data(), polled->size(), nullptr, nullptr);
      return;
    }
    const auto left = std::max<SteadyClock::duration>(due_.front().due - SteadyClock::now(),
                                                      SteadyClock::duration::zero());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec time{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
    ppoll(polled->data(), polled->size(), &time, nullptr);
  }

  void Accept() {
    const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) return;
    SetOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    constexpr int kSendBytes = 1 << 20;  // Else a page would need two calls.
    SetOption(descriptor, SOL_SOCKET, SO_SNDBUF, kSendBytes);
    connections_[descriptor];
  }

  void Close(int descriptor) {
    std::erase_if(due_, [&](const DueAnswer& one) { return one.descriptor == descriptor; });
    connections_.erase(descriptor);
    close(descriptor);
  }

  void Serve(int descriptor) {
    Connection& connection = connections_.at(descriptor);
    if (!connection.unsent.empty()) return SendRest(descriptor, &connection);
    char bytes[4096];
    const ssize_t size = recv(descriptor, bytes, sizeof bytes, 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) return Close(descriptor);
    connection.received.append(bytes, static_cast<size_t>(size));
    const size_t end = connection.received.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const size_t from = connection.received.find(' ') + 1;
    const size_t to = connection.received.find(' ', from);
    std::string target = connection.received.substr(from, to - from);
    connection.received.erase(0, end + 4);
    if (latency_.count() == 0 || !Answers::IsDelayed(target)) return Send(descriptor, target);
    due_.push_back({SteadyClock::now() + latency_, descriptor, std::move(target)});
  }

  void SendDue() {
    while (!due_.empty() && due_.front().due <= SteadyClock::now()) {
      const DueAnswer due = std::move(due_.front());
      due_.pop_front();
      Send(due.descriptor, due.target);
    }
  }

  void Send(int descriptor, std::string_view target) {
    Answer answer = answers_.To(target);
    const std::string_view parts[] = {answer.head, answer.rows, answer.tail};
    iovec vectors[3];
    size_t total = 0;
    for (size_t i = 0; i < 3; ++i) {
      vectors[i] = {const_cast<char*>(parts[i].data()), parts[i].size()};
      total += parts[i].size();
    }
    const ssize_t sent = writev(descriptor, vectors, 3);
    if (sent < 0 && errno != EAGAIN) return Close(descriptor);
    size_t skip = sent < 0 ? 0 : static_cast<size_t>(sent);
    if (skip == total) return;
    std::string& unsent = connections_.at(descriptor).unsent;
    for (std::string_view part : parts) {
      const size_t skipped = std::min(skip, part.size());
      skip -= skipped;
      unsent += part.substr(skipped);
    }
  }

  void SendRest(int descriptor, Connection* connection) {
    const ssize_t sent =
        send(descriptor, connection->unsent.data(), connection->unsent.size(), MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN ? void() : Close(descriptor);
    connection->unsent.erase(0, static_cast<size_t>(sent));
  }

  Answers answers_;
  std::chrono::milliseconds latency_;
  int listener_ = -1;
  std::map<int, Connection> connections_;
  std::deque<DueAnswer> due_;  // In order: all wait equally long.
};

int Main(int argc, char** argv) {
  std::map<std::string, uint64_t, std::less<>> lists;
  std::chrono::milliseconds latency{0};
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const size_t equals = word.find('=');
    if (word == "--latency-ms" && i + 1 < argc) {
      latency = std::chrono::milliseconds(std::strtol(argv[++i], nullptr, 10));
    } else if (equals != std::string_view::npos) {
      lists[std::string(word.substr(0, equals))] = std::strtoull(argv[i] + equals + 1, nullptr, 10);
    } else {
      std::fprintf(stderr, "usage: bench_server [--latency-ms N] NAME=ROWS...\n");
      return 2;
    }
  }
  std::signal(SIGPIPE, SIG_IGN);
  Server server(Answers(std::move(lists)), latency);
  const std::optional<int> port = server.Listen();
  if (!port) {
    std::perror("bench_server");
    return 1;
  }
  std::printf("http://127.0.0.1:%d\n", *port);
  std::fflush(stdout);
  server.Run();
  return 0;
}

}  // namespace
}  // namespace apisql::bench

int main(int argc, char** argv) { return apisql::bench::Main(argc, argv); }
