#include "src/auth/oauth2_client.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "src/auth/token.h"
#include "src/base/base64.h"
#include "src/http/message/url.h"

namespace apisql::auth {
namespace {

constexpr std::string_view kOptions[] = {"scope", "audience", "resource"};

Status CheckForm(const AuthSpec& spec) {
  constexpr std::string_view kOwn[] = {"grant_type",    "client_id", "client_secret",
                                       "refresh_token", "scope",     "audience",
                                       "resource",      "username",  "password"};
  for (const auto& [name, value] : spec.form) {
    if (std::ranges::find(kOwn, name) == std::end(kOwn)) continue;
    const bool user = name == "username" || name == "password" || value == "password";
    if (user) return {StatusCode::kInvalidArgument, std::string(WhyNoScheme("password"))};
    return {StatusCode::kInvalidArgument, "form: " + name + " is made by the scheme itself"};
  }
  return OkStatus();
}

// RFC 6749, 2.3.1 wants both encoded as form values before they are joined.
SecretField ClientHeader(const Inputs& inputs) {
  const std::string id = EncodePathSegment(inputs.SecretNamed("client_id").Reveal());
  const std::string secret = EncodePathSegment(inputs.SecretNamed("client_secret").Reveal());
  return {SecretField::Place::kHeader, "Authorization",
          Secret("Basic " + EncodeBase64(id + ":" + secret))};
}

Status AddClient(const Inputs& inputs, Request* request) {
  const std::string way = inputs.Option("client_auth");
  if (way.empty() || way == "basic") {
    request->secrets.push_back(ClientHeader(inputs));
    return OkStatus();
  }
  request->secrets.push_back(
      {SecretField::Place::kForm, "client_id", inputs.SecretNamed("client_id")});
  if (way == "form") {
    request->secrets.push_back(
        {SecretField::Place::kForm, "client_secret", inputs.SecretNamed("client_secret")});
    return OkStatus();
  }
  if (way == "none" && inputs.spec.scheme == "oauth2_refresh_token") return OkStatus();
  return {StatusCode::kInvalidArgument,
          "client_auth is basic, form or, with a refresh token, none"};
}

}  // namespace

StatusOr<Request> ClientTokenRequest(const Inputs& inputs, const std::string& grant_type) {
  RETURN_IF_ERROR(CheckForm(inputs.spec));
  ASSIGN_OR_RETURN(Request request, MakeFormRequest(inputs.Option("token_url")));
  QueryParameters form = {{"grant_type", grant_type}};
  for (const std::string_view option : kOptions) {
    const std::string value = inputs.Option(std::string(option));
    if (!value.empty()) form.emplace_back(option, value);
  }
  form.insert(form.end(), inputs.spec.form.begin(), inputs.spec.form.end());
  request.body = EncodeQuery(form);
  RETURN_IF_ERROR(AddClient(inputs, &request));
  return request;
}

}  // namespace apisql::auth
