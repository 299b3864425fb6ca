// A token for the refresh token of a user who has agreed once: RFC 6749, 6.
#include "src/auth/oauth2_client.h"
#include "src/auth/schemes.h"
#include "src/auth/token.h"

namespace apisql::auth {

Made MakeRefreshToken(const Inputs& inputs) {
  ASSIGN_OR_RETURN(Request request, ClientTokenRequest(inputs, "refresh_token"));
  request.secrets.push_back(
      {SecretField::Place::kForm, "refresh_token", inputs.SecretNamed("refresh_token")});
  return std::make_unique<TokenAuthenticator>(std::move(request));
}

}  // namespace apisql::auth
