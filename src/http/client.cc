#include "src/http/client.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <map>
#include <random>
#include <set>
#include <unordered_map>
#include <utility>

#include "src/http/call_queue.h"
#include "src/http/pending_call.h"
#include "src/http/rate_governor.h"
#include "src/http/redirect.h"
#include "src/http/retry_budget.h"
#include "src/http/retry_policy.h"
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

int64_t MillisecondsBetween(Clock::SteadyTime from, Clock::SteadyTime to) {
  return std::chrono::duration_cast<milliseconds>(to - from).count();
}

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

// "confluent answered 503", "confluent did not answer".
std::string WhyRepeated(const PendingCall& call, const StatusOr<Response>& outcome) {
  if (!outcome.ok()) return call.endpoint->provider + " did not answer";
  return call.endpoint->provider + " answered " + std::to_string(outcome->status);
}

std::string TimesTried(int attempts) {
  return attempts == 1 ? "" : "tried " + std::to_string(attempts) + " times";
}

// The outcome, with `why` in its text where it is a failure.
StatusOr<Response> GivenUp(StatusOr<Response> outcome, const std::string& why) {
  constexpr int kFirstFailure = 400;
  if (why.empty() || (outcome.ok() && outcome->status < kFirstFailure)) return outcome;
  if (!outcome.ok()) {
    return Status(outcome.status().code(), outcome.status().message() + " (" + why + ")");
  }
  outcome->given_up = why;
  return outcome;
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

  StatusOr<Response> Wait(CallId id, bool* may_have_been_sent) {
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
      Turn(&last_progress);
    }
    StatusOr<Response> outcome = *std::move(call.outcome);
    if (may_have_been_sent != nullptr) {
      *may_have_been_sent = outcome.ok() ? call.may_have_been_done : call.may_have_been_sent;
    }
    calls_.erase(id);
    return outcome;
  }

  bool Poke(CallId id) {
    Advance(milliseconds{0});
    return Done(id);
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
    if (!calls_.contains(id)) return;
    End(id, Status(StatusCode::kCancelled, "cancelled"));
    calls_.erase(id);
  }

  void set_progress(std::function<void()> progress) { progress_ = std::move(progress); }
  void set_random(std::function<double()> random) { retry_ = RetryPolicy(std::move(random)); }
  RequestLog& log() { return log_; }
  ClientLimits& limits() { return limits_; }

  void BeginStatement(int64_t number) {
    if (std::exchange(statement_, number) == number) return;
    sent_ = 0;
    lost_time_.Reset();
  }

 private:
  // Calls that share one limit of how many may be under way.
  struct Provider {
    CallQueue queue;
    int running = 0;
  };

  // What happens next although no answer comes.
  struct NextStart {
    Clock::SteadyTime at = Clock::SteadyTime::max();
    std::string reason;  // Why not now.
  };

  CallId Add(std::shared_ptr<const Endpoint> endpoint, Request request) {
    // References to other calls stay valid: the map's nodes do not move.
    PendingCall& call = calls_[++last_id_];
    call.endpoint = std::move(endpoint);
    call.request = std::move(request);
    call.own_secrets = call.request.secrets.size();
    return last_id_;
  }

  Provider& ProviderOf(const PendingCall& call) { return providers_[call.endpoint->provider]; }

  void Enqueue(CallId id) {
    const PendingCall& call = calls_.at(id);
    if (call.is_token_request) {
      Begin(id);
    } else {
      ProviderOf(call).queue.Add(call.lane, id);
    }
  }

  void Turn(Clock::SteadyTime* last_progress) {
    Advance(kTurn);
    const Clock::SteadyTime now = clock_.Steady();
    if (!progress_ || now - *last_progress < kProgressInterval) return;
    *last_progress = now;
    progress_();
  }

  void Advance(milliseconds timeout) {
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

  milliseconds UntilNextStart(milliseconds most) const {
    const Clock::SteadyTime now = clock_.Steady();
    if (next_start_.at >= now + most) return most;
    return std::max(std::chrono::ceil<milliseconds>(next_start_.at - now), milliseconds{0});
  }

  void StartWaiting() {
    const Clock::SteadyTime now = clock_.Steady();
    next_start_ = {};
    EnqueueDue(now);
    for (auto& [name, provider] : providers_) {
      Provider* of = &provider;
      provider.queue.Offer([this, of, now](CallId id) { return Take(id, of, now); });
    }
    if (!delayed_.empty()) {
      const auto& [due, id] = *delayed_.begin();
      NoteNextStart(due, calls_.at(id).held_by);
    }
    TellWhetherWaiting();
  }

  // Those whose time has come to be sent again.
  void EnqueueDue(Clock::SteadyTime now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
      const CallId id = delayed_.begin()->second;
      delayed_.erase(delayed_.begin());
      calls_.at(id).due.reset();
      Enqueue(id);
    }
  }

  void NoteNextStart(Clock::SteadyTime at, const std::string& reason) {
    if (at < next_start_.at) next_start_ = {at, reason};
  }

  void TellWhetherWaiting() {
    const bool waits = transfers_.empty() && !next_start_.reason.empty();
    if (!waits && !log_.waiting()) return;
    log_.set_waiting(waits ? std::optional(RequestWait{next_start_.at, next_start_.reason})
                           : std::nullopt);
  }

  CallQueue::Answer Take(CallId id, Provider* provider, Clock::SteadyTime now) {
    PendingCall& call = calls_.at(id);
    if (provider->running >= MostAtOnce(*call.endpoint)) return CallQueue::Answer::kFull;
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

  CallQueue::Answer Hold(CallId id, const RateHold& hold, Clock::SteadyTime now) {
    PendingCall& call = calls_.at(id);
    const int most = std::max(limits_.retry_budget, kLeastLongestHold);
    if (hold.until != RateGovernor::kAfterAnAnswer &&
        hold.until - now > std::chrono::seconds(most)) {
      End(id, TooLongAWait(*call.endpoint, call.request, hold.reason,
                           std::chrono::ceil<milliseconds>(hold.until - now), most));
      return CallQueue::Answer::kTaken;
    }
    if (!call.held_since) call.held_since = now;
    NoteNextStart(hold.until, call.endpoint->provider + ": " + hold.reason);
    return CallQueue::Answer::kHeld;
  }

  int MostAtOnce(const Endpoint& endpoint) const {
    return limits_.max_concurrency > 0 ? limits_.max_concurrency
                                       : std::max(endpoint.max_concurrency, 1);
  }

  Status CheckMaxRequests(const Request& request) const {
    if (limits_.max_requests == 0 || sent_ < limits_.max_requests) return OkStatus();
    return TooManyRequests(request, sent_);
  }

  // True when `call` must wait for a token; the first such call of an endpoint has it asked for.
  bool NeedsToken(PendingCall* call) {
    Authenticator* authenticator = call->endpoint->authenticator.get();
    if (authenticator == nullptr || call->tokens_awaited >= kMaxTokensAwaited) return false;
    if (token_calls_.contains(authenticator)) return true;
    std::optional<Request> request = authenticator->TokenRequest(clock_.Wall());
    if (!request) return false;
    ++call->tokens_awaited;
    const CallId id = Add(call->endpoint, *std::move(request));
    calls_.at(id).is_token_request = true;
    token_calls_[authenticator] = id;
    Begin(id);
    return true;
  }

  void Begin(CallId id) {
    PendingCall& call = calls_.at(id);
    call.running = true;
    ++ProviderOf(call).running;
    if (Status status = Authorize(&call); !status.ok()) {
      Conclude(id, std::move(status));
    } else {
      Transmit(id);
    }
  }

  Status Authorize(PendingCall* call) {
    Authenticator* authenticator = call->endpoint->authenticator.get();
    if (authenticator != nullptr && !call->is_token_request) {
      call->token = token_numbers_[authenticator];
      RETURN_IF_ERROR(authenticator->Apply(&call->request));
    }
    return CheckPlainHttp(*call->endpoint, call->request);
  }

  void Transmit(CallId id) {
    PendingCall& call = calls_.at(id);
    if (Status status = CheckMaxRequests(call.request); !status.ok()) {
      return Conclude(id, std::move(status));
    }
    ++sent_;
    call.started = clock_.Steady();
    call.record = log_.Add(NewRecord(call));
    call.held_since.reset();
    if (!call.is_token_request) governor_.Started(*call.endpoint, call.request, call.started);
    call.transfer = transport_.Start(call.request);
    transfers_[call.transfer] = id;
  }

  RequestRecord NewRecord(const PendingCall& call) const {
    RequestRecord record;
    record.label = call.request.label;
    record.method = call.request.method;
    record.url = call.request.url;
    record.body = call.request.body;
    record.attempt = call.attempt;
    if (call.held_since) {
      record.waited_milliseconds = MillisecondsBetween(*call.held_since, call.started);
    }
    record.started_at = SqliteTimeText(clock_.Wall());
    return record;
  }

  void OnFinished(CallId id, FinishedTransfer* finished) {
    PendingCall& call = calls_.at(id);
    StatusOr<Response>& outcome = finished->outcome;
    LeaveTransfer(&call, outcome.ok() ? &*outcome : nullptr, finished->may_have_been_sent);
    if (!IsRefusal(outcome)) call.may_have_been_sent |= finished->may_have_been_sent;
    if (outcome.ok()) outcome->log_entry = call.record;
    Record(call, outcome);
    Judge(id, finished);
  }

  void LeaveTransfer(PendingCall* call, const Response* response, bool sent) {
    transfers_.erase(std::exchange(call->transfer, 0));
    if (call->is_token_request) return;
    governor_.Ended(*call->endpoint, call->request, call->started, response, sent, clock_.Steady(),
                    clock_.Wall());
  }

  // Decides what the outcome of one transfer means for its call: over, or to be sent once more.
  void Judge(CallId id, FinishedTransfer* finished) {
    PendingCall& call = calls_.at(id);
    StatusOr<Response>& outcome = finished->outcome;
    if (outcome.ok() && IsRedirect(*outcome)) return Redirect(id, *outcome);
    if (RenewsToken(&call, outcome)) {
      return Repeat(id, milliseconds{0}, "the token has expired");
    }
    const Attempt attempt{call.request, *finished, call.attempt};
    const auto delay = retry_.DelayAfter(attempt, limits_, clock_.Wall());
    if (!delay) return Conclude(id, GivenUp(std::move(outcome), TimesTried(call.attempt)));
    if (const std::string why = WhyNotAgain(call, outcome, *delay); !why.empty()) {
      return Conclude(id, GivenUp(std::move(outcome), why));
    }
    call.may_have_been_done |= finished->may_have_been_sent && !IsRefusal(outcome);
    Repeat(id, *delay, WhyRepeated(call, outcome));
  }

  void Redirect(CallId id, const Response& response) {
    PendingCall& call = calls_.at(id);
    StatusOr<std::string> target = RedirectTarget(call.request, response, ++call.redirects);
    if (!target.ok()) return Conclude(id, std::move(target).status());
    call.request.url = *std::move(target);
    Transmit(id);
  }

  // True when the server refused a token that had been good: another is to be asked for, once.
  bool RenewsToken(PendingCall* call, const StatusOr<Response>& outcome) {
    constexpr int kUnauthenticated = 401;
    Authenticator* authenticator = call->endpoint->authenticator.get();
    if (!outcome.ok() || outcome->status != kUnauthenticated || authenticator == nullptr ||
        call->is_token_request || !call->request.idempotent || call->renewed_token) {
      return false;
    }
    // Unless one that had the same token has seen to that already.
    int64_t& number = token_numbers_[authenticator];
    if (call->token == number) {
      if (!authenticator->ForgetToken()) return false;
      ++number;
    }
    call->renewed_token = true;
    return true;
  }

  // Why a call that could be sent again after `delay` had better not be; "" when it may.
  std::string WhyNotAgain(const PendingCall& call, const StatusOr<Response>& outcome,
                          milliseconds delay) {
    const std::chrono::seconds most(limits_.retry_budget);
    const std::string budget = "retry_budget is " + std::to_string(most.count()) + " s";
    if (delay > most) {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(delay).count();
      return "the server asks to be left alone for " + std::to_string(seconds) + " s, and " +
             budget;
    }
    // A rate limit costs time, but is no fault.
    if (IsRefusal(outcome)) return "";
    if (lost_time_.Take(call.started, clock_.Steady() + delay, most)) return "";
    const std::string times = TimesTried(call.attempt);
    return (times.empty() ? "" : times + "; ") +
           "not again, since the statement has lost time, and " + budget;
  }

  void Repeat(CallId id, milliseconds delay, std::string why) {
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
  void Conclude(CallId id, StatusOr<Response> outcome) {
    if (calls_.at(id).is_token_request) return ConcludeToken(id, outcome);
    End(id, std::move(outcome));
  }

  void ConcludeToken(CallId id, const StatusOr<Response>& outcome) {
    const std::shared_ptr<const Endpoint> endpoint = calls_.at(id).endpoint;
    Authenticator* authenticator = endpoint->authenticator.get();
    Cancel(id);
    token_calls_.erase(authenticator);
    Status status = outcome.status();
    if (outcome.ok()) status = authenticator->AcceptToken(*outcome, clock_.Wall());
    ++token_numbers_[authenticator];
    if (status.ok()) return;
    for (auto& [waiting, call] : calls_) {
      if (call.endpoint->authenticator.get() != authenticator || call.running || call.outcome) {
        continue;
      }
      End(waiting, Status(status).Annotate(NameOf(call.request) + ": no token to sign in with"));
    }
  }

  // Gives a call its outcome, unless it has one, and takes it out of wherever it is.
  void End(CallId id, StatusOr<Response> outcome) {
    PendingCall& call = calls_.at(id);
    Provider& provider = ProviderOf(call);
    if (call.transfer != 0) {
      transport_.Cancel(call.transfer);
      LeaveTransfer(&call, nullptr, true);
      Record(call, outcome);
    }
    if (std::exchange(call.running, false)) --provider.running;
    if (call.due) delayed_.erase({*std::exchange(call.due, std::nullopt), id});
    provider.queue.Remove(call.lane, id);
    if (call.outcome) return;
    ++ended_;
    call.outcome = std::move(outcome);
  }

  void Record(const PendingCall& call, const StatusOr<Response>& outcome) {
    RequestRecord* record = log_.Find(call.record);
    if (record == nullptr) return;
    if (outcome.ok()) {
      record->status = outcome->status;
      record->milliseconds = outcome->elapsed.count();
      record->bytes = static_cast<int64_t>(outcome->body.size());
    } else {
      record->error = outcome.status().message();
      record->milliseconds = MillisecondsBetween(call.started, clock_.Steady());
    }
    log_.Complete(call.record);
  }

  Transport& transport_;
  RequestLog& log_;
  const Clock& clock_;
  std::function<bool()> interrupted_;
  std::function<void()> progress_;
  ClientLimits limits_;
  RetryPolicy retry_{EvenlyRandom()};
  RetryBudget lost_time_;
  RateGovernor governor_;
  int64_t statement_ = 0;
  int64_t sent_ = 0;  // Of the statement.
  CallId last_id_ = 0;
  int64_t ended_ = 0;  // Calls that got their outcome.
  std::map<CallId, PendingCall> calls_;
  std::map<std::string, Provider> providers_;
  std::set<std::pair<Clock::SteadyTime, CallId>> delayed_;  // Calls that are to be sent again.
  NextStart next_start_;
  std::unordered_map<TransferId, CallId> transfers_;
  std::map<const Authenticator*, CallId> token_calls_;     // Token requests in flight.
  std::map<const Authenticator*, int64_t> token_numbers_;  // Grows with each new token.
};

Client::Client(Transport& transport, RequestLog& log, const Clock& clock,
               std::function<bool()> interrupted)
    : impl_(std::make_unique<Impl>(transport, log, clock, std::move(interrupted))) {}

Client::~Client() = default;

void Client::set_progress(std::function<void()> progress) {
  impl_->set_progress(std::move(progress));
}

void Client::set_random(std::function<double()> random) { impl_->set_random(std::move(random)); }

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
