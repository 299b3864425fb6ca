#include "src/http/message/redirect.h"

#include <algorithm>
#include <set>

#include "src/http/message/redact.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

constexpr int kMaxRedirects = 5;

// `url` without the query parameters that carry secrets: they are added again when it is sent.
std::string WithoutSecretParameters(const std::string& url, const Request& request) {
  std::set<std::string> names;
  for (const SecretField& secret : request.secrets) {
    if (secret.place == SecretField::Place::kQuery) names.insert(secret.name);
  }
  QueryParameters kept = QueryOf(url);
  const size_t count = kept.size();
  std::erase_if(kept, [&](const auto& parameter) { return names.contains(parameter.first); });
  // Untouched where possible: encoding a query anew could change what it means to the server.
  return kept.size() == count ? url : AppendQuery(url.substr(0, url.find('?')), kept);
}

// The first parameter of `from` that `to` has not, with its value; "" when it has them all.
std::string LostParameter(const std::string& from, const std::string& to) {
  const QueryParameters kept = QueryOf(to);
  for (const auto& parameter : QueryOf(from)) {
    if (std::ranges::find(kept, parameter) == kept.end()) return parameter.first;
  }
  return "";
}

}  // namespace

bool IsRedirect(const Response& response) {
  switch (response.status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return response.header("location").has_value();
    default:
      return false;
  }
}

StatusOr<std::string> RedirectTarget(const Request& request, const Response& response, int count) {
  const std::string url = WithoutSecretParameters(
      ResolveReference(request.url, response.header("location").value_or("")), request);
  const auto refuse = [&](StatusCode code, const std::string& why) {
    return Status(code, request.method + " " + request.url + ": the server redirects to " +
                            Redact(url, request.secrets) + ", which is not followed: " + why);
  };
  if (request.method != "GET") {
    return refuse(StatusCode::kPermissionDenied, "only a GET may be sent again");
  }
  const StatusOr<std::string> from = OriginOf(request.url);
  const StatusOr<std::string> to = OriginOf(url);
  if (!to.ok() || !from.ok() || *to != *from) {
    return refuse(StatusCode::kPermissionDenied,
                  "the credential belongs to another server. If the server has moved, set the "
                  "provider's base URL");
  }
  if (Redact(url, request.secrets) != url) {
    return refuse(StatusCode::kPermissionDenied, "it repeats the credential, and URLs are logged");
  }
  if (const std::string lost = LostParameter(request.url, url); !lost.empty()) {
    return refuse(StatusCode::kDataLoss, "it leaves out what the request says of '" + lost +
                                             "', and would answer another question");
  }
  if (count > kMaxRedirects) {
    return refuse(StatusCode::kDataLoss,
                  "it is the redirect number " + std::to_string(count) + " of one request");
  }
  return url;
}

}  // namespace apisql
