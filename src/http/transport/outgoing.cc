#include "src/http/transport/outgoing.h"

#include <algorithm>
#include <string_view>

#include "src/http/message/url.h"

namespace apisql {
namespace {

// RFC 9110, 5.6.2.
bool IsToken(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  const auto is_token_character = [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           kMarks.find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

Status AddHeader(const std::string& name, const std::string& value, Outgoing* outgoing) {
  if (!IsToken(name)) {
    return Status(StatusCode::kInvalidArgument, "not a name for an HTTP header: \"" + name + "\"");
  }
  if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
    return Status(StatusCode::kInvalidArgument,
                  "the value of header " + name + " holds a line break or NUL");
  }
  // libcurl takes "Name:" as an order to leave its own header of that name out.
  outgoing->header_lines.push_back(value.empty() ? name + ";" : name + ": " + value);
  return OkStatus();
}

Status AddSecret(const SecretField& secret, QueryParameters* query, Outgoing* outgoing) {
  switch (secret.place) {
    case SecretField::Place::kHeader:
      return AddHeader(secret.name, secret.value.Reveal(), outgoing);
    case SecretField::Place::kQuery:
      query->emplace_back(secret.name, secret.value.Reveal());
      return OkStatus();
    case SecretField::Place::kForm:
      if (!outgoing->body.empty()) outgoing->body += '&';
      outgoing->body += EncodeQuery({{secret.name, secret.value.Reveal()}});
      return OkStatus();
  }
  return Status(StatusCode::kInternal, "a secret without a place");
}

// Headers, secrets and, with them, the final URL.
Status AddFields(const Request& request, Outgoing* outgoing) {
  for (const Header& header : request.headers) {
    RETURN_IF_ERROR(AddHeader(header.name, header.value, outgoing));
  }
  QueryParameters query;
  for (const SecretField& secret : request.secrets) {
    RETURN_IF_ERROR(AddSecret(secret, &query, outgoing));
  }
  outgoing->url = AppendQuery(request.url, query);
  return OkStatus();
}

}  // namespace

StatusOr<Outgoing> MakeOutgoing(const Request& request) {
  if (!IsToken(request.method)) {
    return Status(StatusCode::kInvalidArgument, "not an HTTP method");
  }
  if (const auto origin = OriginOf(request.url); !origin.ok()) return origin.status();
  Outgoing outgoing;
  outgoing.body = request.body;
  outgoing.loopback = IsLoopback(request.url);
  if (Status status = AddFields(request, &outgoing); !status.ok()) {
    return std::move(status).Annotate(request.method + " " + request.url);
  }
  return outgoing;
}

bool AsksForGzip(const Request& request) { return request.accept_gzip && !IsLoopback(request.url); }

}  // namespace apisql
