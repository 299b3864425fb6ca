#include "src/http/send_rules.h"

#include "src/http/message/url.h"

namespace apisql {

std::string NameOf(const Request& request) { return request.method + " " + request.url; }

Status CheckOrigin(const Endpoint& endpoint, const Request& request) {
  ASSIGN_OR_RETURN(const std::string own, OriginOf(endpoint.base_url));
  ASSIGN_OR_RETURN(const std::string wanted, OriginOf(request.url));
  if (own == wanted) return OkStatus();
  return {StatusCode::kPermissionDenied, NameOf(request) + ": not sent, because it is not on " +
                                             endpoint.base_url +
                                             ", the server that the credential belongs to"};
}

Status CheckPlainHttp(const Endpoint& endpoint, const Request& request) {
  if (request.secrets.empty() || IsHttps(request.url) || IsLoopback(request.url) ||
      endpoint.allow_plain_http) {
    return OkStatus();
  }
  return {StatusCode::kPermissionDenied,
          NameOf(request) +
              ": not sent, because plain http would show the credential to the network. Use https, "
              "or set allow_plain_http for provider " +
              endpoint.provider};
}

Status TooManyRequests(const Request& request, int64_t limit) {
  return {StatusCode::kResourceExhausted,
          NameOf(request) + ": not sent: the statement has sent " + std::to_string(limit) +
              (limit == 1 ? " request" : " requests") +
              ", and max_requests allows no more. Narrow its WHERE, or SET max_requests to a "
              "larger number, or to 0 for no limit"};
}

Status TooLongAWait(const Endpoint& endpoint, const Request& request, const std::string& reason,
                    std::chrono::milliseconds wait, int most) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return {StatusCode::kResourceExhausted, NameOf(request) + ": not sent: " + endpoint.provider +
                                              " takes no more for " + std::to_string(seconds) +
                                              " s (" + reason + "), and retry_budget is " +
                                              std::to_string(most) + " s"};
}

}  // namespace apisql
