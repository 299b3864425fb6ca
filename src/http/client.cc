#include "src/http/client.h"

#include <utility>

#include "src/http/client_impl.h"

namespace apisql {

Client::Client(Transport& transport, RequestLog& log, const Clock& clock,
               std::function<bool()> interrupted)
    : impl_(std::make_unique<Impl>(transport, log, clock, std::move(interrupted))) {}

Client::~Client() = default;

void Client::set_progress(std::function<void()> progress) {
  impl_->set_progress(std::move(progress));
}

void Client::set_stopping(std::function<bool()> stopping) {
  impl_->set_stopping(std::move(stopping));
}

void Client::set_random(std::function<double()> random) { impl_->set_random(std::move(random)); }

CallId Client::Send(std::shared_ptr<const Endpoint> endpoint, Request request) {
  return impl_->Send(std::move(endpoint), std::move(request));
}

StatusOr<Response> Client::Wait(CallId id, bool* may_have_been_sent) {
  return impl_->Wait(id, may_have_been_sent);
}

bool Client::Drive(CallId id) { return impl_->Drive(id); }

Status Client::WaitForProgress(CallId id) { return impl_->WaitForProgress(id); }

bool Client::Done(CallId id) const { return impl_->Done(id); }

void Client::Cancel(CallId id) { impl_->Cancel(id); }

ClientLimits& Client::limits() { return impl_->limits(); }

void Client::BeginStatement(int64_t number) { impl_->BeginStatement(number); }
std::optional<int64_t> Client::requests_left() const { return impl_->requests_left(); }

Redactor& Client::redactor() { return impl_->redactor(); }

RequestLog& Client::log() { return impl_->log(); }

}  // namespace apisql
