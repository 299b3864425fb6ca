// PendingCall: what a Client knows of one request, from Send() until its outcome is fetched.
#ifndef APISQL_SRC_HTTP_PENDING_CALL_H_
#define APISQL_SRC_HTTP_PENDING_CALL_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"
#include "src/http/transport/transport.h"

namespace apisql {

struct PendingCall {
  // In its queue. When it has been sent several times it has few tries left: others are to find out
  // when the server takes calls again.
  int turn() const { return std::max(0, attempt - 3); }

  std::shared_ptr<const Endpoint> endpoint;
  Request request;                // Its URL moves with redirects. Secrets: of the last sending.
  size_t own_secrets = 0;         // How many it came with.
  bool is_token_request = false;  // Obtains the token of `endpoint`; nobody waits for it.
  std::string lane;               // Where it stands in its provider's queue.

  int tokens_awaited = 0;
  int64_t token = 0;  // Number of the token that it was sent with.
  bool renewed_token = false;

  bool running = false;  // Has one of its provider's places.
  TransferId transfer = 0;
  Clock::SteadyTime started;  // The transfer.
  int64_t record = -1;
  int redirects = 0;

  int attempt = 1;                              // Of the sending under way, or of the next.
  std::optional<Clock::SteadyTime> due;         // It waits for this time to be sent again.
  std::optional<Clock::SteadyTime> held_since;  // It is held back, to be sent again or by a limit.
  std::string held_by;

  bool may_have_been_sent = false;  // What an error means: see Client::Wait().
  bool may_have_been_done = false;  // By an earlier attempt, or sending.
  std::optional<StatusOr<Response>> outcome;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_PENDING_CALL_H_
