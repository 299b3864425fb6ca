#include "tests/providers/api_server.h"

#include <httplib.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

#include "sandbox/call.h"
#include "src/base/text.h"

namespace apisql {
namespace {

constexpr size_t kThreads = 32;  // Each open connection holds one.
constexpr size_t kRequestsPerConnection = 1'000'000;

ApiCall CallOf(const httplib::Request& request) {
  sandbox::Call parsed;  // The library decodes a path as a whole, so that %2F is lost.
  sandbox::ParseTarget(request.target, parsed);
  ApiCall call;
  call.method = request.method;
  call.path = request.target.substr(0, request.target.find('?'));
  call.segments = std::move(parsed.path);
  call.query = std::move(parsed.query);
  for (const auto& [name, value] : request.headers) call.headers[AsciiLower(name)] = value;
  call.body = request.body;
  return call;
}

}  // namespace

std::optional<std::string> ApiCall::Parameter(std::string_view name) const {
  const auto values = Parameters(name);
  return values.empty() ? std::nullopt : std::optional(values.front());
}

std::vector<std::string> ApiCall::Parameters(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [given, value] : query) {
    if (given == name) values.push_back(value);
  }
  return values;
}

std::string ApiCall::Header(const std::string& name) const {
  const auto header = headers.find(name);
  return header == headers.end() ? "" : header->second;
}

bool ApiCall::Is(std::string_view wanted, std::string_view pattern) const {
  const std::vector<std::string> parts = Split(pattern.substr(1), '/');
  return method == wanted &&
         std::ranges::equal(parts, segments, [](const std::string& part, const std::string& given) {
           return part == "{}" || part == given;
         });
}

class ApiServer::Impl {
 public:
  explicit Impl(std::function<ApiAnswer(const ApiCall&)> handler) : handler_(std::move(handler)) {
    http_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http_.set_tcp_nodelay(true);
    http_.set_keep_alive_max_count(kRequestsPerConnection);
    const auto serve = [this](const httplib::Request& request, httplib::Response& response) {
      Serve(request, response);
    };
    const std::string any = R"([\s\S]*)";
    http_.Get(any, serve).Post(any, serve).Put(any, serve).Patch(any, serve).Delete(any, serve);
    port_ = http_.bind_to_any_port("127.0.0.1");
    if (port_ <= 0) {
      std::cerr << "no free port on 127.0.0.1\n";
      std::abort();
    }
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    // stop() has no effect on a server that does not run yet.
    while (!http_.is_running()) std::this_thread::yield();
  }

  ~Impl() {
    http_.stop();
    thread_.join();
  }

  int port() const { return port_; }

 private:
  void Serve(const httplib::Request& request, httplib::Response& response) {
    const ApiCall call = CallOf(request);
    const std::lock_guard lock(mutex_);
    const ApiAnswer answer = handler_(call);
    response.status = answer.status;
    std::string type = "application/json";
    for (const auto& [name, value] : answer.headers) {
      if (AsciiLower(name) == "content-type") {
        type = value;
      } else {
        response.headers.emplace(name, value);
      }
    }
    if (!answer.body.empty()) response.set_content(answer.body, type);
  }

  const std::function<ApiAnswer(const ApiCall&)> handler_;
  httplib::Server http_;
  int port_ = 0;
  std::mutex mutex_;  // Held around the handler.
  std::thread thread_;
};

ApiServer::ApiServer(std::function<ApiAnswer(const ApiCall&)> handler)
    : impl_(std::make_unique<Impl>(std::move(handler))) {}
ApiServer::~ApiServer() = default;

std::string ApiServer::url() const { return "http://127.0.0.1:" + std::to_string(impl_->port()); }

}  // namespace apisql
