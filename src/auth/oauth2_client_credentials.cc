// A token for a client id and secret: RFC 6749, 4.4.
#include "src/auth/oauth2_client.h"
#include "src/auth/schemes.h"
#include "src/auth/token.h"

namespace apisql::auth {

Made MakeClientCredentials(const Inputs& inputs) {
  ASSIGN_OR_RETURN(Request request, ClientTokenRequest(inputs, "client_credentials"));
  return std::make_unique<TokenAuthenticator>(std::move(request));
}

}  // namespace apisql::auth
