// The HTTP server around Service. cpp-httplib's defaults stall clients that keep connections; what
// is set here, and why, stands at each line.
#include "sandbox/sandbox.h"

#include <httplib.h>

#include <thread>

#include "sandbox/latency.h"
#include "sandbox/service.h"

namespace apisql {
namespace {

constexpr size_t kServerThreads = 64;  // Each open connection holds one.
constexpr int kBacklog = 1024;
constexpr size_t kRequestsPerConnection = 1'000'000;

// The server hands over each accepted connection as one task.
class CountingPool : public httplib::ThreadPool {
 public:
  explicit CountingPool(sandbox::Traffic& traffic)
      : httplib::ThreadPool(kServerThreads), traffic_(traffic) {}
  void enqueue(std::function<void()> task) override {
    traffic_.CountConnection();
    httplib::ThreadPool::enqueue(std::move(task));
  }

 private:
  sandbox::Traffic& traffic_;
};

}  // namespace

class Sandbox::Impl {
 public:
  explicit Impl(const SandboxOptions& options) : service_(options), latency_(options.latency) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { Stop(); }

  Status Listen(int port);

  sandbox::Service& service() { return service_; }
  int port() const { return port_; }

 private:
  void Configure();
  void Serve(const httplib::Request& request, httplib::Response& response);
  void Stop();

  sandbox::Service service_;
  sandbox::Latency latency_;
  httplib::Server server_;
  socket_t socket_ = INVALID_SOCKET;
  int port_ = 0;
  std::thread thread_;
};

void Sandbox::Impl::Serve(const httplib::Request& request, httplib::Response& response) {
  sandbox::RawRequest raw;
  raw.method = request.method;
  raw.target = request.target;
  raw.authorization = request.get_header_value("Authorization");
  raw.body = request.body;
  const sandbox::Answer answer = service_.Handle(raw);
  latency_.Wait();
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
  if (!answer.body.empty()) response.set_content(answer.body, answer.content_type);
}

void Sandbox::Impl::Configure() {
  server_.new_task_queue = [this] { return new CountingPool(service_.traffic()); };
  // Also leaves out SO_REUSEPORT, with which a second server could take the same port.
  server_.set_socket_options([this](socket_t socket) {
    socket_ = socket;
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  server_.set_tcp_nodelay(true);
  server_.set_keep_alive_max_count(kRequestsPerConnection);
  server_.set_keep_alive_timeout(1);  // Stopping waits this long for a client that stays.
  const auto serve = [this](const httplib::Request& request, httplib::Response& response) {
    Serve(request, response);
  };
  // Bodies are read only for routes, so the methods that have one need them; the others are taken
  // before the server tries its routes, each a regular expression.
  server_.set_pre_routing_handler(
      [serve](const httplib::Request& request, httplib::Response& response) {
        if (request.method != "GET" && request.method != "HEAD") {
          return httplib::Server::HandlerResponse::Unhandled;
        }
        serve(request, response);
        return httplib::Server::HandlerResponse::Handled;
      });
  const std::string any = R"([\s\S]*)";
  server_.Post(any, serve).Put(any, serve).Patch(any, serve).Delete(any, serve).Options(any, serve);
}

Status Sandbox::Impl::Listen(int port) {
  Configure();
  const bool bound = port == 0 ? (port_ = server_.bind_to_any_port("127.0.0.1")) > 0
                               : server_.bind_to_port("127.0.0.1", port_ = port);
  if (!bound) {
    return {StatusCode::kUnavailable,
            "sandbox: cannot listen on 127.0.0.1:" + std::to_string(port) + ": is it in use?"};
  }
  // The library's own backlog of 5 loses connections in a burst, each for a second.
  ::listen(socket_, kBacklog);
  const std::string url = "http://127.0.0.1:" + std::to_string(port_);
  service_.access().confluent_url = url + "/confluent";
  service_.access().rockset_url = url + "/rockset";
  thread_ = std::thread([this] { server_.listen_after_bind(); });
  // stop() has no effect on a server that does not run yet.
  while (!server_.is_running()) std::this_thread::yield();
  return {};
}

void Sandbox::Impl::Stop() {
  latency_.Stop();
  if (!thread_.joinable()) return;
  server_.stop();
  thread_.join();
}

StatusOr<std::unique_ptr<Sandbox>> Sandbox::Start(const SandboxOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  RETURN_IF_ERROR(impl->Listen(options.port));
  return std::unique_ptr<Sandbox>(new Sandbox(std::move(impl)));
}

Sandbox::Sandbox(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Sandbox::~Sandbox() = default;

const SandboxAccess& Sandbox::access() const { return impl_->service().access(); }
int Sandbox::port() const { return impl_->port(); }
std::vector<SandboxTable> Sandbox::Dump() const { return impl_->service().Dump(); }
void Sandbox::AddFault(SandboxFault fault) {
  impl_->service().traffic().AddFault(std::move(fault));
}
void Sandbox::ClearFaults() { impl_->service().traffic().ClearFaults(); }
std::vector<SandboxRequest> Sandbox::Requests() const {
  return impl_->service().traffic().Requests();
}
void Sandbox::ForgetRequests() { impl_->service().traffic().Forget(); }
int Sandbox::Connections() const { return impl_->service().traffic().connections(); }

}  // namespace apisql
