// Client: sends requests to endpoints, as many at once as their providers allow.
#ifndef APISQL_SRC_HTTP_CLIENT_H_
#define APISQL_SRC_HTTP_CLIENT_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "src/base/clock.h"
#include "src/base/redactor.h"
#include "src/base/status.h"
#include "src/http/call_queue.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"
#include "src/http/request_log.h"
#include "src/http/retry/client_limits.h"
#include "src/http/transport/transport.h"

namespace apisql {

// Queues calls per provider, authenticates them, follows redirects to the same origin (GET only, at
// most 5), logs every exchange, and refuses to send anything to an origin other than the endpoint's
// (RFC 6454 origin: scheme, host, port), or a credential over plain http beyond loopback.
//
// Calls of a provider start in the order of Send(). Those that have to wait for a token or a rate
// limit (RateGovernor) are overtaken by those that do not.
//
// A call that failed is sent again where RetryPolicy says so, and a GET whose token has expired
// once with a new token. While it waits for that the others go on.
//
// Not thread-safe, starts no thread: transfers move only inside Wait() and Drive(). All arguments
// of the constructor must outlive the Client. Destroying the Client cancels all calls.
class Client {
 public:
  // `interrupted` is asked at least every 100 ms while waiting; true ends the wait.
  Client(Transport& transport, RequestLog& log, const Clock& clock,
         std::function<bool()> interrupted);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Called about every 100 ms while Wait() waits; not to call the Client.
  void set_progress(std::function<void()> progress);

  // Asked while calls wait; true: those that are not under way, and so those that would be sent
  // again, end as interrupted, and none starts. Null: never.
  void set_stopping(std::function<bool()> stopping);

  // Numbers from 0 up to 1, evenly, which spread the repeats of calls. For tests.
  void set_random(std::function<double()> random);

  // May be changed at any time; holds for what is sent from then on.
  ClientLimits& limits();

  // What is sent from here on counts for the statement `number`, which starts, or goes on where it
  // has started before: limits().max_requests bounds all that it sends, redirects and requests for
  // tokens too. A call that this does not allow ends with kResourceExhausted and is not sent.
  void BeginStatement(int64_t number);

  // How many more requests limits().max_requests allows the statement; none: it sets no limit.
  std::optional<int64_t> requests_left() const;

  // Queues a call. It starts with the next Wait() or Drive() when its provider has room.
  // kPermissionDenied, as the call's outcome, when request.url has another origin than the
  // endpoint.
  CallId Send(std::shared_ptr<const Endpoint> endpoint, Request request);

  // Waits for one call, moving all others on meanwhile. Any HTTP status is a Response; an error
  // says that there was no answer, and names method and URL. kCancelled when interrupted; the call
  // is then cancelled. A call can be waited for once; afterwards its id is unknown (kInternal).
  // Outcomes of other calls are kept until they are waited for or cancelled.
  //
  // `may_have_been_sent`, if given, tells what an error means for a write: false proves that the
  // server saw nothing of it, true that it may have been carried out. With a Response it is true
  // when the call was sent more than once, and an earlier sending may have been carried out.
  StatusOr<Response> Wait(CallId id, bool* may_have_been_sent = nullptr);

  // Moves transfers on without waiting. True when Wait() would return at once.
  bool Drive(CallId id);

  // Waits until some call ends that had not ended before, or until `id` has. kCancelled when
  // interrupted; no call is cancelled then. For who has several calls under way and something to
  // do as each comes in.
  Status WaitForProgress(CallId id);
  // True when Wait() would return at once. Moves nothing.
  bool Done(CallId id) const;

  // Forgets a call, ending its transfer. Unknown ids are fine.
  void Cancel(CallId id);

  RequestLog& log();

  // Knows the secrets of all that was sent, and of the proxies. Its errors, its log, bodies that
  // are no rows and the headers that are shown have passed it already.
  Redactor& redactor();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CLIENT_H_
