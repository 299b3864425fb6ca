#include "sandbox/sandbox.h"

#include <utility>

#include "sandbox/http_server.h"
#include "sandbox/latency.h"
#include "sandbox/service.h"

namespace apisql {

class Sandbox::Impl {
 public:
  explicit Impl(const SandboxOptions& options)
      : service_(options), usual_latency_(options.latency), server_([this](const auto& request) {
          sandbox::Answer answer = service_.Handle(request);
          latency_.Wait(usual_latency_ + answer.delay);
          return answer;
        }) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { latency_.Stop(); }  // Else the server's end would wait for it.

  Status Listen(int port) {
    RETURN_IF_ERROR(server_.Listen(port));
    const std::string url = "http://127.0.0.1:" + std::to_string(server_.port());
    service_.access().confluent_url = url + "/confluent";
    service_.access().rockset_url = url + "/rockset";
    return {};
  }

  sandbox::Service& service() { return service_; }
  const sandbox::HttpServer& server() const { return server_; }

 private:
  sandbox::Service service_;
  sandbox::Latency latency_;
  const std::chrono::milliseconds usual_latency_;
  sandbox::HttpServer server_;  // Last: its threads use the others.
};

StatusOr<std::unique_ptr<Sandbox>> Sandbox::Start(const SandboxOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  RETURN_IF_ERROR(impl->Listen(options.port));
  return std::unique_ptr<Sandbox>(new Sandbox(std::move(impl)));
}

Sandbox::Sandbox(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Sandbox::~Sandbox() = default;

const SandboxAccess& Sandbox::access() const { return impl_->service().access(); }
int Sandbox::port() const { return impl_->server().port(); }
std::vector<SandboxTable> Sandbox::Dump() const { return impl_->service().Dump(); }
void Sandbox::AddFault(SandboxFault fault) {
  impl_->service().traffic().AddFault(std::move(fault));
}
void Sandbox::ClearFaults() { impl_->service().traffic().ClearFaults(); }
void Sandbox::ChooseFaults(SandboxFaultChooser choose) {
  impl_->service().traffic().ChooseFaults(std::move(choose));
}
std::vector<SandboxRequest> Sandbox::Requests() const {
  return impl_->service().traffic().Requests();
}
void Sandbox::ForgetRequests() { impl_->service().traffic().Forget(); }
int Sandbox::Connections() const { return impl_->server().connections(); }

}  // namespace apisql
