#include "src/http/transport/curl_failure.h"

#include <algorithm>
#include <string>
#include <utility>

#include "src/http/message/redact.h"

namespace apisql {
namespace {

struct Failure {
  StatusCode code;
  std::string reason;
  std::string advice;  // What to do about it; may be empty.
};

Failure TlsFailure(const CurlTransfer& transfer, CURLcode result) {
  if (result == CURLE_SSL_CACERT_BADFILE) {
    return {StatusCode::kInvalidArgument, "the file of trusted certificates cannot be read",
            "See SSL_CERT_FILE and CURL_CA_BUNDLE"};
  }
  if (result != CURLE_PEER_FAILED_VERIFICATION) {
    return {StatusCode::kUnavailable, "no TLS connection could be made", ""};
  }
  // A broken chain of trust leaves OpenSSL's verdict on it, from 2 up; a wrong name does not.
  if (Info<long>(transfer.easy.get(), CURLINFO_SSL_VERIFYRESULT) < 2) {
    return {StatusCode::kUnavailable, "the server's certificate is for another host", ""};
  }
  return {StatusCode::kUnavailable, "the server's certificate is not trusted",
          "If its certificate authority is your own, name a PEM file that holds it in "
          "SSL_CERT_FILE"};
}

long ProxyStatus(const CurlTransfer& transfer) {
  return Info<long>(transfer.easy.get(), CURLINFO_HTTP_CONNECTCODE);
}

bool ProxyRefused(const CurlTransfer& transfer) {
  return transfer.sendings == 0 && ProxyStatus(transfer) >= 300;
}

// The connection ended, or what came over it was no HTTP.
Failure BrokenFailure(const CurlTransfer& transfer) {
  if (ProxyRefused(transfer)) {
    return {StatusCode::kUnavailable,
            "the proxy refused with " + std::to_string(ProxyStatus(transfer)),
            "See https_proxy, ALL_PROXY and NO_PROXY"};
  }
  if (transfer.response.status != 0) {
    return {StatusCode::kDataLoss, "the answer broke off or is damaged", ""};
  }
  return {StatusCode::kUnavailable, "the connection ended without an answer", ""};
}

// Of an encoding, which is a token; what is none is not shown.
std::string EncodingName(std::string_view encoding) {
  constexpr size_t kMost = 50;
  constexpr std::string_view kToken =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+., ";
  encoding = encoding.substr(0, kMost);
  return std::string(encoding.substr(0, encoding.find_first_not_of(kToken)));
}

std::string TimeText(std::chrono::milliseconds time) {
  if (time.count() % 1000 != 0) return std::to_string(time.count()) + " ms";
  return std::to_string(time.count() / 1000) + " s";
}

Failure TimeFailure(const CurlTransfer& transfer, const TransportOptions& options) {
  const bool sent = transfer.sendings > 0;
  const auto whole = TimeoutOf(transfer.request, options);
  const auto limit = sent ? whole : std::min(whole, options.connect_timeout);
  const bool by_user = sent && whole == transfer.request.timeout;
  return {StatusCode::kDeadlineExceeded,
          (sent ? "no complete answer within " : "no connection within ") + TimeText(limit),
          by_user ? "SET request_timeout allows more seconds" : ""};
}

Failure TooLargeFailure(const CurlTransfer& transfer) {
  const Request& request = transfer.request;
  if (transfer.headers_too_large) {
    return {StatusCode::kDataLoss,
            "the headers or trailers of the answer have no end within " +
                std::to_string(transfer.header_bytes) + " bytes",
            ""};
  }
  const bool is_token_request = request.label.table.empty();
  return {StatusCode::kResourceExhausted,
          "the answer is larger than " + std::to_string(request.max_body_bytes) + " bytes",
          is_token_request ? "" : "SET max_response_bytes allows larger ones"};
}

Failure AbortedFailure(const CurlTransfer& transfer, const TransportOptions& options) {
  if (!transfer.too_slow) {
    return {StatusCode::kUnavailable,
            "the connection ended without an answer; it was not sent again, since the server may "
            "have carried it out",
            ""};
  }
  return {StatusCode::kDeadlineExceeded,
          "the answer came slower than " + std::to_string(options.slowest_answer) +
              " bytes per second for " + std::to_string(options.slowest_answer_time.count()) +
              " ms",
          "The server, a proxy or the network is holding it up: try again later"};
}

Failure Explain(const CurlTransfer& transfer, CURLcode result, const TransportOptions& options) {
  switch (result) {
    case CURLE_URL_MALFORMAT:
      return {StatusCode::kInvalidArgument, "not a URL", ""};
    case CURLE_COULDNT_RESOLVE_HOST:
      return {StatusCode::kUnavailable, "the host is not known", ""};
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return {StatusCode::kUnavailable, "the proxy cannot be used",
              "See http_proxy, https_proxy, ALL_PROXY and NO_PROXY"};
    case CURLE_COULDNT_CONNECT:
      return {StatusCode::kUnavailable, "no connection could be made", ""};
    case CURLE_OPERATION_TIMEDOUT:
      return TimeFailure(transfer, options);
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
      return TlsFailure(transfer, result);
    case CURLE_ABORTED_BY_CALLBACK:
      return AbortedFailure(transfer, options);
    case CURLE_WRITE_ERROR:
      return transfer.too_large || transfer.headers_too_large ? TooLargeFailure(transfer)
                                                              : BrokenFailure(transfer);
    case CURLE_BAD_CONTENT_ENCODING:
      return {StatusCode::kDataLoss,
              "the answer cannot be unpacked; its Content-Encoding is " +
                  EncodingName(transfer.response.header("content-encoding").value_or("unknown")),
              ""};
    case CURLE_OUT_OF_MEMORY:
      return {StatusCode::kResourceExhausted, "out of memory", ""};
    default:
      return BrokenFailure(transfer);
  }
}

Status MakeError(const CurlTransfer& transfer, const Failure& failure) {
  std::string text = transfer.request.method + " " + transfer.request.url + ": " + failure.reason;
  if (transfer.error_text[0] != '\0' && !transfer.too_large && !transfer.headers_too_large &&
      !transfer.too_slow) {
    Redactor redactor;
    AddSecrets(transfer.request.secrets, &redactor);
    AddProxyPasswords(&redactor);
    text += " (" + redactor.Redact(transfer.error_text.data()) + ")";
  }
  if (!failure.advice.empty()) text += ". " + failure.advice;
  return {failure.code, std::move(text)};
}

}  // namespace

Status FailureOf(const CurlTransfer& transfer, CURLcode result, const TransportOptions& options) {
  return MakeError(transfer, Explain(transfer, result, options));
}

Status NoEndFailure(const CurlTransfer& transfer) {
  return MakeError(transfer, {StatusCode::kDataLoss,
                              "the answer does not say where it ends, so that a missing end would "
                              "go unnoticed",
                              ""});
}

Status PackedFailure(const CurlTransfer& transfer, std::string_view encoding) {
  return MakeError(transfer,
                   {StatusCode::kDataLoss,
                    "the answer came in the encoding " + EncodingName(encoding) +
                        ", which was not asked for: a missing end would go unnoticed in it",
                    ""});
}

std::chrono::milliseconds TimeoutOf(const Request& request, const TransportOptions& options) {
  if (request.timeout.count() == 0) return options.total_timeout;
  return std::min(request.timeout, options.total_timeout);
}

bool MayPass(const CurlTransfer& transfer, CURLcode result, bool answered) {
  switch (result) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return true;
    case CURLE_ABORTED_BY_CALLBACK:
      return transfer.too_slow;
    case CURLE_RECV_ERROR:
      return !ProxyRefused(transfer);
    // Before anything was ever reached: a wrong name, a wrong port, no network.
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
    case CURLE_SSL_CONNECT_ERROR:
      return answered;
    default:
      return false;
  }
}

}  // namespace apisql
