// Client::Impl: the calls of a Client, and where each of them is.
//
// A call waits in its provider's queue; Take() gives it a place, once it has a token and no rate
// limit holds it back; it is transmitted, and Judge() says whether that was it. If it is to be sent
// again it goes back to the queue, at once or when its time has come.
#ifndef APISQL_SRC_HTTP_CLIENT_IMPL_H_
#define APISQL_SRC_HTTP_CLIENT_IMPL_H_

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "src/http/call_queue.h"
#include "src/http/client.h"
#include "src/http/fresh_credentials.h"
#include "src/http/pending_call.h"
#include "src/http/rate_governor.h"
#include "src/http/retry/retrier.h"
#include "src/http/token_desk.h"

namespace apisql {

class Client::Impl {
 public:
  Impl(Transport& transport, RequestLog& log, const Clock& clock,
       std::function<bool()> interrupted);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // As Client's.
  CallId Send(std::shared_ptr<const Endpoint> endpoint, Request request);
  StatusOr<Response> Wait(CallId id, bool* may_have_been_sent);
  bool Drive(CallId id);
  bool Done(CallId id) const;
  Status WaitForProgress(CallId id);
  void Cancel(CallId id);
  void BeginStatement(int64_t number);
  std::optional<int64_t> requests_left() const;
  void set_progress(std::function<void()> progress) { progress_ = std::move(progress); }
  void set_stopping(std::function<bool()> stopping) { stopping_ = std::move(stopping); }
  void set_random(std::function<double()> random) { retrier_.set_random(std::move(random)); }
  RequestLog& log() { return log_; }
  Redactor& redactor() { return redactor_; }
  ClientLimits& limits() { return limits_; }

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

  CallId Add(std::shared_ptr<const Endpoint> endpoint, Request request);
  Provider& ProviderOf(const PendingCall& call) { return providers_[call.endpoint->provider]; }

  // Moves everything on, for a while.
  void Turn(Clock::SteadyTime* last_progress);
  void Advance(std::chrono::milliseconds timeout);
  std::chrono::milliseconds UntilNextStart(std::chrono::milliseconds most) const;

  // From the queues to the transport.
  void Enqueue(CallId id);
  void StartWaiting();
  void EnqueueDue(Clock::SteadyTime now);
  CallQueue::Answer Take(CallId id, const Provider& provider, Clock::SteadyTime now);
  CallQueue::Answer Hold(CallId id, const RateHold& hold, Clock::SteadyTime now);
  void NoteNextStart(Clock::SteadyTime at, const std::string& reason);
  void TellWhetherWaiting();
  int MostAtOnce(const Endpoint& endpoint) const;
  Status CheckMaxRequests(const Request& request) const;
  bool NeedsToken(PendingCall* call);
  void Begin(CallId id);
  Status Authorize(PendingCall* call);
  void LearnSecrets(const PendingCall& call);
  void Transmit(CallId id);

  // From the transport to an outcome, or back.
  void OnFinished(CallId id, FinishedTransfer* finished);
  void RedactOutcome(const PendingCall& call, StatusOr<Response>* outcome) const;
  void LeaveTransfer(PendingCall* call, const Response* response, bool sent);
  void Judge(CallId id, FinishedTransfer* finished);
  void Redirect(CallId id, const Response& response);
  bool RenewsToken(PendingCall* call, const StatusOr<Response>& outcome);
  void Repeat(CallId id, std::chrono::milliseconds delay, std::string why);
  void Conclude(CallId id, StatusOr<Response> outcome);
  void ConcludeToken(CallId id, const StatusOr<Response>& outcome);
  void End(CallId id, StatusOr<Response> outcome);
  bool IsStopping() const { return stopping_ && stopping_(); }
  void EndStopped(CallId id);

  Transport& transport_;
  RequestLog& log_;
  const Clock& clock_;
  std::function<bool()> interrupted_;
  std::function<void()> progress_;
  std::function<bool()> stopping_;
  ClientLimits limits_;
  Redactor redactor_;
  Retrier retrier_;
  RateGovernor governor_;
  FreshCredentials fresh_;
  TokenDesk tokens_;
  int64_t statement_ = 0;
  std::map<int64_t, int64_t> sent_;  // By statement.
  CallId last_id_ = 0;
  int64_t ended_ = 0;  // Calls that got their outcome.
  std::map<CallId, PendingCall> calls_;
  std::map<std::string, Provider> providers_;
  std::set<std::pair<Clock::SteadyTime, CallId>> delayed_;  // Calls that are to be sent again.
  NextStart next_start_;
  std::unordered_map<TransferId, CallId> transfers_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CLIENT_IMPL_H_
