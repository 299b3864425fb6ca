// TokenAuthenticator: what the schemes share that trade a credential for a token of short life.
#ifndef APISQL_SRC_AUTH_TOKEN_H_
#define APISQL_SRC_AUTH_TOKEN_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/authenticator.h"

namespace apisql::auth {

struct Token {
  Secret text;
  // Takes the place of the one that was sent, which may be void now. Empty: that one goes on.
  Secret refresh_token;
  Clock::WallTime renew_at;  // Shortly before it expires.
};

// Reads the answer of a token server (RFC 6749, 5.1). `expires_in` seconds count from `now`;
// without them, or with less than one, the token is used for five minutes. The margin before expiry
// is a fifth of the life, at most a minute: for the requests that are on their way. An error names
// what the answer lacks, and quotes nothing of it.
StatusOr<Token> ReadToken(std::string_view body, Clock::WallTime now);

// Sends `request` whenever no valid token is held, and the token with each request after that.
class TokenAuthenticator final : public Authenticator {
 public:
  // Adds to a token request what depends on its time, such as a JWT.
  using Complete = std::function<void(Clock::WallTime now, Request* request)>;

  explicit TokenAuthenticator(Request request, Complete complete = nullptr);

  std::optional<Request> TokenRequest(Clock::WallTime now) override;
  Status AcceptToken(const Response& response, Clock::WallTime now) override;
  bool ForgetToken() override;
  Status Apply(Request* request, Clock::WallTime now) const override;

 private:
  void KeepRefreshToken(const Secret& refresh_token);

  Request request_;
  Complete complete_;                       // May be null.
  std::vector<SecretField> asked_secrets_;  // Of the last request, where it was completed.
  std::optional<Token> token_;
};

// A POST of a form to `token_url`, ready but for its fields. An error when that is no https URL
// (http is for loopback only): the credential goes there.
StatusOr<Request> MakeFormRequest(const std::string& token_url);

}  // namespace apisql::auth

#endif  // APISQL_SRC_AUTH_TOKEN_H_
