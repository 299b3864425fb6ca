// A token for a token of another issuer: RFC 8693. Options other than token_url are fields of the
// form, such as identity_pool_id, requested_token_type, expires_in.
#include "src/auth/schemes.h"
#include "src/auth/token.h"
#include "src/http/message/url.h"

namespace apisql::auth {

Made MakeTokenExchange(const Inputs& inputs) {
  ASSIGN_OR_RETURN(Request request, MakeFormRequest(inputs.Option("token_url")));
  std::map<std::string, std::string> fields = inputs.spec.options;
  fields.erase("token_url");
  if (fields.contains("subject_token")) {
    return Status(StatusCode::kInvalidArgument, "subject_token is a secret, not an option");
  }
  // These two are kept when the document gives them.
  fields.emplace("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
  fields.emplace("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
  request.body = EncodeQuery({fields.begin(), fields.end()});
  request.secrets.push_back(
      {SecretField::Place::kForm, "subject_token", inputs.SecretNamed("subject_token")});
  return std::make_unique<TokenAuthenticator>(std::move(request));
}

}  // namespace apisql::auth
