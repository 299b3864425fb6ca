// Authenticator: proves to a server who is asking. The schemes are in src/auth/, one file each.
#ifndef APISQL_SRC_HTTP_AUTHENTICATOR_H_
#define APISQL_SRC_HTTP_AUTHENTICATOR_H_

#include <optional>

#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

// Not thread-safe. One Authenticator serves one Endpoint.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // The request that obtains a token, when none is held that is valid at `now`. It goes to the
  // scheme's own token server, without the endpoint's credential. Static schemes need none.
  virtual std::optional<Request> TokenRequest(Clock::WallTime now) {
    (void)now;
    return std::nullopt;
  }

  // Takes the answer to TokenRequest().
  virtual Status AcceptToken(const Response& response, Clock::WallTime now) {
    (void)response, (void)now;
    return OkStatus();
  }

  // The server has refused the token that Apply() adds: forgets it, so that TokenRequest() asks for
  // another. False: there is none to forget, asking anew would change nothing.
  virtual bool ForgetToken() { return false; }

  // True when what Apply() adds holds for the request as it is, and for some minutes: it is made
  // anew wherever the request changes or is sent again.
  virtual bool SignsRequests() const { return false; }

  // Adds the credential to `request.secrets`, and what is no secret to its headers. `now` is the
  // time at which it is sent.
  virtual Status Apply(Request* request, Clock::WallTime now) const = 0;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_AUTHENTICATOR_H_
