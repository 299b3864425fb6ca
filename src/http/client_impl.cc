#include "src/http/client_impl.h"

#include <algorithm>
#include <random>
#include <span>

#include "src/base/text.h"
#include "src/http/call_record.h"
#include "src/http/message/redact.h"
#include "src/http/message/redirect.h"
#include "src/http/rate/rate_headers.h"
#include "src/http/send_rules.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTurn{50};  // Longest wait between two looks at `interrupted`.
constexpr milliseconds kProgressInterval{100};
// A token that is over before its call could start is asked for again, but not for ever.
constexpr int kMaxTokensAwaited = 3;
// Limits per minute are common: nobody means to give up on them.
constexpr int kLeastLongestHold = 60;
// Statements may take turns, each with a count of its own. Those that began longest ago are
// forgotten first.
constexpr size_t kStatementsCounted = 64;

// Calls of one lane wait for the same token and the same limits.
std::string LaneOf(const Endpoint& endpoint, const Request& request) {
  std::string lane = endpoint.credential + '\n' + request.label.table + '\n';
  // Endpoints that share a credential may each have a token of their own.
  lane += std::to_string(reinterpret_cast<uintptr_t>(endpoint.authenticator.get()));
  for (const std::string& budget : request.budgets) lane += '\n' + budget;
  return lane;
}

std::function<double()> EvenlyRandom() {
  return [engine = std::minstd_rand(std::random_device()())]() mutable {
    return std::uniform_real_distribution<double>()(engine);
  };
}

// By its authenticator.
bool IsSigned(const PendingCall& call) {
  const Authenticator* authenticator = call.endpoint->authenticator.get();
  return authenticator != nullptr && !call.is_token_request && authenticator->SignsRequests();
}

}  // namespace

Client::Impl::Impl(Transport& transport, RequestLog& log, const Clock& clock,
                   std::function<bool()> interrupted)
    : transport_(transport),
      log_(log),
      clock_(clock),
      interrupted_(std::move(interrupted)),
      retrier_(EvenlyRandom()) {
  AddProxyPasswords(&redactor_);
}

Client::Impl::~Impl() {
  for (const auto& [transfer, call] : transfers_) transport_.Cancel(transfer);
}

CallId Client::Impl::Send(std::shared_ptr<const Endpoint> endpoint, Request request) {
  const CallId id = Add(std::move(endpoint), std::move(request));
  PendingCall& call = calls_.at(id);
  if (Status status = CheckOrigin(*call.endpoint, call.request); !status.ok()) {
    call.outcome = std::move(status);
  } else {
    call.lane = LaneOf(*call.endpoint, call.request);
    Enqueue(id);
  }
  return id;
}

StatusOr<Response> Client::Impl::Wait(CallId id, bool* may_have_been_sent) {
  const auto found = calls_.find(id);
  if (found == calls_.end()) return Status(StatusCode::kInternal, "waited for an unknown call");
  PendingCall& call = found->second;
  Clock::SteadyTime last_progress = clock_.Steady();
  while (!call.outcome) {
    if (interrupted_ && interrupted_()) {
      call.may_have_been_sent |= call.running;
      End(id, Status(StatusCode::kCancelled, NameOf(call.request) + ": interrupted"));
      break;
    }
    if (!call.running && IsStopping()) {
      EndStopped(id);
      break;
    }
    Turn(&last_progress);
  }
  StatusOr<Response> outcome = *std::move(call.outcome);
  if (may_have_been_sent != nullptr) {
    *may_have_been_sent = outcome.ok() ? call.may_have_been_done : call.may_have_been_sent;
  }
  calls_.erase(id);
  return outcome;
}

void Client::Impl::EndStopped(CallId id) {
  End(id, Status(StatusCode::kCancelled, NameOf(calls_.at(id).request) + ": interrupted"));
}

bool Client::Impl::Drive(CallId id) {
  Advance(milliseconds{0});
  return Done(id);
}

bool Client::Impl::Done(CallId id) const {
  const auto found = calls_.find(id);
  return found == calls_.end() || found->second.outcome.has_value();
}

Status Client::Impl::WaitForProgress(CallId id) {
  Clock::SteadyTime last_progress = clock_.Steady();
  for (const int64_t ended = ended_; !Done(id) && ended_ == ended;) {
    if (interrupted_ && interrupted_()) return {StatusCode::kCancelled, "interrupted"};
    Turn(&last_progress);
  }
  return OkStatus();
}

void Client::Impl::Cancel(CallId id) {
  if (!calls_.contains(id)) return;
  End(id, Status(StatusCode::kCancelled, "cancelled"));
  calls_.erase(id);
}

void Client::Impl::BeginStatement(int64_t number) {
  if (std::exchange(statement_, number) == number || sent_.contains(number)) return;
  if (sent_.size() >= kStatementsCounted) sent_.erase(sent_.begin());
  sent_[number] = 0;
  retrier_.BeginStatement();
}

CallId Client::Impl::Add(std::shared_ptr<const Endpoint> endpoint, Request request) {
  // References to other calls stay valid: the map's nodes do not move.
  PendingCall& call = calls_[++last_id_];
  call.endpoint = std::move(endpoint);
  call.request = std::move(request);
  call.own_secrets = call.request.secrets.size();
  return last_id_;
}

void Client::Impl::Turn(Clock::SteadyTime* last_progress) {
  Advance(kTurn);
  const Clock::SteadyTime now = clock_.Steady();
  if (!progress_ || now - *last_progress < kProgressInterval) return;
  *last_progress = now;
  progress_();
}

void Client::Impl::Advance(milliseconds timeout) {
  const int64_t ended = ended_;
  StartWaiting();
  // Some need not be sent to end.
  if (ended_ != ended) timeout = milliseconds{0};
  for (FinishedTransfer& finished : transport_.Run(UntilNextStart(timeout))) {
    const auto found = transfers_.find(finished.id);
    if (found != transfers_.end()) OnFinished(found->second, &finished);
  }
  StartWaiting();
}

milliseconds Client::Impl::UntilNextStart(milliseconds most) const {
  const Clock::SteadyTime now = clock_.Steady();
  if (next_start_.at >= now + most) return most;
  return std::max(std::chrono::ceil<milliseconds>(next_start_.at - now), milliseconds{0});
}

void Client::Impl::Enqueue(CallId id) {
  const PendingCall& call = calls_.at(id);
  if (call.is_token_request) {
    Begin(id);
  } else {
    ProviderOf(call).queue.Add(call.lane, id, call.turn());
  }
}

void Client::Impl::StartWaiting() {
  const Clock::SteadyTime now = clock_.Steady();
  next_start_ = {};
  EnqueueDue(now);
  for (auto& [name, provider] : providers_) {
    const Provider& of = provider;
    provider.queue.Offer([this, &of, now](CallId id) { return Take(id, of, now); });
  }
  if (!delayed_.empty()) {
    const auto& [due, id] = *delayed_.begin();
    NoteNextStart(due, calls_.at(id).held_by);
  }
  TellWhetherWaiting();
}

// Those whose time has come to be sent again.
void Client::Impl::EnqueueDue(Clock::SteadyTime now) {
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    const CallId id = delayed_.begin()->second;
    delayed_.erase(delayed_.begin());
    calls_.at(id).due.reset();
    Enqueue(id);
  }
}

CallQueue::Answer Client::Impl::Take(CallId id, const Provider& provider, Clock::SteadyTime now) {
  PendingCall& call = calls_.at(id);
  if (provider.running >= MostAtOnce(*call.endpoint)) return CallQueue::Answer::kFull;
  if (IsStopping()) {
    EndStopped(id);
    return CallQueue::Answer::kTaken;
  }
  if (Status allowed = CheckMaxRequests(call.request); !allowed.ok()) {
    End(id, std::move(allowed));
    return CallQueue::Answer::kTaken;
  }
  if (NeedsToken(&call)) return CallQueue::Answer::kHeld;
  const RateHold hold = governor_.MayStart(*call.endpoint, call.request, now);
  if (hold.until > now) return Hold(id, hold, now);
  Begin(id);
  return CallQueue::Answer::kTaken;
}

CallQueue::Answer Client::Impl::Hold(CallId id, const RateHold& hold, Clock::SteadyTime now) {
  PendingCall& call = calls_.at(id);
  const int most = std::max(limits_.retry_budget, kLeastLongestHold);
  if (hold.until != RateGovernor::kAfterAnAnswer && hold.until - now > std::chrono::seconds(most)) {
    End(id, TooLongAWait(*call.endpoint, call.request, hold.reason,
                         std::chrono::ceil<milliseconds>(hold.until - now), most));
    return CallQueue::Answer::kTaken;
  }
  if (!call.held_since) call.held_since = now;
  NoteNextStart(hold.until, call.endpoint->provider + ": " + hold.reason);
  return CallQueue::Answer::kHeld;
}

void Client::Impl::NoteNextStart(Clock::SteadyTime at, const std::string& reason) {
  if (at < next_start_.at) next_start_ = {at, reason};
}

void Client::Impl::TellWhetherWaiting() {
  const bool waits = transfers_.empty() && !next_start_.reason.empty();
  if (!waits && !log_.waiting()) return;
  log_.set_waiting(waits ? std::optional(RequestWait{next_start_.at, next_start_.reason})
                         : std::nullopt);
}

int Client::Impl::MostAtOnce(const Endpoint& endpoint) const {
  return limits_.max_concurrency > 0 ? limits_.max_concurrency
                                     : std::max(endpoint.max_concurrency, 1);
}

std::optional<int64_t> Client::Impl::requests_left() const {
  if (limits_.max_requests == 0) return std::nullopt;
  const auto counted = sent_.find(statement_);
  const int64_t sent = counted == sent_.end() ? 0 : counted->second;
  return std::max<int64_t>(0, limits_.max_requests - sent);
}

Status Client::Impl::CheckMaxRequests(const Request& request) const {
  const std::optional<int64_t> left = requests_left();
  if (!left || *left > 0) return OkStatus();
  return TooManyRequests(request, limits_.max_requests);
}

// True when `call` must wait for a token; the first such call of an endpoint has it asked for.
bool Client::Impl::NeedsToken(PendingCall* call) {
  Authenticator* authenticator = call->endpoint->authenticator.get();
  if (authenticator == nullptr || call->tokens_awaited >= kMaxTokensAwaited) return false;
  if (tokens_.IsAsking(authenticator)) return true;
  std::optional<Request> request = authenticator->TokenRequest(clock_.Wall());
  if (!request) return false;
  ++call->tokens_awaited;
  const CallId id = Add(call->endpoint, *std::move(request));
  calls_.at(id).is_token_request = true;
  tokens_.Ask(authenticator);
  Begin(id);
  return true;
}

void Client::Impl::Begin(CallId id) {
  PendingCall& call = calls_.at(id);
  call.running = true;
  ++ProviderOf(call).running;
  if (Status status = Authorize(&call); !status.ok()) {
    Conclude(id, std::move(status));
  } else {
    Transmit(id);
  }
}

Status Client::Impl::Authorize(PendingCall* call) {
  Authenticator* authenticator = call->endpoint->authenticator.get();
  if (authenticator != nullptr && !call->is_token_request) {
    call->token = tokens_.number(authenticator);
    RETURN_IF_ERROR(authenticator->Apply(&call->request, clock_.Wall()));
  }
  LearnSecrets(*call);
  return CheckPlainHttp(*call->endpoint, call->request);
}

// A signature is another one in each request: what all had would soon be more than texts can be
// searched for. RedactOutcome() looks for that of the call.
void Client::Impl::LearnSecrets(const PendingCall& call) {
  for (const Secret& secret : call.endpoint->secrets) redactor_.Add(secret.Reveal());
  std::span<const SecretField> secrets = call.request.secrets;
  if (IsSigned(call)) secrets = secrets.first(call.own_secrets);
  AddSecrets(secrets, &redactor_);
}

void Client::Impl::Transmit(CallId id) {
  PendingCall& call = calls_.at(id);
  if (Status status = CheckMaxRequests(call.request); !status.ok()) {
    return Conclude(id, std::move(status));
  }
  ++sent_[statement_];
  call.started = clock_.Steady();
  call.record = log_.Add(RecordOf(call, redactor_, clock_.Wall()));
  call.held_since.reset();
  if (!call.is_token_request) governor_.Started(*call.endpoint, call.request, call.started);
  size_t& most = call.request.max_body_bytes;
  most = std::min(most, static_cast<size_t>(limits_.max_response_bytes));
  call.request.timeout = std::chrono::seconds(limits_.request_timeout);
  call.transfer = transport_.Start(call.request);
  transfers_[call.transfer] = id;
}

void Client::Impl::OnFinished(CallId id, FinishedTransfer* finished) {
  PendingCall& call = calls_.at(id);
  StatusOr<Response>& outcome = finished->outcome;
  if (outcome.ok() && !call.is_token_request) {
    outcome->asks_to_wait = AsksToWait(*outcome, call.endpoint->rates, clock_.Wall());
    outcome->may_pass = std::ranges::count(call.endpoint->retry_statuses, outcome->status) > 0 ||
                        fresh_.MayPass(*call.endpoint, call.request, *outcome, clock_.Steady());
  }
  LeaveTransfer(&call, outcome.ok() ? &*outcome : nullptr, finished->may_have_been_sent);
  if (!IsRefusal(outcome)) call.may_have_been_sent |= finished->may_have_been_sent;
  if (outcome.ok()) outcome->log_entry = call.record;
  RedactOutcome(call, &outcome);
  call.may_have_been_done |= finished->sent_again;
  CompleteRecord(call, outcome, redactor_, clock_, &log_);
  Judge(id, finished);
}

// A server may repeat a secret in its answer, and libcurl that of a proxy.
void Client::Impl::RedactOutcome(const PendingCall& call, StatusOr<Response>* outcome) const {
  if (!outcome->ok()) {
    *outcome = redactor_.Redact(std::move(*outcome).status());
    return;
  }
  if (call.is_token_request && (*outcome)->status < 300) return;
  RedactAnswer(redactor_, &**outcome);
  if (!IsSigned(call)) return;
  Redactor signature;
  AddSecrets(call.request.secrets, &signature);
  RedactAnswer(signature, &**outcome);
}

void Client::Impl::LeaveTransfer(PendingCall* call, const Response* response, bool sent) {
  transfers_.erase(std::exchange(call->transfer, 0));
  if (call->is_token_request) return;
  governor_.Ended(*call->endpoint, call->request, call->started, response, sent, clock_.Steady(),
                  clock_.Wall());
}

// Decides what the outcome of one transfer means for its call: over, or to be sent once more.
void Client::Impl::Judge(CallId id, FinishedTransfer* finished) {
  PendingCall& call = calls_.at(id);
  StatusOr<Response>& outcome = finished->outcome;
  if (outcome.ok() && IsRedirect(*outcome)) return Redirect(id, *outcome);
  if (RenewsToken(&call, outcome)) return Repeat(id, milliseconds{0}, "a new token is needed");
  RetryDecision decision = retrier_.Decide({call.request, *finished, call.attempt},
                                           call.endpoint->provider, limits_, call.started, clock_);
  if (!decision.delay) return Conclude(id, GivenUp(std::move(outcome), decision.reason));
  call.may_have_been_done |= finished->may_have_been_sent && !IsRefusal(outcome);
  Repeat(id, *decision.delay, std::move(decision.reason));
}

void Client::Impl::Redirect(CallId id, const Response& response) {
  PendingCall& call = calls_.at(id);
  StatusOr<std::string> target = RedirectTarget(call.request, response, ++call.redirects);
  if (!target.ok()) return Conclude(id, std::move(target).status());
  call.request.url = *std::move(target);
  if (IsSigned(call)) {
    call.request.secrets.resize(call.own_secrets);
    if (Status status = Authorize(&call); !status.ok()) return Conclude(id, std::move(status));
  }
  Transmit(id);
}

// True when the server refused a token that had been good: another is to be asked for, once.
bool Client::Impl::RenewsToken(PendingCall* call, const StatusOr<Response>& outcome) {
  constexpr int kUnauthenticated = 401;
  Authenticator* authenticator = call->endpoint->authenticator.get();
  if (!outcome.ok() || outcome->status != kUnauthenticated || authenticator == nullptr ||
      call->is_token_request || !call->request.idempotent || call->renewed_token) {
    return false;
  }
  call->renewed_token = tokens_.Refused(authenticator, call->token);
  return call->renewed_token;
}

void Client::Impl::Repeat(CallId id, milliseconds delay, std::string why) {
  PendingCall& call = calls_.at(id);
  --ProviderOf(call).running;
  call.running = false;
  ++call.attempt;
  call.request.secrets.resize(call.own_secrets);
  call.held_since = clock_.Steady();
  call.held_by = std::move(why);
  if (delay.count() == 0) return Enqueue(id);
  call.due = *call.held_since + delay;
  delayed_.emplace(*call.due, id);
}

// The call is over.
void Client::Impl::Conclude(CallId id, StatusOr<Response> outcome) {
  if (calls_.at(id).is_token_request) return ConcludeToken(id, outcome);
  End(id, std::move(outcome));
}

void Client::Impl::ConcludeToken(CallId id, const StatusOr<Response>& outcome) {
  const std::shared_ptr<const Endpoint> endpoint = calls_.at(id).endpoint;
  Authenticator* authenticator = endpoint->authenticator.get();
  Cancel(id);
  tokens_.Answered(authenticator);
  Status status = outcome.status();
  if (outcome.ok()) status = authenticator->AcceptToken(*outcome, clock_.Wall());
  if (status.ok()) return;
  for (const auto& [waiting, call] : calls_) {
    const bool waits = !call.running && !call.outcome;
    if (!waits || call.endpoint->authenticator.get() != authenticator) continue;
    End(waiting, Status(status).Annotate(NameOf(call.request) + ": no token to sign in with"));
  }
}

// Gives a call its outcome, unless it has one, and takes it out of wherever it is.
void Client::Impl::End(CallId id, StatusOr<Response> outcome) {
  PendingCall& call = calls_.at(id);
  Provider& provider = ProviderOf(call);
  if (call.transfer != 0) {
    transport_.Cancel(call.transfer);
    LeaveTransfer(&call, nullptr, true);
    CompleteRecord(call, outcome, redactor_, clock_, &log_);
  }
  if (std::exchange(call.running, false)) --provider.running;
  if (call.due) delayed_.erase({*std::exchange(call.due, std::nullopt), id});
  provider.queue.Remove(call.lane, id, call.turn());
  if (call.outcome) return;
  ++ended_;
  if (!outcome.ok()) outcome = redactor_.Redact(std::move(outcome).status());
  call.outcome = std::move(outcome);
}

}  // namespace apisql
