// RetryPolicy: whether a request goes out again, and after how long. It neither waits nor sends.
#ifndef APISQL_SRC_HTTP_RETRY_RETRY_POLICY_H_
#define APISQL_SRC_HTTP_RETRY_RETRY_POLICY_H_

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/message/request.h"
#include "src/http/retry/client_limits.h"
#include "src/http/transport/transport.h"

namespace apisql {

// How one sending of a request ended.
struct Attempt {
  const Request& request;
  const FinishedTransfer& transfer;
  int number = 1;  // 1, 2, 3 ...
};

// The server says that it did nothing with the request, and wants it later: a 429, mostly.
bool IsRefusal(const Response& response);
bool IsRefusal(const StatusOr<Response>& outcome);

// True when sending it again can neither do something twice nor be in vain.
//  - Idempotent requests: after 408, 429, 500, 502, 503, 504, after Endpoint::retry_statuses, and
//    where no whole answer came and the reason may pass.
//  - Others: after 429, and where the server provably saw nothing. A 503 proves nothing: what sends
//    it may stand behind the change.
bool MayRepeat(const Attempt& attempt);

class RetryPolicy {
 public:
  // `random` gives numbers from 0 up to 1, evenly.
  explicit RetryPolicy(std::function<double()> random) : random_(std::move(random)) {}

  // How long to wait before sending it again: somewhere between nothing and a time that doubles
  // with each attempt, up to half a minute, so that calls that failed together do not come back
  // together; but no less than Retry-After. Nothing when it is not to be sent again. Where nothing
  // listens it is told within two seconds.
  std::optional<std::chrono::milliseconds> DelayAfter(const Attempt& attempt,
                                                      const ClientLimits& limits,
                                                      Clock::WallTime now) const;

 private:
  std::function<double()> random_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RETRY_RETRY_POLICY_H_
