// Client: sends requests to endpoints, as many at once as their providers allow.
#ifndef APISQL_SRC_HTTP_CLIENT_H_
#define APISQL_SRC_HTTP_CLIENT_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/endpoint.h"
#include "src/http/request.h"
#include "src/http/request_log.h"
#include "src/http/transport.h"

namespace apisql {

using CallId = uint64_t;

// Queues calls per provider, authenticates them, follows redirects to the same origin (GET only, at
// most 5), logs every exchange, and refuses to send a credential to an origin other than the
// endpoint's (RFC 6454 origin: scheme, host, port).
//
// Not thread-safe, starts no thread: transfers move only inside Wait() and Poke(). All arguments of
// the constructor must outlive the Client. Destroying the Client cancels all calls.
class Client {
 public:
  // `interrupted` is asked at least every 100 ms while waiting; true ends the wait.
  Client(Transport& transport, RequestLog& log, const Clock& clock,
         std::function<bool()> interrupted);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Queues a call. It starts as soon as its provider has room.
  CallId Send(std::shared_ptr<const Endpoint> endpoint, Request request);

  // Waits for one call, moving all others on meanwhile. Any HTTP status is a Response; an error
  // says that there was no answer, and names method and URL. kCancelled when interrupted.
  // A call can be waited for once; afterwards its id is unknown.
  StatusOr<Response> Wait(CallId id);

  // Moves transfers on without waiting. True when the call has its outcome.
  bool Poke(CallId id);

  // Forgets a call, ending its transfer. Unknown ids are fine.
  void Cancel(CallId id);

  RequestLog& log();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CLIENT_H_
