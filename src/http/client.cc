#include "src/http/client.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <deque>
#include <map>
#include <unordered_map>
#include <utility>

#include "src/http/redirect.h"
#include "src/http/url.h"

namespace apisql {
namespace {

constexpr std::chrono::milliseconds kTurn{50};  // Longest wait between two looks at `interrupted`.
constexpr std::chrono::milliseconds kProgressInterval{100};
// A token that is over before its call could start is asked for again, but not for ever.
constexpr int kMaxTokensAwaited = 3;

std::string SqliteTimeText(Clock::WallTime time) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                          time - std::chrono::floor<std::chrono::seconds>(time))
                          .count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%06d", static_cast<int>(micros));
  return text;
}

std::string NameOf(const Request& request) { return request.method + " " + request.url; }

Status CheckOrigin(const Endpoint& endpoint, const Request& request) {
  ASSIGN_OR_RETURN(const std::string own, OriginOf(endpoint.base_url));
  ASSIGN_OR_RETURN(const std::string wanted, OriginOf(request.url));
  if (own == wanted) return OkStatus();
  return {StatusCode::kPermissionDenied, NameOf(request) + ": not sent, because it is not on " +
                                             endpoint.base_url +
                                             ", the server that the credential belongs to"};
}

Status CheckPlainHttp(const Endpoint& endpoint, const Request& request) {
  if (request.secrets.empty() || IsHttps(request.url) || IsLoopback(request.url) ||
      endpoint.allow_plain_http) {
    return OkStatus();
  }
  return {StatusCode::kPermissionDenied,
          NameOf(request) +
              ": not sent, because plain http would show the credential to the network. Use https, "
              "or set allow_plain_http for provider " +
              endpoint.provider};
}

Status TooManyRequests(const Request& next, int64_t limit) {
  return {StatusCode::kResourceExhausted,
          NameOf(next) + ": not sent: the statement has sent " + std::to_string(limit) +
              (limit == 1 ? " request" : " requests") +
              ", and max_requests allows no more. Narrow its WHERE, or SET max_requests to a "
              "larger number, or to 0 for no limit"};
}

}  // namespace

class Client::Impl {
 public:
  Impl(Transport& transport, RequestLog& log, const Clock& clock, std::function<bool()> interrupted)
      : transport_(transport), log_(log), clock_(clock), interrupted_(std::move(interrupted)) {}

  ~Impl() {
    for (const auto& [transfer, call] : transfers_) transport_.Cancel(transfer);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  CallId Send(std::shared_ptr<const Endpoint> endpoint, Request request) {
    const CallId id = ++last_id_;
    Call& call = calls_[id];
    call.endpoint = std::move(endpoint);
    call.request = std::move(request);
    if (Status status = CheckOrigin(*call.endpoint, call.request); !status.ok()) {
      call.outcome = std::move(status);
    } else {
      queues_[call.endpoint->provider].waiting.push_back(id);
    }
    return id;
  }

  StatusOr<Response> Wait(CallId id, bool* may_have_been_sent) {
    const auto found = calls_.find(id);
    if (found == calls_.end()) return Status(StatusCode::kInternal, "waited for an unknown call");
    Call& call = found->second;
    Clock::SteadyTime last_progress = clock_.Steady();
    while (!call.outcome) {
      if (interrupted_ && interrupted_()) {
        call.may_have_been_sent |= call.running;
        End(&call, Status(StatusCode::kCancelled, NameOf(call.request) + ": interrupted"));
        break;
      }
      Turn(&last_progress);
    }
    if (may_have_been_sent != nullptr) *may_have_been_sent = call.may_have_been_sent;
    StatusOr<Response> outcome = *std::move(call.outcome);
    calls_.erase(id);
    return outcome;
  }

  bool Poke(CallId id) {
    Advance(std::chrono::milliseconds{0});
    const auto found = calls_.find(id);
    return found == calls_.end() || found->second.outcome.has_value();
  }

  bool Done(CallId id) const {
    const auto found = calls_.find(id);
    return found == calls_.end() || found->second.outcome.has_value();
  }

  Status WaitForProgress(CallId id) {
    Clock::SteadyTime last_progress = clock_.Steady();
    for (const int64_t ended = ended_; !Done(id) && ended_ == ended;) {
      if (interrupted_ && interrupted_()) return {StatusCode::kCancelled, "interrupted"};
      Turn(&last_progress);
    }
    return OkStatus();
  }

  void Cancel(CallId id) {
    const auto found = calls_.find(id);
    if (found == calls_.end()) return;
    End(&found->second, Status(StatusCode::kCancelled, "cancelled"));
    calls_.erase(found);
  }

  void set_progress(std::function<void()> progress) { progress_ = std::move(progress); }
  RequestLog& log() { return log_; }
  ClientLimits& limits() { return limits_; }
  void BeginStatement(int64_t number) {
    if (std::exchange(statement_, number) != number) sent_ = 0;
  }

 private:
  struct Call {
    std::shared_ptr<const Endpoint> endpoint;
    Request request;                // Its URL moves with redirects. Secrets: of the last sending.
    bool is_token_request = false;  // Obtains the token of `endpoint`; nobody waits for it.
    int tokens_awaited = 0;
    bool running = false;
    TransferId transfer = 0;
    Clock::SteadyTime started;
    int64_t record = -1;
    int redirects = 0;
    bool may_have_been_sent = false;
    std::optional<StatusOr<Response>> outcome;
  };

  // Calls that share one limit.
  struct ProviderQueue {
    std::deque<CallId> waiting;  // May name calls that were cancelled.
    int running = 0;
  };

  void Turn(Clock::SteadyTime* last_progress) {
    Advance(kTurn);
    const Clock::SteadyTime now = clock_.Steady();
    if (!progress_ || now - *last_progress < kProgressInterval) return;
    *last_progress = now;
    progress_();
  }

  void Advance(std::chrono::milliseconds timeout) {
    StartWaiting();
    for (FinishedTransfer& finished : transport_.Run(timeout)) {
      const auto found = transfers_.find(finished.id);
      if (found != transfers_.end()) OnFinished(found->second, &finished);
    }
    StartWaiting();
  }

  void StartWaiting() {
    for (auto& [provider, queue] : queues_) StartWaiting(&queue);
  }

  // Starts what may start, in order; keeps the rest, in order.
  void StartWaiting(ProviderQueue* queue) {
    std::deque<CallId> held;
    while (!queue->waiting.empty()) {
      const CallId id = queue->waiting.front();
      const auto found = calls_.find(id);
      const bool gone = found == calls_.end() || found->second.outcome;
      if (!gone && queue->running >= MostAtOnce(*found->second.endpoint)) break;
      queue->waiting.pop_front();
      if (gone) continue;
      if (NeedsToken(&found->second)) {
        held.push_back(id);
      } else {
        Begin(id, queue);
      }
    }
    queue->waiting.insert(queue->waiting.begin(), held.begin(), held.end());
  }

  int MostAtOnce(const Endpoint& endpoint) const {
    return limits_.max_concurrency > 0 ? limits_.max_concurrency
                                       : std::max(endpoint.max_concurrency, 1);
  }

  // True when `call` must wait for a token; the first such call of an endpoint has it asked for.
  bool NeedsToken(Call* call) {
    Authenticator* authenticator = call->endpoint->authenticator.get();
    if (authenticator == nullptr || call->tokens_awaited >= kMaxTokensAwaited) return false;
    if (token_calls_.contains(authenticator)) return true;
    std::optional<Request> request = authenticator->TokenRequest(clock_.Wall());
    if (!request) return false;
    const CallId id = ++last_id_;
    // References to other calls stay valid: the map's nodes do not move.
    Call& token_call = calls_[id];
    token_call.endpoint = call->endpoint;
    token_call.request = *std::move(request);
    token_call.is_token_request = true;
    token_calls_[authenticator] = id;
    Begin(id, &queues_[token_call.endpoint->provider]);
    return true;
  }

  void Begin(CallId id, ProviderQueue* queue) {
    Call& call = calls_.at(id);
    call.running = true;
    ++queue->running;
    if (Status status = Authorize(&call); !status.ok()) {
      Conclude(id, std::move(status));
    } else {
      Transmit(id);
    }
  }

  static Status Authorize(Call* call) {
    Authenticator* authenticator = call->endpoint->authenticator.get();
    if (authenticator != nullptr && !call->is_token_request) {
      RETURN_IF_ERROR(authenticator->Apply(&call->request));
    }
    return CheckPlainHttp(*call->endpoint, call->request);
  }

  void Transmit(CallId id) {
    Call& call = calls_.at(id);
    if (limits_.max_requests > 0 && sent_ >= limits_.max_requests) {
      return Conclude(id, TooManyRequests(call.request, sent_));
    }
    ++sent_;
    RequestRecord record;
    record.label = call.request.label;
    record.method = call.request.method;
    record.url = call.request.url;
    record.body = call.request.body;
    record.started_at = SqliteTimeText(clock_.Wall());
    call.record = log_.Add(std::move(record));
    call.started = clock_.Steady();
    call.transfer = transport_.Start(call.request);
    transfers_[call.transfer] = id;
  }

  void OnFinished(CallId id, FinishedTransfer* finished) {
    Call& call = calls_.at(id);
    transfers_.erase(finished->id);
    call.transfer = 0;
    call.may_have_been_sent |= finished->may_have_been_sent;
    if (finished->outcome.ok()) finished->outcome->log_entry = call.record;
    Record(call, finished->outcome);
    Judge(id, std::move(finished->outcome));
  }

  // Decides what the outcome of one transfer means for its call: over, or to be sent once more.
  void Judge(CallId id, StatusOr<Response> outcome) {
    Call& call = calls_.at(id);
    if (!outcome.ok() || !IsRedirect(*outcome)) return Conclude(id, std::move(outcome));
    StatusOr<std::string> target = RedirectTarget(call.request, *outcome, ++call.redirects);
    if (!target.ok()) return Conclude(id, std::move(target).status());
    call.request.url = *std::move(target);
    Transmit(id);
  }

  // The call is over.
  void Conclude(CallId id, StatusOr<Response> outcome) {
    Call& call = calls_.at(id);
    if (call.is_token_request) return ConcludeToken(id, outcome);
    End(&call, std::move(outcome));
  }

  void ConcludeToken(CallId id, const StatusOr<Response>& outcome) {
    const std::shared_ptr<const Endpoint> endpoint = calls_.at(id).endpoint;
    Authenticator* authenticator = endpoint->authenticator.get();
    Cancel(id);
    token_calls_.erase(authenticator);
    Status status = outcome.status();
    if (outcome.ok()) status = authenticator->AcceptToken(*outcome, clock_.Wall());
    for (auto& [waiting_id, call] : calls_) {
      if (call.endpoint->authenticator.get() != authenticator || call.running) continue;
      ++call.tokens_awaited;
      if (status.ok() || call.outcome) continue;
      End(&call, Status(status).Annotate(NameOf(call.request) + ": no token to sign in with"));
    }
  }

  // Gives a call its outcome, frees its place in the queue and ends its transfer, if it has them.
  void End(Call* call, StatusOr<Response> outcome) {
    if (call->transfer != 0) {
      transport_.Cancel(call->transfer);
      transfers_.erase(std::exchange(call->transfer, 0));
      Record(*call, outcome);
    }
    if (std::exchange(call->running, false)) --queues_[call->endpoint->provider].running;
    if (!call->outcome) ++ended_;
    if (!call->outcome) call->outcome = std::move(outcome);
  }

  void Record(const Call& call, const StatusOr<Response>& outcome) {
    RequestRecord* record = log_.Find(call.record);
    if (record == nullptr) return;
    if (outcome.ok()) {
      record->status = outcome->status;
      record->milliseconds = outcome->elapsed.count();
      record->bytes = static_cast<int64_t>(outcome->body.size());
    } else {
      record->error = outcome.status().message();
      record->milliseconds =
          std::chrono::duration_cast<std::chrono::milliseconds>(clock_.Steady() - call.started)
              .count();
    }
    log_.Complete(call.record);
  }

  Transport& transport_;
  RequestLog& log_;
  const Clock& clock_;
  std::function<bool()> interrupted_;
  std::function<void()> progress_;
  ClientLimits limits_;
  int64_t statement_ = 0;
  int64_t sent_ = 0;  // Of the statement.
  CallId last_id_ = 0;
  int64_t ended_ = 0;  // Calls that got their outcome.
  std::map<CallId, Call> calls_;
  std::map<std::string, ProviderQueue> queues_;  // By provider.
  std::unordered_map<TransferId, CallId> transfers_;
  std::map<const Authenticator*, CallId> token_calls_;  // Token requests in flight.
};

Client::Client(Transport& transport, RequestLog& log, const Clock& clock,
               std::function<bool()> interrupted)
    : impl_(std::make_unique<Impl>(transport, log, clock, std::move(interrupted))) {}

Client::~Client() = default;

void Client::set_progress(std::function<void()> progress) {
  impl_->set_progress(std::move(progress));
}

CallId Client::Send(std::shared_ptr<const Endpoint> endpoint, Request request) {
  return impl_->Send(std::move(endpoint), std::move(request));
}

StatusOr<Response> Client::Wait(CallId id, bool* may_have_been_sent) {
  return impl_->Wait(id, may_have_been_sent);
}

bool Client::Poke(CallId id) { return impl_->Poke(id); }

Status Client::WaitForProgress(CallId id) { return impl_->WaitForProgress(id); }

bool Client::Done(CallId id) const { return impl_->Done(id); }

void Client::Cancel(CallId id) { impl_->Cancel(id); }

ClientLimits& Client::limits() { return impl_->limits(); }

void Client::BeginStatement(int64_t number) { impl_->BeginStatement(number); }

RequestLog& Client::log() { return impl_->log(); }

}  // namespace apisql
