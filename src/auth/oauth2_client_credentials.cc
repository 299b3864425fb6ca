// A token for a client id and secret: RFC 6749, 4.4. They go into an Authorization header, which
// every such server must take (2.3.1), rather than into the form.
#include "src/auth/schemes.h"
#include "src/auth/token.h"
#include "src/base/base64.h"
#include "src/http/message/url.h"

namespace apisql::auth {

Made MakeClientCredentials(const Inputs& inputs) {
  ASSIGN_OR_RETURN(Request request, MakeFormRequest(inputs.Option("token_url")));
  QueryParameters form = {{"grant_type", "client_credentials"}};
  if (!inputs.Option("scope").empty()) form.emplace_back("scope", inputs.Option("scope"));
  request.body = EncodeQuery(form);
  // RFC 6749, 2.3.1 wants both encoded as form values before they are joined.
  const std::string id = EncodePathSegment(inputs.SecretNamed("client_id").Reveal());
  const std::string secret = EncodePathSegment(inputs.SecretNamed("client_secret").Reveal());
  request.secrets.push_back({SecretField::Place::kHeader, "Authorization",
                             Secret("Basic " + EncodeBase64(id + ":" + secret))});
  return std::make_unique<TokenAuthenticator>(std::move(request));
}

}  // namespace apisql::auth
