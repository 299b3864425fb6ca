// Request and Response: one HTTP exchange, without any secret in it.
#ifndef APISQL_SRC_HTTP_MESSAGE_REQUEST_H_
#define APISQL_SRC_HTTP_MESSAGE_REQUEST_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/secret.h"

namespace apisql {

struct Header {
  std::string name;
  std::string value;
};

// A header, query parameter or field of a form body (application/x-www-form-urlencoded) that an
// Authenticator adds. It is sent, and never shown.
struct SecretField {
  enum class Place { kHeader, kQuery, kForm };
  Place place = Place::kHeader;
  std::string name;
  Secret value;  // Whole header value, "Basic ..." included; else not yet percent-encoded.
};

// What the request log says beside the exchange itself.
struct RequestLabel {
  std::string table;      // confluent.iam.api_keys; empty for a token request.
  std::string operation;  // list_iam_v2_api_keys
  int64_t statement = 0;  // Number of the SQL statement within the session.
};

struct Response;

struct Request {
  std::string method = "GET";
  std::string url;  // Absolute, percent-encoded, free of secrets: safe to log.
  std::vector<Header> headers;
  std::vector<SecretField> secrets;
  std::string body;
  // The body for people and logs, where it holds what must not be shown; empty: as it is.
  std::string shown_body;
  bool idempotent = true;            // False: must not be sent again once anything may have left.
  std::vector<std::string> budgets;  // Names in Endpoint::rates that it counts against.
  // False for NDJSON and whatever else does not show by itself that its end is missing: gzip is not
  // asked for, since a truncated gzip stream goes unnoticed, and a body that ends only because the
  // connection was closed is refused as kDataLoss.
  bool accept_gzip = true;
  // Largest body accepted, after decompression, in bytes. A Client lowers it to its user's limit.
  size_t max_body_bytes = size_t{256} << 20;
  // Until the whole answer is there, of one sending; zero: as long as the transport allows. A
  // Client sets it to its user's limit.
  std::chrono::milliseconds timeout{0};
  RequestLabel label;
  const std::string& body_to_show() const { return shown_body.empty() ? body : shown_body; }
  // What an answer with a status from 400 up says, in short, for the request log; "" when it is no
  // error here. Null: the status's phrase is all that is known.
  std::function<std::string(const Response&)> words;
};

// Headers in which servers name an exchange.
inline constexpr std::string_view kRequestIdHeaders[] = {"x-request-id", "request-id",
                                                         "x-amzn-requestid", "x-correlation-id"};

struct Response {
  int status = 0;
  std::vector<Header> headers;  // In the order received, of the final response only.
  std::string body;             // Decompressed.
  std::string url;              // As requested, without secrets.
  std::string method;
  std::chrono::milliseconds elapsed{0};
  int64_t log_entry = -1;  // RequestRecord::number, -1 when not logged.
  // The server did nothing with the request, and wants it later: see AsksToWait(). Set by a Client.
  bool asks_to_wait = false;
  // A status that the server's document takes for one that passes, or a 401 of a credential that
  // may be too fresh. Set by a Client.
  bool may_pass = false;
  // Of a failure that was sent again: how often, and why no more; for the error's text. May be "".
  std::string given_up;

  // The first header of that name, ASCII case ignored.
  std::optional<std::string_view> header(std::string_view name) const;
  // What the server calls this exchange, or "".
  std::string request_id() const;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_REQUEST_H_
